import ComputePlatform
import Synchronization
import Testing

@Suite(.serialized) struct ThreadTeamTests {
  @Test(arguments: [1, 2, 3], [0, 1, 2, 17, 1000])
  func everyIndexIsVisitedOnce(threads: Int, count: Int) {
    let previous = ThreadTeam.threadCount
    ThreadTeam.threadCount = threads
    defer { ThreadTeam.threadCount = previous }
    #expect(ThreadTeam.threadCount == threads)
    let visits = Mutex([Int](repeating: 0, count: count))
    ThreadTeam.forEach(count: count) { index in visits.withLock { $0[index] += 1 } }
    #expect(visits.withLock { $0 } == Array(repeating: 1, count: count))
    ThreadTeam.forEach(uneven: count) { index in visits.withLock { $0[index] += 1 } }
    #expect(visits.withLock { $0 } == Array(repeating: 2, count: count))
  }
}
