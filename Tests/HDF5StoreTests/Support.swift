import HDF5Store
import Testing

/// The error that `body` ends with; an issue is recorded when it succeeds.
func hdf5Error(
  _ body: () throws -> Void, sourceLocation: SourceLocation = #_sourceLocation
) -> HDF5Error? {
  do {
    try body()
    Issue.record("no error was thrown", sourceLocation: sourceLocation)
  } catch let error as HDF5Error {
    return error
  } catch {
    Issue.record(error, sourceLocation: sourceLocation)
  }
  return nil
}

/// Layouts that every kind of data has to survive, for a shape of `[5, 4, 3]`.
let layouts: [DatasetLayout] = [
  .contiguous,
  .chunked([2, 3, 2], hasChecksum: false),
  .chunked([1, 4, 3]),
  .chunked([2, 4, 1], shuffles: true, deflateLevel: 6),
  .chunked([3, 2, 3], deflateLevel: 1, isExtendable: true),
]
