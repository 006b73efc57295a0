internal import ByteStorage
internal import Foundation

/// An `Event` of TensorFlow (tensorflow/core/util/event.proto) in the bytes of protocol buffers.
struct EventMessage {
  private let begin: ByteWriter

  /// Begins with the time and the step.
  init(_ time: Date, step: Int) {
    var writer = ByteWriter()
    writer.append(Field.wallTime)
    writer.append(time.timeIntervalSince1970)
    // Zero is what a missing number means.
    if step > 0 {
      writer.append(Field.step)
      writer.append(compact: UInt64(step))
    }
    begin = writer
  }

  /// The first event of a file.
  var fileVersion: [UInt8] {
    var writer = begin
    writer.append(Field.fileVersion)
    writer.append("brain.Event:2")
    return writer.bytes
  }

  /// A session starts at the step: what was noted of it and later ones before is void.
  var sessionStart: [UInt8] {
    var writer = begin
    writer.append(Field.sessionLog)
    writer.append(block: [Field.status, 1])
    return writer.bytes
  }

  /// Numbers by their tags, in single precision.
  func summary(_ values: [(tag: String, value: Double)]) -> [UInt8] {
    var summary = ByteWriter()
    for (tag, value) in values {
      var entry = ByteWriter()
      entry.append(Field.tag)
      entry.append(tag)
      entry.append(Field.simpleValue)
      entry.append(Float(value))
      summary.append(Field.value)
      summary.append(block: entry.bytes)
    }
    var writer = begin
    writer.append(Field.summary)
    writer.append(block: summary.bytes)
    return writer.bytes
  }

  /// Numbers of fields with their wire types, as they stand before values.
  private enum Field {
    // Event
    static let wallTime: UInt8 = 1 << 3 | 1
    static let step: UInt8 = 2 << 3
    static let fileVersion: UInt8 = 3 << 3 | 2
    static let summary: UInt8 = 5 << 3 | 2
    static let sessionLog: UInt8 = 7 << 3 | 2
    // SessionLog
    static let status: UInt8 = 1 << 3
    // Summary
    static let value: UInt8 = 1 << 3 | 2
    // Summary.Value
    static let tag: UInt8 = 1 << 3 | 2
    static let simpleValue: UInt8 = 2 << 3 | 5
  }
}
