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
  /// bfloat16, multiplied exactly.
  EQUIPOISE_BFLOAT16 = 1,
};

/// Which place of the input the taps read along rows or columns:
/// (place * multiplier + offset + tap * step) / divisor, if that is a whole number and inside.
struct equipoise_axis {
  int64_t input, output, kernel;
  int64_t multiplier, offset, step, divisor;
};

/// The input's place that a tap of a place of the result reads; -1 outside.
static inline int64_t equipoise_source(const struct equipoise_axis *axis, int64_t place, int64_t tap) {
  const int64_t numerator = place * axis->multiplier + axis->offset + tap * axis->step;
  if (numerator < 0 || (axis->divisor > 1 && numerator % axis->divisor != 0)) return -1;
  const int64_t source = axis->divisor > 1 ? numerator / axis->divisor : numerator;
  return source < axis->input ? source : -1;
}

/// A convolution, or the gradient of one with respect to its input, as sums over taps. Images are NHWC.
struct equipoise_convolution {
  struct equipoise_axis rows, columns;
  int64_t input_channels, output_channels;
  enum equipoise_vectors vectors;
  enum equipoise_format format;
  /// Whether the filters are stored for the other direction, panels of `input_channels` with a row for
  /// every tap and output channel: they are turned while they are used. In bfloat16 `output_channels`
  /// has to be even then, unless there is a single tap.
  int is_transposed;
};

/// Computes the places first..<last of an image's result, in the panels first_panel..<last_panel.
///
/// The result is the sum of bias (0 without), of what is there if `accumulates`, and of the products,
/// limited to lower...upper. For every value the products are added in an order that the convolution
/// alone fixes: taps and channels ascending in blocks, first inside a block and then over blocks.
/// `filters` holds panels of 32 result channels (the last one padded with zeros), each with
/// a row of 32 for every tap and input channel; in bfloat16 two rows are interleaved.
/// Allocates nothing; uses 250 kB of the stack.
void equipoise_convolve(const struct equipoise_convolution *convolution, const void *input,
                        const void *filters, const float *bias, float *output, int accumulates,
                        float lower, float upper, int64_t first, int64_t last,
                        int64_t first_panel, int64_t last_panel);

/// Computes the gradient of one tap's filters, in the inputs first..<last (at most
/// EQUIPOISE_BLOCK_ROWS) and the panels first_panel..<last_panel of outputs, over all images.
///
/// `convolution` is that of the forward pass, in single precision. `result` has a row of all output
/// channels for every input from `first` on. For every value the products are added pixel by pixel, in
/// stretches of 256 pixels that the tap reaches: first inside a stretch and then over stretches, which
/// the convolution alone fixes. Allocates nothing; uses 250 kB of the stack.
void equipoise_filter_gradient(const struct equipoise_convolution *convolution, int64_t images,
                               const float *input, const float *gradient, int64_t tap,
                               int64_t first, int64_t last, int64_t first_panel,
                               int64_t last_panel, float *result);

/// Transforms the filters of the sixteen outputs from `output` on, a multiple of 16, or of those that
/// are left, into planes of panels with a row for every input; lanes without an output receive zeros.
///
/// `values` has all filters in PyTorch's order, outputs x inputs x 3 x 3; `forms` along a line is 6 or
/// 3. They are transformed in double precision and round once. Allocates nothing.
void equipoise_fill_planes(const float *values, int64_t inputs, int64_t outputs, int64_t output,
                           int64_t forms, float *planes);

/// Gradients of filters as products leave them: matrices of `inputs` x `outputs`, one after another, for
/// every tap, or, if `forms` is not 0, for every plane of transformed filters of 3x3 taps.
struct equipoise_filter_sums {
  int64_t inputs, outputs, taps;
  /// Forms of the filters along a line: 6 or 3.
  int64_t forms;
  /// The first input's number, and how many a filter has.
  int64_t first_input, all_inputs;
};

/// Brings the gradients of the sixteen filters from `output` on, or of those that are left, to their
/// places among all filters in PyTorch's order, outputs x inputs x taps. Allocates nothing.
void equipoise_store_filters(const struct equipoise_filter_sums *sums, const float *from,
                             int64_t output, float *to);

/// Taps of the following along rows or columns, at most.
#define EQUIPOISE_DIRECT_KERNEL 8
/// Channels of a result that is few.
#define EQUIPOISE_FEW 4

/// Computes a row of a result whose channels are sums over the same channel of the input each: bias,
/// plus what is there if `accumulates`, plus the taps in their order, limited. Channels are a multiple
/// of 8; `filters` is taps x channels. Allocates nothing.
void equipoise_depthwise(const struct equipoise_convolution *convolution, const float *input,
                         const float *filters, const float *bias, float *output, int accumulates,
                         float lower, float upper, int64_t row);

/// Computes a row of a result of 1 to EQUIPOISE_FEW channels, or adds it to what is there. The input's
/// channels are a multiple of 16; `filters` is taps x output channels x input channels. The bytes do not
/// depend on the instructions. Allocates nothing.
void equipoise_few(const struct equipoise_convolution *convolution, const float *input,
                   const float *filters, float *output, int accumulates, int64_t row);

/// Pixels and products of a line of a tile, at most.
#define EQUIPOISE_REACH 6
#define EQUIPOISE_PRODUCTS 7
/// Values between planes: those of neighbouring planes then do not compete for lines of the cache.
#define EQUIPOISE_PLANE_GAP 16

/// A stretch of an image's rows or columns that is transformed together.
struct equipoise_segment {
  /// Which transform, see Lines.h.
  int32_t kind;
  /// The first output's row or column.
  int32_t origin;
  /// Of every product the form of the filters, and its number among those of that form.
  int32_t forms[EQUIPOISE_PRODUCTS], ranks[EQUIPOISE_PRODUCTS];
};

/// Images of some channels, NHWC, that are cut into tiles: a segment of rows by one of columns.
///
/// A product belongs to one plane, the one of its forms of filters. The planes lie one after another,
/// plane p from value first_rows[p] * channels + p * EQUIPOISE_PLANE_GAP on, a row for every product.
struct equipoise_tiles {
  int64_t height, width, dilation, channels;
  int64_t row_segments, column_segments, forms;
  /// Segments of rows, then those of columns.
  const struct equipoise_segment *segments;
  /// Products of each form along rows and along columns of an image.
  const int64_t *row_ranks, *column_ranks;
  const int64_t *first_rows;
  enum equipoise_vectors vectors;
  /// Whether factors are rounded to bfloat16.
  int is_rounded;
};

// Calls for different tiles, or different channels of `spread`, may run at the same time. Channels are
// a multiple of 8. Values are read and written in a fixed order. Nothing is allocated.

/// Transforms a tile of an image, or of a gradient, into factors.
void equipoise_tile_analyse(const struct equipoise_tiles *tiles, const float *pixels, int64_t image,
                            int64_t tile, int is_gradient, void *planes);
/// Writes the outputs of a tile: products, bias and residual (if not null; the residual may be the
/// output), limited to lower...upper.
void equipoise_tile_output(const struct equipoise_tiles *tiles, const float *planes, int64_t image,
                           int64_t tile, const float *bias, const float *residual, float lower,
                           float upper, float *pixels);
/// Writes the gradient of an image's input, or adds it to what is there, in channels first..<last.
void equipoise_tiles_spread(const struct equipoise_tiles *tiles, const float *planes, int64_t image,
                            int64_t first, int64_t last, int accumulates, float *pixels);

#endif
