#include <string.h>

#include "Block.h"
#include "CKernels.h"

/// A range of rows of the filters that is multiplied at once: some channels of one tap, or all channels
/// of several taps.
struct slice {
  int64_t first_tap, tap_count, channel, channel_count;
};

struct work {
  const struct equipoise_convolution *shape;
  const char *input;
  float *output;
  const float *bias;
  float lower, upper;
  int64_t first, last, first_panel, last_panel;
  /// Whether the result has been given a value, and whether it has been limited.
  int is_started, is_limited;
  int64_t rows[EQUIPOISE_BLOCK_ROWS], columns[EQUIPOISE_BLOCK_ROWS];
  float *results[EQUIPOISE_BLOCK_ROWS];
  _Alignas(64) char block[EQUIPOISE_BLOCK_ROWS * BLOCK_STRIDE];
  _Alignas(64) float panel[BLOCK_DEPTH * EQUIPOISE_PANEL];
};

static void copy(const struct work *work, int64_t pixel, int64_t channel, int64_t count, char *to) {
  const struct equipoise_convolution *const shape = work->shape;
  const int64_t size = shape->format == EQUIPOISE_SINGLE ? 4 : 2;
  memcpy(to, work->input + (pixel * shape->input_channels + channel) * size, (size_t)(count * size));
}

/// Copies what a row of taps reads, from one place of the input on; zeros where it is outside.
/// Returns whether any of it is inside.
static int copy_taps(const struct work *work, int64_t index, int64_t tap, int64_t count, int64_t y,
                     struct slice slice, char *to) {
  const struct equipoise_convolution *const shape = work->shape;
  const struct equipoise_axis *const axis = &shape->columns;
  const int64_t size = shape->format == EQUIPOISE_SINGLE ? 4 : 2;
  const int64_t width = slice.channel_count;
  if (y < 0) {
    memset(to, 0, (size_t)(count * width * size));
    return 0;
  }
  const int64_t first = equipoise_source(axis, work->columns[index], tap);
  // Neighbouring taps read neighbouring pixels: one copy where all are inside.
  if (axis->step == 1 && axis->divisor == 1 && width == shape->input_channels && first >= 0 &&
      first + count <= axis->input) {
    copy(work, y * axis->input + first, 0, count * width, to);
    return 1;
  }
  int is_inside = 0;
  for (int64_t number = 0; number < count; number++, to += width * size) {
    const int64_t x = equipoise_source(axis, work->columns[index], tap + number);
    if (x < 0) {
      memset(to, 0, (size_t)(width * size));
    } else {
      is_inside = 1;
      copy(work, y * axis->input + x, slice.channel, width, to);
    }
  }
  return is_inside;
}

/// Whether every place reads the same place of the input.
static int is_plain(const struct equipoise_convolution *shape) {
  const struct equipoise_axis *const rows = &shape->rows, *const columns = &shape->columns;
  return rows->kernel == 1 && columns->kernel == 1 && rows->input == rows->output &&
         columns->input == columns->output && rows->multiplier == 1 && columns->multiplier == 1 &&
         rows->offset == 0 && columns->offset == 0 && rows->divisor == 1 && columns->divisor == 1;
}

/// Copies what a slice reads side by side, rows without anything to read left out.
static int64_t gather(struct work *work, struct slice slice) {
  const struct equipoise_convolution *const shape = work->shape;
  const int64_t size = shape->format == EQUIPOISE_SINGLE ? 4 : 2;
  const int64_t length = slice.tap_count * slice.channel_count;
  int64_t count = 0;
  if (is_plain(shape)) {
    for (int64_t place = work->first; place < work->last; place++) {
      copy(work, place, slice.channel, slice.channel_count, work->block + count * BLOCK_STRIDE);
      work->results[count++] = work->output + place * shape->output_channels;
    }
    if (size == 2 && length % 2 != 0)
      for (int64_t row = 0; row < count; row++)
        memset(work->block + row * BLOCK_STRIDE + length * size, 0, 2);
    return count;
  }
  for (int64_t index = 0; index < work->last - work->first; index++) {
    char *const row = work->block + count * BLOCK_STRIDE;
    int is_inside = 0;
    for (int64_t done = 0; done < slice.tap_count;) {
      const int64_t number = slice.first_tap + done, column = number % shape->columns.kernel;
      const int64_t taps = minimum(shape->columns.kernel - column, slice.tap_count - done);
      const int64_t y =
          equipoise_source(&shape->rows, work->rows[index], number / shape->columns.kernel);
      is_inside |= copy_taps(work, index, column, taps, y, slice,
                             row + done * slice.channel_count * size);
      done += taps;
    }
    if (!is_inside) continue;
    if (size == 2 && length % 2 != 0) memset(row + length * size, 0, 2);
    work->results[count++] = work->output + (work->first + index) * shape->output_channels;
  }
  return count;
}

