import ComputePlatform
import DeepLearningPrimitives
import Synchronization

/// Bound primitives that do not depend on each other, shared out among the team.
final class BoundParts {
  private let parts: [BoundPrimitive]
  private let failure = Mutex<DNNError?>(nil)

  init(_ parts: [BoundPrimitive]) { self.parts = parts }

  /// Runs all parts.
  /// - Throws: the ``DNNError`` of one of those that failed.
  func run() throws {
    ThreadTeam.forEach(count: parts.count) { index in
      do throws(DNNError) {
        try parts[index].run()
      } catch {
        failure.withLock { $0 = error }
      }
    }
    if let error = failure.withLock({ $0.take() }) { throw error }
  }
}
