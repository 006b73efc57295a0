import ByteStorage
import Testing

/// Known answers of FIPS 180-4 and lengths around the ends of blocks.
@Suite struct SHA256Tests {
  private func digest(_ text: String) -> String {
    var hash = SHA256()
    hash.update(Array(text.utf8))
    return SHA256.hexadecimal(hash.finish())
  }

  @Test func knownAnswers() {
    #expect(
      digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
  }

  @Test(arguments: [1, 55, 56, 63, 64, 65, 127, 128, 200])
  func piecesMakeNoDifference(_ count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    var whole = SHA256()
    whole.update(bytes)
    let expected = whole.finish()
    for cut in [0, 1, count / 2, count - 1] {
      var pieces = SHA256()
      pieces.update(Array(bytes[..<cut]))
      pieces.update(Array(bytes[cut...]))
      #expect(pieces.finish() == expected)
    }
  }

  /// Arrays that an optimised build keeps on the stack.
  @Test func numbersThatAreMadeOnTheSpotAreTakenInToo() {
    for count in [Int64(0), 1, -1, 1 << 40] {
      var spot = SHA256()
      spot.update([count])
      var bytes = SHA256()
      bytes.update((0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * Int64($0))) })
      #expect(spot.finish() == bytes.finish())
    }
  }
}
