import Foundation
import Networks
import Training

/// Ranks as threads of this process: sums and updates meet at a barrier.
final class RankGroup: @unchecked Sendable {
  // All state is behind the condition's lock.
  private let condition = NSCondition()
  private let count: Int
  private var arrived = 0
  private var round = 0
  private var numbers: [[Double]]
  private var gradients: [[Float]]
  private var values: [Float] = []

  init(_ count: Int) {
    self.count = count
    numbers = Array(repeating: [], count: count)
    gradients = Array(repeating: [], count: count)
  }

  /// Waits until all ranks are here.
  private func meet() {
    condition.lock()
    defer { condition.unlock() }
    let now = round
    arrived += 1
    if arrived == count {
      (arrived, round) = (0, round + 1)
      condition.broadcast()
    }
    while round == now { condition.wait() }
  }

  private func locked<Result>(_ body: () throws -> Result) rethrows -> Result {
    condition.lock()
    defer { condition.unlock() }
    return try body()
  }

  /// What a rank does with the others; rank 0 updates.
  func exchange(_ rank: Int) -> StepExchange {
    StepExchange(
      sum: { [self] span in
        locked { numbers[rank] = span.indices.map { span[$0] } }
        meet()
        let all = locked { numbers }
        for index in span.indices { span[index] = all.reduce(0) { $0 + $1[index] } }
        meet()
      }, synchronisesBatchNorm: true, ownedParts: rank == 0 ? nil : [],
      update: { [self] parameters, _, apply in
        locked { gradients[rank] = copy(parameters.gradientSpan) }
        meet()
        let all = locked { gradients }
        parameters.updateGradients { span in
          for index in span.indices { span[index] = all.reduce(0) { $0 + $1[index] } }
        }
        try apply()
        if rank == 0 { locked { values = copy(parameters.valueSpan) } }
        meet()
        let new = locked { values }
        parameters.update { span, _ in
          for index in span.indices { span[index] = new[index] }
        }
        meet()
      })
  }

  /// Runs a function for every rank at the same time.
  /// - Returns: the ranks' results.
  func run<Result>(_ body: @escaping @Sendable (Int) throws -> Result) throws -> [Result] {
    let results = Results<Result>(count)
    let done = DispatchSemaphore(value: 0)
    // Threads of their own: a pool as large as the machine could leave a rank waiting for its turn
    // while the others wait for it.
    for rank in 0..<count {
      Thread.detachNewThread {
        results.set(rank, Swift.Result { try body(rank) })
        done.signal()
      }
    }
    for _ in 0..<count { done.wait() }
    return try results.all.map { try $0.get() }
  }
}

private final class Results<Value>: @unchecked Sendable {
  // All state is behind the lock.
  private let lock = NSLock()
  private var values: [Result<Value, any Error>?]

  init(_ count: Int) { values = Array(repeating: nil, count: count) }

  func set(_ index: Int, _ value: Result<Value, any Error>) {
    lock.withLock { values[index] = value }
  }

  var all: [Result<Value, any Error>] { lock.withLock { values.compactMap { $0 } } }
}
