internal import COneDNN

/// A call to oneDNN that failed.
public struct DNNError: Error, Hashable, CustomStringConvertible {
  /// The C function.
  public let function: String
  /// oneDNN's status.
  public let code: Int
  /// What was being done, with the shapes.
  public let operation: String

  /// One sentence with all of it.
  public var description: String {
    "oneDNN: \(function) returned \(code) (\(explanation)) while \(operation)"
  }

  /// The status in words; the library has no function for that.
  public var explanation: String {
    switch code {
    case Int(dnnl_out_of_memory.rawValue): "out of memory"
    case Int(dnnl_invalid_arguments.rawValue): "invalid arguments"
    case Int(dnnl_unimplemented.rawValue): "not implemented for these shapes or types"
    case Int(dnnl_runtime_error.rawValue): "runtime error"
    default: "status \(code)"
    }
  }
}

/// The only place where a status of oneDNN is looked at.
func check(
  _ status: dnnl_status_t, _ function: String, _ operation: @autoclosure () -> String
) throws(DNNError) {
  guard status == dnnl_success else {
    throw DNNError(function: function, code: Int(status.rawValue), operation: operation())
  }
}
