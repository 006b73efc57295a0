import ArgumentParser
import Datasets
import Tasks

/// `equipoise synthesize`: makes a data set of synthetic rooms.
struct SynthesizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "synthesize",
    abstract: "Make a data set of synthetic rooms.",
    discussion: """
      Renders furnished rooms with their labels in the encodings and value ranges of a benchmark. \
      The rooms follow from style, seed and size alone; a larger data set begins with the rooms of \
      a smaller one. Runs alone or under mpirun; the bytes are the same for any number of ranks, and \
      the same command goes on with a run that was interrupted in any way. docs/rooms has pictures, docs/dataset-format.md the format.

        equipoise synthesize --count 16 --output rooms.h5
        equipoise synthesize --style taskonomy --size 256x256 --count 50 --train 200 -o rooms.h5
        mpirun -n 4 equipoise synthesize --folder --count 1000 --output rooms
      """)

  @Option(help: "Rooms of the split test.")
  var count = 16

  @Option(help: "Rooms of the split train, none of which is among those of test.")
  var train = 0

  @Option(
    help: ArgumentHelp(
      "Rows and columns; 240x320 by default, 256x256 for taskonomy.", valueName: "HxW"),
    transform: Extents.init)
  var size: Extents?

  @Option(help: "Tells collections of rooms apart.")
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "The benchmark whose labels the rooms have.",
      valueName: LabelDialect.allCases.map(\.rawValue).joined(separator: "|")),
    transform: Self.style)
  var style = LabelDialect.nyuv2

  @Flag(
    help: ArgumentHelp(
      "Write a folder in the layout in which the benchmark is published, not a data set file.",
      discussion: "AdaShare's for nyuv2; taskonomy.json, PNG files and splits.csv for taskonomy."))
  var folder = false

  @OptionGroup var writing: WritingOptions

  func validate() throws {
    let counts = 0...Self.largestCount
    for (name, value) in [("--count", count), ("--train", train)] where !(counts ~= value) {
      throw ValidationError("expected \(name) to be in \(counts), found \(value)")
    }
    if count + train == 0 {
      throw ValidationError("expected --count or --train to be at least 1, found 0")
    }
  }

  func run() throws {
    let size = size ?? (style == .nyuv2 ? Extents(240, 320) : Extents(256, 256))
    let rooms = {
      try RoomSource(
        style: style, seed: seed, counts: RoomSource.Counts(test: count, train: train),
        height: size.height, width: size.width)
    }
    if folder {
      try writing.writeFolder(rooms)
    } else {
      try writing.writeFile(rooms)
    }
  }

  /// More rooms than anybody can store: a slip of the hand.
  private static let largestCount = 100_000_000

  private static func style(named name: String) throws -> LabelDialect {
    guard let style = LabelDialect(rawValue: name) else {
      throw ValidationError(
        "expected one of \(LabelDialect.allCases.map(\.rawValue)), found '\(name)'")
    }
    return style
  }

  /// Rows and columns of an image, written as `240x320`.
  struct Extents {
    let height: Int
    let width: Int

    init(_ height: Int, _ width: Int) {
      self.height = height
      self.width = width
    }

    init(_ text: String) throws {
      let parts = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
      let extents = RoomSource.extents
      guard parts.count == 2, let height = parts[0], let width = parts[1],
        extents ~= height, extents ~= width
      else {
        throw ValidationError(
          "expected rows x columns such as 240x320, each in \(extents), found '\(text)'")
      }
      self.init(height, width)
    }
  }
}
