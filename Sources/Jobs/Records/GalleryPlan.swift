public import ByteStorage

/// The images of which a run keeps pictures, chosen when all records are there.
public struct GalleryPlan: Hashable, Sendable {
  /// Why an image was chosen.
  public enum Reason: UInt8, CaseIterable, Hashable, Sendable {
    /// The attack changed its losses the most.
    case worst
    /// The attack changed as many images more as less.
    case median
  }

  /// A chosen image.
  public struct Choice: Hashable, Sendable {
    /// The image's number.
    public let image: Int
    /// Why.
    public let reason: Reason
    /// The mean relative change of its losses, as recorded.
    public let relativeChange: Double

    /// Creates a choice.
    public init(image: Int, reason: Reason, relativeChange: Double) {
      self.image = image
      self.reason = reason
      self.relativeChange = relativeChange
    }
  }

  /// The attack, by its number in the job.
  public let configuration: Int
  /// The images, the worst ones first.
  public let choices: [Choice]
  /// The clean model's mean losses, where strategies of the job divide by them.
  public let meanLosses: [Double]?

  /// Creates a plan.
  public init(configuration: Int, choices: [Choice], meanLosses: [Double]? = nil) {
    self.configuration = configuration
    self.choices = choices
    self.meanLosses = meanLosses
  }

  /// Chooses images: half of them, rounded up, are those that changed the most, the others those in
  /// the middle. Images without a finite change are left out; of equal ones the first comes first.
  /// - Complexity: O(images x log images), allocates.
  public static func choices(_ relativeChanges: [Double], count: Int) -> [Choice] {
    let ordered = relativeChanges.enumerated().filter { $0.element.isFinite }
      .sorted { ($0.element, -$0.offset) > ($1.element, -$1.offset) }
    let chosenCount = min(count, ordered.count)
    let worstCount = (chosenCount + 1) / 2
    let rest = ordered.dropFirst(worstCount)
    let middleCount = chosenCount - worstCount
    // The middle of all images, moved back where the worst ones are in the way.
    let start = min(
      max(ordered.count / 2 - middleCount / 2, rest.startIndex), ordered.count - middleCount)
    func choice(_ entry: (offset: Int, element: Double), _ reason: Reason) -> Choice {
      Choice(image: entry.offset, reason: reason, relativeChange: entry.element)
    }
    return ordered.prefix(worstCount).map { choice($0, .worst) }
      + ordered[start..<start + middleCount].map { choice($0, .median) }
  }

  /// The plan as bytes.
  public var bytes: [UInt8] {
    var writer = ByteWriter()
    writer.append(compact: UInt64(configuration))
    writer.append(compact: UInt64(choices.count))
    for choice in choices {
      writer.append(compact: UInt64(choice.image))
      writer.append(choice.reason.rawValue)
      writer.append(choice.relativeChange)
    }
    writer.append(UInt8(meanLosses == nil ? 0 : 1))
    writer.append(compact: UInt64(meanLosses?.count ?? 0))
    for loss in meanLosses ?? [] { writer.append(loss) }
    return writer.bytes
  }

  /// Reads bytes.
  /// - Throws: `ByteError` when they are none of a plan.
  public init(_ bytes: [UInt8]) throws(ByteError) {
    var reader = ByteReader(bytes)
    configuration = Int(truncatingIfNeeded: try reader.readCompact())
    var choices: [Choice] = []
    for _ in 0..<(try reader.readCount(stride: 10)) {
      let image = Int(truncatingIfNeeded: try reader.readCompact())
      let start = reader.position
      let code = try reader.read(UInt8.self)
      guard let reason = Reason(rawValue: code) else {
        throw ByteError(position: start, expected: "a reason", found: "\(code)")
      }
      choices.append(
        Choice(image: image, reason: reason, relativeChange: try reader.readDouble()))
    }
    self.choices = choices
    let hasMeans = try reader.read(UInt8.self) == 1
    var means: [Double] = []
    for _ in 0..<(try reader.readCount(stride: 8)) { means.append(try reader.readDouble()) }
    meanLosses = hasMeans ? means : nil
    try reader.finish()
  }
}
