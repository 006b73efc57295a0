public import Tasks

/// The tasks of a benchmark data set.
public enum TaskSuite: String, CaseIterable, Hashable, Sendable, Codable {
  /// Segmentation into 40 classes, normals, depth.
  case nyuv2
  /// Segmentation into 17 classes, normals, depth, keypoints, edges.
  case taskonomy

  /// The suite with a number of tasks.
  /// - Throws: ``WorkloadError`` unless it is 3 or 5.
  public init(taskCount: Int) throws {
    switch taskCount {
    case 3: self = .nyuv2
    case 5: self = .taskonomy
    default:
      throw WorkloadError(
        part: "number of tasks", expectation: "3 (NYUv2) or 5 (Taskonomy)", finding: "\(taskCount)")
    }
  }

  /// The tasks in canonical order; all classes weigh the same.
  public func conventions() throws -> [TaskConvention] {
    switch self {
    case .nyuv2: TaskConvention.nyuv2()
    case .taskonomy:
      try TaskConvention.taskonomy(classWeights: [Float](repeating: 1, count: 17))
    }
  }
}
