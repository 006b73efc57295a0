import Foundation
import MessagePassing

/// A thread of rank 0 hands out numbers to all ranks, itself included, while they add up values on
/// another communicator: what `MPI_THREAD_MULTIPLE` is asked for.
func checkThreads(_ universe: Universe) throws {
  let world = universe.world
  let requests = 50
  let service = try world.duplicate()

  let finished = DispatchSemaphore(value: 0)
  if world.rank == 0 {
    let answering = Thread {
      do {
        try handOut(requests * world.size, over: service)
      } catch {
        universe.abort(message: "\(error)")
      }
      finished.signal()
    }
    answering.start()
  }

  var reduction = try FixedTreeReduction(over: world)
  var numbers: [Int64] = []
  for _ in 0..<requests {
    try service.send([UInt8(world.rank)].span, to: 0, tag: 1)
    var number: [Int64] = [-1]
    var span = number.mutableSpan
    _ = try service.receive(into: &span, from: .rank(0), tag: .number(2))
    numbers += number
    var ones = [Float](repeating: 1, count: 3)
    var sum = ones.mutableSpan
    try reduction.sumToAll(&sum)
    try expectEqual(ones, Array(repeating: Float(world.size), count: 3), "sum of ones")
  }
  if world.rank == 0 { finished.wait() }
  let all = try world.allgather(varying: numbers.span).values
  try expectEqual(
    all.sorted(), (0..<Int64(requests * world.size)).map { $0 }, "every number is handed out once")
  try reduction.free()
  try service.free()
}

/// Answers every request with the next number.
private func handOut(_ count: Int, over service: Communicator) throws {
  for number in 0..<count {
    let request = try service.receiveBytes(from: .any, tag: .number(1))
    let source = request.envelope.source
    try expectEqual(request.bytes, [UInt8(source)], "the request of rank \(source)")
    try service.send([Int64(number)].span, to: source, tag: 2)
  }
}
