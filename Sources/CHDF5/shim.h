// What Swift cannot import from HDF5. Each function here stands for one macro or one function
// whose signature depends on the library's version, and does nothing else.
#ifndef EQUIPOISE_CHDF5_SHIM_H
#define EQUIPOISE_CHDF5_SHIM_H

#include <hdf5.h>
#include <stdlib.h>

// Constants that are casts or that first open the library.
#define EQUIPOISE_CONSTANT(type, name, value) \
  static inline type equipoise_##name(void) { return value; }

EQUIPOISE_CONSTANT(unsigned, h5f_acc_rdonly, H5F_ACC_RDONLY)
EQUIPOISE_CONSTANT(unsigned, h5f_acc_rdwr, H5F_ACC_RDWR)
EQUIPOISE_CONSTANT(unsigned, h5f_acc_trunc, H5F_ACC_TRUNC)
EQUIPOISE_CONSTANT(unsigned, h5f_acc_excl, H5F_ACC_EXCL)
EQUIPOISE_CONSTANT(hid_t, h5e_default, H5E_DEFAULT)
EQUIPOISE_CONSTANT(hid_t, h5p_default, H5P_DEFAULT)
EQUIPOISE_CONSTANT(hid_t, h5s_all, H5S_ALL)
EQUIPOISE_CONSTANT(hsize_t, h5s_unlimited, H5S_UNLIMITED)
EQUIPOISE_CONSTANT(size_t, h5t_variable, H5T_VARIABLE)
EQUIPOISE_CONSTANT(hid_t, h5p_file_access, H5P_FILE_ACCESS)
EQUIPOISE_CONSTANT(hid_t, h5p_file_create, H5P_FILE_CREATE)
EQUIPOISE_CONSTANT(hid_t, h5p_group_create, H5P_GROUP_CREATE)
EQUIPOISE_CONSTANT(hid_t, h5p_dataset_create, H5P_DATASET_CREATE)
EQUIPOISE_CONSTANT(hid_t, h5p_link_create, H5P_LINK_CREATE)
EQUIPOISE_CONSTANT(hid_t, h5p_attribute_create, H5P_ATTRIBUTE_CREATE)
EQUIPOISE_CONSTANT(hid_t, h5t_c_s1, H5T_C_S1)
EQUIPOISE_CONSTANT(hid_t, h5t_std_ref_obj, H5T_STD_REF_OBJ)

// Element types as the processor has them, and as they are stored.
EQUIPOISE_CONSTANT(hid_t, h5t_native_int8, H5T_NATIVE_INT8)
EQUIPOISE_CONSTANT(hid_t, h5t_native_int16, H5T_NATIVE_INT16)
EQUIPOISE_CONSTANT(hid_t, h5t_native_int32, H5T_NATIVE_INT32)
EQUIPOISE_CONSTANT(hid_t, h5t_native_int64, H5T_NATIVE_INT64)
EQUIPOISE_CONSTANT(hid_t, h5t_native_uint8, H5T_NATIVE_UINT8)
EQUIPOISE_CONSTANT(hid_t, h5t_native_uint16, H5T_NATIVE_UINT16)
EQUIPOISE_CONSTANT(hid_t, h5t_native_uint32, H5T_NATIVE_UINT32)
EQUIPOISE_CONSTANT(hid_t, h5t_native_uint64, H5T_NATIVE_UINT64)
EQUIPOISE_CONSTANT(hid_t, h5t_native_float, H5T_NATIVE_FLOAT)
EQUIPOISE_CONSTANT(hid_t, h5t_native_double, H5T_NATIVE_DOUBLE)
EQUIPOISE_CONSTANT(hid_t, h5t_std_i8le, H5T_STD_I8LE)
EQUIPOISE_CONSTANT(hid_t, h5t_std_i16le, H5T_STD_I16LE)
EQUIPOISE_CONSTANT(hid_t, h5t_std_i32le, H5T_STD_I32LE)
EQUIPOISE_CONSTANT(hid_t, h5t_std_i64le, H5T_STD_I64LE)
EQUIPOISE_CONSTANT(hid_t, h5t_std_u8le, H5T_STD_U8LE)
EQUIPOISE_CONSTANT(hid_t, h5t_std_u16le, H5T_STD_U16LE)
EQUIPOISE_CONSTANT(hid_t, h5t_std_u32le, H5T_STD_U32LE)
EQUIPOISE_CONSTANT(hid_t, h5t_std_u64le, H5T_STD_U64LE)
EQUIPOISE_CONSTANT(hid_t, h5t_ieee_f32le, H5T_IEEE_F32LE)
EQUIPOISE_CONSTANT(hid_t, h5t_ieee_f64le, H5T_IEEE_F64LE)

#undef EQUIPOISE_CONSTANT

// File locking became a property in 1.10.7; before, only the environment decides, and it has to
// do so before the first file is opened.
static inline herr_t equipoise_set_file_locking(hid_t access, int lock) {
#if H5_VERSION_GE(1, 10, 7)
  return H5Pset_file_locking(access, lock != 0, 1);
#else
  (void)access;
  return lock ? 0 : (herr_t)setenv("HDF5_USE_FILE_LOCKING", "FALSE", 0);
#endif
}

// H5Literate is a function up to 1.10 and a macro afterwards.
static inline herr_t equipoise_literate(hid_t group, H5L_iterate_t visitor, void *context) {
  return H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, NULL, visitor, context);
}

// H5Ovisit has three versions; the address is in the structure of the first.
typedef herr_t (*equipoise_object_visitor)(const char *name, haddr_t address, void *context);

struct equipoise_visit_context {
  equipoise_object_visitor visitor;
  void *context;
};

#if H5_VERSION_GE(1, 12, 0)
static inline herr_t equipoise_visit_object(hid_t root, const char *name, const H5O_info1_t *info,
                                            void *pointer) {
#else
static inline herr_t equipoise_visit_object(hid_t root, const char *name, const H5O_info_t *info,
                                            void *pointer) {
#endif
  struct equipoise_visit_context *visit = (struct equipoise_visit_context *)pointer;
  (void)root;
  return visit->visitor(name, info->addr, visit->context);
}

static inline herr_t equipoise_ovisit(hid_t root, equipoise_object_visitor visitor,
                                      void *context) {
  struct equipoise_visit_context visit = {visitor, context};
#if H5_VERSION_GE(1, 12, 0)
  return H5Ovisit1(root, H5_INDEX_NAME, H5_ITER_INC, equipoise_visit_object, &visit);
#else
  return H5Ovisit(root, H5_INDEX_NAME, H5_ITER_INC, equipoise_visit_object, &visit);
#endif
}

#endif
