// What count-allocations.c counts, for tests that link it. See there.
#pragma once

/// Allocations of the process so far.
long equipoise_counted_allocations(void);

/// Allocations of the calling thread so far.
long equipoise_counted_thread_allocations(void);
