/// What a pass of a training plan depends on besides images and parameters.
public struct TrainingPass {
  /// Sums numbers over all ranks, in place, in the same order everywhere.
  public typealias Sum = (inout MutableSpan<Double>) throws -> Void

  /// The images' numbers, which dropout depends on: no two images of a global batch have the same.
  public var samples: [Int]
  /// The number of the pass in the run, which dropout depends on.
  public var number: Int
  /// Sums the statistics of batch norms over ranks (synchronised); nil keeps each rank's own.
  public var sumOverRanks: Sum?

  /// Creates a description of a pass.
  public init(samples: [Int], number: Int, sumOverRanks: Sum? = nil) {
    self.samples = samples
    self.number = number
    self.sumOverRanks = sumOverRanks
  }
}
