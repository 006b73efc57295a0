// What kernels need and Swift cannot say.
#ifndef EQUIPOISE_CKERNELS_H
#define EQUIPOISE_CKERNELS_H

#include <stdint.h>

/// Asks for the cache line at an address, which need not be mapped. Has no effect but on time.
static inline void equipoise_prefetch(uintptr_t address) {
  __builtin_prefetch((const void *)address, 0, 3);
}

#endif
