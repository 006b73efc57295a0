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
