import Networks

/// Names and shapes of a network's parameters, one `name [extents]` a line.
func stateDictListing(_ graph: NetworkGraph) -> [String] {
  graph.parameters.map { "\($0.name) \($0.shape)" }
}

/// FNV-1a hash of lines with line feeds between them.
func fingerprint(_ lines: [String]) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in lines.joined(separator: "\n").utf8 {
    hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
  }
  return hash
}

/// Heads of the three tasks of NYUv2.
func nyuv2Heads(width: Int) -> [TaskHead] {
  [("segment_semantic", 40), ("normal", 3), ("depth_zbuffer", 1)].map {
    TaskHead(task: $0.0, head: ASPPHead(width: width, outputChannels: $0.1))
  }
}

/// A layout from the sets of tasks of its stages and the stages' lengths.
func makeLayout(_ stages: [(Int, [TaskSet])]) throws -> TreeLayout {
  try TreeLayout(stages.flatMap { Array(repeating: $0.1, count: $0.0) })
}
