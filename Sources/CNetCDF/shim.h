#pragma once
#include <netcdf.h>

// Macros with a cast, which Swift cannot import, as functions.

static inline double thalweg_nc_fill_byte(void) { return (double)NC_FILL_BYTE; }
static inline double thalweg_nc_fill_short(void) { return (double)NC_FILL_SHORT; }
static inline double thalweg_nc_fill_int(void) { return (double)NC_FILL_INT; }
static inline double thalweg_nc_fill_ushort(void) { return (double)NC_FILL_USHORT; }
static inline double thalweg_nc_fill_uint(void) { return (double)NC_FILL_UINT; }
static inline float thalweg_nc_fill_float(void) { return NC_FILL_FLOAT; }
static inline double thalweg_nc_fill_double(void) { return NC_FILL_DOUBLE; }
static inline long long thalweg_nc_fill_int64(void) { return NC_FILL_INT64; }
static inline unsigned long long thalweg_nc_fill_uint64(void) { return NC_FILL_UINT64; }
static inline size_t thalweg_nc_unlimited(void) { return NC_UNLIMITED; }
static inline int thalweg_nc_global(void) { return NC_GLOBAL; }
