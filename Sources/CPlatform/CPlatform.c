#define _GNU_SOURCE
#include "CPlatform.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

// libgomp's own entry points. Clang would compile `#pragma omp` for LLVM's runtime, which would
// bring a second pool of threads into a process whose oneDNN already uses libgomp.
extern void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);
extern int omp_get_thread_num(void);
extern int omp_get_num_threads(void);
extern int omp_get_max_threads(void);
extern void omp_set_num_threads(int count);
extern int omp_get_proc_bind(void);
extern int omp_get_num_places(void);
extern int omp_get_place_num_procs(int place);
extern void omp_get_place_proc_ids(int place, int *cores);

int equipoise_processor_is_supported(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
         __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
#else
  return 1;
#endif
}

int equipoise_vector_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx")) return 0;
  if (!__builtin_cpu_supports("avx2")) return 1;
  if (!(__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")))
    return 2;
  if (!__builtin_cpu_supports("avx512vnni")) return 3;
  if (!__builtin_cpu_supports("avx512bf16")) return 4;
  unsigned eax, ebx, ecx, edx;
  const unsigned tiles = 1u << 24 | 1u << 25 | 1u << 22;  // amx-tile, amx-int8, amx-bf16
  return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) && (edx & tiles) == tiles ? 6 : 5;
#else
  return 0;
#endif
}

/// Adds the cores of all places that the OpenMP team binds its threads to; none where it binds none.
static void add_places(cpu_set_t *set) {
  if (omp_get_proc_bind() == 0) return;
  for (int place = 0; place < omp_get_num_places(); place++) {
    int cores[CPU_SETSIZE];
    const int count = omp_get_place_num_procs(place);
    if (count > CPU_SETSIZE) continue;
    omp_get_place_proc_ids(place, cores);
    for (int index = 0; index < count; index++) CPU_SET(cores[index], set);
  }
}

int equipoise_affinity_cores(int *cores, int capacity) {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof(set), &set) != 0) return 0;
  // With OMP_PROC_BIND the team has bound the first thread to a core of its own by now.
  add_places(&set);
  int count = 0;
  for (int core = 0; core < CPU_SETSIZE && count < capacity; core++)
    if (CPU_ISSET(core, &set)) cores[count++] = core;
  return count;
}

// Not ru_maxrss of getrusage: that starts with what the process was before exec, so with the size of
// whoever started this one.
size_t equipoise_peak_resident_bytes(void) {
  FILE *status = fopen("/proc/self/status", "r");
  if (!status) return 0;
  char line[256];
  size_t kilobytes = 0;
  while (fgets(line, sizeof(line), status)) {
    if (sscanf(line, "VmHWM: %zu kB", &kilobytes) == 1) break;
  }
  fclose(status);
  return kilobytes * 1024;
}

size_t equipoise_heap_bytes(void) {
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
#else
  return 0;
#endif
}

long equipoise_allocation_count(void) {
  long (*counted)(void) = (long (*)(void))dlsym(RTLD_DEFAULT, "equipoise_counted_allocations");
  return counted ? counted() : -1;
}

long equipoise_minor_fault_count(void) {
  struct rusage usage;
  return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_minflt : 0;
}

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x0008U  // since Linux 6.3, and demanded by some of its configurations
#endif

int equipoise_memory_file_create(size_t byte_count) {
  // Beyond the limit the system would send SIGXFSZ, which ends the process.
  struct rlimit limit;
  if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur < byte_count) return -EFBIG;
  int file = memfd_create("equipoise", MFD_CLOEXEC | MFD_NOEXEC_SEAL);
  if (file < 0 && errno == EINVAL) file = memfd_create("equipoise", MFD_CLOEXEC);
  if (file < 0) return -errno;
  // Pages that are missing when they are first touched would be a SIGBUS then.
  int code;
  do code = posix_fallocate(file, 0, (off_t)byte_count);
  while (code == EINTR);
  if (code == 0) return file;
  close(file);
  return -code;
}

