/// A layer as a description states it, before its input's channels are known.
struct LayerDescription {
  /// The kinds of layers, with what their parameters say.
  enum Operation {
    /// A convolution whose input channels and groups are still 0 and to be set.
    case convolution(Convolution)
    case batchNorm(epsilon: Double, momentum: Double, isAffine: Bool)
    case relu(isInPlace: Bool)
    case pooling(Layer)
    case sum
    case dropout(probability: Double)
    case innerProduct(outputs: Int, hasBias: Bool)
  }

  /// Where the layer starts in the text.
  let position: PrototxtError.Position
  /// Its name, for messages.
  let name: String
  /// Names of the outputs that it reads, with their places.
  let bottoms: [(name: String, position: PrototxtError.Position)]
  /// Name of its output.
  let top: String
  /// What it does.
  let operation: Operation

  /// Reads a layer.
  ///
  /// Fields that the published reader ignores and that cannot change the network (initialisers,
  /// engines, learning rates) are skipped; all others that it ignores are refused, since a
  /// description that uses them means another network.
  /// - Throws: ``PrototxtError``.
  init(_ reader: MessageReader) throws {
    var reader = reader
    position = reader.position
    name = try reader.string("name")
    let type = try reader.string("type")
    bottoms = try reader.fields("bottom").map { (try reader.string($0), $0.position) }
    top = try reader.string("top")
    for field in reader.fields("param") {
      var parameter = try reader.reader(of: field)
      parameter.ignore("lr_mult", "decay_mult")
      try parameter.finish()
    }
    switch type {
    case "Convolution": operation = try Self.convolution(&reader)
    case "BatchNorm": operation = try Self.batchNorm(&reader)
    case "ReLU": operation = try Self.relu(&reader)
    case "Pooling": operation = try Self.pooling(&reader)
    case "Eltwise": operation = try Self.eltwise(&reader)
    case "Dropout": operation = try Self.dropout(&reader)
    case "InnerProduct": operation = try Self.innerProduct(&reader)
    default:
      throw reader.failure(
        "a layer of type Convolution, BatchNorm, ReLU, Pooling, Eltwise, Dropout or InnerProduct",
        "\"\(type)\" for layer \"\(name)\"", at: position)
    }
    try reader.finish()
    let count = if case .sum = operation { 2 } else { 1 }
    guard bottoms.count == count else {
      throw reader.failure(
        "\(count) \"bottom\" for layer \"\(name)\" of type \(type)", "\(bottoms.count)",
        at: position)
    }
  }

  private static func convolution(_ layer: inout MessageReader) throws -> Operation {
    var reader = try layer.message("convolution_param")
    reader.ignore("weight_filler", "bias_filler", "engine", "force_nd_im2col")
    let extents = 1...ModelLimits.extent
    let channels = 1...ModelLimits.channels
    let convolution = Convolution(
      0, try reader.integer("num_output", in: channels),
      kernel: try reader.integer("kernel_size", in: extents),
      stride: try reader.integer("stride", in: extents, default: 1),
      padding: try reader.integer("pad", in: 0...ModelLimits.extent, default: 0),
      dilation: try reader.integer("dilation", in: extents, default: 1),
      groups: try reader.integer("group", in: channels, default: 1),
      hasBias: try reader.boolean("bias_term", default: true))
    _ = try reader.integer("axis", in: 1...1, default: 1)
    try reader.finish()
    return .convolution(convolution)
  }

  private static func batchNorm(_ layer: inout MessageReader) throws -> Operation {
    var reader = try layer.message("batch_norm_param")
    try reader.require("track_running_stats", true)
    let epsilon = try reader.float("eps", in: 0...1, default: 1e-5)
    let momentum = try reader.float("momentum", in: 0...1, default: 0.1)
    let isAffine = try reader.boolean("affine", default: true)
    try reader.finish()
    return .batchNorm(epsilon: Double(epsilon), momentum: Double(momentum), isAffine: isAffine)
  }

  private static func relu(_ layer: inout MessageReader) throws -> Operation {
    var reader = try layer.message("relu_param")
    reader.ignore("engine")
    _ = try reader.float("negative_slope", in: 0...0, default: 0)
    let isInPlace = try reader.boolean("inplace", default: false)
    try reader.finish()
    return .relu(isInPlace: isInPlace)
  }

  private static func pooling(_ layer: inout MessageReader) throws -> Operation {
    var reader = try layer.message("pooling_param")
    reader.ignore("engine")
    let isMean = try reader.choice("pool", of: ["MAX", "AVE"], default: 0) == 1
    let isGlobal = try reader.boolean("global_pooling", default: false)
    let isFloor = try reader.choice("round_mode", of: ["CEIL", "FLOOR"], default: 1) == 1
    let stride = try reader.integer("stride", in: 1...ModelLimits.extent, default: 1)
    let padding = try reader.integer("pad", in: 0...ModelLimits.extent, default: 0)
    let kernel = try reader.integer(
      "kernel_size", in: 1...ModelLimits.extent, default: isGlobal ? 1 : nil)
    try reader.finish()
    if isGlobal { return .pooling(isMean ? .globalAveragePool : .globalMaxPool) }
    let window = Pooling(kernel: kernel, stride: stride, padding: padding, ceilMode: !isFloor)
    return .pooling(isMean ? .averagePool(window) : .maxPool(window))
  }

  private static func eltwise(_ layer: inout MessageReader) throws -> Operation {
    var reader = try layer.message("eltwise_param")
    reader.ignore("stable_prod_grad")
    let position = reader.position
    let words = ["PROD", "SUM", "MAX"]
    let operation = try reader.choice("operation", of: words, default: 1)
    guard operation == 1 else {
      throw reader.failure("the operation SUM", words[operation], at: position)
    }
    try reader.finish()
    return .sum
  }

  private static func dropout(_ layer: inout MessageReader) throws -> Operation {
    var reader = try layer.message("dropout_param")
    reader.ignore("inplace")
    let probability = try reader.float("dropout_ratio", in: 0...Float(1).nextDown, default: 0.5)
    try reader.finish()
    return .dropout(probability: Double(probability))
  }

  private static func innerProduct(_ layer: inout MessageReader) throws -> Operation {
    var reader = try layer.message("inner_product_param")
    reader.ignore("weight_filler", "bias_filler")
    let outputs = try reader.integer("num_output", in: 1...ModelLimits.channels)
    let hasBias = try reader.boolean("bias_term", default: true)
    _ = try reader.integer("axis", in: 1...1, default: 1)
    try reader.require("transpose", false)
    try reader.finish()
    return .innerProduct(outputs: outputs, hasBias: hasBias)
  }
}
