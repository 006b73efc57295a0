internal import COneDNN

/// Type of the numbers in a memory.
public enum NumberType: Hashable, Sendable {
  /// 32-bit floating point.
  case float32
  /// 16-bit floating point with the range of 32-bit.
  case bfloat16

  var code: dnnl_data_type_t {
    switch self {
    case .float32: dnnl_f32
    case .bfloat16: dnnl_bf16
    }
  }

  /// Bytes of a number.
  public var byteCount: Int { self == .float32 ? 4 : 2 }
}

/// Extents, number type and order in memory of an argument of a primitive.
@safe public final class MemoryDescriptor {
  let handle: equipoise_dnnl_md_t

  /// Takes over a descriptor.
  init(owning handle: equipoise_dnnl_md_t) { unsafe self.handle = handle }

  deinit { unsafe equipoise_dnnl_md_destroy(handle) }

  /// Describes `dimensions` with the given distances between neighbours, or, without them, in the
  /// order that the primitive asking for it finds best.
  /// - Throws: ``DNNError`` for extents oneDNN cannot hold.
  public static func make(
    _ dimensions: [Int], _ type: NumberType, strides: [Int]?
  ) throws(DNNError) -> MemoryDescriptor {
    var handle: equipoise_dnnl_md_t?
    let extents = dimensions.map { dnnl_dim_t($0) }
    let steps = strides?.map { dnnl_dim_t($0) }
    unsafe try check(
      equipoise_dnnl_md_create(&handle, Int32(extents.count), extents, type.code, steps),
      "dnnl_memory_desc_init", "describing a memory of \(dimensions)")
    return unsafe try wrap(handle)
  }

  /// Describes a batch of images in NHWC order; oneDNN names the dimensions N, C, H, W.
  /// - Throws: ``DNNError`` for extents oneDNN cannot hold.
  public static func nhwc(
    batch: Int, height: Int, width: Int, channels: Int, _ type: NumberType = .float32
  ) throws(DNNError) -> MemoryDescriptor {
    try make(
      [batch, channels, height, width], type,
      strides: [height * width * channels, 1, width * channels, channels])
  }

  /// Describes a dense array in the order of its dimensions.
  /// - Throws: ``DNNError`` for extents oneDNN cannot hold.
  public static func dense(
    _ dimensions: [Int], _ type: NumberType = .float32
  ) throws(DNNError) -> MemoryDescriptor {
    var strides = [Int](repeating: 1, count: dimensions.count)
    for axis in dimensions.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * dimensions[axis + 1]
    }
    return try make(dimensions, type, strides: strides)
  }

  static func clone(_ other: equipoise_dnnl_const_md_t) throws(DNNError) -> MemoryDescriptor {
    var handle: equipoise_dnnl_md_t?
    unsafe try check(
      equipoise_dnnl_md_clone(&handle, other), "dnnl_memory_desc_clone", "copying a descriptor")
    return unsafe try wrap(handle)
  }

  private static func wrap(_ handle: equipoise_dnnl_md_t?) throws(DNNError) -> MemoryDescriptor {
    guard let handle = unsafe handle else {
      throw DNNError(
        function: "dnnl_memory_desc_clone", code: Int(dnnl_out_of_memory.rawValue),
        operation: "copying a descriptor")
    }
    return unsafe MemoryDescriptor(owning: handle)
  }

  /// Bytes that such a memory takes, padding of blocked orders included.
  public var byteCount: Int { unsafe Int(dnnl_memory_desc_get_size(handle)) }

  /// Extents, type and order as numbers that can be compared with those of another process.
  /// - Throws: ``DNNError``.
  public func facts() throws(DNNError) -> [Int64] {
    var facts = [Int64](repeating: 0, count: EQUIPOISE_DNNL_MD_FACTS)
    unsafe try check(
      equipoise_dnnl_md_facts(handle, &facts), "dnnl_memory_desc_query", "describing a memory")
    return facts
  }
}

extension MemoryDescriptor: Equatable {
  /// Whether extents, type and order are the same.
  public static func == (a: MemoryDescriptor, b: MemoryDescriptor) -> Bool {
    unsafe dnnl_memory_desc_equal(a.handle, b.handle) != 0
  }
}
