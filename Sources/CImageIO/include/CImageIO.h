// PNG and JPEG through libpng and libjpeg. Both libraries leave by longjmp when a file is damaged,
// which Swift frames must not be jumped over: the jumps stay inside this target, and every call
// here returns with a text instead.
#ifndef EQUIPOISE_CIMAGEIO_H
#define EQUIPOISE_CIMAGEIO_H

#include <stddef.h>
#include <stdint.h>

/// Room for a library's message, its end included.
#define EQUIPOISE_IMAGE_MESSAGE_SIZE 200

/// What a header says, and how the samples are handed out.
typedef struct {
  uint32_t width;
  uint32_t height;
  /// Values of a pixel: 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha. Palettes are resolved.
  int channels;
  /// 8 or 16; 1, 2 and 4 bits of grey and palettes are widened to 8.
  int bit_depth;
  /// Bits of grey below 8 as the file has them, unscaled; otherwise equal to `bit_depth`.
  int stored_bit_depth;
} equipoise_image_info;

/// Reads the header of the PNG in `bytes`. 0, or -1 with a message.
int equipoise_png_info(
  const uint8_t *bytes, size_t count, equipoise_image_info *info, char *message);

/// Decodes the PNG in `bytes` into `pixels`: rows from the top, channels adjacent, 16-bit samples
/// in the machine's byte order. `capacity` is the room in bytes, which must be exactly
/// height * width * channels * bit_depth / 8. 0, or -1 with a message.
int equipoise_png_decode(
  const uint8_t *bytes, size_t count, uint8_t *pixels, size_t capacity, char *message);

/// Encodes a PNG without any time or text, at zlib's fastest level. `bit_depth` is 8 or 16 (in the
/// machine's byte order), `channels` 1 or 3. The result is allocated; give it back with
/// `equipoise_image_free`. NULL with a message on failure.
uint8_t *equipoise_png_encode(
  const uint8_t *pixels, uint32_t width, uint32_t height, int channels, int bit_depth,
  size_t *count, char *message);

/// Reads the header of the JPEG in `bytes`. 0, or -1 with a message.
int equipoise_jpeg_info(
  const uint8_t *bytes, size_t count, equipoise_image_info *info, char *message);

/// Decodes the JPEG in `bytes`: as `equipoise_png_decode`. A warning of the library, such as data
/// that ends early, is a failure here.
int equipoise_jpeg_decode(
  const uint8_t *bytes, size_t count, uint8_t *pixels, size_t capacity, char *message);

/// Frees what an encoder has allocated.
void equipoise_image_free(uint8_t *bytes);

#endif
