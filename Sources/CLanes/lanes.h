// The two lane operations that Swift 6.3 cannot express without falling back to a loop over
// scalars: a square root of all lanes, and a permutation whose indices are known only at run time.
// One machine instruction each where the processor has it, plain loops elsewhere; the results are
// the same to the bit either way. And the hint that a thread is only waiting.
#pragma once

typedef float lanes_float16 __attribute__((ext_vector_type(16)));
typedef unsigned int lanes_uint16 __attribute__((ext_vector_type(16)));
typedef double lanes_double8 __attribute__((ext_vector_type(8)));
typedef unsigned long lanes_ulong8 __attribute__((ext_vector_type(8)));

#define LANES_INLINE static inline __attribute__((always_inline))

LANES_INLINE lanes_float16 lanes_square_root_float16(lanes_float16 x) {
  return __builtin_elementwise_sqrt(x);
}

LANES_INLINE lanes_double8 lanes_square_root_double8(lanes_double8 x) {
  return __builtin_elementwise_sqrt(x);
}

// result[j] = x[index[j]], 0 <= index[j] < 16
LANES_INLINE lanes_float16 lanes_permute_float16(lanes_float16 x, lanes_uint16 index) {
#ifdef __AVX512F__
  typedef float vector __attribute__((__vector_size__(64)));
  typedef int indices __attribute__((__vector_size__(64)));
  return (lanes_float16)__builtin_ia32_permvarsf512((vector)x, (indices)index);
#else
  lanes_float16 result;
  for (int lane = 0; lane < 16; lane++) result[lane] = x[index[lane] & 15];
  return result;
#endif
}

// result[j] = (low, high)[index[j]], 0 <= index[j] < 32
LANES_INLINE lanes_float16 lanes_permute_float32(lanes_float16 low, lanes_float16 high,
                                                 lanes_uint16 index) {
#ifdef __AVX512F__
  typedef float vector __attribute__((__vector_size__(64)));
  typedef int indices __attribute__((__vector_size__(64)));
  return (lanes_float16)__builtin_ia32_vpermi2varps512((vector)low, (indices)index, (vector)high);
#else
  lanes_float16 result;
  for (int lane = 0; lane < 16; lane++) {
    unsigned int source = index[lane];
    result[lane] = source & 16 ? high[source & 15] : low[source & 15];
  }
  return result;
#endif
}

// result[j] = x[index[j]], 0 <= index[j] < 8
LANES_INLINE lanes_double8 lanes_permute_double8(lanes_double8 x, lanes_ulong8 index) {
#ifdef __AVX512F__
  typedef double vector __attribute__((__vector_size__(64)));
  typedef long long indices __attribute__((__vector_size__(64)));
  return (lanes_double8)__builtin_ia32_permvardf512((vector)x, (indices)index);
#else
  lanes_double8 result;
  for (int lane = 0; lane < 8; lane++) result[lane] = x[index[lane] & 7];
  return result;
#endif
}

// a · b + c, rounded once where the processor has the instruction, else twice. Only for what rounds
// by processor anyway (the LSTM's products are BLAS's); routing never uses it.
LANES_INLINE lanes_float16 lanes_multiply_add_float16(lanes_float16 a, lanes_float16 b,
                                                      lanes_float16 c) {
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

LANES_INLINE lanes_double8 lanes_multiply_add_double8(lanes_double8 a, lanes_double8 b,
                                                      lanes_double8 c) {
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

LANES_INLINE void lanes_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}
