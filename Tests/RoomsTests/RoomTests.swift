import Testing

@testable import Rooms

struct RoomTests {
  private let small = Fixture.sized(60, 80)

  @Test func aRoomIsAFunctionOfSeedAndIndex() {
    let room = Room.render(seed: 7, index: 3, size: small, style: .nyuv2)
    #expect(room == Room.render(seed: 7, index: 3, size: small, style: .nyuv2))
    #expect(room.image != Room.render(seed: 7, index: 4, size: small, style: .nyuv2).image)
    #expect(room.image != Room.render(seed: 8, index: 3, size: small, style: .nyuv2).image)
  }

  /// The digests stand for all machines: one that differs has another arithmetic.
  @Test(arguments: [
    (RoomStyle.nyuv2, 13666636525455914398 as UInt64), (.taskonomy, 11197767135105128761),
  ])
  func theBytesAreTheSameEverywhere(_ style: RoomStyle, _ digest: UInt64) {
    #expect(Fixture.digest(Room.render(seed: 1, index: 2, size: small, style: style)) == digest)
  }

  @Test(arguments: [(16, 16), (17, 33), (61, 47), (48, 64)])
  func everySizeHasAllItsPixels(_ height: Int, _ width: Int) throws {
    let size = try RoomImageSize(height: height, width: width)
    let room = Room.render(seed: 1, index: 1, size: size, style: .taskonomy)
    let count = height * width
    #expect(room.image.count == 3 * count)
    #expect(room.normals.count == 3 * count)
    #expect(room.segmentation.count == count)
    #expect(room.keypoints.count == count)
    #expect(room.edges.count == count)
    guard case .fixedPoint(let depth) = room.depth else {
      Issue.record("depth of another style")
      return
    }
    #expect(depth.count == count)
  }

  @Test(arguments: [(15, 64), (64, 15), (0, 64), (-1, 64), (4097, 64), (64, .max)])
  func impossibleSizesAreRefused(_ height: Int, _ width: Int) {
    let isHeight = !RoomImageSize.extents.contains(height)
    #expect(
      throws: RoomError.extent(
        isHeight ? "height" : "width", found: isHeight ? height : width)
    ) { try RoomImageSize(height: height, width: width) }
  }

  @Test func theErrorNamesExpectationAndFinding() {
    #expect(
      RoomError.extent("width", found: 5).description
        == "a room's width in pixels: expected 16 to 4096, found 5")
  }

  @Test func valuesOfNYUv2AreInTheirRanges() {
    for index in 0..<3 {
      let room = Room.render(seed: 3, index: UInt64(index), size: small, style: .nyuv2)
      #expect(room.segmentation.allSatisfy { $0 < 40 || $0 == 255 })
      guard case .metres(let depth) = room.depth else {
        Issue.record("depth of another style")
        return
      }
      #expect(depth.allSatisfy { $0 == 0 || (0.3...10).contains($0) })
      let holes = depth.count { $0 == 0 }
      #expect((1..<depth.count / 2).contains(holes))
      for pixel in depth.indices {
        let bytes = room.normals[3 * pixel..<3 * pixel + 3]
        #expect(bytes.contains(255) == (depth[pixel] == 0))
      }
    }
  }

  @Test func valuesOfTaskonomyAreInTheirRanges() {
    for index in 0..<3 {
      let room = Room.render(seed: 3, index: UInt64(index), size: small, style: .taskonomy)
      #expect(room.segmentation.allSatisfy { $0 <= 17 })
      #expect(room.segmentation.contains(1))
      guard case .fixedPoint(let depth) = room.depth else {
        Issue.record("depth of another style")
        return
      }
      #expect(depth.allSatisfy { $0 == .max || (150...5120).contains($0) })
      #expect(depth.contains(.max))
      for pixel in depth.indices {
        let isUnknown = room.normals[3 * pixel..<3 * pixel + 3].allSatisfy { $0 == 128 }
        #expect(isUnknown == (depth[pixel] == .max))
      }
    }
  }

  @Test(arguments: RoomStyle.allCases)
  func storedNormalsAreUnitVectors(_ style: RoomStyle) {
    let room = Room.render(seed: 5, index: 0, size: small, style: style)
    let unknown: UInt8 = style == .nyuv2 ? 255 : 128
    for pixel in 0..<small.pixelCount {
      let bytes = (0..<3).map { room.normals[3 * pixel + $0] }
      guard bytes != [unknown, unknown, unknown] else { continue }
      let normal = bytes.map { Float($0) / 255 * 2 - 1 }
      let length = normal.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(abs(length - 1) < 0.02)
    }
  }

  /// The axes that the benchmarks' published samples have.
  @Test(arguments: [
    (Vector(1, 0, 0), RoomStyle.nyuv2, [254, 128, 128] as [UInt8]),
    (Vector(0, 1, 0), .nyuv2, [128, 128, 0]), (Vector(0, 0, 1), .nyuv2, [128, 0, 128]),
    (Vector(1, 0, 0), .taskonomy, [254, 128, 128]),
    (Vector(0, 1, 0), .taskonomy, [128, 254, 128]), (Vector(0, 0, 1), .taskonomy, [128, 128, 0]),
  ])
  func normalsHaveTheAxesOfTheBenchmark(
    rightDownTowards normal: Vector, _ style: RoomStyle, stored: [UInt8]
  ) {
    var geometry = GeometryImage(small)
    geometry.normals[0] = normal
    let encoder = LabelEncoder(style: style, random: RoomRandom(seed: 1, index: 1, stream: .labels))
    let depth = [1] + [Float?](repeating: nil, count: small.pixelCount - 1)
    #expect(Array(encoder.normals(geometry, depth: depth)[0..<3]) == stored)
  }

  @Test func featuresAnswerToCornersAndEdges() throws {
    // A white square on black.
    let size = Fixture.sized(32, 32)
    var image = [UInt8](repeating: 0, count: 3 * size.pixelCount)
    for row in 8..<24 {
      for column in 8..<24 {
        for channel in 0..<3 { image[3 * (row * 32 + column) + channel] = 255 }
      }
    }
    let features = ImageFeatures(image, size: size)
    let (edges, keypoints) = (features.edges(), features.keypoints())
    #expect(edges[4 * 32 + 4] == 0)
    #expect(edges[16 * 32 + 16] == 0)
    #expect(edges[16 * 32 + 8] > 5000)
    #expect(edges[16 * 32 + 8] == edges[16 * 32 + 23])
    #expect(keypoints[16 * 32 + 8] == 0)
    #expect(keypoints[9 * 32 + 9] > 300)
    #expect(keypoints[9 * 32 + 9] == keypoints[22 * 32 + 22])
  }
}

/// What the tests share.
enum Fixture {
  static func sized(_ height: Int, _ width: Int) -> RoomImageSize {
    guard let size = try? RoomImageSize(height: height, width: width) else {
      preconditionFailure("\(height)x\(width)")
    }
    return size
  }

  /// FNV-1a over all arrays.
  static func digest(_ room: RenderedRoom) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ values: some Sequence<UInt32>) {
      for value in values { hash = (hash ^ UInt64(value)) &* 0x100_0000_01B3 }
    }
    add(room.image.lazy.map(UInt32.init))
    add(room.segmentation.lazy.map(UInt32.init))
    add(room.normals.lazy.map(UInt32.init))
    switch room.depth {
    case .metres(let values): add(values.lazy.map(\.bitPattern))
    case .fixedPoint(let values): add(values.lazy.map(UInt32.init))
    }
    add(room.keypoints.lazy.map(UInt32.init))
    add(room.edges.lazy.map(UInt32.init))
    return hash
  }
}
