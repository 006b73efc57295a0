// HDF5's type and flag constants are macros that first open the library, which Swift cannot
// import. Each function here returns one of them and does nothing else.
#ifndef EQUIPOISE_CHDF5_SHIM_H
#define EQUIPOISE_CHDF5_SHIM_H

#include <hdf5.h>

static inline unsigned equipoise_h5f_acc_rdonly(void) { return H5F_ACC_RDONLY; }

#endif
