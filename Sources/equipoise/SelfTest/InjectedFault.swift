/// The error of ``SelfTestFault/error``.
struct InjectedFault: Error, CustomStringConvertible {
  var description: String { "self test: the error that --fault asked for" }
}
