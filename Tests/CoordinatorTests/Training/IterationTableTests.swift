import Testing

@testable import Coordinator

@Suite struct IterationTableTests {
  private func text(_ folder: ScratchFolder) throws -> String {
    String(decoding: try folder.bytes("t.csv"), as: UTF8.self)
  }

  @Test func laterIterationsAreDroppedWhenATrainingGoesOn() throws {
    let folder = try ScratchFolder()
    let path = folder.path("t.csv")
    let first = try IterationTable(path, columns: ["a", "b"], keepingTo: 0)
    for iteration in 1...3 {
      try first.append(iteration, ["x", "\(iteration)"])
      try first.append(iteration, ["y", ""])
    }
    try first.sync()
    #expect(try text(folder) == "iteration,a,b\n1,x,1\n1,y,\n2,x,2\n2,y,\n3,x,3\n3,y,\n")
    let second = try IterationTable(path, columns: ["a", "b"], keepingTo: 2)
    try second.append(3, ["z", "3"])
    #expect(try text(folder) == "iteration,a,b\n1,x,1\n1,y,\n2,x,2\n2,y,\n3,z,3\n")
    _ = try IterationTable(path, columns: ["a", "b"], keepingTo: 0)
    #expect(try text(folder) == "iteration,a,b\n")
  }

  /// What a kill leaves: a row without its end, or none at all.
  @Test(arguments: ["", "iter", "iteration,a", "iteration,a\n", "iteration,a\n1,x\n2,x"])
  func aTornEndIsCutOff(_ torn: String) throws {
    let folder = try ScratchFolder()
    try folder.write(Array(torn.utf8), to: "t.csv")
    _ = try IterationTable(folder.path("t.csv"), columns: ["a"], keepingTo: 5)
    #expect(try text(folder) == "iteration,a\n" + (torn.contains("1,x\n") ? "1,x\n" : ""))
  }

  @Test func otherColumnsAreRefused() throws {
    let folder = try ScratchFolder()
    try folder.write(Array("iteration,c\n1,x\n".utf8), to: "t.csv")
    #expect(throws: IterationTable.Foreign.self) {
      try IterationTable(folder.path("t.csv"), columns: ["a"], keepingTo: 5)
    }
    #expect(try text(folder) == "iteration,c\n1,x\n")
  }
}
