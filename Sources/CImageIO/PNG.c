#include "CImageIO.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// What libpng's callbacks know: the bytes to read and where the first message goes.
typedef struct {
  const uint8_t *bytes;
  size_t count;
  size_t position;
  char *message;
} png_source;

/// A growing PNG.
typedef struct {
  uint8_t *bytes;
  size_t count;
  size_t capacity;
} png_sink;

static void note(char *message, const char *text) {
  snprintf(message, EQUIPOISE_IMAGE_MESSAGE_SIZE, "%s", text);
}

static void on_error(png_structp png, png_const_charp text) {
  note((char *)png_get_error_ptr(png), text);
  longjmp(png_jmpbuf(png), 1);
}

// Warnings are about chunks that carry no pixels; damage to pixels is an error in libpng.
static void on_warning(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static void on_read(png_structp png, png_bytep destination, size_t count) {
  png_source *source = png_get_io_ptr(png);
  if (count > source->count - source->position) png_error(png, "the file ends early");
  memcpy(destination, source->bytes + source->position, count);
  source->position += count;
}

static void on_write(png_structp png, png_bytep bytes, size_t count) {
  png_sink *sink = png_get_io_ptr(png);
  if (count > sink->capacity - sink->count) {
    size_t capacity = (sink->count + count) * 2;
    uint8_t *grown = realloc(sink->bytes, capacity);
    if (grown == NULL) png_error(png, "out of memory");
    sink->bytes = grown;
    sink->capacity = capacity;
  }
  memcpy(sink->bytes + sink->count, bytes, count);
  sink->count += count;
}

static void on_flush(png_structp png) { (void)png; }

static int is_little_endian(void) {
  const uint16_t one = 1;
  return *(const uint8_t *)&one;
}

/// Reads the header, and the pixels when there is room for them.
static int read_png(
  const uint8_t *bytes, size_t count, equipoise_image_info *info, uint8_t *pixels, size_t capacity,
  char *message) {
  png_source source = {bytes, count, 0, message};
  png_structp png =
    png_create_read_struct(PNG_LIBPNG_VER_STRING, message, on_error, on_warning);
  if (png == NULL) return note(message, "out of memory"), -1;
  png_infop header = png_create_info_struct(png);
  if (header == NULL) {
    png_destroy_read_struct(&png, NULL, NULL);
    return note(message, "out of memory"), -1;
  }
  // Written before and read after the jump.
  png_bytep *volatile rows = NULL;
  if (setjmp(png_jmpbuf(png))) {
    free((void *)rows);
    png_destroy_read_struct(&png, &header, NULL);
    return -1;
  }
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  png_set_user_limits(png, 1 << 16, 1 << 16);
  png_set_read_fn(png, &source, on_read);
  png_read_info(png, header);
  info->stored_bit_depth = png_get_bit_depth(png, header);
  int color = png_get_color_type(png, header);
  // A grey value of few bits is a number (a class), not a brightness: it is unpacked, not scaled.
  png_set_packing(png);
  if (color == PNG_COLOR_TYPE_PALETTE) {
    png_set_palette_to_rgb(png);
    info->stored_bit_depth = 8;
  }
  if (info->stored_bit_depth == 16 && is_little_endian()) png_set_swap(png);
  int passes = png_set_interlace_handling(png);
  (void)passes;
  png_read_update_info(png, header);
  info->width = png_get_image_width(png, header);
  info->height = png_get_image_height(png, header);
  info->channels = png_get_channels(png, header);
  info->bit_depth = png_get_bit_depth(png, header);
  if (pixels != NULL) {
    size_t row_size = png_get_rowbytes(png, header);
    if (row_size * info->height != capacity) png_error(png, "the header has changed");
    rows = malloc(sizeof(png_bytep) * info->height);
    if (rows == NULL) png_error(png, "out of memory");
    for (uint32_t row = 0; row < info->height; row++) rows[row] = pixels + row * row_size;
    png_read_image(png, rows);
    // Up to the end of the file, so that damage behind the last row is found as well.
    png_read_end(png, NULL);
  }
  free((void *)rows);
  png_destroy_read_struct(&png, &header, NULL);
  return 0;
}

int equipoise_png_info(
  const uint8_t *bytes, size_t count, equipoise_image_info *info, char *message) {
  return read_png(bytes, count, info, NULL, 0, message);
}

int equipoise_png_decode(
  const uint8_t *bytes, size_t count, uint8_t *pixels, size_t capacity, char *message) {
  equipoise_image_info info;
  return read_png(bytes, count, &info, pixels, capacity, message);
}

uint8_t *equipoise_png_encode(
  const uint8_t *pixels, uint32_t width, uint32_t height, int channels, int bit_depth,
  size_t *count, char *message) {
  png_sink *sink = calloc(1, sizeof(png_sink));
  if (sink == NULL) return note(message, "out of memory"), NULL;
  png_structp png =
    png_create_write_struct(PNG_LIBPNG_VER_STRING, message, on_error, on_warning);
  png_infop header = png == NULL ? NULL : png_create_info_struct(png);
  if (header == NULL || setjmp(png_jmpbuf(png))) {
    if (header == NULL) note(message, "out of memory");
    png_destroy_write_struct(&png, &header);
    free(sink->bytes);
    free(sink);
    return NULL;
  }
  png_set_write_fn(png, sink, on_write, on_flush);
  png_set_compression_level(png, 1);
  png_set_IHDR(
    png, header, width, height, bit_depth, channels == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY,
    PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, header);
  if (bit_depth == 16 && is_little_endian()) png_set_swap(png);
  size_t row_size = (size_t)width * channels * bit_depth / 8;
  for (uint32_t row = 0; row < height; row++) png_write_row(png, pixels + row * row_size);
  png_write_end(png, header);
  png_destroy_write_struct(&png, &header);
  uint8_t *bytes = sink->bytes;
  *count = sink->count;
  free(sink);
  return bytes;
}

void equipoise_image_free(uint8_t *bytes) { free(bytes); }
