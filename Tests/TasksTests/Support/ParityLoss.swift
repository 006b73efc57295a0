import HDF5Store
import Tasks
import TensorCore
import TestSupport
import Testing

/// One group of `losses` in ops_small.h5, turned from NCHW to NHWC.
struct ParityLoss {
  let prediction: Tensor.Values
  let label: TaskLabel
  let lossNone: [Float]?
  let lossMean: Float
  let gradientNone: Tensor.Values?
  let gradientMean: Tensor.Values
}

extension Tensor {
  /// Values of a batch in NHWC order.
  struct Values {
    let shape: TensorShape
    let elements: [Float]

    /// Reads a dataset of NCHW, or of CHW unless it is `batched`.
    init(_ dataset: HDF5Dataset, batched: Bool = true) throws {
      let extents = try (batched ? [] : [1]) + dataset.shape
      shape = TensorShape(
        batch: extents[0], height: extents[2], width: extents[3], channels: extents[1])
      let nchw: [Float] = try dataset.readConverting()
      let tensor = Tensor(shape, nchw: nchw.span)
      elements = (0..<shape.elementCount).map { tensor.span[$0] }
    }

    /// The values of one image.
    func image(_ index: Int) -> [Float] {
      let count = shape.imageElementCount
      return Array(elements[index * count..<(index + 1) * count])
    }

    /// The first channel of every pixel.
    var firstChannel: [Float] {
      stride(from: 0, to: elements.count, by: shape.channels).map { elements[$0] }
    }
  }
}

extension ParityLoss {
  init(_ name: String, in losses: HDF5Group) throws {
    let group = try losses.group(name)
    let weights: [Double] = try losses.dataset("semseg_prior_factor").read()
    let conventions =
      name.hasPrefix("nyuv2")
      ? TaskConvention.nyuv2()
      : try TaskConvention.taskonomy(classWeights: weights.map { Float($0) })
    let convention = try #require(conventions.first { name.contains($0.task.rawValue) })
    let values = try Tensor.Values(group.dataset("label"))
    let mask = try group.contains("mask") ? Tensor.Values(group.dataset("mask")).firstChannel : nil
    label = try TaskLabel(convention, shape: values.shape, values: values.elements, mask: mask)
    prediction = try Tensor.Values(group.dataset("pred"))
    lossNone = try group.contains("loss_none") ? group.dataset("loss_none").read() : nil
    lossMean = try #require(try group.dataset("loss_mean").read(as: Float.self).first)
    gradientNone =
      try group.contains("grad_none") ? Tensor.Values(group.dataset("grad_none")) : nil
    gradientMean = try Tensor.Values(group.dataset("grad_mean"))
  }

  func targets() throws -> [PreparedTarget] {
    try (0..<label.shape.batch).map {
      try label.prepared(
        image: $0, height: prediction.shape.height, width: prediction.shape.width)
    }
  }
}
