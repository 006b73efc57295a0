extension TaskConvention {
  /// The metrics of a mode, without the loss, in the order in which they are reported.
  ///
  /// In `paper` mode those that the published code reports for the benchmark, which differ between
  /// the two; in `strict` mode those that the convention gives a meaning, whatever the benchmark.
  /// The ratios of logarithmic depths mean nothing, so that only their absolute error is one.
  public func metrics(_ mode: MetricMode, of benchmark: LabelDialect) -> [Metric] {
    let isPublishedTaskonomy = mode == .paper && benchmark == .taskonomy
    switch target {
    case .classes:
      return isPublishedTaskonomy ? [.crossEntropy] : [.meanIntersectionOverUnion, .pixelAccuracy]
    case .normals:
      return isPublishedTaskonomy
        ? [.cosineSimilarity]
        : [.meanAngle, .medianAngle, .narrowAngles, .middleAngles, .wideAngles]
    case .depth(let encoding):
      let isErrorAlone =
        mode == .paper ? benchmark == .taskonomy : encoding == .logarithmic
      return isErrorAlone
        ? [.absoluteError]
        : [.absoluteError, .relativeError, .narrowRatios, .middleRatios, .wideRatios]
    case .response:
      return [task == .keypoints ? .keypointError : .edgeError]
    }
  }
}
