internal import Networks
internal import TextReports

extension BenchmarkReport {
  /// The report as tables, for people.
  public var text: String {
    var parts = [heading, stepTable]
    if let profile { parts.append(profile.text) }
    parts.append(memoryText)
    return parts.joined(separator: "\n")
  }

  private var heading: String {
    let widths = workload.widths.map(String.init).joined(separator: ",")
    return """
      \(workload.model) (\(widths); heads \(workload.headWidth)), \
      \(workload.parameterCount) parameters
      \(workload.tasks.count) tasks, layout \(layoutText)
      \(workload.batch) x \(workload.height)x\(workload.width), \(workload.precision.rawValue), \
      \(environment.threads) threads on \(environment.cores) cores, \
      oneDNN \(environment.oneDNN), \(environment.instructionSet)

      """
  }

  /// Runs of equal blocks are written once.
  private var layoutText: String {
    guard let layout = try? TreeLayout(parsing: workload.layout) else { return workload.layout }
    var runs: [(sets: [TaskSet], count: Int)] = []
    for sets in layout.blocks {
      if let last = runs.last, last.sets == sets {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((sets, 1))
      }
    }
    return runs.map { run in
      "\(run.count) x [\(run.sets.map(\.description).joined(separator: ", "))]"
    }.joined(separator: ", ")
  }

  private var stepTable: String {
    var table = TextTable([
      "step", "backward passes", "median s", "min", "max", "forward", "loss", "backward",
      "update", "heap growth", "page faults", "allocations",
    ])
    for step in steps {
      table.add([
        step.strategy.rawValue, "\(step.backwardPasses)", step.seconds.median.decimals(4),
        step.seconds.minimum.decimals(4), step.seconds.maximum.decimals(4),
        step.forwardSeconds.median.decimals(4), step.lossSeconds.median.decimals(4),
        step.backwardSeconds.median.decimals(4), step.updateSeconds.median.decimals(4),
        "\(step.heapGrowth)", "\(step.pageFaults)", step.allocations.map { "\($0)" } ?? "?",
      ])
    }
    return table.text
  }

  private var memoryText: String {
    func megabytes(_ bytes: Int) -> String { (Double(bytes) * 1e-6).decimals(1) }
    return """
      memory (MB): parameters \(megabytes(memory.parameterBytes)), weights as kept \
      \(megabytes(memory.weightBytes)), plan \(megabytes(memory.planBytes)), peak of the process \
      \(megabytes(memory.peakResidentBytes))

      """
  }
}

extension ProfileSummary {
  /// The time by kind, and the floor.
  var text: String {
    func table(_ title: String, _ kinds: [Kind]) -> String {
      var table = TextTable([title, "forward ms", "backward ms", "share %"])
      for kind in kinds {
        table.add([
          kind.kind, (kind.forwardSeconds * 1e3).decimals(2),
          (kind.backwardSeconds * 1e3).decimals(2), (kind.share * 100).decimals(2),
        ])
      }
      return table.text
    }
    return table("kind", kinds) + "\n" + table("convolutions by", implementations) + """

      in convolution arithmetic: \((convolutionShare.median * 100).decimals(2)) % \
      (\((convolutionShare.minimum * 100).decimals(2)) to \
      \((convolutionShare.maximum * 100).decimals(2)))
      floor, the convolutions alone: \(floorSeconds.decimals(4)) s; step over floor: \
      \(stepToFloor.decimals(3))
      work: \(gigaflop.decimals(1)) GFLOP, \(gigaflopPerSecond.decimals(1)) GFLOP/s

      """
  }

  /// The layers, the longest first.
  public var layerText: String {
    var table = TextTable(
      [
        "layer", "kind", "shape", "forward by", "backward by", "fwd ms", "bwd ms", "fwd GFLOP/s",
        "bwd GFLOP/s", "share %",
      ], leftColumns: 5)
    let sorted = layers.enumerated().sorted {
      ($1.element.share, $0.offset) < ($0.element.share, $1.offset)
    }
    for (_, layer) in sorted {
      func speed(_ seconds: Double) -> String {
        guard let gigaflop = layer.gigaflop, seconds > 0 else { return "" }
        return (gigaflop / seconds).decimals(0)
      }
      table.add([
        layer.name, layer.kind, layer.shape ?? "",
        Self.abbreviated(layer.forwardImplementation),
        Self.abbreviated(layer.backwardImplementation),
        (layer.forwardSeconds * 1e3).decimals(2),
        (layer.backwardSeconds * 1e3).decimals(2), speed(layer.forwardSeconds),
        speed(layer.backwardSeconds), (layer.share * 100).decimals(2),
      ])
    }
    return table.text
  }

  /// What computes a convolution: the first of its operations stands for all, up to the comma.
  private static func abbreviated(_ implementation: String?) -> String {
    guard let implementation, implementation.contains(" + ") else { return implementation ?? "" }
    return String(implementation.prefix { $0 != "," && $0 != " " }) + " ..."
  }
}
