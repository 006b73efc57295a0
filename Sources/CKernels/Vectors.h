// Vectors of sixteen values, a line of the cache, whatever the registers.
#ifndef EQUIPOISE_VECTORS_H
#define EQUIPOISE_VECTORS_H

#include <stdint.h>
#include <string.h>

// Sums and products as they are written, so that the bytes do not depend on the instructions.
#pragma clang fp contract(off)

#define INLINE static inline __attribute__((always_inline))
#define LANES 16

typedef float lanes __attribute__((ext_vector_type(LANES)));
typedef float loose_lanes __attribute__((ext_vector_type(LANES), aligned(4)));
typedef double double_lanes __attribute__((ext_vector_type(LANES)));
typedef uint32_t unsigned_lanes __attribute__((ext_vector_type(LANES)));
typedef uint16_t half_lanes __attribute__((ext_vector_type(LANES)));

// Vectors pass by address: by value the way of calling would depend on the instructions.

/// Sixteen values, or the eight that are left and zeros.
INLINE void load(lanes *to, const float *from, int is_full) {
  if (is_full) {
    *to = *(const loose_lanes *)from;
  } else {
    *to = 0;
    memcpy(to, from, 32);
  }
}

INLINE void store(const lanes *from, float *to, int is_full) {
  if (is_full)
    *(loose_lanes *)to = *from;
  else
    memcpy(to, from, 32);
}

/// Limits to lower...upper; NaN stays NaN.
INLINE void limit(lanes *value, float lower, float upper) {
  *value = *value < lower ? (lanes)lower : *value;
  *value = *value > upper ? (lanes)upper : *value;
}

// The same arithmetic in registers of 256 and of 512 bits, so the same bytes.
#if defined(__x86_64__)
#define WIDE __attribute__((target("avx2,fma,avx512f,avx512bw,avx512vl,avx512dq")))
#define NARROW __attribute__((target("avx2,fma")))
#else
#define WIDE
#define NARROW
#endif

#endif
