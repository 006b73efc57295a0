import ByteStorage
import TestSupport
import Testing

@testable import Tasks

@Suite struct MetricRecordTests {
  private static func records(_ convention: TaskConvention) throws -> [MetricRecord] {
    var generator = SeededGenerator(seed: 21)
    var meter = MetricMeter()
    return try (0..<4).map { _ in
      try MetricSample(
        random: convention, prediction: (3, 4), label: (9, 8), using: &generator
      ).record(&meter)
    }
  }

  private static func bytes(_ record: MetricRecord) -> [UInt8] {
    var writer = ByteWriter()
    record.encode(to: &writer)
    return writer.bytes
  }

  private static func record(
    _ bytes: [UInt8], _ convention: TaskConvention
  ) throws(ByteError) -> MetricRecord {
    var reader = ByteReader(bytes)
    let record = try MetricRecord(from: &reader, of: convention)
    try reader.finish()
    return record
  }

  @Test(arguments: try MetricTwinTests.conventions())
  func bytesComeBackAsTheRecord(_ convention: TaskConvention) throws {
    for record in try Self.records(convention) {
      let bytes = Self.bytes(record)
      #expect(try Self.record(bytes, convention) == record)
      for count in bytes.indices {
        #expect(throws: ByteError.self) { try Self.record(Array(bytes[..<count]), convention) }
      }
      #expect(throws: ByteError.self) { try Self.record(bytes + [0], convention) }
    }
  }

  /// No damage is fatal: an error, or another record that fits and can be added.
  @Test(arguments: try MetricTwinTests.conventions())
  func damagedBytesAreAnErrorOrARecord(_ convention: TaskConvention) throws {
    let record = try #require(try Self.records(convention).first)
    let bytes = Self.bytes(record)
    for position in bytes.indices {
      for change: UInt8 in [1, 0x80, 0xFF] {
        var damaged = bytes
        damaged[position] ^= change
        guard let other = try? Self.record(damaged, convention) else { continue }
        var accumulator = MetricAccumulator(convention)
        accumulator.add(other)
        #expect(accumulator.imageCount == 1)
      }
    }
  }

  @Test func otherVersionsTasksAndClassesAreRefused() throws {
    let convention = try TaskConvention.segmentation(classes: 5)
    let record = try #require(try Self.records(convention).first)
    var bytes = Self.bytes(record)
    #expect(throws: ByteError.self) { try Self.record(bytes, .depth(.metres)) }
    let six = try TaskConvention.segmentation(classes: 6)
    #expect(throws: ByteError.self) { try Self.record(bytes, six) }
    #expect(record.fits(convention) && !record.fits(six) && !record.fits(.edges))
    bytes[0] = 2
    #expect(
      throws: ByteError(
        position: 0, expected: "a metric record of version 1", found: "version 2")
    ) { try Self.record(bytes, convention) }
  }

  /// A pinned layout: whoever changes it raises the version.
  @Test func theLayoutIsTheDocumentedOne() throws {
    var meter = MetricMeter()
    let depth = try MetricSample(.depth(.metres), prediction: [1, -1], label: [1, 2]).record(&meter)
    let half: [UInt8] = [0, 0, 0, 0, 0, 0]
    #expect(
      Self.bytes(depth)
        == [1, 2] + half + [8, 64] + half + [0, 64, 2]  // loss: 3, 2, 2 pixels
        + [2, 0] + half + [8, 64] + half + [248, 63]  // 2 pixels, all finite; 3; 1.5
        + [2, 2, 2, 1, 1, 1])
    let classes = try MetricSample(
      try .segmentation(classes: 2), prediction: [0, 9, 9, 0], label: [1, 255]
    ).record(&meter)
    // The confusion matrix: four empty cells, then one pixel.
    #expect(Self.bytes(classes).suffix(5) == [3, 0, 3, 1, 0])
  }

  /// What a real image costs on the wire and on disk.
  @Test func recordsOfAFullImageAreSmall() throws {
    var generator = SeededGenerator(seed: 2)
    var meter = MetricMeter()
    let conventions = TaskConvention.nyuv2()
    let limits = [2_600, 18_200, 64]
    for (convention, limit) in zip(conventions, limits) {
      let sample = MetricSample(
        random: convention, prediction: (21, 21), label: (161, 161), using: &generator)
      #expect(Self.bytes(try sample.record(&meter)).count < limit)
    }
  }
}

@Suite struct SparseCountsTests {
  @Test(
    arguments: [
      [], [0], [0, 0, 0], [1], [5, 0, 0, 7, 0], [0, 127, 128, 0, 16_384, .max, 0, 0, 0, 1],
    ] as [[UInt32]])
  func countsComeBack(_ counts: [UInt32]) throws {
    let sparse = SparseCounts(counts.span)
    #expect(sparse.total == counts.reduce(0) { $0 + Int($1) })
    var dense = [UInt64](repeating: 3, count: counts.count)
    sparse.add(to: &dense, times: 2)
    #expect(dense == counts.map { 3 + 2 * UInt64($0) })
    #expect(try SparseCounts(checking: sparse.bytes, binCount: counts.count) == sparse)
  }

  /// Empty bins at the end, two gaps in a row, more bins than there are, counts beyond 32 bits.
  @Test(
    arguments: [
      [0, 0], [5, 0, 1], [0, 0, 0, 0, 1], [1, 1, 1, 1, 1], [0, 4, 1], [0x80, 0],
      [0xFF, 0xFF, 0xFF, 0xFF, 0x1F],
      [0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1],
    ] as [[UInt8]])
  func otherFormsAreRefused(_ bytes: [UInt8]) {
    #expect(throws: ByteError.self) { try SparseCounts(checking: bytes, binCount: 4) }
  }
}
