import Attacks
import Testing

/// What a job file says of an attack, turned into parts.
@Suite struct AttackDescriptionTests {
  private static let tasks = ["segmentation", "normals", "depth"]

  private func describe(_ settings: [AttackSetting: String]) throws -> AttackDescription {
    try AttackDescription(settings)
  }

  private func error(_ settings: [AttackSetting: String]) -> AttackError? {
    #expect(throws: AttackError.self) { try AttackDescription(settings) }
    do {
      _ = try AttackDescription(settings)
      return nil
    } catch {
      return error as? AttackError
    }
  }

  @Test("every method is made of its settings")
  func methods() throws {
    let cases: [([AttackSetting: String], String)] = [
      ([.method: "fgsm"], "method=fgsm"),
      (
        [.method: "pgd", .steps: "10", .stepSize: "0.25*radius", .randomStart: "true"],
        "method=pgd steps=10 step-size=0.25*radius step-decay=constant random-start=true"
      ),
      (
        [.method: "mim", .steps: "4", .stepDecay: "linear"],
        "method=mim steps=4 step-size=radius/steps step-decay=linear momentum=1.0"
      ),
      (
        [.method: "apgd", .variant: "croce2020", .steps: "20"],
        "method=apgd variant=croce2020 steps=20 step-size=2.0*radius random-start=false"
      ),
      (
        [.method: "apgd", .variant: "paper-revised", .steps: "20"],
        "method=apgd variant=paper-revised steps=20 step-size=radius/steps random-start=false"
      ),
      (
        [.method: "auto-saga", .variant: "paper", .steps: "3", .stepSize: "2"],
        "method=auto-saga variant=paper steps=3 step-size=2.0 step-decay=constant"
          + " coefficient-rate=10.0 fitting=50.0 direction-decay=0.0"
      ),
      ([.method: "uniform-noise"], "method=uniform-noise"),
      ([.method: "random-sign"], "method=random-sign"),
    ]
    for (settings, expected) in cases {
      let description = try describe(settings.merging([.strategy: "total"]) { first, _ in first })
      #expect(
        description.description
          == "\(expected) strategy=total restarts=1 round-to-pixels=false")
      #expect(description.strategyName == .total)
    }
    let apgd = try #require(
      describe([.method: "apgd", .steps: "20", .strategy: "total"]).method as? AutoPGD)
    #expect(apgd.variant == .croce2020 && apgd.count == 20 && apgd.firstStep == .timesRadius(2))
    let pgd = try #require(
      describe(cases[1].0.merging([.strategy: "total"]) { $1 }).method as? ProjectedGradient)
    #expect(pgd.startsAtRandom && pgd.schedule == StepSchedule(count: 10, size: .timesRadius(0.25)))
    let saga = try #require(
      describe(cases[5].0.merging([.strategy: "total"]) { $1 }).method as? AutoSAGA)
    #expect(saga.lookAhead == .paper && saga.rate == 10 && saga.fitting == 50 && saga.decay == 0)
  }

  @Test("every strategy is made of its settings, tasks by name")
  func strategies() throws {
    func strategy(_ settings: [AttackSetting: String]) throws -> any BalancingStrategy {
      let description = try describe(settings.merging([.method: "fgsm"]) { first, _ in first })
      return try description.attack(tasks: Self.tasks, meanLosses: [1, 2, 3]).strategy
    }
    #expect((try strategy([.strategy: "single", .task: "depth"]) as? SingleTask)?.task == 2)
    #expect(try strategy([.strategy: "total"]) is TotalLoss)
    let balanced = try #require(
      strategy([.strategy: "balanced", .direction: "clean", .objective: "dataset"]) as? Balanced)
    #expect(balanced.direction == .clean && balanced.objective == .dataset([1, 2, 3]))
    #expect(try strategy([.strategy: "sign-sum"]) is SignSum)
    let minMax = try #require(
      strategy([.strategy: "min-max", .weightRate: "0.25", .weightRegularity: "0"])
        as? MinMaxWeights)
    #expect(minMax.rate == 0.25 && minMax.regularity == 0)
    #expect(try strategy([.strategy: "minimum-norm"]) is MinimumNorm)
    #expect(try strategy([.strategy: "relative-rates"]) is RelativeRates)
    let selective = try #require(
      strategy([.strategy: "selective", .tasks: "normals, depth", .restraint: "2.5"])
        as? Selective)
    #expect(selective.tasks == [1, 2] && selective.restraint == 2.5)
    let sparse = try #require(
      strategy([.strategy: "sign-sum", .pixelLimit: "7"]) as? SparsePixels)
    #expect(sparse.base is SignSum && sparse.pixelLimit == 7)
  }

  @Test("every name and number has a canonical text that means the same")
  func textsAreRead() throws {
    for method in MethodName.allCases {
      for strategy in StrategyName.allCases {
        var settings: [AttackSetting: String] = [
          .method: method.rawValue, .strategy: strategy.rawValue, .pixelLimit: "3",
        ]
        if ![.fgsm, .uniformNoise, .randomSign].contains(method) { settings[.steps] = "7" }
        if strategy == .single { settings[.task] = "depth" }
        if strategy == .selective { settings[.tasks] = "normals,depth" }
        let description = try describe(settings)
        let again = try AttackDescription(parsing: description.description)
        #expect(again == description && again.hashValue == description.hashValue)
        #expect(again.strategy == description.strategy && again.pixelLimit == 3)
      }
    }
  }

  @Test("what is left to defaults is the same attack as when it is spelled out")
  func defaults() throws {
    let short = try describe([.method: "pgd", .steps: "5", .strategy: "balanced"])
    let long = try describe([
      .method: "pgd", .steps: "5", .stepSize: "radius/steps", .stepDecay: "constant",
      .randomStart: "false", .strategy: "balanced", .direction: "current", .objective: "clean",
      .restarts: "1", .roundToPixels: "false",
    ])
    #expect(short == long)
    #expect(short != (try describe([.method: "pgd", .steps: "6", .strategy: "balanced"])))
    #expect(
      try describe([.method: "fgsm", .strategy: "selective", .tasks: "b,a"])
        == (try describe([.method: "fgsm", .strategy: "selective", .tasks: "a,b"])))
  }

  @Test("family and balancing are what is compared apart from budget and steps")
  func parts() throws {
    let base: [AttackSetting: String] = [.method: "pgd", .steps: "5", .strategy: "balanced"]
    let first = try describe(base)
    let longer = try describe(base.merging([.steps: "9"]) { $1 })
    let other = try describe(base.merging([.stepSize: "1"]) { $1 })
    let total = try describe(base.merging([.strategy: "total"]) { $1 })
    #expect(first.family == longer.family && first.balancing == longer.balancing)
    #expect(first.family != other.family && first.balancing == other.balancing)
    #expect(first.family == total.family && first.balancing != total.balancing)
  }

  @Test("what does not belong is refused with its setting and what would be accepted")
  func refusals() {
    let cases: [([AttackSetting: String], AttackSetting, String)] = [
      ([.strategy: "total"], .method, "one of fgsm, pgd, mim"),
      ([.method: "PGD", .strategy: "total"], .method, "one of fgsm, pgd, mim"),
      ([.method: "fgsm"], .strategy, "one of single, total, balanced"),
      ([.method: "pgd", .strategy: "total"], .steps, "a whole number from 1 to 10000"),
      ([.method: "pgd", .steps: "0", .strategy: "total"], .steps, "found 0"),
      ([.method: "pgd", .steps: "2.5", .strategy: "total"], .steps, "found 2.5"),
      ([.method: "apgd", .steps: "10001", .strategy: "total"], .steps, "found 10001"),
      (
        [.method: "mim", .steps: "99999999999999999999", .strategy: "total"], .steps,
        "from 1 to 10000"
      ),
      (
        [.method: "uniform-noise", .strategy: "total", .restarts: "1001"], .restarts,
        "found 1001"
      ),
      (
        [.method: "pgd", .steps: "2", .stepSize: "1001*radius", .strategy: "total"], .stepSize,
        "up to 1000 times"
      ),
      (
        [.method: "pgd", .steps: "2", .stepSize: "1.1e6", .strategy: "total"], .stepSize,
        "up to 1e6"
      ),
      ([.method: "pgd", .steps: "2", .stepSize: "-1", .strategy: "total"], .stepSize, "radius"),
      ([.method: "pgd", .steps: "2", .stepSize: "inf", .strategy: "total"], .stepSize, "radius"),
      (
        [.method: "pgd", .steps: "2", .stepSize: "nan*radius", .strategy: "total"], .stepSize,
        "found nan*radius"
      ),
      ([.method: "fgsm", .steps: "3", .strategy: "total"], .steps, "only method, strategy"),
      ([.method: "mim", .steps: "3", .momentum: "-1", .strategy: "total"], .momentum, "0 or more"),
      (
        [.method: "mim", .steps: "3", .momentum: "nan", .strategy: "total"], .momentum, "0 or more"
      ),
      (
        [.method: "apgd", .steps: "3", .variant: "corrected", .strategy: "total"], .variant,
        "one of paper, paper-revised, croce2020"
      ),
      ([.method: "fgsm", .strategy: "single"], .task, "found nothing"),
      ([.method: "fgsm", .strategy: "total", .task: "depth"], .task, "found task: depth"),
      (
        [.method: "fgsm", .strategy: "balanced", .objective: "current"], .objective,
        "one of clean, dataset"
      ),
      ([.method: "fgsm", .strategy: "selective", .tasks: "a,a"], .tasks, "different names"),
      ([.method: "fgsm", .strategy: "selective", .tasks: "a,,b"], .tasks, "different names"),
      ([.method: "fgsm", .strategy: "selective", .tasks: ""], .tasks, "different names"),
      ([.method: "fgsm", .strategy: "total", .restarts: "0"], .restarts, "from 1 to 1000"),
      ([.method: "fgsm", .strategy: "total", .roundToPixels: "yes"], .roundToPixels, "true"),
      ([.method: "fgsm", .strategy: "total", .pixelLimit: "-1"], .pixelLimit, "0 or more"),
    ]
    for (settings, setting, words) in cases {
      let error = error(settings)
      #expect(error?.setting == setting, "\(settings)")
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
    #expect(throws: AttackError.self) { try AttackDescription(parsing: "method=fgsm total") }
    #expect(throws: AttackError.self) {
      try AttackDescription(parsing: "method=fgsm method=fgsm strategy=total")
    }
    #expect(throws: AttackError.self) { try AttackDescription(parsing: "colour=red") }
  }

  @Test("model and norm are held against the description before anything is computed")
  func impossibleForTheModel() throws {
    let single = try describe([.method: "fgsm", .strategy: "single", .task: "edges"])
    #expect {
      try single.validate(tasks: Self.tasks, norm: .maximum)
    } throws: { error in
      (error as? AttackError)?.setting == .task
        && "\(error)".contains("segmentation, normals, depth")
    }
    let mim = try describe([.method: "mim", .steps: "3", .strategy: "total"])
    try mim.validate(tasks: Self.tasks, norm: .maximum)
    #expect(throws: AttackError.self) { try mim.validate(tasks: Self.tasks, norm: .euclidean) }
    let again = try describe([.method: "fgsm", .strategy: "total", .restarts: "2"])
    #expect(throws: AttackError.self) { try again.validate(tasks: Self.tasks, norm: .maximum) }
    let sparse = try describe([.method: "random-sign", .strategy: "total", .pixelLimit: "2"])
    #expect(throws: AttackError.self) { try sparse.validate(tasks: Self.tasks, norm: .maximum) }
    let scored = try describe([.method: "fgsm", .strategy: "balanced", .objective: "dataset"])
    #expect(scored.strategy.needsMeanLosses && !single.strategy.needsMeanLosses)
    try scored.validate(tasks: Self.tasks, norm: .maximum)
    #expect(throws: AttackError.self) { try scored.attack(tasks: Self.tasks) }
  }
}
