import CheckpointFuzzing
import Checkpoints

extension Damage {
  static let safetensors: [Damage] = [
    Damage("too short for a header", .unknownForm) {
      try Array(Fixture.bytes("plain.safetensors").prefix(6))
    },
    Damage("cut inside the header", .truncated, finding: "32 bytes left") {
      try Array(Fixture.bytes("plain.safetensors").prefix(40))
    },
    Damage("cut inside the data", .invalidRange, tensor: "bn.num_batches_tracked") {
      try Array(Fixture.bytes("plain.safetensors").dropLast(5))
    },
    Damage("bytes after the data", .invalidRange) {
      try Fixture.bytes("plain.safetensors") + [0]
    },
    Damage("huge header length", .limitExceeded, finding: "18446744073709551615") {
      var image = SafetensorsImage(file: try Fixture.bytes("plain.safetensors"))
      image.announcedLength = .max
      return image.file
    },
    Damage("header length beyond the file", .truncated) {
      var image = SafetensorsImage(file: try Fixture.bytes("plain.safetensors"))
      image.announcedLength = 99_999_999
      return image.file
    },
    Damage("header not JSON", .malformed) {
      SafetensorsImage(header: "{this is no header}", dataCount: 0).file
    },
    Damage("header of another type", .unknownForm) {
      SafetensorsImage(header: "[1, 2, 3]", dataCount: 0).file
    },
    Damage("header goes on after its end", .malformed) {
      SafetensorsImage(header: "{} x", dataCount: 0).file
    },
    Damage("header unfinished", .malformed, finding: "the end") {
      SafetensorsImage(header: #"{"a":{"dtype":"F32""#, dataCount: 0).file
    },
    Damage("deep nesting", .malformed) {
      SafetensorsImage(
        header: #"{"a":{"shape":"# + String(repeating: "[", count: 1_000_000), dataCount: 0
      ).file
    },
    Damage("name twice", .duplicateName, tensor: "bn.weight") {
      try safetensors(replacing: "conv.weight", with: "bn.weight")
    },
    Damage("key of a tensor twice", .duplicateName, tensor: "conv.weight") {
      try safetensors(replacing: #""dtype": "F32""#, with: #""dtype":"F32","dtype":"F32""#)
    },
    Damage("unknown key of a tensor", .malformed, tensor: "conv.weight", finding: "'strides'") {
      try safetensors(replacing: #""shape""#, with: #""strides""#)
    },
    Damage("key of a tensor missing", .malformed, tensor: "conv.weight") {
      try safetensors(replacing: #""dtype": "F32", "#, with: "")
    },
    Damage("metadata not text", .malformed) {
      SafetensorsImage(header: #"{"__metadata__":{"a":1}}"#, dataCount: 0).file
    },
    Damage("metadata key twice", .duplicateName) {
      SafetensorsImage(header: #"{"__metadata__":{"a":"1","a":"2"}}"#, dataCount: 0).file
    },
    Damage("unknown dtype", .unknownScalarType, tensor: "conv.weight", finding: "'F31'") {
      try safetensors(replacing: "F32", with: "F31")
    },
    Damage("negative extent", .invalidShape, tensor: "conv.weight", finding: "-4") {
      try safetensors(replacing: "[4, 3, 2, 2]", with: "[-4, 3, 2, 2]")
    },
    Damage("extent not an integer", .invalidShape, tensor: "conv.weight", finding: "4.0") {
      try safetensors(replacing: "[4, 3, 2, 2]", with: "[4.0, 3, 2, 2]")
    },
    Damage("extent beyond 64 bits", .invalidShape, tensor: "conv.weight") {
      try safetensors(replacing: "[4, 3, 2, 2]", with: "[99999999999999999999999]")
    },
    Damage("shape that overflows", .invalidShape, tensor: "conv.weight") {
      try safetensors(replacing: "[4, 3, 2, 2]", with: "[4294967296, 4294967296, 4294967296]")
    },
    Damage("size in bytes that overflows", .invalidRange, tensor: "conv.weight") {
      try safetensors(replacing: "[4, 3, 2, 2]", with: "[4611686018427387904]")
    },
    Damage("too many extents", .invalidShape, tensor: "a") {
      let ones = [String](repeating: "1", count: 65).joined(separator: ",")
      return SafetensorsImage(
        header: #"{"a":{"dtype":"U8","shape":[\#(ones)],"data_offsets":[0,1]}}"#, dataCount: 1
      ).file
    },
    Damage("wrong number of bytes", .invalidRange, tensor: "conv.weight", finding: "192") {
      try safetensors(replacing: "[4, 3, 2, 2]", with: "[4, 3, 2, 3]")
    },
    Damage("offsets that fall", .invalidRange, tensor: "conv.weight") {
      try safetensors(replacing: "[0, 192]", with: "[192, 0]")
    },
    Damage("offsets outside the file", .invalidRange, tensor: "conv.weight") {
      try safetensors(replacing: "[0, 192]", with: "[1000000, 1000192]")
    },
    Damage("one offset", .malformed, tensor: "conv.weight") {
      try safetensors(replacing: "[0, 192]", with: "[0]")
    },
    Damage("overlap", .invalidRange, tensor: "b", finding: "an overlap") {
      SafetensorsImage(
        header: """
          {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},\
          "b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}
          """, dataCount: 6
      ).file
    },
    Damage("hole", .invalidRange, tensor: "b", finding: "a hole") {
      SafetensorsImage(
        header: """
          {"b":{"dtype":"U8","shape":[4],"data_offsets":[6,10]},\
          "a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}
          """, dataCount: 10
      ).file
    },
    Damage("name not UTF-8", .malformed) {
      var image = SafetensorsImage(file: try Fixture.bytes("plain.safetensors"))
      image.header = image.header.replacing(Array("conv".utf8), with: [0x63, 0xFF, 0xFE, 0x76])
      return image.file
    },
    Damage("half of a surrogate pair", .malformed) {
      try safetensors(replacing: "conv.weight", with: #"conv\ud83d"#)
    },
    Damage("control character in a name", .malformed, finding: "byte 10") {
      try safetensors(replacing: "conv.weight", with: "conv\nweight")
    },
  ]
}
