import ComputePlatform
import Datasets
import Glibc
import MessagePassing

/// Does shared work on all ranks of the job, with a line of progress by rank zero.
///
/// Units go to the ranks in turn. Ranks talk through the file system but for the beginning and the
/// end, so no rank waits for another one while there is work.
struct SharedWorkRun {
  /// Images made at the same time by every rank; the cores that the rank may use when nil.
  let threads: Int?
  /// Whether there is no line of progress.
  var isQuiet = false

  private static let outcomeTag = 1

  /// Makes the work on every rank and does it.
  /// - Returns: what was left out, on rank zero; nil on the others.
  /// - Throws: what the work throws; ``Interrupted``. With several ranks an error ends the job.
  func run(_ make: () throws -> some SharedWork) throws -> [SkippedSample]? {
    let interruption = Interruption()
    return try withMPI(threadLevel: .multiple, acceptingAtLeast: .funneled) { universe in
      // With a single rank the error may leave MPI in good order, and gets the usual form.
      let result = Result { try run(make, on: universe, interruption) }
      return universe.world.size == 1 ? result : .success(try result.get())
    }.get()
  }

  /// The same on ranks that have entered MPI. Collective.
  func run(
    _ make: () throws -> some SharedWork, on universe: Universe, _ interruption: Interruption
  ) throws -> [SkippedSample]? {
    let world = universe.world
    let node = try world.splitByNode()
    let threadCount = try ThreadShare(requested: threads, on: node).threadCount
    try node.free()
    // Rank zero first: what is wrong with files or arguments is told once.
    let first = world.rank == 0 ? try make() : nil
    let missing = try share(try first?.begin(), on: world)
    let work = try first ?? make()
    if world.rank > 0 { try work.join() }

    let own = missing.indices.filter { $0 % world.size == world.rank }.map { missing[$0] }
    guard world.rank == 0 else {
      var isDone = true
      for unit in own where isDone {
        isDone = try work.perform(unit, threads: threadCount) { !interruption.isWanted }
      }
      try world.send([UInt8(isDone ? 1 : 0)], to: 0, tag: Self.outcomeTag)
      return nil
    }
    let overview = SharedWorkOverview(work, missing: missing, own: own, isQuiet: isQuiet)
    for unit in own {
      let isDone = try work.perform(unit, threads: threadCount) {
        overview.count()
        return !interruption.isWanted
      }
      guard isDone else { throw Interrupted() }
    }
    try waitForOthers(world, overview, interruption)
    overview.end()
    guard let skipped = try work.finish(goesOn: { !interruption.isWanted }) else {
      throw Interrupted()
    }
    return skipped
  }

  /// Waits until all other ranks have done their units.
  private func waitForOthers(
    _ world: Communicator, _ overview: SharedWorkOverview<some SharedWork>,
    _ interruption: Interruption
  ) throws {
    var outstanding = world.size - 1
    while outstanding > 0 {
      if let message = try world.immediateProbe(from: .any, tag: .number(Self.outcomeTag)) {
        var isDone = [UInt8(0)]
        var span = isDone.mutableSpan
        _ = try world.receive(
          into: &span, from: .rank(message.source), tag: .number(Self.outcomeTag))
        if isDone[0] == 0 { throw Interrupted() }
        outstanding -= 1
      } else if interruption.isWanted {
        throw Interrupted()
      } else {
        overview.showIfDue()
        usleep(20_000)
      }
    }
  }

  /// Brings rank zero's units to all ranks. Collective.
  private func share(_ units: [Int]?, on world: Communicator) throws -> [Int] {
    var count = [Int64(units?.count ?? 0)]
    var countSpan = count.mutableSpan
    try world.broadcast(&countSpan, from: 0)
    var values = units?.map { Int64($0) } ?? [Int64](repeating: 0, count: Int(count[0]))
    var span = values.mutableSpan
    try world.broadcast(&span, from: 0)
    return values.map { Int($0) }
  }

  /// The work was interrupted by a signal.
  struct Interrupted: Error, CustomStringConvertible {
    let description = "interrupted; the same command goes on"
  }
}
