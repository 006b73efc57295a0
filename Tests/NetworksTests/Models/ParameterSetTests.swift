import Networks
import Testing

@Suite("Parameter sets")
struct ParameterSetTests {
  private static func graph() throws -> NetworkGraph {
    var graph = NetworkGraph(inputChannels: 2)
    let features = try graph.add(
      .convolution(Convolution(2, 2, kernel: 1)), graph.input, parameterPrefix: "a")
    try graph.add(.batchNorm(BatchNorm(channels: 2)), features, parameterPrefix: "b")
    return graph
  }

  private static func complete() -> ParameterSet {
    var set = ParameterSet()
    set.add("a.weight", shape: [2, 2, 1, 1], values: [1, 2, 3, 4])
    for (name, value) in [("weight", 5), ("bias", 6), ("running_mean", 7), ("running_var", 8)]
      as [(String, Float)]
    {
      set.add("b.\(name)", shape: [2], values: [value, -value])
    }
    return set
  }

  @Test func readsWhatTheNetworkNeeds() throws {
    var source = Self.complete()
    source.add("other", shape: [], values: [9])
    let set = try ParameterSet(for: Self.graph(), from: source)
    #expect(
      set.names == [
        "a.weight", "b.weight", "b.bias", "b.running_mean", "b.running_var",
        "b.num_batches_tracked",
      ])
    #expect(set.values(of: "a.weight") == [1, 2, 3, 4])
    #expect(set.values(of: "b.running_var") == [8, -8])
    #expect(set.values(of: "b.num_batches_tracked") == [0])
    #expect(set.shape(of: "a.weight") == [2, 2, 1, 1])
    #expect(set.shape(of: "other") == nil && set.values(of: "other") == nil)
  }

  @Test func refusesMissingAndOtherShapes() throws {
    let graph = try Self.graph()
    var source = ParameterSet()
    source.add("a.weight", shape: [2, 2], values: [1, 2, 3, 4])
    var error = #expect(throws: ModelError.self) { try ParameterSet(for: graph, from: source) }
    #expect(error?.part == "a.weight" && error?.finding == "[2, 2]")
    error = #expect(throws: ModelError.self) { try ParameterSet(for: graph, from: ParameterSet()) }
    #expect(error?.part == "a.weight" && error?.finding == "none")
  }

  @Test func updatesAreNotSharedWithCopies() throws {
    let original = Self.complete()
    var copy = original
    copy.update("b.bias") { values in
      for index in values.indices { values[index] *= 2 }
    }
    #expect(copy.values(of: "b.bias") == [12, -12])
    #expect(original.values(of: "b.bias") == [6, -6])
    #expect(copy.shape(of: "b.bias") == [2])
  }
}