int equipoise_memory_file_open(int process, int file) {
  char path[64];
  snprintf(path, sizeof(path), "/proc/%d/fd/%d", process, file);
  const int opened = open(path, O_RDONLY | O_CLOEXEC);
  return opened < 0 ? -errno : opened;
}

int equipoise_memory_file_identity(int file, unsigned long *device, unsigned long *node,
                                   size_t *byte_count) {
  struct stat status;
  if (fstat(file, &status) != 0) return -errno;
  *device = status.st_dev;
  *node = status.st_ino;
  *byte_count = (size_t)status.st_size;
  return 0;
}

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25  // since Linux 6.1
#endif

/// Bytes of a large page, on x86-64 and on ARM with small pages of 4 kB.
static const size_t large_page = 2 << 20;

int equipoise_memory_file_map(int file, size_t byte_count, int is_writable, void **start) {
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  const size_t size = (byte_count + page - 1) / page * page;
  // Room for a start at a large page, without which no process sees such pages.
  char *const room = mmap(NULL, size + large_page, PROT_NONE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (room == MAP_FAILED) return -errno;
  const size_t lead = (large_page - (uintptr_t)room % large_page) % large_page;
  *start = mmap(room + lead, size, is_writable ? PROT_READ | PROT_WRITE : PROT_READ,
                MAP_SHARED | MAP_FIXED, file, 0);
  if (*start == MAP_FAILED) {
    const int code = errno;
    munmap(room, size + large_page);
    return -code;
  }
  if (lead > 0) munmap(room, lead);
  munmap(room + lead + size, large_page - lead);
  // By default the system has small pages for files in memory. Large ones are a wish: where it does not
  // come true, the small ones stay.
  if (is_writable) madvise(*start, size, MADV_COLLAPSE);
  return 0;
}

void equipoise_memory_file_release(int file, void *start, size_t byte_count) {
  munmap(start, byte_count);
  close(file);
}

void equipoise_give_back_pages(void *start, size_t byte_count) {
  const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  const uintptr_t first = ((uintptr_t)start + page - 1) / page * page;
  const uintptr_t end = ((uintptr_t)start + byte_count) / page * page;
  if (first < end) madvise((void *)first, end - first, MADV_DONTNEED);
}

int equipoise_openmp_max_threads(void) { return omp_get_max_threads(); }

void equipoise_openmp_set_threads(int count) { omp_set_num_threads(count); }

// A closure of Swift, as Swift passes one that does not escape: `@_silgen_name` in ThreadTeam.swift binds
// the two functions below. A closure behind a pointer would have to be allocated for every loop.
typedef __attribute__((swiftcall)) void closure(long index,
                                                __attribute__((swift_context)) void *context);

struct region {
  long count;
  closure *body;
  void *context;
  atomic_long next;
};

static void run_share(void *data) {
  const struct region *region = data;
  const long threads = omp_get_num_threads(), thread = omp_get_thread_num();
  const long first = region->count * thread / threads;
  const long last = region->count * (thread + 1) / threads;
  for (long index = first; index < last; index++) region->body(index, region->context);
}

static void run_next(void *data) {
  struct region *region = data;
  long index;
  while ((index = atomic_fetch_add_explicit(&region->next, 1, memory_order_relaxed)) < region->count)
    region->body(index, region->context);
}

static void run(long count, closure *body, void *context, void (*share)(void *)) {
  const long threads = omp_get_max_threads();
  if (count <= 1 || threads <= 1) {
    for (long index = 0; index < count; index++) body(index, context);
    return;
  }
  struct region region = {count, body, context, 0};
  GOMP_parallel(share, &region, (unsigned)(threads < count ? threads : count), 0);
}

/// Runs body(index) for index in 0..<count, contiguous ranges of indices per thread of the team. Returns
/// when all have ended. The body must neither call MPI nor start a region.
__attribute__((swiftcall)) void equipoise_parallel_for(long count, closure *body, void *context) {
  run(count, body, context, run_share);
}

/// The same, where every thread takes the next index when it is done with one.
__attribute__((swiftcall)) void equipoise_parallel_for_uneven(long count, closure *body,
                                                              void *context) {
  run(count, body, context, run_next);
}
