#include "CImageIO.h"

// jpeglib.h needs FILE to be declared before it.
#include <stdio.h>

#include <jpeglib.h>
#include <setjmp.h>

/// libjpeg's error manager with the way out.
typedef struct {
  struct jpeg_error_mgr manager;
  jmp_buf exit;
  char *message;
} jpeg_errors;

static void on_error(j_common_ptr info) {
  jpeg_errors *errors = (jpeg_errors *)info->err;
  char text[JMSG_LENGTH_MAX];
  errors->manager.format_message(info, text);
  snprintf(errors->message, EQUIPOISE_IMAGE_MESSAGE_SIZE, "%s", text);
  longjmp(errors->exit, 1);
}

// Negative levels are warnings, all of them about damaged data, which libjpeg would fill with grey.
static void on_message(j_common_ptr info, int level) {
  if (level < 0) on_error(info);
}

static int read_jpeg(
  const uint8_t *bytes, size_t count, equipoise_image_info *info, uint8_t *pixels, size_t capacity,
  char *message) {
  struct jpeg_decompress_struct decoder;
  jpeg_errors errors;
  decoder.err = jpeg_std_error(&errors.manager);
  errors.manager.error_exit = on_error;
  errors.manager.emit_message = on_message;
  errors.message = message;
  if (setjmp(errors.exit)) {
    jpeg_destroy_decompress(&decoder);
    return -1;
  }
  jpeg_create_decompress(&decoder);
  jpeg_mem_src(&decoder, bytes, count);
  jpeg_read_header(&decoder, TRUE);
  decoder.out_color_space = decoder.num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
  info->width = decoder.image_width;
  info->height = decoder.image_height;
  info->channels = decoder.num_components == 1 ? 1 : 3;
  info->bit_depth = 8;
  info->stored_bit_depth = 8;
  if (pixels != NULL) {
    size_t row_size = (size_t)info->width * info->channels;
    if (row_size * info->height != capacity) {
      snprintf(message, EQUIPOISE_IMAGE_MESSAGE_SIZE, "the header has changed");
      jpeg_destroy_decompress(&decoder);
      return -1;
    }
    jpeg_start_decompress(&decoder);
    while (decoder.output_scanline < decoder.output_height) {
      JSAMPROW row = pixels + decoder.output_scanline * row_size;
      jpeg_read_scanlines(&decoder, &row, 1);
    }
    jpeg_finish_decompress(&decoder);
  }
  jpeg_destroy_decompress(&decoder);
  return 0;
}

int equipoise_jpeg_info(
  const uint8_t *bytes, size_t count, equipoise_image_info *info, char *message) {
  return read_jpeg(bytes, count, info, NULL, 0, message);
}

int equipoise_jpeg_decode(
  const uint8_t *bytes, size_t count, uint8_t *pixels, size_t capacity, char *message) {
  equipoise_image_info info;
  return read_jpeg(bytes, count, &info, pixels, capacity, message);
}
