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

// A step of a kernel: a row of the panel, and the broadcast numbers of all rows of the block.
#define LOAD_SINGLE(from) _mm512_loadu_ps(from)
#define SPREAD_SINGLE(from) _mm512_set1_ps(*(const float *)(from))
#define STEP_SINGLE(sum, value, factor) _mm512_fmadd_ps(value, factor, sum)
#define LOAD_BF16(from) ((__m512bh)_mm512_loadu_ps(from))
#define SPREAD_BF16(from) ((__m512bh)_mm512_set1_ps(*(const float *)(from)))
#define STEP_BF16(sum, value, factor) _mm512_dpbf16_ps(sum, value, factor)

#define ROWS(R, statement) _Pragma("clang loop unroll(full)") for (int r = 0; r < R; r++) statement

#define DEFINE_WIDE(R, TARGET, NAME, VECTOR, FORMAT, ROW, STEP)                                    \
  TARGET static void NAME##_##R(int64_t depth, const char *block, const float *panel,              \
                                float *const *results, __mmask16 left, __mmask16 right,            \
                                const struct block_end *end, int64_t place, int64_t pace) {        \
    __m512 a[R], b[R];                                                                             \
    ROWS(R, a[r] = b[r] = _mm512_setzero_ps();)                                                    \
    for (int64_t k = 0; k < depth; k++) {                                                          \
      const VECTOR x = LOAD_##FORMAT(panel), y = LOAD_##FORMAT(panel + 16);                        \
      ROWS(R, {                                                                                    \
        const VECTOR v = SPREAD_##FORMAT(block + r * ROW);                                         \
        a[r] = STEP_##FORMAT(a[r], v, x);                                                          \
        b[r] = STEP_##FORMAT(b[r], v, y);                                                          \
      })                                                                                           \
      fetch(end, place);                                                                           \
      place += pace;                                                                               \
      block += STEP;                                                                               \
      panel += 32;                                                                                 \
    }                                                                                              \
    ROWS(R, {                                                                                      \
      finish(a[r], results[r], left, 0, end);                                                      \
      if (right) finish(b[r], results[r] + 16, right, 16, end);                                    \
    })                                                                                             \
  }                                                                                                \
  TARGET static void NAME##_half_##R(int64_t depth, const char *block, const float *panel,         \
                                     float *const *results, __mmask16 left, __mmask16 right,       \
                                     const struct block_end *end, int64_t place, int64_t pace) {   \
    __m512 a[R];                                                                                   \
    ROWS(R, a[r] = _mm512_setzero_ps();)                                                           \
    for (int64_t k = 0; k < depth; k++) {                                                          \
      const VECTOR x = LOAD_##FORMAT(panel);                                                       \
      ROWS(R, a[r] = STEP_##FORMAT(a[r], SPREAD_##FORMAT(block + r * ROW), x);)                    \
      block += STEP;                                                                               \
      panel += 32;                                                                                 \
    }                                                                                              \
    (void)right;                                                                                   \
    (void)place;                                                                                   \
    (void)pace;                                                                                    \
    ROWS(R, finish(a[r], results[r], left, 0, end);)                                               \
  }

/// A line of the cache, in 256ths.
#define LINE 256

/// Fetches a line of what is needed next, and the one after it, into the second cache. From memory that
/// takes as long as a tenth of the arithmetic, so that it goes on beside it.
static inline __attribute__((always_inline)) void fetch(const struct block_end *end, int64_t place) {
  const int64_t line = place / LINE, stretch = line >> end->stretch;
  const char *const from =
      end->next + stretch * end->stride + (line - (stretch << end->stretch)) * 64;
  _mm_prefetch(from, _MM_HINT_T1);
  _mm_prefetch(from + 64, _MM_HINT_T1);
}

/// Adds a row's sums to the result, or writes them.
WIDE static inline __attribute__((always_inline)) void finish(__m512 sum, float *to, __mmask16 mask,
                                                              int64_t column,
                                                              const struct block_end *end) {
  if (end->adds)
    sum = _mm512_add_ps(_mm512_maskz_loadu_ps(mask, to), sum);
  else if (end->bias)
    sum = _mm512_add_ps(_mm512_maskz_loadu_ps(mask, end->bias + column), sum);
  if (end->limits) {
    // The second operand where one is NaN.
    sum = _mm512_max_ps(_mm512_set1_ps(end->lower), sum);
    sum = _mm512_min_ps(_mm512_set1_ps(end->upper), sum);
  }
  _mm512_mask_storeu_ps(to, mask, sum);
}

#define DEFINE_SINGLE(R) DEFINE_WIDE(R, WIDE, single, __m512, SINGLE, BLOCK_STRIDE, 4)
#define DEFINE_BF16(R) DEFINE_WIDE(R, WIDE_BF16, bf16, __m512bh, BF16, BLOCK_STRIDE, 4)
#define DEFINE_TILE(R) DEFINE_WIDE(R, WIDE, tile, __m512, SINGLE, 4, TILE_STRIDE)
WIDE_ROWS(DEFINE_SINGLE)
WIDE_ROWS(DEFINE_BF16)
WIDE_ROWS(DEFINE_TILE)

typedef void wide_kernel(int64_t, const char *, const float *, float *const *, __mmask16, __mmask16,
                         const struct block_end *, int64_t, int64_t);
#define SINGLE_NAME(R) single_##R,
#define SINGLE_HALF_NAME(R) single_half_##R,
#define TILE_NAME(R) tile_##R,
#define TILE_HALF_NAME(R) tile_half_##R,
#define BF16_NAME(R) bf16_##R,
#define BF16_HALF_NAME(R) bf16_half_##R,
static wide_kernel *const single_kernels[2][TILE_ROWS] = {{WIDE_ROWS(SINGLE_NAME)},
                                                          {WIDE_ROWS(SINGLE_HALF_NAME)}};
static wide_kernel *const tile_kernels[2][TILE_ROWS] = {{WIDE_ROWS(TILE_NAME)},
                                                        {WIDE_ROWS(TILE_HALF_NAME)}};
static wide_kernel *const bf16_kernels[2][TILE_ROWS] = {{WIDE_ROWS(BF16_NAME)},
                                                        {WIDE_ROWS(BF16_HALF_NAME)}};

static __mmask16 mask(int64_t columns) {
  return columns >= 16 ? 0xFFFF : columns <= 0 ? 0 : (__mmask16)((1u << columns) - 1);
}

/// Rows are divided evenly among as few tiles as there must be; each fetches its share of what comes
/// next.
static void wide(wide_kernel *const kernels[2][TILE_ROWS], int64_t rows, int64_t depth, const char *block,
                 const void *panel, float *const *results, int64_t columns,
                 const struct block_end *end, int is_tiled) {
  const int64_t tiles = (rows + TILE_ROWS - 1) / TILE_ROWS;
  // A step of the depth takes two lines of a panel.
  const int64_t pace = 2 * LINE / tiles;
  for (int64_t tile = 0; tile < tiles; tile++) {
    const int64_t first = rows * tile / tiles, last = rows * (tile + 1) / tiles;
    const char *const from =
        block + (is_tiled ? tile * depth * TILE_STRIDE : first * BLOCK_STRIDE);
    kernels[columns <= 16][last - first - 1](depth, from, panel, results + first, mask(columns),
                                             mask(columns - 16), end, tile * depth * pace, pace);
  }
}

void equipoise_block_avx512(int64_t rows, int64_t depth, const char *block, const void *panel,
                            float *const *results, int64_t columns, const struct block_end *end) {
  wide(single_kernels, rows, depth, block, panel, results, columns, end, 0);
}

void equipoise_tiled_avx512(int64_t rows, int64_t depth, const char *tiles, const void *panel,
                            float *const *results, int64_t columns, const struct block_end *end) {
  wide(tile_kernels, rows, depth, tiles, panel, results, columns, end, 1);
}

void equipoise_block_bf16(int64_t rows, int64_t depth, const char *block, const void *panel,
                          float *const *results, int64_t columns, const struct block_end *end) {
  wide(bf16_kernels, rows, depth, block, panel, results, columns, end, 0);
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
                                 const void *panel, float *const *results, int64_t columns,
                                 const struct block_end *end) {
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
          equipoise_finish(tile_sums[(row - first) * 16 + column], results[row], half + column, end);
    }
  }
}

