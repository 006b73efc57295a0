/// Work that makes a data set, cut into units that any process may do, in any order.
///
/// One process begins and finishes; all of them do units in between. What a unit leaves behind is
/// whole or not there, so that work which was ended in any way, `SIGKILL` included, goes on with
/// the units that are missing. The result has the same bytes whoever did which unit. All processes
/// must see the same file system.
public protocol SharedWork: Sendable {
  /// Number of images of every unit.
  var unitSizes: [Int] { get }

  /// Prepares the work, or finds out how far it is; to be called by one process.
  /// - Returns: the units that are to be done.
  /// - Throws: when the result is there already, or other work or another process is in the way.
  func begin() throws -> [Int]

  /// Makes sure that another process began the same work where this one sees it.
  func join() throws

  /// Does one unit.
  /// - Parameters:
  ///   - threads: number of images that are made at the same time.
  ///   - goesOn: called after every image; false leaves the unit undone.
  /// - Returns: whether the unit was done.
  func perform(_ unit: Int, threads: Int, goesOn: () -> Bool) throws -> Bool

  /// Whether a unit has been done, by whichever process.
  func isDone(_ unit: Int) -> Bool

  /// Puts the result in its place when all units have been done, and removes what units left; to
  /// be called by the process that began.
  /// - Parameter goesOn: called now and then; false leaves everything for a later run.
  /// - Returns: what was left out, now or in earlier runs; nil when the work is to go on later.
  func finish(goesOn: () -> Bool) throws -> [SkippedSample]?
}

extension SharedWork {
  /// Does the whole work in this process, or goes on with it.
  /// - Parameters:
  ///   - threads: number of images that are made at the same time.
  ///   - goesOn: called after every image; false interrupts the work, which can go on later.
  /// - Returns: what was left out; nil when the work was interrupted.
  public func run(threads: Int = 1, goesOn: () -> Bool = { true }) throws -> [SkippedSample]? {
    for unit in try begin() {
      guard try perform(unit, threads: threads, goesOn: goesOn) else { return nil }
    }
    return try finish(goesOn: goesOn)
  }
}
