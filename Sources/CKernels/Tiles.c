#include <string.h>

#include "CKernels.h"
#include "Lines.h"

// Columns of a tile first, then rows, sixteen channels at a time. A full vector is a line of the cache:
// planes are many, so that a line written in two halves would be fetched twice.

/// Where a tile's pixels and products lie.
struct tile {
  const struct equipoise_segment *rows, *columns;
  int64_t pixels[EQUIPOISE_REACH][EQUIPOISE_REACH];
  char *products[EQUIPOISE_PRODUCTS][EQUIPOISE_PRODUCTS];
};

/// The image's row or column of a segment's pixel; -1 outside.
static int64_t coordinate(const struct equipoise_segment *segment, int64_t index, int64_t dilation,
                          int64_t size) {
  const int64_t place = segment->origin + index * dilation;
  return place >= 0 && place < size ? place : -1;
}

/// Finds a tile's products, and the pixels that it reads (`is_whole`) or writes.
static void locate(const struct equipoise_tiles *tiles, int64_t image, int64_t number, int is_whole,
                   int64_t value_size, const void *planes, struct tile *tile) {
  tile->rows = tiles->segments + number / tiles->column_segments;
  tile->columns = tiles->segments + tiles->row_segments + number % tiles->column_segments;
  const int64_t row_shift = is_whole ? -margin(tile->rows->kind) : 0;
  const int64_t column_shift = is_whole ? -margin(tile->columns->kind) : 0;
  const int64_t row_pixels = outputs(tile->rows->kind) - 2 * row_shift;
  const int64_t column_pixels = outputs(tile->columns->kind) - 2 * column_shift;
  for (int64_t i = 0; i < row_pixels; i++)
    for (int64_t j = 0; j < column_pixels; j++) {
      const int64_t y =
          coordinate(tile->rows, i + row_shift, tiles->dilation, tiles->height);
      const int64_t x =
          coordinate(tile->columns, j + column_shift, tiles->dilation, tiles->width);
      tile->pixels[i][j] = y < 0 || x < 0 ? -1 : (y * tiles->width + x) * tiles->channels;
    }
  for (int64_t i = 0; i < products(tile->rows->kind); i++)
    for (int64_t j = 0; j < products(tile->columns->kind); j++) {
      const int64_t p = tile->rows->forms[i], q = tile->columns->forms[j];
      const int64_t row = (image * tiles->row_ranks[p] + tile->rows->ranks[i]) *
                              tiles->column_ranks[q] + tile->columns->ranks[j];
      const int64_t plane = p * tiles->forms + q;
      tile->products[i][j] = (char *)planes + ((tiles->first_rows[plane] + row) * tiles->channels +
                                               plane * EQUIPOISE_PLANE_GAP) * value_size;
    }
}

/// The values in bfloat16, to nearest even; NaN stays NaN.
INLINE void store_rounded(const lanes *from, char *to, int is_full) {
  const lanes value = *from;
  const unsigned_lanes bits = (unsigned_lanes)value;
  unsigned_lanes rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;
  const unsigned_lanes is_number = (unsigned_lanes)(value == value);
  rounded = (rounded & is_number) | (0x7FC0 & ~is_number);
  const half_lanes narrow = __builtin_convertvector(rounded, half_lanes);
  memcpy(to, &narrow, is_full ? 32 : 16);
}

