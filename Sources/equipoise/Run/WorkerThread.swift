import ComputePlatform
import Coordinator
import Dispatch
import Foundation
import Worker

/// The worker of a rank that coordinates as well, on a thread of its own.
final class WorkerThread {
  private let ended = DispatchSemaphore(value: 0)

  /// Starts the worker. Errors reach the coordinator through the exchange.
  /// - Parameter threadCount: threads of its parallel regions, which OpenMP counts by thread.
  init(_ loop: WorkerLoop, threadCount: Int) {
    let work = Handover(loop)
    let ended = ended
    let thread = Thread {
      ThreadTeam.threadCount = threadCount
      // The coordinator has been told by the loop itself.
      try? work.loop.run()
      ended.signal()
    }
    thread.name = "worker"
    thread.stackSize = 16 << 20
    thread.start()
  }

  /// Waits for the worker's end, which the coordinator has ordered.
  func join() { ended.wait() }

  private struct Handover: @unchecked Sendable {
    // Used by the new thread alone from here on.
    let loop: WorkerLoop
    init(_ loop: WorkerLoop) { self.loop = loop }
  }
}
