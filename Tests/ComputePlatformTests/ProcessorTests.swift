import ComputePlatform
import Foundation
import Testing

@Suite struct ProcessorTests {
  /// The kernel's own list of the calling thread's cores, such as `0-3,8`.
  @Test func coresAreThoseOfTheAffinityMask() throws {
    let status = try String(contentsOfFile: "/proc/thread-self/status", encoding: .utf8)
    let list = try #require(status.firstMatch(of: /Cpus_allowed_list:\s*([0-9,-]+)/)).output.1
    let cores = list.split(separator: ",").flatMap { range -> [Int] in
      let ends = range.split(separator: "-").compactMap { Int($0) }
      return Array((ends.first ?? 0)...(ends.last ?? 0))
    }
    #expect(Processor.availableCores == cores)
    #expect(Processor.availableCoreCount == cores.count)
  }

  /// The suite itself is compiled for the same processor.
  @Test func theProcessorOfTheTestsIsSupported() { #expect(Processor.isSupported) }
}