/// Carries the pixels of a tile to its products: B^T x B for images, A x A^T for gradients.
INLINE void analyse(const struct equipoise_tiles *tiles, const struct tile *tile, const float *image,
                    int is_gradient) {
  const int row_kind = tile->rows->kind, column_kind = tile->columns->kind;
  const int64_t rows = outputs(row_kind) + (is_gradient ? 0 : 2 * margin(row_kind));
  const int64_t columns = outputs(column_kind) + (is_gradient ? 0 : 2 * margin(column_kind));
  const int64_t row_products = products(row_kind), column_products = products(column_kind);
  for (int64_t channel = 0; channel < tiles->channels; channel += LANES) {
    const int is_full = channel + LANES <= tiles->channels;
    lanes half[EQUIPOISE_REACH][EQUIPOISE_PRODUCTS], line[EQUIPOISE_PRODUCTS];
    for (int64_t j = 0; j < columns; j++) {
      for (int64_t i = 0; i < rows; i++) {
        const int64_t pixel = tile->pixels[i][j];
        line[i] = 0;
        if (pixel >= 0) load(&line[i], image + pixel + channel, is_full);
      }
      is_gradient ? analyse_gradient(row_kind, line, half[j])
                  : analyse_input(row_kind, line, half[j]);
    }
    for (int64_t i = 0; i < row_products; i++) {
      lanes result[EQUIPOISE_PRODUCTS];
      for (int64_t j = 0; j < columns; j++) line[j] = half[j][i];
      is_gradient ? analyse_gradient(column_kind, line, result)
                  : analyse_input(column_kind, line, result);
      for (int64_t j = 0; j < column_products; j++)
        if (tiles->is_rounded)
          store_rounded(&result[j], tile->products[i][j] + channel * 2, is_full);
        else
          store(&result[j], (float *)tile->products[i][j] + channel, is_full);
    }
  }
}

/// Carries products of sixteen channels to the pixels of a tile: A^T x A for images, B x B^T for
/// gradients. Pixel (i, j) is result[j][i].
INLINE void synthesise(const struct tile *tile, int64_t channel, int is_full, int is_gradient,
                       lanes result[EQUIPOISE_REACH][EQUIPOISE_PRODUCTS]) {
  const int row_kind = tile->rows->kind, column_kind = tile->columns->kind;
  const int64_t columns = outputs(column_kind) + (is_gradient ? 2 * margin(column_kind) : 0);
  const int64_t row_products = products(row_kind), column_products = products(column_kind);
  lanes half[EQUIPOISE_REACH][EQUIPOISE_PRODUCTS], line[EQUIPOISE_PRODUCTS];
  for (int64_t i = 0; i < row_products; i++) {
    lanes pixels[EQUIPOISE_REACH];
    for (int64_t j = 0; j < column_products; j++)
      load(&line[j], (const float *)tile->products[i][j] + channel, is_full);
    is_gradient ? synthesise_gradient(column_kind, line, pixels)
                : synthesise_output(column_kind, line, pixels);
    for (int64_t j = 0; j < columns; j++) half[j][i] = pixels[j];
  }
  for (int64_t j = 0; j < columns; j++)
    is_gradient ? synthesise_gradient(row_kind, half[j], result[j])
                : synthesise_output(row_kind, half[j], result[j]);
}

INLINE void analyse_tile(const struct equipoise_tiles *tiles, const float *pixels, int64_t image,
                         int64_t number, int is_gradient, void *planes) {
  struct tile tile;
  locate(tiles, image, number, !is_gradient, tiles->is_rounded ? 2 : 4, planes, &tile);
  analyse(tiles, &tile, pixels, is_gradient);
}

INLINE void output(const struct equipoise_tiles *tiles, const float *planes, int64_t image,
                   int64_t number, const float *bias, const float *residual, float lower, float upper,
                   float *pixels) {
  struct tile tile;
  locate(tiles, image, number, 0, 4, planes, &tile);
  const int64_t rows = outputs(tile.rows->kind), columns = outputs(tile.columns->kind);
  for (int64_t channel = 0; channel < tiles->channels; channel += LANES) {
    const int is_full = channel + LANES <= tiles->channels;
    lanes result[EQUIPOISE_REACH][EQUIPOISE_PRODUCTS];
    synthesise(&tile, channel, is_full, 0, result);
    lanes offset = 0;
    if (bias) load(&offset, bias + channel, is_full);
    for (int64_t j = 0; j < columns; j++)
      for (int64_t i = 0; i < rows; i++) {
        const int64_t place = tile.pixels[i][j] + channel;
        lanes value = result[j][i] + offset;
        if (residual) {
          lanes term;
          load(&term, residual + place, is_full);
          value += term;
        }
        limit(&value, lower, upper);
        store(&value, pixels + place, is_full);
      }
  }
}

