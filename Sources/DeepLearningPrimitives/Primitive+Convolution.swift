internal import COneDNN

extension Primitive {
  /// A convolution of images in NHWC order; weights in the order that the primitive asks for.
  ///
  /// The output is always single precision, as are all sums.
  /// - Parameters:
  ///   - type: of the input and the weights.
  ///   - hasBias: whether a bias per output channel is added.
  ///   - postOperations: what is done to the output, in order.
  ///   - isTraining: whether a backward pass over weights will follow.
  /// - Throws: ``DNNError``.
  public static func convolution(
    _ shape: ConvolutionShape, type: NumberType = .float32, hasBias: Bool,
    postOperations: [PostOperation] = [], isTraining: Bool = false, engine: Engine
  ) throws(DNNError) -> Primitive {
    guard shape.output.height > 0 && shape.output.width > 0 else {
      throw DNNError.invalid("planning the convolution \(shape): the filter exceeds the input")
    }
    let descriptor = unsafe try forwardDescriptor(
      shape, type: type, hasBias: hasBias, postOperations: postOperations,
      isTraining: isTraining, engine: engine)
    return unsafe try Primitive(descriptor: descriptor, name: "convolution \(shape)")
  }

  /// The gradient of a convolution with respect to its input, all images in NHWC order.
  ///
  /// The result is always single precision; `type` is that of the output's gradient and weights.
  /// - Throws: ``DNNError``.
  public static func convolutionGradientOfSource(
    _ shape: ConvolutionShape, type: NumberType = .float32, engine: Engine
  ) throws(DNNError) -> Primitive {
    let hint = unsafe try forwardDescriptor(
      shape, type: type, hasBias: false, postOperations: [], isTraining: true, engine: engine)
    defer { unsafe _ = dnnl_primitive_desc_destroy(hint) }
    let name = "input gradient of convolution \(shape)"
    let (source, destination) = (try shape.source(.float32), try shape.destination(type))
    let weights = try MemoryDescriptor.make(shape.weightDimensions, type, strides: nil)
    let attributes = try Attributes()
    let geometry = Geometry(shape)
    var descriptor: dnnl_primitive_desc_t?
    unsafe try check(
      equipoise_dnnl_convolution_backward_data(
        &descriptor, engine.handle, dnnl_convolution_direct, source.handle, weights.handle,
        destination.handle, geometry.strides, geometry.dilations, geometry.left, geometry.right,
        hint, attributes.handle),
      "dnnl_convolution_backward_data_primitive_desc_create", "planning the \(name)")
    guard let descriptor = unsafe descriptor else { throw DNNError.missing(name) }
    return unsafe try Primitive(descriptor: descriptor, name: name)
  }

  /// The gradient of a convolution with respect to its filters, summed over all images; input and
  /// output gradient in NHWC order, the result in the order that the primitive asks for.
  /// - Throws: ``DNNError``.
  public static func convolutionGradientOfWeights(
    _ shape: ConvolutionShape, engine: Engine
  ) throws(DNNError) -> Primitive {
    let hint = unsafe try forwardDescriptor(
      shape, type: .float32, hasBias: false, postOperations: [], isTraining: true, engine: engine)
    defer { unsafe _ = dnnl_primitive_desc_destroy(hint) }
    let name = "filter gradient of convolution \(shape)"
    let (source, destination) = (try shape.source(.float32), try shape.destination(.float32))
    let weights = try MemoryDescriptor.make(shape.weightDimensions, .float32, strides: nil)
    let attributes = try Attributes()
    let geometry = Geometry(shape)
    var descriptor: dnnl_primitive_desc_t?
    unsafe try check(
      equipoise_dnnl_convolution_backward_weights(
        &descriptor, engine.handle, dnnl_convolution_direct, source.handle, weights.handle, nil,
        destination.handle, geometry.strides, geometry.dilations, geometry.left, geometry.right,
        hint, attributes.handle),
      "dnnl_convolution_backward_weights_primitive_desc_create", "planning the \(name)")
    guard let descriptor = unsafe descriptor else { throw DNNError.missing(name) }
    return unsafe try Primitive(descriptor: descriptor, name: name)
  }

  private static func forwardDescriptor(
    _ shape: ConvolutionShape, type: NumberType, hasBias: Bool, postOperations: [PostOperation],
    isTraining: Bool, engine: Engine
  ) throws(DNNError) -> dnnl_primitive_desc_t {
    let (source, destination) = (try shape.source(type), try shape.destination(.float32))
    let weights = try MemoryDescriptor.make(shape.weightDimensions, type, strides: nil)
    let bias = hasBias ? try MemoryDescriptor.dense([shape.outputChannels]) : nil
    let attributes = try Attributes(postOperations)
    let geometry = Geometry(shape)
    var descriptor: dnnl_primitive_desc_t?
    unsafe try check(
      equipoise_dnnl_convolution_forward(
        &descriptor, engine.handle,
        isTraining ? dnnl_forward_training : dnnl_forward_inference, dnnl_convolution_direct,
        source.handle, weights.handle, bias?.handle, destination.handle, geometry.strides,
        geometry.dilations, geometry.left, geometry.right, attributes.handle),
      "dnnl_convolution_forward_primitive_desc_create", "planning the convolution \(shape)")
    guard let descriptor = unsafe descriptor else {
      throw DNNError.missing("convolution \(shape)")
    }
    return unsafe descriptor
  }
}

/// The numbers of a convolution as oneDNN wants them: dilations start at 0.
private struct Geometry {
  let strides: [Int64]
  let dilations: [Int64]
  let left: [Int64]
  var right: [Int64] = [0, 0]

  init(_ shape: ConvolutionShape) {
    strides = shape.stride.array
    dilations = shape.dilation.array.map { $0 - 1 }
    left = shape.padding.array
    unsafe equipoise_dnnl_trailing_padding(
      &right, shape.input.array, shape.output.array, shape.kernel.array, strides, dilations, left)
  }
}

extension ConvolutionShape {
  fileprivate func source(_ type: NumberType) throws(DNNError) -> MemoryDescriptor {
    try .nhwc(
      batch: batch, height: input.height, width: input.width, channels: inputChannels, type)
  }

  fileprivate func destination(_ type: NumberType) throws(DNNError) -> MemoryDescriptor {
    try .nhwc(
      batch: batch, height: output.height, width: output.width, channels: outputChannels, type)
  }
}

extension DNNError {
  static func invalid(_ operation: String) -> DNNError {
    DNNError(
      function: "dnnl_primitive_desc_create", code: Int(dnnl_invalid_arguments.rawValue),
      operation: operation)
  }

  static func missing(_ what: String) -> DNNError {
    DNNError(
      function: "dnnl_primitive_desc_create", code: Int(dnnl_runtime_error.rawValue),
      operation: "planning the \(what)")
  }
}
