/// What a safetensors file says about itself: its tensors and its metadata, fully checked.
///
/// The file is an 8-byte header length, a JSON header, and the numbers. The tensors, in order of
/// their offsets, must fill the rest of the file without holes and without overlaps.
struct SafetensorsHeader {
  /// The tensors in the header's order.
  let tensors: [TensorRecord]
  /// The free text of the `__metadata__` entry.
  let metadata: [String: String]

  /// The name of the entry that is not a tensor.
  static let metadataName = "__metadata__"

  /// Whether the bytes look like this format: a brace follows the header's length.
  static func matches(_ source: CheckpointBytes) -> Bool {
    source.count > 8 && source.load(UInt8.self, at: 8) == UInt8(ascii: "{")
  }

  /// Reads and checks a header.
  /// - Complexity: O(n log n) in the length of the header.
  init(reading source: CheckpointBytes) throws(CheckpointError) {
    var prefix = ByteCursor(source, range: 0..<source.count, part: "header length")
    let announced = try prefix.take(UInt64.self, "a header length")
    let context = FaultContext(file: source.file, place: "header length")
    guard announced <= UInt64(CheckpointLimits.headerByteCount) else {
      throw context.fault(
        .limitExceeded, expected: "at most \(CheckpointLimits.headerByteCount) bytes of header",
        found: "\(announced)")
    }
    guard announced <= UInt64(prefix.remaining) else {
      throw context.fault(
        .truncated, expected: "a header of \(announced) bytes",
        found: "\(prefix.remaining) bytes left")
    }
    let dataStart = 8 + Int(announced)
    var parser = Parser(
      JSONCursor(ByteCursor(source, range: 8..<dataStart, part: "header")), dataStart: dataStart,
      dataCount: source.count - dataStart)
    try parser.parse()
    tensors = parser.tensors
    metadata = parser.metadata
    try checkCoverage(of: dataStart..<source.count, in: source.file)
  }

  private func checkCoverage(
    of data: Range<Int>, in file: String
  ) throws(CheckpointError) {
    var next = data.lowerBound
    let ordered = tensors.sorted {
      ($0.byteRange.lowerBound, $0.byteRange.upperBound)
        < ($1.byteRange.lowerBound, $1.byteRange.upperBound)
    }
    for tensor in ordered {
      guard tensor.byteRange.lowerBound == next else {
        let problem = tensor.byteRange.lowerBound < next ? "an overlap" : "a hole"
        throw CheckpointError(
          .invalidRange, file: file, place: "header", tensor: tensor.name,
          expected: "data from offset \(next - data.lowerBound), where other data ends",
          found: "\(problem): data from \(tensor.byteRange.lowerBound - data.lowerBound)")
      }
      next = tensor.byteRange.upperBound
    }
    guard next == data.upperBound else {
      throw CheckpointError(
        .invalidRange, file: file, place: "end of the data",
        expected: "\(next - data.lowerBound) bytes of data, as the tensors have",
        found: "\(data.count)")
    }
  }
}

extension SafetensorsHeader {
  /// The reader of the JSON text.
  private struct Parser {
    var json: JSONCursor
    let dataStart: Int
    let dataCount: Int
    var tensors: [TensorRecord] = []
    var metadata: [String: String] = [:]

    init(_ json: JSONCursor, dataStart: Int, dataCount: Int) {
      self.json = json
      self.dataStart = dataStart
      self.dataCount = dataCount
    }

    mutating func parse() throws(CheckpointError) {
      var names: Set<String> = []
      try takeObject { parser throws(CheckpointError) in
        let context = parser.json.context()
        let name = try parser.json.takeString("a tensor's name")
        guard names.insert(name).inserted else {
          throw FaultContext(file: context.file, place: context.place, tensor: name)
            .fault(.duplicateName, expected: "each name once", found: "\(quoted(name)) again")
        }
        try parser.json.expect(":")
        if name == SafetensorsHeader.metadataName {
          try parser.parseMetadata()
        } else {
          try parser.parseTensor(name)
        }
      }
      try json.expectEnd()
    }

