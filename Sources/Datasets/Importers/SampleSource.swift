/// Where an import takes its samples from; the unit of work is one image with its labels.
///
/// Reading a sample does not change the source, so that any number of threads and processes may
/// share the work.
public protocol SampleSource: Sendable {
  /// The file or folder that is read, as the user named it; nil when nothing is.
  ///
  /// Not stored, but unfinished work goes on from the same place only.
  var location: String? { get }
  /// What the data set file will say about itself.
  var description: DatasetDescription { get }
  /// The splits with their images in order.
  var splits: [SplitPlan] { get }

  /// Reads and decodes a sample.
  /// - Parameters:
  ///   - position: position in the split's plan.
  ///   - split: position of the split.
  /// - Throws: an error that names the file that is damaged or missing.
  func sample(_ position: Int, of split: Int) throws -> StoredSample
}
