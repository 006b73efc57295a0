import Testing

@testable import Tasks

@Suite struct TransferMatrixTests {
  private static func performance(_ depth: Double, _ edges: Double?) -> RelativePerformance {
    func metrics(_ task: DenseTask, _ metric: Metric, _ value: Double?) -> TaskMetrics {
      TaskMetrics(task: task, mode: .strict, entries: [.init(metric, value)], loss: 1)
    }
    return RelativePerformance(
      of: [
        metrics(.depth, .absoluteError, 1 - depth),
        metrics(.edges, .edgeError, edges.map { 1 - $0 }),
      ],
      against: [metrics(.depth, .absoluteError, 1), metrics(.edges, .edgeError, 1)], mode: .strict)
  }

  @Test func rowsAreAttacksAndColumnsTasks() {
    let matrix = TransferMatrix([
      (.depth, Self.performance(-2, -0.25)), (.edges, Self.performance(-0.75, -1)),
    ])
    #expect(matrix.tasks == [.depth, .edges])
    #expect(matrix.rows.map(\.performances) == [[-2, -0.25], [-0.75, -1]])
    #expect(matrix[attacked: .edges, measured: .depth] == -0.75)
    #expect(matrix[attacked: .normals, measured: .depth] == nil)
    #expect(matrix[attacked: .depth, measured: .normals] == nil)
    #expect(matrix.direct == -1.5 && matrix.transferred == -0.5)
  }

  @Test func whatIsNotDefinedIsLeftOut() {
    let matrix = TransferMatrix([(.depth, Self.performance(-2, nil))])
    #expect(matrix.rows[0].performances == [-2, nil])
    #expect(matrix.direct == -2 && matrix.transferred == nil)
    #expect(TransferMatrix([]).direct == nil)
  }
}
