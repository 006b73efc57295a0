import ArgumentParser

/// Something that goes wrong on purpose, to see that it is noticed and how it is reported.
enum SelfTestFault: String, CaseIterable, ExpressibleByArgument {
  /// A rank throws an error.
  case error
  /// A bit of the file flips after it was written.
  case chunk
  /// A rank receives another value than was broadcast.
  case broadcast
  /// A rank computes another output.
  case convolution
  /// A rank computes another input gradient.
  case gradient
  /// A rank adds another value to the sum than it says.
  case reduction
}
