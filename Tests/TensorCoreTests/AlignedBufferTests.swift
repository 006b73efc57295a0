import Foundation
import Glibc
import TensorCore
import Testing

@Suite struct AlignedBufferTests {
  @Test(arguments: [0, 1, 3, 15, 16, 17, 1000])
  func startsOnACacheLineAndHoldsItsValue(count: Int) {
    // Several at once, so that an aligned start is no accident.
    let first = AlignedBuffer<Float>(repeating: 1, count: count)
    let second = AlignedBuffer<Float>(repeating: 2.5, count: count)
    let third = AlignedBuffer<Float>(repeating: 3, count: count)
    let addresses = [
      UInt(bitPattern: first.unsafeBaseAddress), UInt(bitPattern: second.unsafeBaseAddress),
      UInt(bitPattern: third.unsafeBaseAddress),
    ]
    for address in addresses { #expect(address % 64 == 0) }
    let span = second.span
    let counts = [second.count, span.count]
    #expect(counts == [count, count])
    for index in 0..<count { #expect(span[index] == 2.5) }
  }

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: "/sys/kernel/mm/transparent_hugepage/enabled"),
      "the system has no large pages"))
  func aLargeOneIsInLargePagesWhereThereAreAny() {
    let page = UInt(2 << 20)
    let count = (3 << 20) + 7  // 12 MB, and a bit of it behind the last large page
    let buffer = AlignedBuffer<Float>(repeating: 2.5, count: count)
    let address = UInt(bitPattern: buffer.unsafeBaseAddress)
    #expect(address % page == 0)
    let span = buffer.span
    #expect((0..<count).allSatisfy { span[$0] == 2.5 })
    #expect(wantsLargePages(address))
  }

  @Test func aLargeOneIsGivenBack() async {
    // In a process of its own, where nobody else takes the same place.
    await #expect(processExitsWith: .success) {
      let size = 12 << 20
      let address: UInt
      do {
        let buffer = AlignedBuffer<UInt8>(repeating: 1, count: size)
        address = UInt(bitPattern: buffer.unsafeBaseAddress)
        #expect(Self.isMapped(address) && Self.isMapped(address + UInt(size) - 4096))
      }
      #expect(!Self.isMapped(address) && !Self.isMapped(address + UInt(size) - 4096))
    }
  }

  /// Whether there is memory at the start of a page.
  private static func isMapped(_ page: UInt) -> Bool {
    var isResident = UInt8(0)
    return mincore(UnsafeMutableRawPointer(bitPattern: page), 1, &isResident) == 0
  }

  /// Whether the mapping at an address has the flag of `MADV_HUGEPAGE`.
  private func wantsLargePages(_ address: UInt) -> Bool {
    // In pieces: such a file has no size that tells how much there is to read.
    let file = FileHandle(forReadingAtPath: "/proc/self/smaps")
    var bytes = Data()
    while let piece = try? file?.read(upToCount: 4096), !piece.isEmpty { bytes += piece }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    // The system joins neighbours of one kind.
    func contains(_ line: Substring) -> Bool {
      let ends = line.prefix { $0 != " " }.split(separator: "-").compactMap { UInt($0, radix: 16) }
      return ends.count == 2 && (ends[0]..<ends[1]).contains(address)
    }
    guard let first = lines.firstIndex(where: contains),
      let flags = lines[first...].first(where: { $0.hasPrefix("VmFlags:") })
    else { return false }
    return flags.split(separator: " ").contains("hg")
  }

  @Test func changesThroughTheSpanStay() {
    var buffer = AlignedBuffer<Int32>(repeating: 0, count: 5)
    var elements = buffer.mutableSpan
    for index in 0..<5 { elements[index] = Int32(index * index) }
    let span = buffer.span
    for index in 0..<5 { #expect(span[index] == Int32(index * index)) }
    let fourth = buffer.unsafeBaseAddress[3]
    #expect(fourth == 9)
  }

  @Test func anEmptyBufferHasEmptySpans() {
    var buffer = AlignedBuffer<Double>(repeating: 1, count: 0)
    let readable = buffer.span.isEmpty
    let writable = buffer.mutableSpan.isEmpty
    #expect(readable && writable)
  }

  @Test func aNegativeCountIsRefused() async {
    await #expect(processExitsWith: .failure) {
      _ = AlignedBuffer<Float>(repeating: 0, count: -1)
    }
  }

  @Test func placesBehindTheEndAreRefused() async {
    await #expect(processExitsWith: .failure) {
      let buffer = AlignedBuffer<Float>(repeating: 0, count: 4)
      _ = buffer.span[4]
    }
  }
}
