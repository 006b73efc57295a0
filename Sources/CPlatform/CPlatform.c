#define _GNU_SOURCE
#include "CPlatform.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif
#include <dlfcn.h>
#include <malloc.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/resource.h>

// libgomp's own entry points. Clang would compile `#pragma omp` for LLVM's runtime, which would
// bring a second pool of threads into a process whose oneDNN already uses libgomp.
extern void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);
extern int omp_get_thread_num(void);
extern int omp_get_num_threads(void);
extern int omp_get_max_threads(void);
extern void omp_set_num_threads(int count);

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

int equipoise_affinity_cores(int *cores, int capacity) {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof(set), &set) != 0) return 0;
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
