#include "Block.h"
#include "CKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define WIDE __attribute__((target("avx2,fma,avx512f,avx512bw,avx512vl,avx512dq")))

/// Transposes 16 x 16 numbers of 32 bits.
WIDE static inline __attribute__((always_inline)) void transpose16(__m512i r[16]) {
  __m512i t[16];
  for (int i = 0; i < 16; i += 2) {
    t[i] = _mm512_unpacklo_epi32(r[i], r[i + 1]);
    t[i + 1] = _mm512_unpackhi_epi32(r[i], r[i + 1]);
  }
  for (int i = 0; i < 16; i += 4) {
    r[i] = _mm512_unpacklo_epi64(t[i], t[i + 2]);
    r[i + 1] = _mm512_unpackhi_epi64(t[i], t[i + 2]);
    r[i + 2] = _mm512_unpacklo_epi64(t[i + 1], t[i + 3]);
    r[i + 3] = _mm512_unpackhi_epi64(t[i + 1], t[i + 3]);
  }
  for (int i = 0; i < 16; i += 8)
    for (int j = 0; j < 4; j++) {
      t[i + j] = _mm512_shuffle_i32x4(r[i + j], r[i + 4 + j], 0x88);
      t[i + 4 + j] = _mm512_shuffle_i32x4(r[i + j], r[i + 4 + j], 0xDD);
    }
  for (int j = 0; j < 8; j++) {
    r[j] = _mm512_shuffle_i32x4(t[j], t[8 + j], 0x88);
    r[8 + j] = _mm512_shuffle_i32x4(t[j], t[8 + j], 0xDD);
  }
}

// The order of rows that comes out of transpose16: lane 4 q + p of the inputs is row ROW(4 q + p).
// t and r above: after the 32-bit and 64-bit steps r[i + p] has column p of every quarter; the steps
// over quarters give quarter 0 and 2 to the first, 1 and 3 to the second half.
#define ROW_OF_LANE(lane) (((lane) & 3) + (((lane) & 4) ? 4 : 0) + (((lane) & 8) ? 8 : 0))

WIDE void equipoise_transpose_avx512(const void *filters, int64_t row, int64_t rows,
                                     int64_t column, int64_t depth, void *panel, int64_t valid) {
  const float *const from = filters;
  float *const to = panel;
  for (int64_t k = 0; k < depth; k += 16) {
    const int64_t place = column + k, count = depth - k < 16 ? depth - k : 16;
    const float *const source =
        from + place / EQUIPOISE_PANEL * rows * EQUIPOISE_PANEL + place % EQUIPOISE_PANEL;
    for (int64_t half = 0; half < EQUIPOISE_PANEL; half += 16) {
      __m512i r[16];
      for (int64_t i = 0; i < 16; i++) {
        if (half + i < valid) {
          const float *const line = source + (row + half + i) * EQUIPOISE_PANEL;
          r[i] = _mm512_loadu_si512(line);
          // The next panel lies far away, where the processor does not look by itself.
          _mm_prefetch((const char *)(line + rows * EQUIPOISE_PANEL), _MM_HINT_T0);
        } else {
          r[i] = _mm512_setzero_si512();
        }
      }
      transpose16(r);
      for (int64_t lane = 0; lane < count; lane++)
        _mm512_storeu_si512(to + (k + lane) * EQUIPOISE_PANEL + half, r[ROW_OF_LANE(lane)]);
    }
  }
}

// A pair in the panel for the other direction has two rows of one column; here it has two columns of
// one row.
WIDE void equipoise_transpose_bf16(const void *filters, int64_t row, int64_t rows, int64_t column,
                                   int64_t depth, void *panel, int64_t valid) {
  const uint32_t *const from = filters;
  uint32_t *const to = panel;
  const __m512i low = _mm512_set1_epi32(0xFFFF), high = _mm512_set1_epi32((int)0xFFFF0000);
  const __m512i first =
      _mm512_setr_epi32(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const __m512i second =
      _mm512_setr_epi32(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  for (int64_t k = 0; k < depth; k += 8) {
    const int64_t place = column + 2 * k, count = depth - k < 8 ? depth - k : 8;
    const uint32_t *const source =
        from + place / EQUIPOISE_PANEL * (rows / 2) * EQUIPOISE_PANEL + place % EQUIPOISE_PANEL;
    __m512i r[16];
    for (int64_t i = 0; i < 16; i++) {
      if (2 * i < valid) {
        const uint32_t *const line = source + (row / 2 + i) * EQUIPOISE_PANEL;
        r[i] = _mm512_loadu_si512(line);
        _mm_prefetch((const char *)(line + rows / 2 * EQUIPOISE_PANEL), _MM_HINT_T0);
      } else {
        r[i] = _mm512_setzero_si512();
      }
    }
    transpose16(r);
    for (int64_t pair = 0; pair < count; pair++) {
      const __m512i a = r[ROW_OF_LANE(2 * pair)], b = r[ROW_OF_LANE(2 * pair + 1)];
      const __m512i even = _mm512_or_si512(_mm512_and_si512(a, low), _mm512_slli_epi32(b, 16));
      const __m512i odd = _mm512_or_si512(_mm512_srli_epi32(a, 16), _mm512_and_si512(b, high));
      uint32_t *const out = to + (k + pair) * EQUIPOISE_PANEL;
      _mm512_storeu_si512(out, _mm512_permutex2var_epi32(even, first, odd));
      _mm512_storeu_si512(out + 16, _mm512_permutex2var_epi32(even, second, odd));
    }
  }
}

#else

// Never called: these processors use the plain form below.
void equipoise_transpose_avx512(const void *filters, int64_t row, int64_t rows, int64_t column,
                                int64_t depth, void *panel, int64_t valid) {}
void equipoise_transpose_bf16(const void *filters, int64_t row, int64_t rows, int64_t column,
                              int64_t depth, void *panel, int64_t valid) {}

#endif

void equipoise_transpose_avx2(const void *filters, int64_t row, int64_t rows, int64_t column,
                              int64_t depth, void *panel, int64_t valid) {
  const float *const from = filters;
  float *const to = panel;
  for (int64_t k = 0; k < depth; k++) {
    const int64_t place = column + k;
    const float *const source =
        from + place / EQUIPOISE_PANEL * rows * EQUIPOISE_PANEL + place % EQUIPOISE_PANEL;
    for (int64_t i = 0; i < EQUIPOISE_PANEL; i++)
      to[k * EQUIPOISE_PANEL + i] = i < valid ? source[(row + i) * EQUIPOISE_PANEL] : 0;
  }
}
