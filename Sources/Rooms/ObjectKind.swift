/// What a visible surface belongs to.
enum ObjectKind: UInt8, CaseIterable {
  // NYUv2's 40 classes, by class number; the ones that rooms do not have are left out.
  case wall = 0
  case floor, cabinet, bed, chair, sofa, table, door, window, bookshelf, picture, counter, blinds
  case desk, shelves, curtain, dresser, pillow, mirror, floorMat
  case ceiling = 21
  case books, refrigerator, television, paper, towel, showerCurtain, box, whiteboard
  case nightStand = 31
  case toilet, sink, lamp, bathtub, bag
  // Kinds that only Taskonomy tells apart.
  case oven = 40
  case microwave, toaster, bottle, plant, vase, clock

  /// Class number 0...39 as NYUv2 stores it.
  var nyuv2Class: UInt8 {
    switch self {
    case .oven: 37  // otherstructure
    case .microwave, .toaster: 38  // otherfurniture
    case .bottle, .plant, .vase, .clock: 39  // otherprop
    default: rawValue
    }
  }

  /// Class number 1...17 as Taskonomy stores it; 1 is the background.
  var taskonomyClass: UInt8 {
    switch self {
    case .bottle: 2
    case .chair: 3
    case .sofa: 4
    case .plant: 5
    case .bed: 6
    case .table: 7
    case .toilet: 8
    case .television: 9
    case .microwave: 10
    case .oven: 11
    case .toaster: 12
    case .sink: 13
    case .refrigerator: 14
    case .books: 15
    case .clock: 16
    case .vase: 17
    default: 1
    }
  }

  /// Whether light goes through the surface or is thrown back as by a mirror, so that depth sensors
  /// often see nothing.
  var defeatsDepthSensor: Bool { self == .window || self == .mirror || self == .television }
}
