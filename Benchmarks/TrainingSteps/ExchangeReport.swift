import MessagePassing
import Worker

/// Seconds that a step's exchange takes on every rank.
struct ExchangeReport: Encodable {
  /// Moving gradients on during the backward pass.
  let overlapped: [Double]
  /// Finishing their sums afterwards.
  let remainder: [Double]
  /// The update.
  let update: [Double]
  /// Bringing parameters to all.
  let parameters: [Double]
  /// Sums of losses and statistics.
  let numbers: [Double]

  /// The mean of the steps between two readings. Collective.
  init(_ start: ExchangeTimes, _ end: ExchangeTimes, _ world: Communicator) throws {
    let steps = Double(max(end.stepCount - start.stepCount, 1))
    func gather(_ part: KeyPath<ExchangeTimes, Duration>) throws -> [Double] {
      let seconds = (end[keyPath: part] - start[keyPath: part]) / .seconds(1)
      return try world.allgather(varying: [seconds / steps].span).values
    }
    overlapped = try gather(\.overlapped)
    remainder = try gather(\.remainder)
    update = try gather(\.update)
    parameters = try gather(\.parameters)
    numbers = try gather(\.numbers)
  }
}
