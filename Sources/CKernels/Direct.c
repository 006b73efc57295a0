#include <string.h>

#include "CKernels.h"
#include "Vectors.h"

// Convolutions that are no products of large matrices: they go along the channels of the image.

/// Columns whose sources are looked up at a time.
#define STRETCH 64

/// Where the taps of a stretch of an axis read, in values of `size` each; negative outside.
static void look_up(const struct equipoise_axis *axis, int64_t first, int64_t count, int64_t size,
                    int64_t sources[][EQUIPOISE_DIRECT_KERNEL]) {
  for (int64_t place = 0; place < count; place++)
    for (int64_t tap = 0; tap < axis->kernel; tap++)
      sources[place][tap] = equipoise_source(axis, first + place, tap) * size;
}

/// Filters of the kernel that most layers have, which stay in registers along a row.
struct small_kernel {
  lanes filters[3][3];
};

INLINE void load_small(const float *filters, int64_t channels, int is_full,
                       struct small_kernel *kernel) {
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < 3; j++)
      load(&kernel->filters[i][j], filters + (i * 3 + j) * channels, is_full);
}

/// The same sum as below where all taps are inside.
INLINE void sum_small(const float *input, const struct small_kernel *kernel, const int64_t *rows,
                      const int64_t *columns, int is_full, lanes *sum) {
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < 3; j++) {
      lanes value;
      load(&value, input + rows[i] + columns[j], is_full);
      *sum = __builtin_elementwise_fma(value, kernel->filters[i][j], *sum);
    }
}

/// One place of a depthwise result in sixteen channels: the sum over the taps that are inside.
INLINE void sum_taps(const struct equipoise_convolution *shape, const float *input,
                     const float *filters, const int64_t *rows, const int64_t *columns,
                     int64_t channel, int is_full, lanes *sum) {
  for (int64_t i = 0; i < shape->rows.kernel; i++) {
    if (rows[i] < 0) continue;
    for (int64_t j = 0; j < shape->columns.kernel; j++) {
      if (columns[j] < 0) continue;
      lanes value, factor;
      load(&value, input + rows[i] + columns[j] + channel, is_full);
      load(&factor, filters + (i * shape->columns.kernel + j) * shape->input_channels + channel,
           is_full);
      *sum = __builtin_elementwise_fma(value, factor, *sum);
    }
  }
}

INLINE void depthwise(const struct equipoise_convolution *shape, const float *input,
                      const float *filters, const float *bias, float *output, int accumulates,
                      float lower, float upper, int64_t row) {
  const int64_t channels = shape->input_channels, width = shape->columns.output;
  int64_t rows[1][EQUIPOISE_DIRECT_KERNEL], columns[STRETCH][EQUIPOISE_DIRECT_KERNEL];
  look_up(&shape->rows, row, 1, shape->columns.input * channels, rows);
  const int is_small = shape->rows.kernel == 3 && shape->columns.kernel == 3 && rows[0][0] >= 0 &&
                       rows[0][1] >= 0 && rows[0][2] >= 0;
  for (int64_t first = 0; first < width; first += STRETCH) {
    const int64_t count = width - first < STRETCH ? width - first : STRETCH;
    look_up(&shape->columns, first, count, channels, columns);
    for (int64_t channel = 0; channel < channels; channel += LANES) {
      const int is_full = channel + LANES <= channels;
      struct small_kernel kernel;
      if (is_small) load_small(filters + channel, channels, is_full, &kernel);
      for (int64_t x = 0; x < count; x++) {
        float *const to = output + (row * width + first + x) * channels + channel;
        lanes sum = 0, term;
        if (bias) load(&sum, bias + channel, is_full);
        if (accumulates) {
          load(&term, to, is_full);
          sum += term;
        }
        if (is_small && columns[x][0] >= 0 && columns[x][1] >= 0 && columns[x][2] >= 0)
          sum_small(input + channel, &kernel, rows[0], columns[x], is_full, &sum);
        else
          sum_taps(shape, input, filters, rows[0], columns[x], channel, is_full, &sum);
        limit(&sum, lower, upper);
        store(&sum, to, is_full);
      }
    }
  }
}

