import Foundation
import HDF5Store
import TestSupport
import Testing

/// Equal content gives equal bytes, whenever it is written.
@Suite struct DeterminismTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func write(_ name: String) throws -> [UInt8] {
    let file = try HDF5File.create(directory.file(name))
    let values = (0..<600).map { Float($0) }
    for (index, layout) in [
      DatasetLayout.contiguous, .chunked([7, 5]),
      .chunked([10, 30], shuffles: true, deflateLevel: 6, isExtendable: true),
    ].enumerated() {
      let dataset = try file.root.createDataset(
        "group/inner\(index)/values", of: Float.self, shape: [20, 30], layout: layout)
      try dataset.write(values)
      try dataset.attributes.setVariable("unit", to: "metre")
      try dataset.attributes.set("source", to: ["a", "bcd"])
      if layout.isExtendable { try dataset.append([Float](repeating: 3, count: 30)) }
    }
    // Allocated, but only written in part.
    let part = try file.root.createDataset("part", of: Double.self, shape: [1000])
    try part.write([1, 2], to: Hyperslab(start: [500], count: [2]))
    let names = try file.root.createStringDataset("names", of: .variableString, shape: [50])
    try names.writeStrings((0..<50).map { "name \($0)" })
    try file.root.attributes.set("count", to: Int64(50))
    try file.close()
    return try directory.bytes(name)
  }

  @Test func noTimesAreRecorded() throws {
    let first = try write("first.h5")
    // Object times have a resolution of a second.
    Thread.sleep(forTimeInterval: 1.1)
    #expect(try write("second.h5") == first)
  }
}
