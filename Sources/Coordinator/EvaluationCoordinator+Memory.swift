internal import Tasks

extension EvaluationCoordinator {
  /// The most memory that rank zero takes for a run with such tasks as NYUv2's or Taskonomy's, when
  /// it coordinates only, in bytes. `equipoise rehearse` measures it and holds it against this.
  ///
  /// Records are on the disk. In memory there are, for every configuration, the sums of the running
  /// performance and of the summary and one image's record; for every image, its rows of one
  /// configuration, which is resampled at a time; for every record, its place in the journal.
  public static func memoryLimit(imageCount: Int, configurationCount: Int) -> Int {
    let program = 96 << 20
    let configuration = 2 * MetricAccumulator.largestByteCount + recordByteCount
    return program + configurationCount * configuration + imageCount * recordByteCount
      + imageCount * configurationCount * MemoryLayout<Int64>.stride
  }

  /// A record as it is decoded, encoded and tabulated at the same time, in bytes.
  private static let recordByteCount = 128 << 10
}
