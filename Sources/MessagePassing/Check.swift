internal import CMPI

/// Turns a return code of the library into an error; every call of the library passes through here.
///
/// The text is composed only when the call failed, so a call that succeeds allocates nothing.
func check(
  _ code: Int32, _ function: StaticString, _ operation: @autoclosure () -> String
) throws(MPIError) {
  guard code != MPI_SUCCESS else { return }
  var errorClass: Int32 = code
  var text: String?
  if Universe.wasEntered, !Universe.wasLeft {  // outside MPI the library may not be asked
    _ = unsafe MPI_Error_class(code, &errorClass)  // a code without a class stays as it is
    unsafe text = libraryText(capacity: Int(MPI_MAX_ERROR_STRING)) {
      unsafe MPI_Error_string(code, $0, $1)
    }
  }
  throw MPIError(
    operation: operation(),
    cause: .library(
      function: "\(function)", code: Int(code), errorClass: Int(errorClass),
      text: text ?? "a code without a text"))
}

/// The text that a function of the library writes into a buffer; nil when the function fails.
@unsafe func libraryText(
  capacity: Int, _ body: (UnsafeMutablePointer<CChar>, UnsafeMutablePointer<Int32>) -> Int32
) -> String? {
  unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity + 1) { buffer in
    guard let base = buffer.baseAddress else { return nil }
    var length: Int32 = 0
    guard unsafe body(base, &length) == MPI_SUCCESS else { return nil }
    let characters = unsafe buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }
    return String(decoding: characters, as: UTF8.self)
  }
}

/// A number as the library takes it.
func libraryInteger(
  _ value: Int, _ name: String, in range: ClosedRange<Int>, _ operation: @autoclosure () -> String
) throws(MPIError) -> Int32 {
  guard range.contains(value), let converted = Int32(exactly: value) else {
    throw MPIError(
      operation: operation(),
      cause: .invalidArgument(
        name: name, expected: "in \(range.lowerBound)...\(range.upperBound)", found: "\(value)"))
  }
  return converted
}
