// oneDNN in one form for Swift. Two kinds of things are here and nothing else:
// constants that are macros over casts, which Swift cannot import; and the calls that differ
// between oneDNN 2.x (operation descriptors, descriptors by value) and 3.x (primitive descriptors
// made directly, descriptors behind a pointer), so that DeepLearningPrimitives has one code path.
#ifndef EQUIPOISE_CONEDNN_SHIM_H
#define EQUIPOISE_CONEDNN_SHIM_H

#include <oneapi/dnnl/dnnl.h>
#include <stdlib.h>

/// A memory object without a buffer of its own: the caller sets its data handle.
static inline void *equipoise_dnnl_no_buffer(void) { return DNNL_MEMORY_NONE; }

// Memory descriptors: always behind a pointer that equipoise_dnnl_md_destroy releases.
#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t equipoise_dnnl_md_t;
typedef const_dnnl_memory_desc_t equipoise_dnnl_const_md_t;
#else
typedef dnnl_memory_desc_t *equipoise_dnnl_md_t;
typedef const dnnl_memory_desc_t *equipoise_dnnl_const_md_t;
#endif

static inline dnnl_status_t equipoise_dnnl_md_clone(
    equipoise_dnnl_md_t *out, equipoise_dnnl_const_md_t other) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_memory_desc_clone(out, other);
#else
  *out = malloc(sizeof(**out));
  if (*out == NULL) return dnnl_out_of_memory;
  **out = *other;
  return dnnl_success;
#endif
}

static inline void equipoise_dnnl_md_destroy(equipoise_dnnl_md_t md) {
#if DNNL_VERSION_MAJOR >= 3
  dnnl_memory_desc_destroy(md);
#else
  free(md);
#endif
}

/// With strides, or in the layout the library likes best when strides is NULL.
static inline dnnl_status_t equipoise_dnnl_md_create(equipoise_dnnl_md_t *out, int rank,
    const dnnl_dim_t *dims, dnnl_data_type_t type, const dnnl_dim_t *strides) {
#if DNNL_VERSION_MAJOR >= 3
  if (strides == NULL)
    return dnnl_memory_desc_create_with_tag(out, rank, dims, type, dnnl_format_tag_any);
  return dnnl_memory_desc_create_with_strides(out, rank, dims, type, strides);
#else
  dnnl_memory_desc_t md;
  dnnl_status_t status = strides == NULL
      ? dnnl_memory_desc_init_by_tag(&md, rank, dims, type, dnnl_format_tag_any)
      : dnnl_memory_desc_init_by_strides(&md, rank, dims, type, strides);
  return status != dnnl_success ? status : equipoise_dnnl_md_clone(out, &md);
#endif
}

/// Numbers that equipoise_dnnl_md_facts writes.
enum { EQUIPOISE_DNNL_MD_FACTS = 6 + 5 * DNNL_MAX_NDIMS };

