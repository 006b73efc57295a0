import Testing

@testable import Coordinator
@testable import Reports

struct AttackTitleTests {
  private func titles(
    _ change: (inout [RunSummary.AttackResult]) -> Void
  ) -> (AttackTitles, [RunSummary.AttackResult]) {
    var attacks = ResultsExample.summary(radii: [8]).attacks
    change(&attacks)
    return (AttackTitles(attacks, tasks: ResultsExample.tasks), attacks)
  }

  @Test func titlesThatDifferAreShort() {
    let (titles, attacks) = titles { _ in }
    #expect(
      attacks.map(titles.full) == [
        "pgd total, radius 8, 10 steps", "pgd balanced, radius 8, 10 steps",
        "pgd single segmentation, radius 8, 10 steps", "pgd single normals, radius 8, 10 steps",
      ])
  }

  @Test func settingsTellAttacksOfOneStrategyApart() {
    let (titles, attacks) = titles { attacks in
      attacks.append(attacks[1])
      attacks[1].description += " direction=clean objective=clean"
      attacks[4].description += " direction=current objective=clean"
    }
    #expect(titles.strategy(attacks[1]) == "balanced direction=clean")
    #expect(titles.strategy(attacks[4]) == "balanced direction=current")
    #expect(titles.strategy(attacks[0]) == "total")
    #expect(titles.method(attacks[1]) == "pgd")
  }

  @Test func settingsTellAttacksOfOneMethodApart() {
    let (titles, attacks) = titles { attacks in
      attacks.append(attacks[0])
      let family = attacks[0].family
      attacks[0].family += " variant=paper"
      for attack in 1..<4 { attacks[attack].family = attacks[0].family }
      attacks[4].family = family.replacing("restarts=1", with: "restarts=5")
      attacks[4].description.replace("restarts=1", with: "restarts=5")
    }
    #expect(titles.method(attacks[0]) == "pgd restarts=1 variant=paper")
    #expect(titles.full(attacks[4]) == "pgd restarts=5 total, radius 8, 10 steps")
  }
}
