internal import ByteStorage
internal import Foundation
internal import Glibc
internal import HDF5Store
public import Jobs

/// Adversarial examples as data sets: a file for every rank that made some, and a virtual dataset
/// over all of them. docs/results-format.md describes both.
public struct ExampleFiles {
  /// An example that a complete run should have, and has not.
  struct Missing: Error, CustomStringConvertible {
    let path: String
    let key: RecordKey
    var description: String {
      "\(path): expected an example of image \(key.image) under configuration "
        + "\(key.configuration), found none; remove the journal's folder and run again"
    }
  }

  static let logKind = "EQPADVX1"

  private let directory: String
  private let job: EvaluationJob

  /// Examples of a job in its results directory.
  public init(directory: String, job: EvaluationJob) {
    self.directory = directory
    self.job = job
  }

  static func logPath(_ directory: String, _ rank: Int) -> String {
    "\(directory)/adversarial-\(rank).log"
  }

  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  private static func dataPath(_ directory: String, _ writer: Int) -> String {
    "\(directory)/\(dataName(writer))"
  }

  private static func dataName(_ writer: Int) -> String { "adversarial-\(writer).h5" }

  /// Turns the logs that are this rank's share into data sets.
  /// - Parameters:
  ///   - rank: this rank; takes the logs whose numbers leave it as remainder.
  ///   - rankCount: number of ranks that share the work.
  /// - Throws: `FileError`, `FrameError`, `ByteError` for a damaged log; `HDF5Error`.
  /// - Complexity: two passes over the logs; one example at a time is in memory.
  public func convert(rank: Int, rankCount: Int) throws {
    for writer in try writers() where writer % rankCount == rank { try convert(writer) }
  }

  /// Writes `adversarial.h5`: all examples by image and attack, wherever they are.
  /// - Throws: ``Missing``; `HDF5Error`.
  public func join(imageCount: Int) throws {
    let attackCount = job.attacks.count
    var places = [(writer: Int, row: Int)?](repeating: nil, count: imageCount * attackCount)
    var rowCounts: [Int: Int] = [:]
    for writer in try writers() {
      let file = try HDF5File.open(Self.dataPath(directory, writer))
      let images: [UInt32] = try file.root.dataset("image").read()
      let configurations: [UInt32] = try file.root.dataset("configuration").read()
      rowCounts[writer] = images.count
      for (row, (image, configuration)) in zip(images, configurations).enumerated()
      where Int(image) < imageCount && (1...attackCount).contains(Int(configuration)) {
        let index = Int(image) * attackCount + Int(configuration) - 1
        if places[index] == nil { places[index] = (writer, row) }
      }
    }
    let partial = "\(directory)/adversarial.h5.partial"
    let file = try HDF5File.create(partial, replacing: true)
    let extents = [job.data.height, job.data.width, 3]
    for format in AdversarialFormat.allCases where job.adversarialExamples.contains(format) {
      let mappings = try runs(places).map { run in
        VirtualMapping(
          Hyperslab(start: [run.image, run.attack, 0, 0, 0], count: [1, run.count] + extents),
          sourceFile: Self.dataName(run.writer), sourceDataset: format.rawValue,
          sourceShape: [rowCounts[run.writer] ?? 0] + extents,
          sourceSlab: Hyperslab(start: [run.row, 0, 0, 0], count: [run.count] + extents))
      }
      let shape = [imageCount, attackCount] + extents
      switch format {
      case .float32:
        _ = try file.root.createVirtualDataset(
          format.rawValue, of: Float.self, shape: shape, mappings: mappings)
      case .pixels:
        _ = try file.root.createVirtualDataset(
          format.rawValue, of: UInt8.self, shape: shape, mappings: mappings)
      }
    }
    try file.close()
    try PartialFile.commit(partial, as: "\(directory)/adversarial.h5")
  }

