#include "Block.h"

#if defined(__x86_64__)
#include <immintrin.h>

#include "CKernels.h"

#define WIDE __attribute__((target("avx2,fma,avx512f,avx512bw,avx512vl,avx512dq")))
#define WIDE_BF16 __attribute__((target("avx2,fma,avx512f,avx512bw,avx512vl,avx512dq,avx512bf16")))
#define NARROW __attribute__((target("avx2,fma")))

// Every kernel keeps a tile of the result in registers while it goes along the rows: with 14 rows of
// 32 values 28 of the 32 wide registers. Rows are broadcast from the block, the panel is read once.

#define WIDE_ROWS(M) M(1) M(2) M(3) M(4) M(5) M(6) M(7) M(8) M(9) M(10) M(11) M(12) M(13) M(14)

#define DEFINE_SINGLE(R)                                                                         \
  WIDE static void single_##R(int64_t depth, const char *block, const float *panel,              \
                              float *const *results, __mmask16 left, __mmask16 right) {          \
    __m512 a[R], b[R];                                                                           \
    _Pragma("clang loop unroll(full)") for (int r = 0; r < R; r++)                               \
        a[r] = b[r] = _mm512_setzero_ps();                                                       \
    for (int64_t k = 0; k < depth; k++) {                                                        \
      const __m512 x = _mm512_loadu_ps(panel), y = _mm512_loadu_ps(panel + 16);                  \
      _Pragma("clang loop unroll(full)") for (int r = 0; r < R; r++) {                           \
        const __m512 v = _mm512_set1_ps(*(const float *)(block + r * BLOCK_STRIDE));             \
        a[r] = _mm512_fmadd_ps(v, x, a[r]);                                                      \
        b[r] = _mm512_fmadd_ps(v, y, b[r]);                                                      \
      }                                                                                          \
      block += 4;                                                                                \
      panel += 32;                                                                               \
    }                                                                                            \
    STORE(R)                                                                                     \
  }

#define DEFINE_BF16(R)                                                                           \
  WIDE_BF16 static void bf16_##R(int64_t depth, const char *block, const float *panel,           \
                                 float *const *results, __mmask16 left, __mmask16 right) {       \
    __m512 a[R], b[R];                                                                           \
    _Pragma("clang loop unroll(full)") for (int r = 0; r < R; r++)                               \
        a[r] = b[r] = _mm512_setzero_ps();                                                       \
    for (int64_t k = 0; k < depth; k++) {                                                        \
      const __m512bh x = (__m512bh)_mm512_loadu_ps(panel);                                       \
      const __m512bh y = (__m512bh)_mm512_loadu_ps(panel + 16);                                  \
      _Pragma("clang loop unroll(full)") for (int r = 0; r < R; r++) {                           \
        const __m512bh v =                                                                       \
            (__m512bh)_mm512_set1_ps(*(const float *)(block + r * BLOCK_STRIDE));                \
        a[r] = _mm512_dpbf16_ps(a[r], v, x);                                                     \
        b[r] = _mm512_dpbf16_ps(b[r], v, y);                                                     \
      }                                                                                          \
      block += 4;                                                                                \
      panel += 32;                                                                               \
    }                                                                                            \
    STORE(R)                                                                                     \
  }

#define STORE(R)                                                                                 \
  _Pragma("clang loop unroll(full)") for (int r = 0; r < R; r++) {                               \
    float *const to = results[r];                                                                \
    _mm512_mask_storeu_ps(to, left, _mm512_add_ps(_mm512_maskz_loadu_ps(left, to), a[r]));       \
    if (right)                                                                                   \
      _mm512_mask_storeu_ps(to + 16, right,                                                      \
                            _mm512_add_ps(_mm512_maskz_loadu_ps(right, to + 16), b[r]));         \
  }

WIDE_ROWS(DEFINE_SINGLE)
WIDE_ROWS(DEFINE_BF16)

typedef void wide_kernel(int64_t, const char *, const float *, float *const *, __mmask16,
                         __mmask16);
#define SINGLE_NAME(R) single_##R,
#define BF16_NAME(R) bf16_##R,
static wide_kernel *const single_kernels[] = {WIDE_ROWS(SINGLE_NAME)};
static wide_kernel *const bf16_kernels[] = {WIDE_ROWS(BF16_NAME)};

static __mmask16 mask(int64_t columns) {
  return columns >= 16 ? 0xFFFF : columns <= 0 ? 0 : (__mmask16)((1u << columns) - 1);
}

/// Rows are divided evenly among as few tiles as there must be.
static void wide(wide_kernel *const *kernels, int64_t rows, int64_t depth, const char *block,
                 const void *panel, float *const *results, int64_t columns) {
  const int64_t tiles = (rows + 13) / 14;
  for (int64_t tile = 0; tile < tiles; tile++) {
    const int64_t first = rows * tile / tiles, last = rows * (tile + 1) / tiles;
    kernels[last - first - 1](depth, block + first * BLOCK_STRIDE, panel, results + first,
                              mask(columns), mask(columns - 16));
  }
}

