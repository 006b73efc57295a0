internal import Datasets
internal import Dispatch
internal import Synchronization

/// Reads images ahead of their use, on a thread of its own, whatever the order in which they are
/// asked for.
final class ImageReader {
  private final class Slot: Sendable {
    private let result = Mutex<Result<Sample, any Error>?>(nil)
    private let isReady = DispatchSemaphore(value: 0)

    func fill(_ made: Result<Sample, any Error>) {
      result.withLock { $0 = made }
      isReady.signal()
    }

    func take() throws -> Sample {
      isReady.wait()
      defer { isReady.signal() }  // for the next unit on the same image
      return try result.withLock { try $0?.get() } ?? { throw CancellationError() }()
    }
  }

  private let split: DatasetSplit
  private let preprocessing: Preprocessing
  private let queue = DispatchQueue(label: "images")
  private var slots: [Int: Slot] = [:]

  init(_ split: DatasetSplit, _ preprocessing: Preprocessing) {
    self.split = split
    self.preprocessing = preprocessing
  }

  /// Begins to read images that are not there yet.
  func prefetch(_ indices: Range<Int>) {
    for index in indices where slots[index] == nil {
      let slot = Slot()
      slots[index] = slot
      let (split, preprocessing) = (split, preprocessing)
      queue.async {
        slot.fill(
          Result { try preprocessing.evaluationSample(split.sample(index)) })
      }
    }
  }

  /// The images, waiting for them; forgets all others that are not asked for in `keeping`.
  /// - Throws: what reading one of them threw.
  func take(_ indices: Range<Int>) throws -> [Sample] {
    prefetch(indices)
    return try indices.map { index in
      guard let slot = slots[index] else { preconditionFailure("image \(index) is not there") }
      return try slot.take()
    }
  }

  /// Forgets images that are neither in use nor next.
  func forget(besides kept: [Range<Int>]) {
    slots = slots.filter { index, _ in kept.contains { $0.contains(index) } }
  }
}
