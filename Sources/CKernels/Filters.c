#include <string.h>

#include "Block.h"
#include "CKernels.h"
#include "Lines.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Gradients of filters: for every tap the products of what it reads, over all pixels that it reaches,
// with the gradient of the output there. A block has the channels of the input for rows and pixels for
// its depth.

/// Pixels of a slice, as where they lie in the input and in the output, counted in pixels.
struct pixels {
  int64_t count;
  int64_t sources[BLOCK_DEPTH], targets[BLOCK_DEPTH];
};

/// Bytes of a block, the larger of both ways to store it.
#define BLOCK_SIZE ((EQUIPOISE_BLOCK_ROWS + TILE_ROWS - 1) / TILE_ROWS * BLOCK_DEPTH * TILE_STRIDE)
_Static_assert(BLOCK_SIZE >= EQUIPOISE_BLOCK_ROWS * BLOCK_STRIDE, "rows fit in a block");

struct work {
  const struct equipoise_convolution *shape;
  const float *input, *gradient;
  float *result;
  int64_t first, last, first_panel, last_panel;
  int is_started;
  struct pixels pixels;
  _Alignas(64) char block[BLOCK_SIZE];
  _Alignas(64) float panel[BLOCK_DEPTH * EQUIPOISE_PANEL];
};

#if defined(__x86_64__)

/// Brings the input's channels side by side for a kernel that takes tiles.
WIDE static void gather_tiles(struct work *work) {
  const int64_t channels = work->shape->input_channels, depth = work->pixels.count;
  const int64_t rows = work->last - work->first;
  const int64_t tiles = (rows + TILE_ROWS - 1) / TILE_ROWS;
  for (int64_t tile = 0; tile < tiles; tile++) {
    const int64_t first = rows * tile / tiles, last = rows * (tile + 1) / tiles;
    const __mmask16 mask = (__mmask16)((1u << (last - first)) - 1);
    const float *const from = work->input + work->first + first;
    char *const to = work->block + tile * depth * TILE_STRIDE;
    for (int64_t k = 0; k < depth; k++)
      _mm512_store_ps(to + k * TILE_STRIDE,
                      _mm512_maskz_loadu_ps(mask, from + work->pixels.sources[k] * channels));
  }
}

#else

// Never called.
static void gather_tiles(struct work *work) {}

#endif

/// The same for a kernel that takes rows, eight pixels at a time.
static void gather_rows(struct work *work) {
  const int64_t channels = work->shape->input_channels, depth = work->pixels.count;
  for (int64_t first = 0; first < depth; first += 8) {
    const int64_t last = minimum(first + 8, depth);
    for (int64_t row = 0; row < work->last - work->first; row++)
      for (int64_t k = first; k < last; k++)
        memcpy(work->block + row * BLOCK_STRIDE + 4 * k,
               work->input + work->pixels.sources[k] * channels + work->first + row, 4);
  }
}

/// Multiplies the pixels that have been collected, and forgets them.
static void multiply(struct work *work) {
  const struct equipoise_convolution *const shape = work->shape;
  const int64_t depth = work->pixels.count, outputs = shape->output_channels;
  const int64_t rows = work->last - work->first;
  if (depth == 0) return;
  const int is_narrow = shape->vectors == EQUIPOISE_AVX2;
  (is_narrow ? gather_rows : gather_tiles)(work);
  // A row of a panel is two lines of a pixel's channels.
  struct block_end end = {work->is_started, NULL, 0, 0, 0, NULL, 1, outputs * 4};
  for (int64_t panel = work->first_panel; panel < work->last_panel; panel++) {
    const int64_t column = panel * EQUIPOISE_PANEL;
    const int64_t columns = minimum(EQUIPOISE_PANEL, outputs - column);
    for (int64_t k = 0; k < depth; k++) {
      float *const to = work->panel + k * EQUIPOISE_PANEL;
      const float *const from = work->gradient + work->pixels.targets[k] * outputs + column;
      if (columns == EQUIPOISE_PANEL) {
        memcpy(to, from, EQUIPOISE_PANEL * 4);
      } else {
        memcpy(to, from, (size_t)columns * 4);
        memset(to + columns, 0, (size_t)(EQUIPOISE_PANEL - columns) * 4);
      }
    }
    const int64_t next = panel + 1 < work->last_panel ? column + EQUIPOISE_PANEL : column;
    end.next = (const char *)(work->gradient + work->pixels.targets[0] * outputs + next);
    float *results[EQUIPOISE_BLOCK_ROWS];
    for (int64_t row = 0; row < rows; row++) results[row] = work->result + row * outputs + column;
    (is_narrow ? equipoise_block_avx2 : equipoise_tiled_avx512)(
        rows, depth, work->block, work->panel, results, columns, &end);
  }
  work->is_started = 1;
  work->pixels.count = 0;
}

