import Jobs
import Testing

/// Files that are not even a tree of keys.
@Suite struct DocumentProblemTests {
  @Test(
    "what YAML refuses, and what of YAML is refused",
    arguments: [
      ("", "job.yml:1:1: expected a job, found an empty file"),
      ("# nothing\n", "job.yml:1:1: expected a job, found an empty file"),
      ("just words", "job.yml:1:1: expected the keys name, data"),
      ("- a\n- b", "job.yml:1:1: expected the keys name, data"),
      (
        "name: a\n  bad: b",
        "job.yml:2:6: expected valid YAML, found \"mapping values are not allowed"
      ),
      (
        "name: [a, b",
        "job.yml:2:1: expected valid YAML, found \"while parsing a flow sequence did not find"
      ),
      ("name: 'a", "job.yml:1:9: expected valid YAML"),
      ("name: a\n\tdata: b", "job.yml:2:1: expected valid YAML"),
      (
        "name: a\n---\nname: b",
        "job.yml:2:1: expected valid YAML, found \"expected a single document in the stream"
      ),
      ("name: *x", "job.yml:1:7: expected valid YAML, found \"found undefined alias"),
      (
        "name: a\u{0}b",
        "job.yml:1:8: expected valid YAML, found \"control characters are not allowed"
      ),
      ("é: 🙂\r\nb: a\u{0}b", "job.yml:2:5: expected valid YAML, found \"control characters"),
      ("name: &x a\ndata: *x", "job.yml:1:7: expected every value written out"),
      ("data: &d {kind: nyuv2}\nmodel:\n  <<: *d", "job.yml:1:7: expected every value written out"),
      ("name: !!str 5", "job.yml:1:7: expected no tags, found tag:yaml.org,2002:str"),
      ("name: !mine a", "job.yml:1:7: expected no tags, found !mine"),
      ("? [a, b]\n: c", "job.yml:1:3: expected a word as key"),
    ])
  func documents(text: String, expected: String) {
    let problems = JobTexts.problems(text)
    #expect(problems.contains { $0.hasPrefix(expected) }, "\(problems)")
  }

  @Test("an anchor does not multiply: a bomb of aliases is refused at once")
  func aliasBomb() {
    var text = "a0: &a0 [x, x]\n"
    for level in 1...40 {
      text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n"
    }
    let problems = JobTexts.problems(text)
    #expect(problems.contains { $0.contains("an anchor or alias") })
  }

  @Test("deep nesting is refused")
  func depth() {
    let deep = String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
    #expect(JobTexts.problems("name: \(deep)").contains { $0.contains("at most 16 levels") })
    let deeper = String(repeating: "[", count: 100_000)
    #expect(!JobTexts.problems("name: \(deeper)").isEmpty)
  }

  @Test("a long file is refused before it is read")
  func length() {
    let text = "# " + String(repeating: "x", count: EvaluationJob.longestFile)
    #expect(JobTexts.problems(text).first?.contains("at most 1048576 bytes") == true)
  }

  @Test("bytes that are not UTF-8 are named with their place")
  func encoding() throws {
    let bytes = Array("name: ä\ndata: ".utf8) + [0xFF, 0x0A]
    let error = try #require(throws: JobFileError.self) {
      try EvaluationJob(bytes: bytes, path: "job.yml")
    }
    #expect(error.description == "job.yml:2:7: expected text in UTF-8, found the byte 255")
    let job = try EvaluationJob(bytes: Array(JobTexts.base.utf8), path: "job.yml")
    #expect(job.name == "base")
  }

  @Test("duplicates in any group are found besides everything else", arguments: 1...3)
  func duplicates(count: Int) {
    let repeated = (0..<count).map { _ in "  split: test" }.joined(separator: "\n")
    let text = JobTexts.base(line: 3, "  file: x.h5\n  split: a\n\(repeated)\n  \"file\": y.h5")
    let problems = JobTexts.problems(text)
    #expect(problems.count == count + 1, "\(problems)")
    #expect(problems.last?.contains("a second file, the first is on line 3") == true)
    for problem in problems.dropLast() {
      #expect(problem.contains("a second split, the first is on line 4"))
    }
  }
}
