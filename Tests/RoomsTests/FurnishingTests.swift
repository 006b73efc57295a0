import Testing

@testable import Rooms

struct FurnishingTests {
  @Test func everyKindAppearsInTwoHundredRooms() {
    var rooms: [ObjectKind: Int] = [:]
    for index in 0..<200 {
      let scene = Furnisher.room(random: RoomRandom(seed: 1, index: UInt64(index), stream: .plan))
      for kind in Set(scene.objects.map(\.kind)) { rooms[kind, default: 0] += 1 }
    }
    for kind in ObjectKind.allCases where ![.wall, .floor, .ceiling].contains(kind) {
      #expect(rooms[kind, default: 0] > 5, "\(kind)")
    }
  }

  @Test func classesAreAsFrequentAsInRooms() {
    let size = Fixture.sized(18, 24)
    var share: [ObjectKind: Float] = [:]
    let count = 24
    for index in 0..<count {
      let image = Room.geometry(seed: 1, index: UInt64(index), size: size, style: .nyuv2).image
      for kind in image.kinds { share[kind, default: 0] += 1 / Float(count * size.pixelCount) }
    }
    #expect((0.2...0.6).contains(share[.wall, default: 0]))
    #expect((0.1...0.45).contains(share[.floor, default: 0]))
    let furniture = 1 - [.wall, .floor, .ceiling].reduce(0) { $0 + share[$1, default: 0] }
    #expect((0.15...0.7).contains(furniture))
    #expect(share.count >= 25)
  }

  @Test func furnitureStandsInTheRoomWithoutOverlap() {
    for index in 0..<30 {
      let scene = Furnisher.room(random: RoomRandom(seed: 6, index: UInt64(index), stream: .plan))
      for object in scene.objects {
        #expect(abs(object.sine * object.sine + object.cosine * object.cosine - 1) < 1e-4)
        let middle = object.world(object.centre)
        #expect(middle.min() >= 0)
        #expect((scene.extent - middle).min() >= -1e-3)
      }
      let bulky = scene.objects.filter {
        [.bed, .sofa, .desk, .dresser, .bathtub].contains($0.kind)
      }
      for (number, first) in bulky.enumerated() {
        for second in bulky[(number + 1)...] {
          let between = first.local(second.world(second.centre)) - first.centre
          #expect(abs(between.x) > first.half.x || abs(between.z) > first.half.z)
        }
      }
    }
  }

  @Test func classNumbersAreThoseOfTheBenchmarks() {
    #expect(ObjectKind.ceiling.nyuv2Class == 21)
    #expect(ObjectKind.refrigerator.nyuv2Class == 23)
    #expect(ObjectKind.television.nyuv2Class == 24)
    #expect(ObjectKind.whiteboard.nyuv2Class == 29)
    #expect(ObjectKind.nightStand.nyuv2Class == 31)
    #expect(ObjectKind.bag.nyuv2Class == 36)
    for kind in ObjectKind.allCases {
      #expect(kind.nyuv2Class < 40)
      #expect((1...17).contains(kind.taskonomyClass))
    }
    #expect(Set(ObjectKind.allCases.map(\.taskonomyClass)) == Set(1...17))
  }
}
