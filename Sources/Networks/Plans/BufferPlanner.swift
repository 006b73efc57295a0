/// Finds places in one arena for buffers that are not all alive at the same time.
///
/// Time is the number of an operation. Buffers of different schedules (alternative backward
/// passes) never live together, whatever their times.
struct BufferPlanner {
  /// Identifies a buffer.
  typealias Handle = Int

  private struct Request {
    var count: Int
    var first: Int
    var last: Int
    var schedule: Int?
    var offset = 0
  }

  private var requests: [Request] = []

  /// Elements between possible starts of buffers: a cache line of floats.
  private static let granularity = 16

  /// Asks for `count` elements, first touched at `time`, in one schedule or (nil) in all.
  mutating func request(_ count: Int, at time: Int, schedule: Int? = nil) -> Handle {
    let size = (count + Self.granularity - 1) / Self.granularity * Self.granularity
    requests.append(Request(count: size, first: time, last: time, schedule: schedule))
    return requests.count - 1
  }

  /// Keeps a buffer alive up to and including `time`.
  mutating func extend(_ handle: Handle, to time: Int) {
    requests[handle].last = max(requests[handle].last, time)
  }

  /// Places all buffers, the largest first, each at the lowest offset that is free for its life.
  /// - Returns: elements that the arena needs.
  /// - Complexity: O(n^2 log n) in the number of buffers.
  mutating func place() -> Int {
    var placed: [Handle] = []
    var total = 0
    let order = requests.indices.sorted {
      (requests[$1].count, $0) < (requests[$0].count, $1)
    }
    for handle in order {
      let request = requests[handle]
      let rivals = placed.filter { conflicts(requests[$0], request) }
        .map { (requests[$0].offset, requests[$0].offset + requests[$0].count) }
        .sorted { $0.0 < $1.0 }
      var offset = 0
      for (start, end) in rivals {
        if offset + request.count <= start { break }
        offset = max(offset, end)
      }
      requests[handle].offset = offset
      total = max(total, offset + request.count)
      placed.append(handle)
    }
    return total
  }

  /// The place of a buffer, once ``place()`` has run.
  func offset(of handle: Handle) -> Int { requests[handle].offset }

  private func conflicts(_ a: Request, _ b: Request) -> Bool {
    if let left = a.schedule, let right = b.schedule, left != right { return false }
    return a.first <= b.last && b.first <= a.last
  }
}
