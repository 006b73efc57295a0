// oneDNN's sentinels are macros over casts, which Swift cannot import; and the calls that differ
// between oneDNN 2.x (operation descriptors) and 3.x (primitive descriptors made directly) are
// brought to one form here, so that DeepLearningPrimitives has a single code path.
#ifndef EQUIPOISE_CONEDNN_SHIM_H
#define EQUIPOISE_CONEDNN_SHIM_H

#include <oneapi/dnnl/dnnl.h>

/// A memory object without a buffer of its own; its data handle is set before every use.
static inline void *equipoise_dnnl_memory_none(void) { return DNNL_MEMORY_NONE; }

#endif
