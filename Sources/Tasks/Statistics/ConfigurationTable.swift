/// The records of all images and tasks under one configuration, for resampling.
///
/// Memory grows with the images: for every image about 2.5 KB for a segmentation, 2 KB and its
/// compressed histogram for normals, and 100 bytes for others; one configuration at a time is held.
public struct ConfigurationTable {
  private var tables: [ImageTable]

  /// Creates a table of no image.
  public init(_ conventions: [TaskConvention]) {
    tables = conventions.map { ImageTable($0) }
  }

  /// Number of images.
  public var imageCount: Int { tables.first?.imageCount ?? 0 }

  /// What the rows mean.
  public var conventions: [TaskConvention] { tables.map(\.convention) }

  /// Adds an image.
  /// - Precondition: a record for every convention, in their order.
  public mutating func append(_ records: [MetricRecord]) {
    precondition(
      records.count == tables.count, "\(records.count) records of \(tables.count) tasks")
    for (task, record) in records.enumerated() { tables[task].append(record) }
  }

  /// The metrics of every replicate, in one mode.
  /// - Complexity: O(replicates x images x numbers of a row).
  public mutating func resampled(
    _ bootstrap: Bootstrap, _ mode: MetricMode, of benchmark: LabelDialect
  ) -> Resamples {
    let replicates = (0..<bootstrap.replicateCount).map { replicate in
      let weights = bootstrap.multiplicities(replicate: replicate, imageCount: imageCount)
      return tables.indices.map { task in
        tables[task].pool(weights).metrics(mode, of: benchmark, isRounded: true)
      }
    }
    return Resamples(bootstrap: bootstrap, mode: mode, imageCount: imageCount, replicates)
  }
}
