// One block of a product: rows that were copied side by side times a panel of filters.
#ifndef EQUIPOISE_BLOCK_H
#define EQUIPOISE_BLOCK_H

#include <stdint.h>

/// Bytes between rows of a block: no power of two, so that rows do not compete for the same lines of
/// the first cache.
#define BLOCK_STRIDE 1088
/// Numbers of a row in single precision; twice as many in bfloat16.
#define BLOCK_DEPTH 256

/// Rows that one call of a wide kernel keeps in registers.
#define TILE_ROWS 14
/// Bytes between steps of the depth where a block is stored tile by tile: a line of the cache.
#define TILE_STRIDE 64

static inline int64_t minimum(int64_t a, int64_t b) { return a < b ? a : b; }

/// What becomes of a block's sums.
struct block_end {
  /// Whether they are added to what is there.
  int adds;
  /// Otherwise what they are added to, from the first column on; null for zeros.
  const float *bias;
  /// Whether the result is limited to lower...upper; NaN stays NaN.
  int limits;
  float lower, upper;
  /// What is needed next, as many bytes as the panel: stretches of 2^`stretch` lines of the cache, each
  /// `stride` bytes after the one before.
  const char *next;
  int64_t stretch, stride;
};

/// The same for one value.
static inline void equipoise_finish(float sum, float *row, int64_t column,
                                    const struct block_end *end) {
  float value = end->adds ? row[column] + sum : end->bias ? end->bias[column] + sum : sum;
  if (end->limits) {
    value = value < end->lower ? end->lower : value;
    value = value > end->upper ? end->upper : value;
  }
  row[column] = value;
}

/// Multiplies rows with a panel; the sums go to the places `results` of the output, `columns` (at most
/// 32) of each row. `depth` is counted in single-precision numbers, or in pairs of bfloat16.
typedef void block_product(int64_t rows, int64_t depth, const char *block, const void *panel,
                           float *const *results, int64_t columns, const struct block_end *end);

block_product equipoise_block_avx2, equipoise_block_avx512, equipoise_block_bf16;
/// The same for a block that is stored tile by tile: for every step of the depth a line of the cache
/// with the numbers of the tile's rows. Of n tiles of r rows, tile i has those from r i / n on; there
/// are as few tiles as can be.
block_product equipoise_tiled_avx512;

/// Turns `depth` columns (or pairs of columns) of 32 rows of filters that are stored for the other
/// direction into a panel. `row` is the first of the 32 rows, `rows` how many there are at all.
void equipoise_transpose_avx512(const void *filters, int64_t row, int64_t rows, int64_t column,
                                int64_t depth, void *panel, int64_t valid);
void equipoise_transpose_bf16(const void *filters, int64_t row, int64_t rows, int64_t column,
                              int64_t depth, void *panel, int64_t valid);
void equipoise_transpose_avx2(const void *filters, int64_t row, int64_t rows, int64_t column,
                              int64_t depth, void *panel, int64_t valid);

#endif
