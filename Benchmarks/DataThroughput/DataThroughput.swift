import ArgumentParser
import Datasets
import Foundation
import Tasks

/// Times the ways that images take: rendered, written as a published folder, imported, read.
@main
struct DataThroughput: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data-throughput",
    abstract: "Time rendering, writing, importing and reading of images on one core.",
    discussion: """
      Makes rooms in a temporary folder and takes them all the way to a network's input. With \
      --step, the share of reading in an evaluation of that many seconds an image is printed too.

        data-throughput --style nyuv2 --size 480x640 --input 321x321 --step 1.6
        data-throughput --style taskonomy --size 512x512 --input 256x256
      """)

  @Option(help: "Number of images; fewer than about 30 stay in the library's cache.") var count = 32
  @Option(help: "Rows and columns of the stored images.") var size = "480x640"
  @Option(help: "Rows and columns of the network's input.") var input = "321x321"
  @Option(help: "nyuv2 or taskonomy.") var style = "nyuv2"
  @Option(help: "Rounds of reading, of which the median counts.") var rounds = 5
  @Option(help: "Seconds that an evaluation spends on an image.") var step: Double?

  func run() throws {
    guard let dialect = LabelDialect(rawValue: style), count > 0, rounds > 0 else {
      throw ValidationError("expected nyuv2 or taskonomy, and positive counts")
    }
    let (stored, wanted) = (try Self.extents(size), try Self.extents(input))
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "data-throughput-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }

    let rooms = try RoomSource(
      style: dialect, seed: 1, counts: RoomSource.Counts(test: count), height: stored.height,
      width: stored.width)
    try report("render") {
      for position in 0..<count { _ = try rooms.sample(position, of: 0) }
    }
    try report("render and write a folder") {
      _ = try FolderExport(rooms, to: "\(folder)/rooms").run()
    }
    let file = "\(folder)/rooms.h5"
    try report("import the folder") {
      switch dialect {
      case .nyuv2: _ = try DatasetImport(NYUv2FolderSource("\(folder)/rooms"), to: file).run()
      case .taskonomy:
        _ = try DatasetImport(TaskonomyFolderSource("\(folder)/rooms"), to: file).run()
      }
    }

    let split = try DatasetFile(file).split("test")
    let preprocessing = Preprocessing(
      dialect: dialect, conventions: try Self.conventions(dialect), height: wanted.height,
      width: wanted.width)
    try report("read", rounds: rounds) {
      for index in 0..<count { _ = try split.sample(index) }
    }
    let reading = try report("read and preprocess", rounds: rounds) {
      for index in 0..<count { _ = try preprocessing.evaluationSample(split.sample(index)) }
    }
    try report("read and augment for training", rounds: rounds) {
      let reader = try SampleReader(
        split, indices: Array(0..<count), preprocessing,
        training: SampleReader.Training(seed: 1, epoch: 0))
      while try reader.next() != nil {}
    }
    if let step {
      let share = 100 * reading / (reading + step)
      print(
        "reading and preprocessing: \(Self.rounded(share, 100)) % of an evaluation of \(step) s")
    }
  }

  private static func conventions(_ dialect: LabelDialect) throws -> [TaskConvention] {
    switch dialect {
    case .nyuv2: TaskConvention.nyuv2()
    case .taskonomy: try TaskConvention.taskonomy(classWeights: [Float](repeating: 1, count: 17))
    }
  }

  private static func extents(_ text: String) throws -> (height: Int, width: Int) {
    let parts = text.split(separator: "x").map { Int($0) }
    guard parts.count == 2, let height = parts[0], let width = parts[1], height > 0, width > 0
    else { throw ValidationError("expected rows x columns such as 480x640, found '\(text)'") }
    return (height, width)
  }

  /// Times `body` over all images and prints the speed.
  /// - Returns: seconds an image.
  @discardableResult
  private func report(_ name: String, rounds: Int = 1, _ body: () throws -> Void) throws -> Double {
    let clock = ContinuousClock()
    var times: [Double] = []
    for _ in 0..<rounds {
      let begin = clock.now
      try body()
      times.append((clock.now - begin) / .seconds(1) / Double(count))
    }
    let time = times.sorted()[times.count / 2]
    print(
      "\(name): \(Self.rounded(1 / time, 10)) images/s, \(Self.rounded(1000 * time, 10)) ms each")
    return time
  }

  private static func rounded(_ value: Double, _ steps: Double) -> String {
    "\((value * steps).rounded() / steps)"
  }
}
