import DeepLearningPrimitives
import Kernels

/// The matrix products of all planes of a Winograd convolution in one direction.
struct PlaneProducts {
  /// A piece of work that no other depends on.
  struct Part {
    let plane: Int
    let part: Int
  }

  /// The product of each plane.
  let products: [PackedConvolution]
  /// All parts of all planes, those of planes with many rows first.
  let parts: [Part]

  /// Prepares products of a grid's rows with `inner` x `columns` filters.
  init(_ grid: WinogradGrid, inner: Int, columns: Int, type: NumberType, isTransposed: Bool) {
    let rows = (0..<grid.planeCount).map { grid.rowCount(ofPlane: $0) }
    let products = rows.map { rows in
      PackedConvolution.product(
        rows: rows, inner: inner, columns: columns,
        factors: type == .bfloat16 ? .bfloat16 : .single, instructions: .effective,
        isTransposed: isTransposed)
    }
    self.products = products
    parts = products.indices.sorted { (rows[$1], $0) < (rows[$0], $1) }.flatMap { plane in
      (0..<products[plane].partCount).map { Part(plane: plane, part: $0) }
    }
  }
}