/// Gives the result the value that the products are added to.
static void start(struct work *work, int accumulates) {
  const int64_t outputs = work->shape->output_channels;
  const int64_t column = work->first_panel * EQUIPOISE_PANEL;
  const int64_t columns = minimum(work->last_panel * EQUIPOISE_PANEL, outputs) - column;
  work->is_started = 1;
  for (int64_t index = work->first; index < work->last; index++) {
    float *const to = work->output + index * outputs + column;
    if (accumulates && work->bias)
      for (int64_t i = 0; i < columns; i++) to[i] += work->bias[column + i];
    else if (!accumulates && work->bias)
      memcpy(to, work->bias + column, (size_t)columns * 4);
    else if (!accumulates)
      memset(to, 0, (size_t)columns * 4);
  }
}

static void limit(const struct work *work) {
  const int64_t outputs = work->shape->output_channels;
  const int64_t column = work->first_panel * EQUIPOISE_PANEL;
  const int64_t columns = minimum(work->last_panel * EQUIPOISE_PANEL, outputs) - column;
  for (int64_t index = work->first; index < work->last; index++) {
    float *const to = work->output + index * outputs + column;
    // NaN stays NaN.
    for (int64_t i = 0; i < columns; i++) {
      const float value = to[i] < work->lower ? work->lower : to[i];
      to[i] = value > work->upper ? work->upper : value;
    }
  }
}

/// Multiplies a slice. The first one that reaches all places writes the result, and the last one
/// limits it, while it is in registers.
static void multiply(struct work *work, struct slice slice, const char *filters, int is_last) {
  const struct equipoise_convolution *const shape = work->shape;
  const int64_t count = gather(work, slice);
  const int is_whole = count == work->last - work->first;
  const int limits = is_last && is_whole && !work->is_limited;
  if (!work->is_started && !is_whole) start(work, 0);
  struct block_end end = {work->is_started, NULL, limits, work->lower, work->upper, NULL, 0, 0};
  work->is_started = 1;
  work->is_limited |= limits;
  if (count == 0) return;
  const int is_single = shape->format == EQUIPOISE_SINGLE, unit = is_single ? 1 : 2;
  const int64_t taps = shape->rows.kernel * shape->columns.kernel;
  const int64_t panel_rows = (taps * shape->input_channels + unit - 1) / unit;
  // Rows of a panel of the filters as they are stored.
  const int64_t stored_rows = (taps * shape->output_channels + unit - 1) / unit * unit;
  const int64_t first_row = (slice.first_tap * shape->input_channels + slice.channel) / unit;
  const int64_t depth = (slice.tap_count * slice.channel_count + unit - 1) / unit;
  block_product *const product = !is_single                           ? equipoise_block_bf16
                                 : shape->vectors == EQUIPOISE_AVX2 ? equipoise_block_avx2
                                                                     : equipoise_block_avx512;
  if (shape->is_transposed) {
    // A panel of filters for the other direction has 32 of its rows side by side.
    end.stretch = is_single ? 6 : 5;
    end.stride = stored_rows * EQUIPOISE_PANEL * (is_single ? 4 : 2);
  } else {
    end.stretch = 6;
    end.stride = 64 << end.stretch;
  }
  for (int64_t panel = work->first_panel; panel < work->last_panel; panel++) {
    const int64_t column = panel * EQUIPOISE_PANEL;
    const int64_t columns = minimum(EQUIPOISE_PANEL, shape->output_channels - column);
    const int is_last_panel = panel + 1 == work->last_panel;
    const char *source;
    if (shape->is_transposed) {
      const int64_t row = slice.first_tap * shape->output_channels + column;
      (!is_single                           ? equipoise_transpose_bf16
       : shape->vectors == EQUIPOISE_AVX2 ? equipoise_transpose_avx2
                                           : equipoise_transpose_avx512)(
          filters, row, stored_rows, slice.channel, depth, work->panel, columns);
      source = (const char *)work->panel;
      // The first panel of the next slice comes after the last one of this.
      const int64_t next_row = is_last_panel ? work->first_panel * EQUIPOISE_PANEL : row + EQUIPOISE_PANEL;
      const int64_t next_channel = slice.channel + (is_last_panel ? depth * unit : 0);
      end.next = filters + next_channel / EQUIPOISE_PANEL * end.stride +
                 next_row * EQUIPOISE_PANEL * (is_single ? 4 : 2);
    } else {
      source = filters + (panel * panel_rows + first_row) * EQUIPOISE_PANEL * 4;
      end.next = is_last_panel ? filters + (work->first_panel * panel_rows + first_row + depth) *
                                               EQUIPOISE_PANEL * 4
                               : source + panel_rows * EQUIPOISE_PANEL * 4;
    }
    end.bias = work->bias ? work->bias + column : NULL;
    float *results[EQUIPOISE_BLOCK_ROWS];
    for (int64_t row = 0; row < count; row++) results[row] = work->results[row] + column;
    product(count, depth, work->block, source, results, columns, &end);
  }
}

