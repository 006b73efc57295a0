internal import COneDNN

/// What a primitive does to its output before writing it, in order.
public struct PostOperation: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case accumulate
    case relu
    case clamp(lower: Float, upper: Float)
  }

  let kind: Kind

  /// Adds what the output's memory held before.
  ///
  /// oneDNN 2.6's fastest convolutions refuse the addition of another memory, and its GEMM-based
  /// ones compute it wrongly for some dilated shapes (seen in 2.6.3); this form they all do right.
  public static let accumulate = PostOperation(kind: .accumulate)
  /// max(x, 0).
  public static let relu = PostOperation(kind: .relu)
  /// min(max(x, lower), upper).
  public static func clamp(lower: Float, upper: Float) -> PostOperation {
    PostOperation(kind: .clamp(lower: lower, upper: upper))
  }
}

/// oneDNN's attributes of a primitive: post-operations, and working memory that we provide.
@safe final class Attributes {
  let handle: dnnl_primitive_attr_t

  init(_ operations: [PostOperation] = []) throws(DNNError) {
    var attributes: dnnl_primitive_attr_t?
    let purpose = "setting post-operations \(operations)"
    unsafe try check(
      dnnl_primitive_attr_create(&attributes), "dnnl_primitive_attr_create", purpose)
    guard let attributes = unsafe attributes else {
      throw DNNError(
        function: "dnnl_primitive_attr_create", code: Int(dnnl_out_of_memory.rawValue),
        operation: purpose)
    }
    unsafe handle = attributes
    unsafe try check(
      dnnl_primitive_attr_set_scratchpad_mode(handle, dnnl_scratchpad_mode_user),
      "dnnl_primitive_attr_set_scratchpad_mode", purpose)
    guard !operations.isEmpty else { return }
    var list: dnnl_post_ops_t?
    unsafe try check(dnnl_post_ops_create(&list), "dnnl_post_ops_create", purpose)
    defer { unsafe _ = dnnl_post_ops_destroy(list) }
    for operation in operations {
      switch operation.kind {
      case .accumulate:
        unsafe try check(
          equipoise_dnnl_append_sum(list), "dnnl_post_ops_append_sum", purpose)
      case .relu:
        unsafe try check(
          equipoise_dnnl_append_eltwise(list, dnnl_eltwise_relu, 0, 0),
          "dnnl_post_ops_append_eltwise", purpose)
      case .clamp(let lower, let upper):
        unsafe try check(
          equipoise_dnnl_append_eltwise(list, dnnl_eltwise_clip, lower, upper),
          "dnnl_post_ops_append_eltwise", purpose)
      }
    }
    unsafe try check(
      dnnl_primitive_attr_set_post_ops(handle, list), "dnnl_primitive_attr_set_post_ops", purpose)
  }

  deinit { unsafe _ = dnnl_primitive_attr_destroy(handle) }
}
