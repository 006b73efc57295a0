// Products of matrices for convolutions: what Swift cannot say, vector instructions that not every
// processor has, chosen when the program runs.
#ifndef EQUIPOISE_CKERNELS_H
#define EQUIPOISE_CKERNELS_H

#include <stdint.h>

/// Columns of a panel of filters.
#define EQUIPOISE_PANEL 32
/// Rows that one call takes at most.
#define EQUIPOISE_BLOCK_ROWS 168

/// Vector instructions to use.
enum equipoise_vectors {
  EQUIPOISE_AVX2 = 0,
  EQUIPOISE_AVX512 = 1,
  EQUIPOISE_AVX512_BF16 = 2,
};

/// Formats of factors.
enum equipoise_format {
  /// Single precision, multiplied in single precision.
  EQUIPOISE_SINGLE = 0,
  /// Single precision, rounded to bfloat16 before it is multiplied with filters in bfloat16.
  EQUIPOISE_ROUNDED = 1,
  /// Already in bfloat16.
  EQUIPOISE_BFLOAT16 = 2,
};

/// A convolution, or the gradient of one with respect to its input, as sums over taps.
///
/// Tap (i, j) of the place (y, x) of the result reads the place
/// ((y * multiplier + row_offset + i * row_step) / divisor, ...) of the input, if that is a whole number
/// and inside. Images are NHWC.
struct equipoise_convolution {
  int64_t input_height, input_width, input_channels;
  int64_t output_width, output_channels;
  int64_t kernel_height, kernel_width;
  int64_t row_multiplier, row_offset, row_step, row_divisor;
  int64_t column_multiplier, column_offset, column_step, column_divisor;
  enum equipoise_vectors vectors;
  enum equipoise_format format;
  /// Whether the filters are stored for the other direction, panels of `input_channels` with
  /// kernel_height * kernel_width * output_channels rows: they are turned while they are used. In
  /// bfloat16 `output_channels` has to be even then, unless there is a single tap.
  int is_transposed;
};

/// Computes the places first..<last of an image's result, in the panels first_panel..<last_panel.
///
/// The result is the sum of bias (0 without), of what is there if `accumulates`, and of the products,
/// limited to lower...upper. For every value the products are added in an order that the convolution
/// alone fixes: taps and channels ascending in blocks, first inside a block and then over blocks.
/// `filters` holds panels of 32 result channels (the last one padded with zeros), each with
/// kernel_height * kernel_width * input_channels rows of 32; in bfloat16 two rows are interleaved.
/// Allocates nothing; uses 250 kB of the stack.
void equipoise_convolve(const struct equipoise_convolution *convolution, const void *input,
                        const void *filters, const float *bias, float *output, int accumulates,
                        float lower, float upper, int64_t first, int64_t last,
                        int64_t first_panel, int64_t last_panel);

#endif
