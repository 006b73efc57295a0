import Networks

/// Graphs in which a layer stands between others with parameters, so that gradients have to arrive
/// at its own parameters and to pass through it. Images have 4 channels.
enum TrainedCase {
  private static func between(_ name: String, _ layer: Layer, channels: Int = 6) -> LayerCase {
    following(name) { graph, features in
      let middle = try graph.add(layer, features, parameterPrefix: "middle")
      return try graph.add(
        .convolution(Convolution(channels, 3, kernel: 1, hasBias: true)), middle,
        parameterPrefix: "last")
    }
  }

  private static func following(
    _ name: String,
    _ build:
      @escaping @Sendable (inout NetworkGraph, NetworkGraph.NodeID) throws ->
      NetworkGraph.NodeID
  ) -> LayerCase {
    LayerCase(name) { graph in
      let features = try graph.add(
        .convolution(Convolution(4, 6, kernel: 3, padding: 1, hasBias: true)), 0,
        parameterPrefix: "first")
      return try build(&graph, features)
    }
  }

  static let all: [LayerCase] = [
    between(
      "strided", .convolution(Convolution(6, 8, kernel: 3, stride: 2, padding: 1)), channels: 8),
    between(
      "beyond the image", .convolution(Convolution(6, 8, kernel: 3, padding: 9, dilation: 9)),
      channels: 8),
    between(
      "grouped", .convolution(Convolution(6, 8, kernel: 3, padding: 1, groups: 2)), channels: 8),
    between(
      "depthwise",
      .convolution(Convolution(6, 6, kernel: 3, padding: 2, dilation: 2, groups: 6, hasBias: true))),
    between("linear", .linear(Linear(6, 5)), channels: 5),
    between("batch norm", .batchNorm(BatchNorm(channels: 6))),
    between("batch norm without parameters", .batchNorm(BatchNorm(channels: 6, isAffine: false))),
    between("ReLU", .relu),
    between("ReLU6", .relu6),
    between("dropout", .dropout(probability: 0.4)),
    between("max-pooling", .maxPool(Pooling(kernel: 3, stride: 2, padding: 1, ceilMode: true))),
    between("average pooling", .averagePool(Pooling(kernel: 3, stride: 2, padding: 1))),
    between("global average pooling", .globalAveragePool),
    between("global max-pooling", .globalMaxPool),
    between(
      "nearest", .resize(Resize(to: Extent(height: 9, width: 4), method: .nearest))),
    between(
      "bilinear",
      .resize(Resize(to: Extent(height: 11, width: 4), method: .bilinear(alignCorners: false)))),
    following("concatenation") { graph, features in
      let joined = try graph.add(.concatenate, [features, 0, features])
      return try graph.add(.linear(Linear(16, 3)), joined, parameterPrefix: "last")
    },
    following("batch norm and ReLU6") { graph, features in
      let norm = try graph.add(
        .batchNorm(BatchNorm(channels: 6)), features, parameterPrefix: "norm")
      return try graph.add(
        .convolution(Convolution(6, 3, kernel: 1)), graph.add(.relu6, norm), parameterPrefix: "last"
      )
    },
    following("residual of a batch norm") { graph, features in
      let norm = try graph.add(
        .batchNorm(BatchNorm(channels: 6)), features, parameterPrefix: "norm")
      let active = try graph.add(.relu, norm)
      let second = try graph.add(
        .convolution(Convolution(6, 6, kernel: 3, padding: 1)), active, parameterPrefix: "second")
      let other = try graph.add(
        .batchNorm(BatchNorm(channels: 6)), second, parameterPrefix: "other")
      let sum = try graph.add(.relu, graph.add(.add, [other, active]))
      return try graph.add(
        .convolution(Convolution(6, 3, kernel: 1)), sum, parameterPrefix: "last")
    },
    following("residual of a convolution") { graph, features in
      let second = try graph.add(
        .convolution(Convolution(6, 6, kernel: 3, padding: 1)), features, parameterPrefix: "second")
      let sum = try graph.add(.relu, graph.add(.add, [second, features]))
      return try graph.add(
        .convolution(Convolution(6, 3, kernel: 1)), sum, parameterPrefix: "last")
    },
    following("dropout of an activation") { graph, features in
      let kept = try graph.add(.dropout(probability: 0.4), graph.add(.relu, features))
      return try graph.add(
        .convolution(Convolution(6, 3, kernel: 3, padding: 1)), kept, parameterPrefix: "last")
    },
    following("dropout beside its input") { graph, features in
      let kept = try graph.add(.dropout(probability: 0.25), features)
      let last = try graph.add(
        .convolution(Convolution(6, 6, kernel: 1)), kept, parameterPrefix: "last")
      return try graph.add(.add, [last, kept, features])
    },
    following("batch norm of the image") { graph, features in
      let image = try graph.add(.batchNorm(BatchNorm(channels: 4)), 0, parameterPrefix: "image")
      let last = try graph.add(
        .convolution(Convolution(4, 6, kernel: 1)), image, parameterPrefix: "last")
      return try graph.add(.add, [last, features])
    },
  ]
}
