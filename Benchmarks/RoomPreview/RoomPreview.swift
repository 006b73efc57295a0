import ArgumentParser
import Glibc
import Rooms

/// Renders rooms one after another: writes their arrays, one behind the other, to standard output,
/// or says how many a second one core renders.
@main
struct RoomPreview: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "room-preview",
    abstract: "Render synthetic rooms and time it, or write their raw arrays.",
    discussion: """
      With --raw, standard output gets for each room: picture (height x width x 3 bytes),
      segmentation (bytes), normals (x 3 bytes), depth (32-bit floats for nyuv2, 16-bit words for
      taskonomy), keypoints and edges (16-bit words), in the machine's byte order.
      """)

  @Option(help: "Number of rooms.") var count = 40
  @Option(help: "Index of the first one.") var first: UInt64 = 0
  @Option(help: "Seed.") var seed: UInt64 = 1
  @Option(help: "Rows.") var height = 240
  @Option(help: "Columns.") var width = 320
  @Option(help: "nyuv2 or taskonomy.") var style = "nyuv2"
  @Flag(help: "Write the raw arrays.") var raw = false

  func run() throws {
    guard let style = RoomStyle(rawValue: style) else {
      throw ValidationError("style: expected nyuv2 or taskonomy, found \(self.style)")
    }
    let size = try RoomImageSize(height: height, width: width)
    let clock = ContinuousClock()
    let start = clock.now
    for number in 0..<UInt64(max(count, 0)) {
      let room = Room.render(seed: seed, index: first + number, size: size, style: style)
      if raw { Self.write(room) }
    }
    guard !raw else { return }
    let elapsed = start.duration(to: clock.now)
    let seconds =
      Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    print(
      "\(count) rooms of \(height)x\(width) in \(seconds) s: \(Double(count) / seconds) a second")
  }

  private static func write(_ room: RenderedRoom) {
    write(room.image)
    write(room.segmentation)
    write(room.normals)
    switch room.depth {
    case .metres(let values): write(values)
    case .fixedPoint(let values): write(values)
    }
    write(room.keypoints)
    write(room.edges)
  }

  private static func write<Value: BitwiseCopyable>(_ values: [Value]) {
    unsafe values.withUnsafeBytes { bytes in
      var rest = unsafe bytes
      while unsafe !rest.isEmpty {
        let count = unsafe Glibc.write(STDOUT_FILENO, rest.baseAddress, rest.count)
        guard count > 0 else { return }
        unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      }
    }
  }
}