void equipoise_convolve(const struct equipoise_convolution *convolution, const void *input,
                        const void *filters, const float *bias, float *output, int accumulates,
                        float lower, float upper, int64_t first, int64_t last,
                        int64_t first_panel, int64_t last_panel) {
  const float infinity = __builtin_inff();
  struct work work;
  work.shape = convolution;
  work.input = input;
  work.output = output;
  work.bias = bias;
  work.lower = lower;
  work.upper = upper;
  work.first = first;
  work.last = last;
  work.first_panel = first_panel;
  work.last_panel = last_panel;
  work.is_started = 0;
  work.is_limited = lower == -infinity && upper == infinity;
  for (int64_t index = first; index < last; index++) {
    work.rows[index - first] = index / convolution->columns.output;
    work.columns[index - first] = index % convolution->columns.output;
  }
  if (accumulates) start(&work, 1);
  const int64_t taps = convolution->rows.kernel * convolution->columns.kernel;
  const int64_t channels = convolution->input_channels;
  const int64_t capacity = convolution->format == EQUIPOISE_SINGLE ? BLOCK_DEPTH : 2 * BLOCK_DEPTH;
  if (channels <= capacity / 2 && !convolution->is_transposed) {
    // An even number of taps, since bfloat16 comes in pairs; one where neighbouring taps seldom read
    // for the same place.
    const int is_sparse = convolution->rows.divisor > 1 && convolution->format == EQUIPOISE_SINGLE;
    const int64_t all = is_sparse ? 1 : capacity / channels;
    const int64_t step = all >= taps ? taps : all == 1 ? 1 : all - all % 2;
    for (int64_t tap = 0; tap < taps; tap += step)
      multiply(&work, (struct slice){tap, minimum(step, taps - tap), 0, channels}, filters,
               tap + step >= taps);
  } else {
    const int64_t parts = (channels + capacity - 1) / capacity;
    const int64_t size =
        ((channels + parts - 1) / parts + EQUIPOISE_PANEL - 1) / EQUIPOISE_PANEL * EQUIPOISE_PANEL;
    for (int64_t tap = 0; tap < taps; tap++)
      for (int64_t channel = 0; channel < channels; channel += size)
        multiply(&work, (struct slice){tap, 1, channel, minimum(size, channels - channel)}, filters,
                 tap + 1 == taps && channel + size >= channels);
  }
  if (!work.is_limited) limit(&work);
}
