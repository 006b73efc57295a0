// What the processor can do, which cores and how much memory the process uses, memory that processes
// share, and the OpenMP team that oneDNN uses as well (so that our own loops never run beside a second
// pool of threads).
#ifndef EQUIPOISE_CPLATFORM_H
#define EQUIPOISE_CPLATFORM_H

#include <stddef.h>

/// 1 when the processor offers everything the vectorised targets were compiled for
/// (x86-64-v3: AVX2, FMA, BMI2; always 1 on other architectures).
int equipoise_processor_is_supported(void);

/// Which of the steps SSE4.1, AVX, AVX2, AVX-512 (F, BW, VL, DQ), VNNI, BF16, AMX the processor has
/// all of, from 0 for the first.
int equipoise_vector_level(void);

/// Writes the numbers of the cores in the calling thread's affinity mask, and of those that the OpenMP
/// team binds its threads to (OMP_PROC_BIND), ascending, at most `capacity` of them. Returns how many
/// were written: 0 when the system does not tell.
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

/// Gives whole pages between two addresses back to the system. Values there are lost, where the memory
/// is this process's own; other processes keep theirs.
void equipoise_give_back_pages(void *start, size_t byte_count);

/// Files without a name that are in memory only: gone with the last process that has them open or
/// mapped. All return a negative `errno` when they fail.
///
/// Makes one of `byte_count` zeros, all of them in memory, and returns its descriptor.
int equipoise_memory_file_create(size_t byte_count);
/// Opens the file behind a descriptor of another process, to read; returns a descriptor of this one.
int equipoise_memory_file_open(int process, int file);
/// Tells a file from all others, and how long it is.
int equipoise_memory_file_identity(int file, unsigned long *device, unsigned long *node,
                                   size_t *byte_count);
/// Maps a file for all processes that do, from a large page on. Who may write gathers it in large pages
/// where the system lets him: weights are far more small pages than a processor keeps track of.
int equipoise_memory_file_map(int file, size_t byte_count, int is_writable, void **start);
/// Takes the mapping away and closes the file.
void equipoise_memory_file_release(int file, void *start, size_t byte_count);

#endif