void equipoise_block_avx512(int64_t rows, int64_t depth, const char *block, const void *panel,
                            float *const *results, int64_t columns) {
  wide(single_kernels, rows, depth, block, panel, results, columns);
}

void equipoise_block_bf16(int64_t rows, int64_t depth, const char *block, const void *panel,
                          float *const *results, int64_t columns) {
  wide(bf16_kernels, rows, depth, block, panel, results, columns);
}

// Six rows of 16 values: 12 of 16 registers. Every value has the same sum as above.
#define NARROW_ROWS(M) M(1) M(2) M(3) M(4) M(5) M(6)

#define DEFINE_NARROW(R)                                                                         \
  NARROW static void narrow_##R(int64_t depth, const char *block, const float *panel,            \
                                float *result) {                                                 \
    __m256 a[R], b[R];                                                                           \
    _Pragma("clang loop unroll(full)") for (int r = 0; r < R; r++)                               \
        a[r] = b[r] = _mm256_setzero_ps();                                                       \
    for (int64_t k = 0; k < depth; k++) {                                                        \
      const __m256 x = _mm256_loadu_ps(panel), y = _mm256_loadu_ps(panel + 8);                   \
      _Pragma("clang loop unroll(full)") for (int r = 0; r < R; r++) {                           \
        const __m256 v = _mm256_set1_ps(*(const float *)(block + r * BLOCK_STRIDE));             \
        a[r] = _mm256_fmadd_ps(v, x, a[r]);                                                      \
        b[r] = _mm256_fmadd_ps(v, y, b[r]);                                                      \
      }                                                                                          \
      block += 4;                                                                                \
      panel += 32;                                                                               \
    }                                                                                            \
    _Pragma("clang loop unroll(full)") for (int r = 0; r < R; r++) {                             \
      _mm256_storeu_ps(result + 16 * r, a[r]);                                                   \
      _mm256_storeu_ps(result + 16 * r + 8, b[r]);                                               \
    }                                                                                            \
  }

NARROW_ROWS(DEFINE_NARROW)

typedef void narrow_kernel(int64_t, const char *, const float *, float *);
#define NARROW_NAME(R) narrow_##R,
static narrow_kernel *const narrow_kernels[] = {NARROW_ROWS(NARROW_NAME)};

NARROW void equipoise_block_avx2(int64_t rows, int64_t depth, const char *block,
                                 const void *panel, float *const *results, int64_t columns) {
  const int64_t tiles = (rows + 5) / 6;
  float tile_sums[6 * 16];
  for (int64_t tile = 0; tile < tiles; tile++) {
    const int64_t first = rows * tile / tiles, last = rows * (tile + 1) / tiles;
    for (int64_t half = 0; half < columns; half += 16) {
      narrow_kernels[last - first - 1](depth, block + first * BLOCK_STRIDE,
                                       (const float *)panel + half, tile_sums);
      const int64_t valid = columns - half < 16 ? columns - half : 16;
      for (int64_t row = first; row < last; row++)
        for (int64_t column = 0; column < valid; column++)
          results[row][half + column] += tile_sums[(row - first) * 16 + column];
    }
  }
}

WIDE_BF16 void equipoise_round_bf16(const float *values, uint16_t *result, int64_t count) {
  int64_t index = 0;
  for (; index + 16 <= count; index += 16)
    _mm256_storeu_si256((__m256i *)(result + index),
                        (__m256i)_mm512_cvtneps_pbh(_mm512_loadu_ps(values + index)));
  if (index < count) {
    const __mmask16 rest = mask(count - index);
    _mm256_mask_storeu_epi16(
        result + index, rest,
        (__m256i)_mm512_cvtneps_pbh(_mm512_maskz_loadu_ps(rest, values + index)));
  }
}

#else

#include <string.h>

/// For other processors: the same sums, value by value.
void equipoise_block_avx2(int64_t rows, int64_t depth, const char *block, const void *panel,
                          float *const *results, int64_t columns) {
  for (int64_t row = 0; row < rows; row++)
    for (int64_t column = 0; column < columns; column++) {
      float sum = 0;
      for (int64_t k = 0; k < depth; k++) {
        float value;
        memcpy(&value, block + row * BLOCK_STRIDE + 4 * k, 4);
        sum = __builtin_fmaf(value, ((const float *)panel)[32 * k + column], sum);
      }
      results[row][column] += sum;
    }
}

void equipoise_block_avx512(int64_t rows, int64_t depth, const char *block, const void *panel,
                            float *const *results, int64_t columns) {
  equipoise_block_avx2(rows, depth, block, panel, results, columns);
}

// Never called: these processors are not asked for bfloat16.
void equipoise_block_bf16(int64_t rows, int64_t depth, const char *block, const void *panel,
                          float *const *results, int64_t columns) {}
void equipoise_round_bf16(const float *values, uint16_t *result, int64_t count) {}

#endif
