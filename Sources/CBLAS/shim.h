#pragma once

// OpenBLAS where there is one (Linux), else Accelerate (macOS).
#if defined(__APPLE__) && !__has_include(<cblas.h>)
#include <Accelerate/Accelerate.h>

static inline void thalweg_blas_use_one_thread(void) {}
static inline const char *thalweg_blas_core_name(void) { return "Accelerate"; }

#else
#include <cblas.h>

// Not in every cblas.h of OpenBLAS, though in every library.
char *openblas_get_corename(void);

static inline void thalweg_blas_use_one_thread(void) { openblas_set_num_threads(1); }
static inline const char *thalweg_blas_core_name(void) { return openblas_get_corename(); }
#endif
