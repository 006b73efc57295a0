internal import CPlatform

/// The OpenMP team of this process, shared by oneDNN and by our own loops.
///
/// One team for both, so that a loop of ours never competes with the library's waiting threads.
public enum ThreadTeam {
  /// Number of threads of later parallel regions.
  ///
  /// oneDNN reads it when a primitive is created, so it is set before networks are compiled.
  /// - Precondition: at least 1.
  public static var threadCount: Int {
    get { Int(equipoise_openmp_max_threads()) }
    set {
      precondition(newValue >= 1, "a team needs at least one thread, not \(newValue)")
      equipoise_openmp_set_threads(Int32(newValue))
    }
  }

  /// Runs `body` while the libraries see a team of one thread.
  ///
  /// What they plan inside has an order of operations that no later number of threads changes.
  public static func plannedForOneThread<Result, Failure>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let count = threadCount
    threadCount = 1
    defer { threadCount = count }
    return try body()
  }

  /// Calls `body` once for every index below `count`, a contiguous range of indices per thread.
  ///
  /// What an index computes must not depend on which thread runs it: results are then the same
  /// for every number of threads. `body` must not call MPI and must not start another region.
  public static func forEach(count: Int, _ body: (Int) -> Void) {
    unsafe parallelLoop(count, body)
  }

  /// The same for indices that take unequal times: a thread that is done takes the next index.
  public static func forEach(uneven count: Int, _ body: (Int) -> Void) {
    unsafe parallelLoopOfUneven(count, body)
  }
}

// In C (CPlatform.c), and called as Swift calls functions: an imported function can take a closure only
// behind a pointer, for which every loop would allocate a context, and steps of attacks are to allocate
// nothing.
@_silgen_name("equipoise_parallel_for")
@unsafe private func parallelLoop(_ count: Int, _ body: (Int) -> Void)

@_silgen_name("equipoise_parallel_for_uneven")
@unsafe private func parallelLoopOfUneven(_ count: Int, _ body: (Int) -> Void)