/// Everything that says which number lies where: two descriptors with the same facts are equal.
static inline dnnl_status_t equipoise_dnnl_md_facts(
    equipoise_dnnl_const_md_t md, int64_t facts[EQUIPOISE_DNNL_MD_FACTS]) {
  int rank = 0, blocks = 0;
  int64_t *vectors = facts + 6;
  for (int i = 0; i < EQUIPOISE_DNNL_MD_FACTS; i++) facts[i] = 0;
#if DNNL_VERSION_MAJOR >= 3
  dnnl_data_type_t type;
  dnnl_format_kind_t kind;
  dnnl_dim_t offset;
  dnnl_dims_t *dims, *padded, *strides, *sizes, *indices;
  dnnl_status_t status = dnnl_memory_desc_query(md, dnnl_query_ndims_s32, &rank);
  if (!status) status = dnnl_memory_desc_query(md, dnnl_query_data_type, &type);
  if (!status) status = dnnl_memory_desc_query(md, dnnl_query_format_kind, &kind);
  if (!status) status = dnnl_memory_desc_query(md, dnnl_query_submemory_offset_s64, &offset);
  if (!status) status = dnnl_memory_desc_query(md, dnnl_query_inner_nblks_s32, &blocks);
  if (!status) status = dnnl_memory_desc_query(md, dnnl_query_dims, &dims);
  if (!status) status = dnnl_memory_desc_query(md, dnnl_query_padded_dims, &padded);
  if (!status) status = dnnl_memory_desc_query(md, dnnl_query_strides, &strides);
  if (!status) status = dnnl_memory_desc_query(md, dnnl_query_inner_blks, &sizes);
  if (!status) status = dnnl_memory_desc_query(md, dnnl_query_inner_idxs, &indices);
  if (status) return status;
  const dnnl_dim_t *all[] = {*dims, *padded, *strides, *sizes, *indices};
#else
  const dnnl_format_kind_t kind = md->format_kind;
  const dnnl_data_type_t type = md->data_type;
  const dnnl_dim_t offset = md->offset0;
  const dnnl_blocking_desc_t *order = &md->format_desc.blocking;
  if (kind == dnnl_blocked) blocks = order->inner_nblks;
  rank = md->ndims;
  const dnnl_dim_t *all[] = {
      md->dims, md->padded_dims, order->strides, order->inner_blks, order->inner_idxs};
#endif
  const int64_t numbers[] = {rank, type, kind, offset, blocks, (int64_t)dnnl_memory_desc_get_size(md)};
  for (int i = 0; i < 6; i++) facts[i] = numbers[i];
  const int ordered = kind == dnnl_blocked ? rank : 0;
  const int lengths[] = {rank, rank, ordered, blocks, blocks};
  for (int vector = 0; vector < 5; vector++)
    for (int i = 0; i < lengths[vector]; i++) vectors[vector * DNNL_MAX_NDIMS + i] = all[vector][i];
  return dnnl_success;
}

/// The padding after the last row and column that makes the given output extents.
static inline void equipoise_dnnl_trailing_padding(dnnl_dim_t *right, const dnnl_dim_t *input,
    const dnnl_dim_t *output, const dnnl_dim_t *kernel, const dnnl_dim_t *strides,
    const dnnl_dim_t *dilations, const dnnl_dim_t *left) {
  for (int i = 0; i < 2; i++) {
    const dnnl_dim_t reach = (dilations[i] + 1) * (kernel[i] - 1) + 1;
    right[i] = (output[i] - 1) * strides[i] + reach - input[i] - left[i];
  }
}

// Convolution: 2-D, dilations counted from 0 as oneDNN does.
static inline dnnl_status_t equipoise_dnnl_convolution_forward(dnnl_primitive_desc_t *out,
    dnnl_engine_t engine, dnnl_prop_kind_t kind, dnnl_alg_kind_t algorithm,
    equipoise_dnnl_const_md_t source, equipoise_dnnl_const_md_t weights,
    equipoise_dnnl_const_md_t bias, equipoise_dnnl_const_md_t destination,
    const dnnl_dim_t *strides, const dnnl_dim_t *dilations, const dnnl_dim_t *left,
    const dnnl_dim_t *right, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_convolution_forward_primitive_desc_create(out, engine, kind, algorithm, source,
      weights, bias, destination, strides, dilations, left, right, attributes);
#else
  dnnl_convolution_desc_t desc;
  dnnl_status_t status = dnnl_dilated_convolution_forward_desc_init(&desc, kind, algorithm, source,
      weights, bias, destination, strides, dilations, left, right);
  return status != dnnl_success ? status
                                : dnnl_primitive_desc_create(out, &desc, attributes, engine, NULL);
#endif
}

static inline dnnl_status_t equipoise_dnnl_convolution_backward_data(dnnl_primitive_desc_t *out,
    dnnl_engine_t engine, dnnl_alg_kind_t algorithm, equipoise_dnnl_const_md_t diff_source,
    equipoise_dnnl_const_md_t weights, equipoise_dnnl_const_md_t diff_destination,
    const dnnl_dim_t *strides, const dnnl_dim_t *dilations, const dnnl_dim_t *left,
    const dnnl_dim_t *right, const_dnnl_primitive_desc_t forward,
    const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_convolution_backward_data_primitive_desc_create(out, engine, algorithm, diff_source,
      weights, diff_destination, strides, dilations, left, right, forward, attributes);
#else
  dnnl_convolution_desc_t desc;
  dnnl_status_t status = dnnl_dilated_convolution_backward_data_desc_init(&desc, algorithm,
      diff_source, weights, diff_destination, strides, dilations, left, right);
  return status != dnnl_success
      ? status
      : dnnl_primitive_desc_create(out, &desc, attributes, engine, forward);
#endif
}

