// What the processor can do, which cores and how much memory the process uses, and the OpenMP team
// that oneDNN uses as well (so that our own loops never run beside a second pool of threads).
#ifndef EQUIPOISE_CPLATFORM_H
#define EQUIPOISE_CPLATFORM_H

#include <stddef.h>

/// 1 when the processor offers everything the vectorised targets were compiled for
/// (x86-64-v3: AVX2, FMA, BMI2; always 1 on other architectures).
int equipoise_processor_is_supported(void);

/// Which of the steps SSE4.1, AVX, AVX2, AVX-512 (F, BW, VL, DQ), VNNI, BF16, AMX the processor has
/// all of, from 0 for the first.
int equipoise_vector_level(void);

/// Writes the numbers of the cores in the calling thread's affinity mask, ascending, at most
/// `capacity` of them. Returns how many were written: 0 when the system does not tell.
int equipoise_affinity_cores(int *cores, int capacity);

/// Size of the OpenMP team of later parallel regions.
int equipoise_openmp_max_threads(void);
void equipoise_openmp_set_threads(int count);

/// Largest resident set that the process has had, in bytes; 0 where the system does not tell.
size_t equipoise_peak_resident_bytes(void);

/// Bytes that are allocated on the heap, in all arenas and in mappings of their own; 0 where the
/// C library cannot tell.
size_t equipoise_heap_bytes(void);

/// Number of allocations so far; -1 unless Benchmarks/count-allocations.c is loaded to count them.
long equipoise_allocation_count(void);

/// Number of page faults that were served without reading from a disk.
long equipoise_minor_fault_count(void);

#endif
