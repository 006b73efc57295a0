import Attacks
import Foundation
import Jobs
import Kernels
import Tasks
import Testing

@Suite struct ShippedJobTests {
  @Test("every shipped job is one, named like its file, and in the table of jobs/README.md")
  func decode() throws {
    let table = try String(
      contentsOf: ShippedJobs.root.appending(path: "jobs/README.md"), encoding: .utf8
    ).split(separator: "\n")
    let jobs = try ShippedJobs.all()
    #expect(jobs.count >= 9)
    for (name, text) in jobs {
      #expect(JobTexts.problems(text) == [], "\(name)")
      let job = try EvaluationJob(yaml: text, path: name)
      #expect("\(job.name).yml" == name)
      let row = try #require(table.first { $0.contains("(\(name))") }, "\(name)")
      let count = row.split(separator: "|").last.flatMap { $0.split(separator: " ").first }
      #expect(count == "\(job.attacks.count)", "\(name)")
    }
  }

  @Test("the layouts' job serves all 51 layouts")
  func layouts() throws {
    let job = try #require(try ShippedJobs.all().first { $0.name.contains("layouts") })
    var overrides = JobOverrides()
    var paths = Set<String>()
    for number in 0..<51 {
      overrides.layout = number
      let decoded = try EvaluationJob(yaml: job.text, path: job.name, overrides: overrides)
      guard case .checkpoint(let path) = decoded.model.weights else {
        Issue.record("layout \(number) has no checkpoint")
        continue
      }
      paths.insert(path + " " + decoded.output)
    }
    #expect(paths.count == 51)
    overrides.layout = 51
    #expect(JobTexts.problems(job.text, overrides: overrides).count == 1)
  }

  @Test("the studies cover both data sets and both backbones, and the published budgets")
  func studies() throws {
    let jobs = try ShippedJobs.all().map { try EvaluationJob(yaml: $0.text, path: $0.name) }
    let kinds = Set(jobs.map { "\($0.data.kind.rawValue) \($0.model.backbone.kind.rawValue)" })
    #expect(
      kinds == [
        "nyuv2 resnet34-deeplab", "nyuv2 mobilenetv2", "taskonomy resnet34-deeplab",
        "taskonomy mobilenetv2",
      ])
    let published: Set<Float> = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16]
    for job in jobs where job.name.hasSuffix("budgets") || job.name.hasSuffix("transfer") {
      #expect(Set(job.attacks.map(\.radius.pixels)) == published)
      #expect(Set(job.attacks.map(\.attack.methodName)) == [.fgsm, .pgd, .mim, .apgd])
    }
  }
}
