import HDF5Store

/// A reference file that does not follow its schema.
public struct ConformanceError: Error, Hashable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// The dataset, attribute or key.
  public let place: String
  /// What the schema says.
  public let expectation: String
  /// What is there.
  public let finding: String

  /// Runs `body`, whose errors say what is wrong but not in which file.
  /// - Throws: what `body` throws when it names a file, and else a ``ConformanceError`` with it.
  static func naming<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error where error is ConformanceError || error is HDF5Error {
      throw error
    } catch {
      throw ConformanceError(
        path: path, place: "what it describes", expectation: "something that can be computed",
        finding: "\(error)")
    }
  }

  /// One sentence with all of it.
  public var description: String {
    "\(path): \(place): expected \(expectation), found \(finding)"
  }
}
