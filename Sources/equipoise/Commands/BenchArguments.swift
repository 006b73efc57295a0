import ArgumentParser

/// Whole numbers separated by commas.
struct IntegerList: ExpressibleByArgument {
  let values: [Int]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    values = parts.compactMap { Int($0) }
    guard values.count == parts.count else { return nil }
  }
}

/// Rows and columns, such as `321` or `321x512`.
struct ImageSize: ExpressibleByArgument, CustomStringConvertible {
  let height: Int
  let width: Int

  init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  init?(argument: String) {
    let parts = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count <= 2, let first = parts[0], let last = parts[parts.count - 1] else {
      return nil
    }
    self.init(height: first, width: last)
  }

  var description: String { "\(height)x\(width)" }
  var defaultValueDescription: String { description }
}
