// Counts the allocations of a process, for `equipoise bench`:
//
//     cc -shared -fPIC -O2 -o .build/count-allocations.so Benchmarks/count-allocations.c
//     LD_PRELOAD=$PWD/.build/count-allocations.so .build/release/equipoise bench --no-profile
//
// It stands before the C library's allocator (glibc), so that what C, C++ and Swift allocate is
// counted alike, and before `mmap`. The tests link it for those that count. Without it the program
// measures only what a step keeps.
#include "CountedAllocations/CountedAllocations.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static atomic_long count;
// A model whose memory is there when the thread starts: any other would be allocated in malloc.
static _Thread_local long thread_count __attribute__((tls_model("initial-exec")));

/// Allocations so far. `equipoise bench` looks this name up.
long equipoise_counted_allocations(void) { return atomic_load(&count); }

/// Allocations of the calling thread so far. Tests that count look this name up.
long equipoise_counted_thread_allocations(void) { return thread_count; }

static void note(void) {
  thread_count++;
  atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);
}

void *malloc(size_t size) {
  note();
  return __libc_malloc(size);
}

void *calloc(size_t elements, size_t size) {
  note();
  return __libc_calloc(elements, size);
}

void *realloc(void *block, size_t size) {
  note();
  return __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size) {
  note();
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  note();
  return __libc_memalign(alignment, size);
}

// Large buffers are mappings; those that the C library makes by itself do not come by here.
void *mmap(void *address, size_t size, int protection, int flags, int file, off_t offset) {
  note();
  return (void *)syscall(SYS_mmap, address, size, protection, flags, file, offset);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
  note();
  void *result = __libc_memalign(alignment, size);
  if (!result) return ENOMEM;
  *block = result;
  return 0;
}
