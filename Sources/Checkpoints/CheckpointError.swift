/// What is wrong with a checkpoint: where, what was expected there, and what was found.
///
/// Every fault of a file, be it damage, hostility or a mismatch with the model, ends in this error;
/// none ends the program.
public struct CheckpointError: Error, Hashable, Sendable {
  /// The sort of fault.
  public enum Kind: String, Sendable, CaseIterable {
    /// A system call on the file failed.
    case inaccessible
    /// The file shrank after it had been opened.
    case changed
    /// Neither a safetensors file nor a PyTorch zip archive.
    case unknownForm
    /// A known form of file that is not read: a legacy PyTorch file, TorchScript, big-endian data.
    case unsupportedForm
    /// The bytes end before what they announce.
    case truncated
    /// The bytes break the grammar of the format.
    case malformed
    /// More of something than any checkpoint needs.
    case limitExceeded
    /// A scalar type without a meaning here.
    case unknownScalarType
    /// A shape with negative extents, or more elements than an integer counts.
    case invalidShape
    /// A range of bytes or elements outside its container, of the wrong length, or overlapping.
    case invalidRange
    /// A compressed or encrypted zip entry.
    case compressed
    /// The bytes do not have the checksum that the archive stores.
    case checksum
    /// The pickle asks for code to be run.
    case forbidden
    /// One name twice.
    case duplicateName
    /// Something that has to be there is not: a tensor, a storage, a state dict.
    case missing
    /// A tensor is there, but not of the shape or the scalar type that was asked for.
    case mismatch
  }

  /// The sort of fault.
  public let kind: Kind
  /// The file, as it was named when opened.
  public let file: String
  /// Where in the file, such as `data.pkl, byte 1042`.
  public let place: String?
  /// The tensor concerned, if one is.
  public let tensor: String?
  /// What the place should hold.
  public let expectation: String
  /// What it holds.
  public let finding: String

  /// Creates an error.
  public init(
    _ kind: Kind, file: String, place: String? = nil, tensor: String? = nil,
    expected expectation: String, found finding: String
  ) {
    self.kind = kind
    self.file = file
    self.place = place
    self.tensor = tensor
    self.expectation = expectation
    self.finding = finding
  }
}

extension CheckpointError {
  /// The same error, said of a tensor.
  func naming(tensor name: String?) -> CheckpointError {
    CheckpointError(
      kind, file: file, place: place, tensor: name, expected: expectation, found: finding)
  }
}

extension CheckpointError: CustomStringConvertible {
  /// One line: file, place, tensor, expectation and finding.
  public var description: String {
    let tensorText = tensor.map { ", tensor \(quoted($0))" } ?? ""
    let placeText = place.map { ", \($0)" } ?? ""
    return "\(file)\(tensorText)\(placeText): expected \(expectation), found \(finding)"
  }
}

/// The text in quotes, fit for a terminal: control characters escaped, at most 96 characters.
///
/// Names come from files that may be hostile.
func quoted(_ text: String) -> String {
  let limit = 96
  var result = "'"
  for (index, scalar) in text.unicodeScalars.enumerated() {
    if index == limit { return result + "'..." }
    result += scalar.properties.isPrintable ? String(scalar) : scalar.escaped(asASCII: true)
  }
  return result + "'"
}

extension Unicode.Scalar.Properties {
  /// Whether the scalar shows as itself and cannot steer a terminal or reorder the line.
  fileprivate var isPrintable: Bool {
    switch generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      false
    default: true
    }
  }
}
