import Networks
import TensorCore
import TestSupport
import Testing

/// The sums of two ranks that run one after the other.
private final class Exchange {
  private var known: [Int: [Double]] = [:]

  func clear() { known = [:] }

  func add(_ sums: inout MutableSpan<Double>, rank: Int) {
    known[rank] = sums.indices.map { sums[$0] }
    for (index, value) in (known[1 - rank] ?? []).enumerated() { sums[index] += value }
  }
}

/// Batch norm in training against its definition in double precision.
@Suite struct BatchNormTests {
  let channels = 9

  private func run(_ shape: TensorShape, images: [Float]? = nil) throws -> TrainingRun {
    var graph = NetworkGraph(inputChannels: shape.channels)
    let norm = try graph.add(
      .batchNorm(BatchNorm(channels: shape.channels)), 0, parameterPrefix: "norm")
    graph.addOutput("y", node: norm)
    return try TrainingRun(graph, shape: shape, images: images)
  }

  private func column(_ values: [Float], _ channel: Int) -> [Double] {
    stride(from: channel, to: values.count, by: channels).map { Double(values[$0]) }
  }

  /// Also far from zero, where sums of squares in single precision would lose the variance.
  @Test(arguments: [0, 1000] as [Float]) func outputAndStatisticsEqualTheDefinition(
    offset: Float
  ) throws {
    let shape = TensorShape(batch: 2, height: 5, width: 7, channels: channels)
    var random = SeededGenerator(seed: 4)
    let images = random.floats(shape.elementCount).map { $0 + offset }
    let run = try run(shape, images: images)
    let before = run.statistics()
    let outputs = try run.outputs()[0]
    let after = run.statistics()
    let layout = run.parameters.layout
    let mean = try #require(layout["norm.running_mean"]).range
    let variance = try #require(layout["norm.running_var"]).range
    let weight = try #require(layout["norm.weight"]).range
    let bias = try #require(layout["norm.bias"]).range
    let count = try #require(layout["norm.num_batches_tracked"]).range
    #expect(after[count.lowerBound] == before[count.lowerBound] + 1)
    for channel in 0..<channels {
      let x = column(images, channel)
      let average = x.reduce(0, +) / Double(x.count)
      let spread = x.reduce(0) { $0 + ($1 - average) * ($1 - average) } / Double(x.count)
      let unbiased = spread * Double(x.count) / Double(x.count - 1)
      let oldMean = Double(before[mean.lowerBound + channel])
      let oldVariance = Double(before[variance.lowerBound + channel])
      #expect(
        abs(Double(after[mean.lowerBound + channel]) - (0.9 * oldMean + 0.1 * average)) < 1e-4)
      let moved = 0.9 * oldVariance + 0.1 * unbiased
      #expect(abs(Double(after[variance.lowerBound + channel]) / moved - 1) < 1e-6)
      let scale = Double(run.parameters.valueSpan[weight.lowerBound + channel])
      let shift = Double(run.parameters.valueSpan[bias.lowerBound + channel])
      let expected = x.map { ($0 - average) / (spread + 1e-5).squareRoot() * scale + shift }
      #expect(relativeError(column(outputs, channel), expected) < (offset == 0 ? 1e-6 : 3e-4))
    }
  }

  /// Half of a batch on each of two ranks, statistics summed, is the whole batch.
  @Test func synchronisedHalvesEqualTheWhole() throws {
    let whole = try run(TensorShape(batch: 4, height: 3, width: 5, channels: channels))
    let outputs = try whole.outputs()[0]
    let gradients = try whole.gradients()
    let count = whole.images.count / 2
    let size = TensorShape(batch: 2, height: 3, width: 5, channels: channels)
    let halves = try (0..<2).map { rank in
      try run(size, images: Array(whole.images[rank * count..<(rank + 1) * count]))
    }
    // One norm, one sum a pass: rank 0 says its sums first, and runs again when it knows rank 1's.
    let exchange = Exchange()
    func pass(_ rank: Int) -> TrainingPass {
      TrainingPass(samples: [0, 1], number: 0) { exchange.add(&$0, rank: rank) }
    }
    let found = try [0, 1, 0].map { try halves[$0].outputs(pass($0))[0] }
    #expect(relativeError(found[2] + found[1], outputs) < 1e-6)
    let cotangent = whole.cotangent(0)
    exchange.clear()
    let shares = try [0, 1, 0].map { rank in
      halves[rank].plan.withOutputGradient(0) { span in
        for index in span.indices { span[index] = cotangent[rank * count + index] }
      }
      try halves[rank].plan.backward()
      return halves[rank].lastGradients()
    }
    #expect(relativeError(zip(shares[1], shares[2]).map { $0 + $1 }, gradients) < 1e-6)
  }

  @Test func oneValuePerChannelIsAnError() throws {
    let run = try run(TensorShape(batch: 1, height: 1, width: 1, channels: channels))
    #expect(throws: GraphError.self) { try run.outputs() }
  }

  @Test func aRankWithoutImagesTakesPart() throws {
    let shape = TensorShape(batch: 2, height: 3, width: 5, channels: channels)
    let (busy, idle) = (try run(shape), try run(shape))
    var seen: [Double] = []
    var pass = busy.pass
    pass.sumOverRanks = { span in seen = span.indices.map { span[$0] } }
    _ = try busy.outputs(pass)
    let other = TrainingPass(samples: [], number: 0) { span in
      for index in span.indices {
        #expect(span[index] == 0)
        span[index] = seen[index]
      }
    }
    try idle.plan.forwardWithoutImages(other)
    #expect(idle.statistics() == busy.statistics())
    var ranges: [Range<Int>] = []
    try idle.plan.backwardWithoutImages { ranges.append($0) }
    #expect(ranges.count == 2)
    #expect(idle.lastGradients().allSatisfy { $0 == 0 })
  }
}