void equipoise_filter_gradient(const struct equipoise_convolution *convolution, int64_t images,
                               const float *input, const float *gradient, int64_t tap,
                               int64_t first, int64_t last, int64_t first_panel,
                               int64_t last_panel, float *result) {
  const struct equipoise_axis *const rows = &convolution->rows;
  const struct equipoise_axis *const columns = &convolution->columns;
  struct work work;
  work.shape = convolution;
  work.input = input;
  work.gradient = gradient;
  work.result = result;
  work.first = first;
  work.last = last;
  work.first_panel = first_panel;
  work.last_panel = last_panel;
  work.is_started = 0;
  work.pixels.count = 0;
  for (int64_t image = 0; image < images; image++)
    for (int64_t y = 0; y < rows->output; y++) {
      const int64_t row = equipoise_source(rows, y, tap / columns->kernel);
      if (row < 0) continue;
      for (int64_t x = 0; x < columns->output; x++) {
        const int64_t column = equipoise_source(columns, x, tap % columns->kernel);
        if (column < 0) continue;
        const int64_t count = work.pixels.count++;
        work.pixels.sources[count] = (image * rows->input + row) * columns->input + column;
        work.pixels.targets[count] = (image * rows->output + y) * columns->output + x;
        if (count + 1 == BLOCK_DEPTH) multiply(&work);
      }
    }
  multiply(&work);
  if (work.is_started) return;
  // No pixel reads through this tap.
  const int64_t outputs = convolution->output_channels, column = first_panel * EQUIPOISE_PANEL;
  const int64_t size = minimum(last_panel * EQUIPOISE_PANEL, outputs) - column;
  for (int64_t row = 0; row < last - first; row++)
    memset(result + row * outputs + column, 0, (size_t)size * 4);
}

/// Carries what planes hold of sixteen outputs back to their taps: G^T u G.
INLINE void synthesise_taps(int64_t forms, const lanes *planes, lanes *taps) {
  lanes half[3][EQUIPOISE_REACH], line[EQUIPOISE_REACH], result[3];
  for (int64_t j = 0; j < forms; j++) {
    for (int64_t i = 0; i < forms; i++) line[i] = planes[i * forms + j];
    synthesise_filter(forms, line, result);
    for (int64_t i = 0; i < 3; i++) half[i][j] = result[i];
  }
  for (int64_t i = 0; i < 3; i++) synthesise_filter(forms, half[i], taps + 3 * i);
}

/// Matrices that a filter's gradient comes in, at most: planes, or taps that are stored at a time.
#define MATRICES (EQUIPOISE_REACH * EQUIPOISE_REACH)

INLINE void store_filters(const struct equipoise_filter_sums *sums, const float *from,
                          int64_t output, int64_t first_tap, int64_t taps, int64_t forms,
                          float *to) {
  const int64_t count = minimum(LANES, sums->outputs - output);
  const int64_t matrices = forms > 0 ? forms * forms : taps;
  for (int64_t input = 0; input < sums->inputs; input++) {
    lanes values[MATRICES], results[9];
    for (int64_t i = 0; i < matrices; i++) {
      const float *const place =
          from + ((first_tap + i) * sums->inputs + input) * sums->outputs + output;
      values[i] = 0;
      if (count == LANES)
        load(&values[i], place, 1);
      else
        memcpy(&values[i], place, (size_t)count * 4);
    }
    if (forms > 0) synthesise_taps(forms, values, results);
    const float *const numbers = (const float *)(forms > 0 ? results : values);
    for (int64_t lane = 0; lane < count; lane++) {
      float *const filter =
          to + ((output + lane) * sums->all_inputs + sums->first_input + input) * sums->taps;
      for (int64_t tap = 0; tap < taps; tap++)
        filter[first_tap + tap] = numbers[tap * LANES + lane];
    }
  }
}

NARROW void equipoise_store_filters(const struct equipoise_filter_sums *sums, const float *from,
                                    int64_t output, float *to) {
  switch (sums->forms) {
    case 6: return store_filters(sums, from, output, 0, 9, 6, to);
    case 3: return store_filters(sums, from, output, 0, 9, 3, to);
    default:
      for (int64_t tap = 0; tap < sums->taps; tap += MATRICES)
        store_filters(sums, from, output, tap, minimum(MATRICES, sums->taps - tap), 0, to);
  }
}