/// The sum of sixteen values: of halves, again and again.
INLINE float total(const lanes *value) {
  float sums[LANES];
  memcpy(sums, value, sizeof(sums));
  for (int half = LANES / 2; half > 0; half /= 2)
    for (int lane = 0; lane < half; lane++) sums[lane] += sums[lane + half];
  return sums[0];
}

/// The result in `outputs` channels, few: sums along the many channels of the input.
INLINE void few(const struct equipoise_convolution *shape, const float *input, const float *filters,
                float *output, int accumulates, int64_t row, int64_t outputs) {
  const int64_t channels = shape->input_channels, width = shape->columns.output;
  int64_t rows[1][EQUIPOISE_DIRECT_KERNEL], columns[STRETCH][EQUIPOISE_DIRECT_KERNEL];
  look_up(&shape->rows, row, 1, shape->columns.input * channels, rows);
  for (int64_t first = 0; first < width; first += STRETCH) {
    const int64_t count = width - first < STRETCH ? width - first : STRETCH;
    look_up(&shape->columns, first, count, channels, columns);
    for (int64_t x = 0; x < count; x++) {
      lanes sums[EQUIPOISE_FEW];
      for (int64_t output_ = 0; output_ < outputs; output_++) sums[output_] = 0;
      for (int64_t i = 0; i < shape->rows.kernel; i++) {
        if (rows[0][i] < 0) continue;
        for (int64_t j = 0; j < shape->columns.kernel; j++) {
          if (columns[x][j] < 0) continue;
          const float *const from = input + rows[0][i] + columns[x][j];
          const float *const tap = filters + (i * shape->columns.kernel + j) * outputs * channels;
          for (int64_t channel = 0; channel < channels; channel += LANES) {
            lanes value, factor;
            load(&value, from + channel, 1);
            for (int64_t output_ = 0; output_ < outputs; output_++) {
              load(&factor, tap + output_ * channels + channel, 1);
              sums[output_] = __builtin_elementwise_fma(value, factor, sums[output_]);
            }
          }
        }
      }
      float *const to = output + (row * width + first + x) * outputs;
      for (int64_t output_ = 0; output_ < outputs; output_++)
        to[output_] = total(&sums[output_]) + (accumulates ? to[output_] : 0);
    }
  }
}

#define DEFINE(TARGET, LEVEL)                                                                      \
  TARGET static void depthwise_##LEVEL(const struct equipoise_convolution *shape,                  \
                                       const float *input, const float *filters, const float *bias, \
                                       float *output, int accumulates, float lower, float upper,   \
                                       int64_t row) {                                              \
    depthwise(shape, input, filters, bias, output, accumulates, lower, upper, row);                \
  }                                                                                                \
  TARGET static void few_##LEVEL(const struct equipoise_convolution *shape, const float *input,    \
                                 const float *filters, float *output, int accumulates,             \
                                 int64_t row) {                                                    \
    switch (shape->output_channels) {                                                              \
      case 1: return few(shape, input, filters, output, accumulates, row, 1);                      \
      case 2: return few(shape, input, filters, output, accumulates, row, 2);                      \
      case 3: return few(shape, input, filters, output, accumulates, row, 3);                      \
      default: return few(shape, input, filters, output, accumulates, row, EQUIPOISE_FEW);         \
    }                                                                                              \
  }

DEFINE(WIDE, wide)
DEFINE(NARROW, narrow)

void equipoise_depthwise(const struct equipoise_convolution *shape, const float *input,
                         const float *filters, const float *bias, float *output, int accumulates,
                         float lower, float upper, int64_t row) {
  (shape->vectors == EQUIPOISE_AVX2 ? depthwise_narrow : depthwise_wide)(
      shape, input, filters, bias, output, accumulates, lower, upper, row);
}

void equipoise_few(const struct equipoise_convolution *shape, const float *input,
                   const float *filters, float *output, int accumulates, int64_t row) {
  (shape->vectors == EQUIPOISE_AVX2 ? few_narrow : few_wide)(shape, input, filters, output,
                                                             accumulates, row);
}
