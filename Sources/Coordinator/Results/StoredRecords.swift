internal import Foundation
internal import HDF5Store

/// What a report takes of a run's `records.h5`: the identity in words, and the runs of the attacks
/// step by step.
public struct StoredRecords {
  /// A fact of the identity.
  public struct Fact: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Its value.
    public let value: String
  }

  /// How an attack went on the average image.
  public struct Course: Hashable, Sendable {
    /// The attack's number in the job, from 1.
    public let configuration: Int
    /// The mean of the objective at every point of the run over the images for which it is finite;
    /// nil at points without one.
    public let objective: [Double?]
  }

  /// What the results depend on.
  public let identity: [Fact]
  /// The attacks' courses, where steps were recorded; those without steps are left out.
  public let courses: [Course]

  /// Reads the records of a results directory; nil where there are none.
  /// - Parameter digest: of the run's identity, from its summary.
  /// - Throws: ``ResultsFolder/Unusable`` or `HDF5Error` for a file that is not one of this run.
  /// - Complexity: O(images x attacks x points), one image at a time in memory.
  public init?(folder: String, identity digest: String) throws {
    let path = "\(folder)/\(ResultsDirectory.recordsName)"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let root = try HDF5File.open(path).root
    func refuse(_ expectation: String, _ finding: String) -> ResultsFolder.Unusable {
      ResultsFolder.Unusable(path: path, expectation: expectation, finding: finding)
    }
    let version: Int64 = try root.attributes.readConverting("version")
    guard version == RecordsFile.version else {
      throw refuse("records of version \(RecordsFile.version)", "version \(version)")
    }
    let found = try root.attributes.readString("identity")
    guard found == digest else { throw refuse("the records of run \(digest)", found) }
    identity = try root.dataset("identity").readStrings().map { text in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return Fact(name: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : "")
    }
    guard try root.contains("attack/steps/objective") else {
      courses = []
      return
    }
    let dataset = try root.dataset("attack/steps/objective")
    let shape = try dataset.shape
    guard shape.count == 3 else {
      throw refuse("objectives of images, attacks and points", "\(shape)")
    }
    var sums = [Double](repeating: 0, count: shape[1] * shape[2])
    var counts = [Int](repeating: 0, count: sums.count)
    for image in 0..<shape[0] {
      let row: [Double] = try dataset.read(Hyperslab(rows: image..<image + 1, of: shape))
      for (index, value) in row.enumerated() where value.isFinite {
        sums[index] += value
        counts[index] += 1
      }
    }
    courses = (0..<shape[1]).compactMap { attack in
      let range = attack * shape[2]..<(attack + 1) * shape[2]
      guard let last = range.last(where: { counts[$0] > 0 }) else { return nil }
      return Course(
        configuration: attack + 1,
        objective: (range.lowerBound...last).map {
          counts[$0] > 0 ? sums[$0] / Double(counts[$0]) : nil
        })
    }
  }
}
