/// An error with what to do next.
struct Advised: Error, CustomStringConvertible {
  let cause: any Error
  let advice: String

  var description: String { "\(cause); \(advice)" }
}

/// Runs `body`; what it throws gets the advice.
/// - Throws: `Advised`.
func advising<Result>(
  _ advice: String, _ body: () throws -> Result
) throws(Advised) -> Result {
  do {
    return try body()
  } catch {
    throw Advised(cause: error, advice: advice)
  }
}