INLINE void spread(const struct equipoise_tiles *tiles, const float *planes, int64_t image,
                   int64_t first, int64_t last, int accumulates, float *pixels) {
  // Tiles without a margin do not overlap, and together they are the image.
  const int overlaps = margin(tiles->segments[0].kind) > 0;
  if (overlaps && !accumulates)
    for (int64_t pixel = 0; pixel < tiles->height * tiles->width; pixel++)
      memset(pixels + pixel * tiles->channels + first, 0, (size_t)(last - first) * 4);
  const int adds = overlaps || accumulates;
  for (int64_t number = 0; number < tiles->row_segments * tiles->column_segments; number++) {
    struct tile tile;
    locate(tiles, image, number, 1, 4, planes, &tile);
    const int64_t rows = outputs(tile.rows->kind) + 2 * margin(tile.rows->kind);
    const int64_t columns = outputs(tile.columns->kind) + 2 * margin(tile.columns->kind);
    for (int64_t channel = first; channel < last; channel += LANES) {
      const int is_full = channel + LANES <= last;
      lanes result[EQUIPOISE_REACH][EQUIPOISE_PRODUCTS];
      synthesise(&tile, channel, is_full, 1, result);
      for (int64_t j = 0; j < columns; j++)
        for (int64_t i = 0; i < rows; i++) {
          if (tile.pixels[i][j] < 0) continue;
          float *const to = pixels + tile.pixels[i][j] + channel;
          lanes value = 0;
          if (adds) load(&value, to, is_full);
          value += result[j][i];
          store(&value, to, is_full);
        }
    }
  }
}

#define DEFINE(TARGET, LEVEL)                                                                      \
  TARGET static void analyse_##LEVEL(const struct equipoise_tiles *tiles, const float *pixels,     \
                                     int64_t image, int64_t tile, int is_gradient, void *planes) { \
    if (is_gradient)                                                                               \
      analyse_tile(tiles, pixels, image, tile, 1, planes);                                         \
    else                                                                                           \
      analyse_tile(tiles, pixels, image, tile, 0, planes);                                         \
  }                                                                                                \
  TARGET static void output_##LEVEL(const struct equipoise_tiles *tiles, const float *planes,      \
                                    int64_t image, int64_t tile, const float *bias,                \
                                    const float *residual, float lower, float upper,               \
                                    float *pixels) {                                               \
    output(tiles, planes, image, tile, bias, residual, lower, upper, pixels);                      \
  }                                                                                                \
  TARGET static void spread_##LEVEL(const struct equipoise_tiles *tiles, const float *planes,      \
                                    int64_t image, int64_t first, int64_t last, int accumulates,   \
                                    float *pixels) {                                               \
    spread(tiles, planes, image, first, last, accumulates, pixels);                                \
  }

DEFINE(WIDE, wide)
DEFINE(NARROW, narrow)

void equipoise_tile_analyse(const struct equipoise_tiles *tiles, const float *pixels, int64_t image,
                            int64_t tile, int is_gradient, void *planes) {
  (tiles->vectors == EQUIPOISE_AVX2 ? analyse_narrow : analyse_wide)(tiles, pixels, image, tile,
                                                                     is_gradient, planes);
}

void equipoise_tile_output(const struct equipoise_tiles *tiles, const float *planes, int64_t image,
                           int64_t tile, const float *bias, const float *residual, float lower,
                           float upper, float *pixels) {
  (tiles->vectors == EQUIPOISE_AVX2 ? output_narrow : output_wide)(
      tiles, planes, image, tile, bias, residual, lower, upper, pixels);
}

void equipoise_tiles_spread(const struct equipoise_tiles *tiles, const float *planes, int64_t image,
                            int64_t first, int64_t last, int accumulates, float *pixels) {
  (tiles->vectors == EQUIPOISE_AVX2 ? spread_narrow : spread_wide)(tiles, planes, image, first, last,
                                                                   accumulates, pixels);
}
