// One block of a product: rows that were copied side by side times a panel of filters.
#ifndef EQUIPOISE_BLOCK_H
#define EQUIPOISE_BLOCK_H

#include <stdint.h>

/// Bytes between rows of a block: no power of two, so that rows do not compete for the same lines of
/// the first cache.
#define BLOCK_STRIDE 1088
/// Numbers of a row in single precision; twice as many in bfloat16.
#define BLOCK_DEPTH 256

/// Adds rows x panel to the places `results` of the output, `columns` (at most 32) of each row.
/// `depth` is counted in single-precision numbers, or in pairs of bfloat16.
typedef void block_product(int64_t rows, int64_t depth, const char *block, const void *panel,
                           float *const *results, int64_t columns);

block_product equipoise_block_avx2, equipoise_block_avx512, equipoise_block_bf16;

/// Rounds single precision to bfloat16, to nearest even.
void equipoise_round_bf16(const float *values, uint16_t *result, int64_t count);
/// Turns `depth` columns (or pairs of columns) of 32 rows of filters that are stored for the other
/// direction into a panel. `row` is the first of the 32 rows, `rows` how many there are at all.
void equipoise_transpose_avx512(const void *filters, int64_t row, int64_t rows, int64_t column,
                                int64_t depth, void *panel, int64_t valid);
void equipoise_transpose_bf16(const void *filters, int64_t row, int64_t rows, int64_t column,
                              int64_t depth, void *panel, int64_t valid);
void equipoise_transpose_avx2(const void *filters, int64_t row, int64_t rows, int64_t column,
                              int64_t depth, void *panel, int64_t valid);

#endif
