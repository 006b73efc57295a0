import Kernels
import TestSupport
import Testing

@Suite struct BFloat16Tests {
  private func rounded(_ values: [Float]) -> [UInt16] {
    var bits = [UInt16](repeating: 0xAAAA, count: values.count)
    var span = bits.mutableSpan
    BFloat16.round(values.span, to: &span)
    return bits
  }

  /// The nearest of the two neighbours, the even one when both are as near.
  private func twin(_ value: Float) -> UInt16 {
    if value.isNaN { return UInt16(Float.nan.bitPattern >> 16) }
    let low = UInt16(value.bitPattern >> 16)
    let rest = value.bitPattern & 0xFFFF
    let isUp = rest > 0x8000 || (rest == 0x8000 && low % 2 == 1)
    return isUp ? low + 1 : low
  }

  @Test(arguments: awkwardCounts) func roundingEqualsItsTwin(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    let values = random.awkwardFloats(count, in: -9...9)
    #expect(rounded(values) == values.map(twin))
  }

  @Test func tiesGoToTheEvenNeighbourAndNaNStays() {
    let halfway = Float(bitPattern: 0x3F80_8000)
    let above = Float(bitPattern: 0x3F81_8000)
    let payload = Float(bitPattern: 0x7FFF_FFFF)
    #expect(
      rounded([halfway, above, -halfway, .infinity, payload, .greatestFiniteMagnitude])
        == [0x3F80, 0x3F82, 0xBF80, 0x7F80, 0x7FC0, 0x7F80])
  }

  @Test func valuesAreExact() {
    for bits: UInt16 in [0, 0x3F80, 0xC2F6, 0x7F80] {
      #expect(rounded([BFloat16.value(of: bits)]) == [bits])
    }
  }
}