#else

#include <string.h>

/// For other processors: the same sums, value by value.
void equipoise_block_avx2(int64_t rows, int64_t depth, const char *block, const void *panel,
                          float *const *results, int64_t columns, const struct block_end *end) {
  for (int64_t row = 0; row < rows; row++)
    for (int64_t column = 0; column < columns; column++) {
      float sum = 0;
      for (int64_t k = 0; k < depth; k++) {
        float value;
        memcpy(&value, block + row * BLOCK_STRIDE + 4 * k, 4);
        sum = __builtin_fmaf(value, ((const float *)panel)[32 * k + column], sum);
      }
      equipoise_finish(sum, results[row], column, end);
    }
}

void equipoise_block_avx512(int64_t rows, int64_t depth, const char *block, const void *panel,
                            float *const *results, int64_t columns, const struct block_end *end) {
  equipoise_block_avx2(rows, depth, block, panel, results, columns, end);
}

// Never called: these processors are asked for neither.
void equipoise_tiled_avx512(int64_t rows, int64_t depth, const char *tiles, const void *panel,
                            float *const *results, int64_t columns, const struct block_end *end) {}

void equipoise_block_bf16(int64_t rows, int64_t depth, const char *block, const void *panel,
                          float *const *results, int64_t columns, const struct block_end *end) {}

#endif
