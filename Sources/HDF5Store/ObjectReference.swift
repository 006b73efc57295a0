/// A reference to an object of the same file, as MATLAB's cell arrays hold them.
public struct ObjectReference: Hashable, Sendable {
  /// Where the object begins in the file; zero for a reference that leads nowhere.
  public let address: UInt64
}
