/// A box inside a dataset: the first index and the extent along every dimension.
public struct Hyperslab: Hashable, Sendable {
  /// First index along every dimension.
  public var start: [Int]
  /// Extent along every dimension.
  public var count: [Int]

  /// Creates a box; it is checked against the dataset when it is used.
  public init(start: [Int], count: [Int]) {
    self.start = start
    self.count = count
  }

  /// The box of some indices along the first dimension and everything along the others.
  /// - Precondition: `shape` has at least one dimension.
  public init(rows: Range<Int>, of shape: [Int]) {
    precondition(!shape.isEmpty, "rows of a scalar")
    start = [rows.lowerBound] + shape.dropFirst().map { _ in 0 }
    count = [rows.count] + shape.dropFirst()
  }
}

extension Hyperslab: CustomStringConvertible {
  /// The index ranges, such as `[3..<4, 0..<97]`.
  public var description: String {
    guard start.count == count.count else { return "start \(start) with count \(count)" }
    let ranges = zip(start, count).map { "\($0)..<\($0.addingReportingOverflow($1).partialValue)" }
    return "[" + ranges.joined(separator: ", ") + "]"
  }
}

extension Hyperslab {
  /// Throws unless the box lies inside `shape`.
  func validate(inside shape: [Int], _ operation: Operation) throws {
    guard start.count == shape.count, count.count == shape.count else {
      throw operation.error(
        .shapeMismatch, expected: "a hyperslab of rank \(shape.count), as the shape \(shape) has",
        found: description)
    }
    for (extent, (first, count)) in zip(shape, zip(start, count)) {
      let (end, overflow) = first.addingReportingOverflow(count)
      guard first >= 0, count >= 0, !overflow, end <= extent else {
        throw operation.error(
          .outOfRange, expected: "a hyperslab inside the shape \(shape)", found: description)
      }
    }
  }
}