  /// Neighbouring attacks on one image that lie in neighbouring rows of one file.
  private func runs(
    _ places: [(writer: Int, row: Int)?]
  ) throws -> [(image: Int, attack: Int, count: Int, writer: Int, row: Int)] {
    var runs: [(image: Int, attack: Int, count: Int, writer: Int, row: Int)] = []
    for (index, place) in places.enumerated() {
      let (image, attack) = (index / job.attacks.count, index % job.attacks.count)
      guard let place else {
        throw Missing(
          path: directory, key: RecordKey(image: image, configuration: attack + 1))
      }
      if let last = runs.last, last.image == image, last.writer == place.writer,
        last.row + last.count == place.row
      {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((image, attack, 1, place.writer, place.row))
      }
    }
    return runs
  }

  /// Numbers of the logs that are there, ascending.
  private func writers() throws -> [Int] {
    try FileManager.default.contentsOfDirectory(atPath: directory).compactMap { name in
      name.hasPrefix("adversarial-") && name.hasSuffix(".log")
        ? Int(name.dropFirst("adversarial-".count).dropLast(".log".count)) : nil
    }.sorted()
  }

  private func convert(_ writer: Int) throws {
    var positions: [RecordKey: Int] = [:]
    let (log, _) = try FrameLog.open(
      Self.logPath(directory, writer), kind: Self.logKind, isReadOnly: true
    ) { position, payload in
      let key = try StoredExample(payload).key
      if positions[key] == nil { positions[key] = position }
    }
    let ordered = positions.sorted { $0.key < $1.key }
    let path = Self.dataPath(directory, writer)
    let file = try HDF5File.create("\(path).partial", replacing: true)
    let root = file.root
    let keys = ordered.map(\.key)
    try Self.put(keys.map { UInt32($0.image) }, "image", in: root)
    try Self.put(keys.map { UInt32($0.configuration) }, "configuration", in: root)
    try createDatasets(root, count: keys.count)
    for (row, entry) in ordered.enumerated() {
      try write(try StoredExample(log.frame(at: entry.value)), row, to: root)
    }
    try file.close()
    try PartialFile.commit("\(path).partial", as: path)
  }

  private func createDatasets(_ root: HDF5Group, count: Int) throws {
    let extents = [job.data.height, job.data.width, 3]
    let layout = DatasetLayout.chunked([1] + extents)
    let tasks = job.model.conventions.count
    if job.adversarialExamples.contains(.float32) {
      _ = try root.createDataset(
        AdversarialFormat.float32.rawValue, of: Float.self, shape: [count] + extents,
        layout: layout)
    }
    if job.adversarialExamples.contains(.pixels) {
      _ = try root.createDataset(
        AdversarialFormat.pixels.rawValue, of: UInt8.self, shape: [count] + extents,
        layout: layout)
      _ = try root.createDataset(
        "u8_loss", of: Double.self, shape: [count, tasks], layout: .chunked([1, tasks]))
      _ = try root.createDataset(
        "u8_largest_change", of: Float.self, shape: [count], layout: .chunked([1]))
    }
  }

  private func write(_ example: StoredExample, _ row: Int, to root: HDF5Group) throws {
    func put<Element: HDF5Element>(_ values: [Element], _ name: String) throws {
      let dataset = try root.dataset(name)
      try dataset.write(values, to: Hyperslab(rows: row..<row + 1, of: dataset.shape))
    }
    if let values = example.values { try put(values, AdversarialFormat.float32.rawValue) }
    if let pixels = example.pixels {
      try put(pixels.values, AdversarialFormat.pixels.rawValue)
      try put(pixels.losses, "u8_loss")
      try put([pixels.largestChange], "u8_largest_change")
    }
  }

  private static func put(_ values: [UInt32], _ name: String, in root: HDF5Group) throws {
    let dataset = try root.createDataset(
      name, of: UInt32.self, shape: [values.count],
      layout: .chunked([max(values.count, 1)]))
    if !values.isEmpty { try dataset.write(values) }
  }
}