    /// Takes `{`, members taken by `member`, and `}`.
    private mutating func takeObject(
      _ member: (inout Parser) throws(CheckpointError) -> Void
    ) throws(CheckpointError) {
      try json.expect("{")
      if json.takes("}") { return }
      repeat { try member(&self) } while json.takes(",")
      try json.expect("}")
    }

    /// Takes `[`, integers, and `]`.
    private mutating func takeIntegers(
      _ what: String, limit: Int, otherwise kind: CheckpointError.Kind, tensor: String
    ) throws(CheckpointError) -> [Int] {
      try json.expect("[")
      if json.takes("]") { return [] }
      var values: [Int] = []
      repeat {
        guard values.count < limit else {
          throw json.context(tensor: tensor)
            .fault(kind, expected: "at most \(limit) of \(what)", found: "more")
        }
        try values.append(json.takeInteger(what, otherwise: kind, tensor: tensor))
      } while json.takes(",")
      try json.expect("]")
      return values
    }

    private mutating func parseMetadata() throws(CheckpointError) {
      try takeObject { parser throws(CheckpointError) in
        let context = parser.json.context()
        let key = try parser.json.takeString("a metadata key")
        try parser.json.expect(":")
        let value = try parser.json.takeString("metadata text")
        guard parser.metadata.updateValue(value, forKey: key) == nil else {
          throw context.fault(
            .duplicateName, expected: "each metadata key once", found: "\(quoted(key)) again")
        }
      }
    }

    private mutating func parseTensor(_ name: String) throws(CheckpointError) {
      var context = json.context(tensor: name)
      var type: ScalarType?
      var shape: [Int]?
      var offsets: [Int]?
      try takeObject { parser throws(CheckpointError) in
        let here = parser.json.context(tensor: name)
        let key = try parser.json.takeString("dtype, shape or data_offsets", tensor: name)
        try parser.json.expect(":")
        let isRepeated: Bool
        switch key {
        case "dtype":
          isRepeated = type != nil
          let text = try parser.json.takeString("a dtype", tensor: name)
          guard let known = ScalarType(rawValue: text) else {
            let names = ScalarType.allCases.map(\.rawValue).joined(separator: ", ")
            throw here.fault(
              .unknownScalarType, expected: "a dtype of \(names)", found: quoted(text))
          }
          type = known
        case "shape":
          isRepeated = shape != nil
          shape = try parser.takeIntegers(
            "extents", limit: CheckpointLimits.rank, otherwise: .invalidShape, tensor: name)
        case "data_offsets":
          isRepeated = offsets != nil
          offsets = try parser.takeIntegers(
            "data offsets", limit: 2, otherwise: .invalidRange, tensor: name)
        default:
          throw here.fault(
            .malformed, expected: "dtype, shape or data_offsets", found: quoted(key))
        }
        if isRepeated {
          throw here.fault(
            .duplicateName, expected: "each key once", found: "\(quoted(key)) again")
        }
      }
      context.place = "header"
      guard let type, let shape, let offsets, offsets.count == 2 else {
        throw context.fault(
          .malformed, expected: "dtype, shape and two data_offsets", found: "less")
      }
      try tensors.append(
        record(name, type, shape, start: offsets[0], end: offsets[1], in: context))
    }

    private func record(
      _ name: String, _ type: ScalarType, _ shape: [Int], start: Int, end: Int,
      in context: FaultContext
    ) throws(CheckpointError) -> TensorRecord {
      guard start <= end, end <= dataCount else {
        throw context.fault(
          .invalidRange, expected: "rising offsets of at most \(dataCount)",
          found: "\(start) to \(end)")
      }
      let geometry = try TensorGeometry(shape: shape, in: context)
      let size = geometry.elementCount.multipliedReportingOverflow(by: type.byteCount)
      guard !size.overflow, size.partialValue == end - start else {
        let needed = size.overflow ? "more than 2^63" : "\(size.partialValue)"
        throw context.fault(
          .invalidRange, expected: "\(needed) bytes for \(type.rawValue) \(shape)",
          found: "\(end - start)")
      }
      return TensorRecord(
        name: name, scalarType: type, shape: shape, strides: geometry.strides,
        elementCount: geometry.elementCount, byteRange: dataStart + start..<dataStart + end,
        entry: nil)
    }
  }
}