static inline dnnl_status_t equipoise_dnnl_convolution_backward_weights(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, dnnl_alg_kind_t algorithm,
    equipoise_dnnl_const_md_t source, equipoise_dnnl_const_md_t diff_weights,
    equipoise_dnnl_const_md_t diff_bias, equipoise_dnnl_const_md_t diff_destination,
    const dnnl_dim_t *strides, const dnnl_dim_t *dilations, const dnnl_dim_t *left,
    const dnnl_dim_t *right, const_dnnl_primitive_desc_t forward,
    const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_convolution_backward_weights_primitive_desc_create(out, engine, algorithm, source,
      diff_weights, diff_bias, diff_destination, strides, dilations, left, right, forward,
      attributes);
#else
  dnnl_convolution_desc_t desc;
  dnnl_status_t status = dnnl_dilated_convolution_backward_weights_desc_init(&desc, algorithm,
      source, diff_weights, diff_bias, diff_destination, strides, dilations, left, right);
  return status != dnnl_success
      ? status
      : dnnl_primitive_desc_create(out, &desc, attributes, engine, forward);
#endif
}

static inline dnnl_status_t equipoise_dnnl_matrix_product(dnnl_primitive_desc_t *out,
    dnnl_engine_t engine, equipoise_dnnl_const_md_t source, equipoise_dnnl_const_md_t weights,
    equipoise_dnnl_const_md_t destination, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_matmul_primitive_desc_create(
      out, engine, source, weights, NULL, destination, attributes);
#else
  dnnl_matmul_desc_t desc;
  dnnl_status_t status = dnnl_matmul_desc_init(&desc, source, weights, NULL, destination);
  return status != dnnl_success ? status
                                : dnnl_primitive_desc_create(out, &desc, attributes, engine, NULL);
#endif
}

static inline dnnl_status_t equipoise_dnnl_reorder(dnnl_primitive_desc_t *out,
    dnnl_engine_t engine, equipoise_dnnl_const_md_t from, equipoise_dnnl_const_md_t to) {
  return dnnl_reorder_primitive_desc_create(out, from, engine, to, engine, NULL);
}

static inline dnnl_status_t equipoise_dnnl_append_eltwise(
    dnnl_post_ops_t operations, dnnl_alg_kind_t algorithm, float alpha, float beta) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_post_ops_append_eltwise(operations, algorithm, alpha, beta);
#else
  return dnnl_post_ops_append_eltwise(operations, 1.0f, algorithm, alpha, beta);
#endif
}

/// output = previous output + result.
static inline dnnl_status_t equipoise_dnnl_append_sum(dnnl_post_ops_t operations) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_post_ops_append_sum(operations, 1.0f, 0, dnnl_data_type_undef);
#else
  return dnnl_post_ops_append_sum(operations, 1.0f);
#endif
}

/// NULL when the primitive has no such argument. The result belongs to the descriptor.
static inline equipoise_dnnl_const_md_t equipoise_dnnl_query_argument(
    const_dnnl_primitive_desc_t descriptor, int argument) {
  return dnnl_primitive_desc_query_md(descriptor, dnnl_query_exec_arg_md, argument);
}

/// The name of the implementation that the library chose; it belongs to the descriptor.
static inline const char *equipoise_dnnl_implementation(const_dnnl_primitive_desc_t descriptor) {
  const char *name = NULL;
  if (dnnl_primitive_desc_query(descriptor, dnnl_query_impl_info_str, 0, &name) != dnnl_success)
    return "unknown";
  return name == NULL ? "unknown" : name;
}


#endif
