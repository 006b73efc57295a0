internal import Foundation
internal import HDF5Store
public import Jobs

/// The pictures of a run, read from its `gallery.h5`.
public struct StoredGallery {
  /// An image of the gallery.
  public struct Picture {
    /// Its name.
    public let name: String
    /// Why it is there.
    public let reason: String
    /// The mean relative change of its losses.
    public let relativeChange: Double
    /// Image, perturbation and maps.
    public let entry: GalleryEntry
  }

  /// A task of the model.
  public struct Task {
    /// Its name.
    public let name: String
    /// What its values mean.
    public let values: GalleryValues
  }

  /// Every setting of the attack.
  public let attack: String
  /// The attack's number in the job.
  public let configuration: Int
  /// The tasks, in the order of the entries' maps.
  public let tasks: [Task]
  /// The images, the worst ones first.
  public let pictures: [Picture]

  /// Most values of one map that are read: more than any job's images have.
  private static let largestMapCount = 3 * 8192 * 8192

  /// Reads the gallery of a results directory; nil where there is none.
  /// - Parameter identity: of the run, from its summary.
  /// - Throws: ``ResultsFolder/Unusable`` or `HDF5Error` for a file that is not one of this run.
  /// - Complexity: O(values), all of which are kept.
  public init?(folder: String, identity: String) throws {
    let path = "\(folder)/\(ResultsDirectory.galleryName)"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let root = try HDF5File.open(path).root
    func refuse(_ expectation: String, _ finding: String) -> ResultsFolder.Unusable {
      ResultsFolder.Unusable(path: path, expectation: expectation, finding: finding)
    }
    let format = try root.attributes.readString("format")
    let version: Int64 = try root.attributes.readConverting("version")
    guard format == GalleryFile.format, version == GalleryFile.version else {
      throw refuse(
        "\(GalleryFile.format) of version \(GalleryFile.version)", "\(format) of \(version)")
    }
    let found = try root.attributes.readString("identity")
    guard found == identity else { throw refuse("the gallery of run \(identity)", found) }
    attack = try root.attributes.readString("attack")
    configuration = Int(try root.attributes.readConverting("configuration") as Int64)
    tasks = try root.attributes.readStrings("tasks").map { name in
      let text = try root.group(name).attributes.readString("values")
      guard let values = GalleryValues(rawValue: text) else {
        throw refuse("values of one of \(GalleryValues.allCases.map(\.rawValue))", text)
      }
      return Task(name: name, values: values)
    }
    let names = try root.dataset("image").readStrings()
    let reasons = try root.dataset("reason").readStrings()
    let numbers: [UInt32] = try root.dataset("number").read()
    let changes: [Double] = try root.dataset("relative_change").read()
    guard reasons.count == names.count, numbers.count == names.count, changes.count == names.count
    else {
      throw refuse(
        "a reason, a number and a change for each of \(names.count) images",
        "\(reasons.count), \(numbers.count) and \(changes.count)")
    }
    func map(_ name: String, _ row: Int, channels: Int? = nil) throws -> GalleryEntry.Map {
      let dataset = try root.dataset(name)
      let shape = try dataset.shape
      guard shape.count == 4, shape[0] == names.count, channels == nil || shape[3] == channels,
        shape.dropFirst().allSatisfy({ 1...Self.largestMapCount ~= $0 }),
        shape[1] * shape[2] <= Self.largestMapCount / shape[3]
      else {
        throw refuse(
          "\(name) of \(names.count) images, rows, columns and \(channels ?? 1) channels",
          "\(shape)")
      }
      return GalleryEntry.Map(
        height: shape[1], width: shape[2], channels: shape[3],
        values: try dataset.read(Hyperslab(rows: row..<row + 1, of: shape)))
    }
    var pictures: [Picture] = []
    for row in names.indices {
      let maps = try tasks.map { task in
        let channels = [.directions, .bytes].contains(task.values) ? 3 : 1
        return GalleryEntry.Task(
          truth: try map("\(task.name)/truth", row, channels: channels),
          clean: try map("\(task.name)/clean", row, channels: channels),
          attacked: try map("\(task.name)/attacked", row, channels: channels))
      }
      pictures.append(
        Picture(
          name: names[row], reason: reasons[row], relativeChange: changes[row],
          entry: GalleryEntry(
            image: Int(numbers[row]), input: try map("input", row, channels: 3),
            perturbation: try map("perturbation", row, channels: 3), tasks: maps)))
    }
    self.pictures = pictures
  }
}
