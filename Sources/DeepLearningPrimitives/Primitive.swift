internal import COneDNN

/// What an argument of a primitive is for.
public enum ArgumentRole: Hashable, Sendable {
  /// Input of a forward operation, or what a reorder reads.
  case source
  /// Filters.
  case weights
  /// One value per output channel.
  case bias
  /// Output of a forward operation, or what a reorder writes.
  case destination
  /// Gradient with respect to the input.
  case gradientOfSource
  /// Gradient with respect to the output.
  case gradientOfDestination
  /// Gradient with respect to the filters.
  case gradientOfWeights
  /// Gradient with respect to the bias.
  case gradientOfBias
  /// Working memory.
  case scratchpad

  var code: Int32 {
    switch self {
    case .source: DNNL_ARG_SRC
    case .weights: DNNL_ARG_WEIGHTS
    case .bias: DNNL_ARG_BIAS
    case .destination: DNNL_ARG_DST
    case .gradientOfSource: DNNL_ARG_DIFF_SRC
    case .gradientOfDestination: DNNL_ARG_DIFF_DST
    case .gradientOfWeights: DNNL_ARG_DIFF_WEIGHTS
    case .gradientOfBias: DNNL_ARG_DIFF_BIAS
    case .scratchpad: DNNL_ARG_SCRATCHPAD
    }
  }
}

/// A compiled operation on arguments of fixed shapes; it owns no data and can be used anywhere.
@safe public final class Primitive {
  let handle: dnnl_primitive_t
  let descriptor: dnnl_primitive_desc_t
  /// What it computes, with its shapes, for messages.
  public let name: String
  private var arguments: [ArgumentRole: MemoryDescriptor] = [:]

  /// Compiles a descriptor, which it takes over.
  init(descriptor: dnnl_primitive_desc_t, name: String) throws(DNNError) {
    var primitive: dnnl_primitive_t?
    let status = unsafe dnnl_primitive_create(&primitive, descriptor)
    guard status == dnnl_success, let primitive = unsafe primitive else {
      unsafe _ = dnnl_primitive_desc_destroy(descriptor)
      throw DNNError(
        function: "dnnl_primitive_create", code: Int(status.rawValue),
        operation: "compiling \(name)")
    }
    unsafe (self.handle, self.descriptor) = (primitive, descriptor)
    self.name = name
  }

  deinit {
    unsafe _ = dnnl_primitive_destroy(handle)
    unsafe _ = dnnl_primitive_desc_destroy(descriptor)
  }

  /// The name of the implementation that oneDNN chose for these shapes on this machine.
  public var implementation: String {
    unsafe String(cString: equipoise_dnnl_implementation(descriptor))
  }

  /// Extents and order that the primitive wants of an argument; nil when it has none such.
  /// - Throws: ``DNNError``.
  public func argument(_ role: ArgumentRole) throws(DNNError) -> MemoryDescriptor? {
    if let known = arguments[role] { return known }
    guard let found = unsafe equipoise_dnnl_query_argument(descriptor, role.code) else {
      return nil
    }
    let argument = unsafe try MemoryDescriptor.clone(found)
    guard argument.byteCount > 0 else { return nil }
    arguments[role] = argument
    return argument
  }
}
