import HDF5Store
import MessagePassing

extension SelfTestRun {
  /// Has rank zero write the file, and every rank read its own images. Collective.
  /// - Returns: This rank's images by number; all of them on rank zero, none elsewhere.
  func readImages(
    _ conclude: (Finding) -> Void
  ) throws -> (shard: [Int: [Float]], all: [Int: [Float]]) {
    let folder = isFirst ? try TemporaryFolder(named: "equipoise-self-test", in: directory) : nil
    let path = try sharePath(folder.map { "\($0.path)/images.h5" } ?? "")
    let file = SelfTestFile(path: path, problem: problem)
    let outcome = Result {
      let written = isFirst ? try file.write() : 0
      if fault == .chunk { try file.damage() }
      return written
    }
    try world.barrier()
    let range = problem.shard(of: world.rank, size: world.size)
    let images = Result {
      _ = try outcome.get()
      return (
        shard: try read(range, of: file),
        all: isFirst ? try read(0..<problem.imageCount, of: file) : [:]
      )
    }
    // Failed or not, all ranks get here, so that nothing is left behind.
    try world.barrier()
    try folder?.remove()
    try world.barrier()

    let (written, (shard, all)) = (try outcome.get(), try images.get())
    conclude(try compare(shard, bytesWritten: written))
    return (shard, all)
  }

  private func read(_ images: Range<Int>, of file: SelfTestFile) throws -> [Int: [Float]] {
    do {
      return Dictionary(uniqueKeysWithValues: zip(images, try file.read(images)))
    } catch let error as HDF5Error where error.kind == .fileNotFound {
      throw UnsharedFolder(error: error)
    }
  }

  private func compare(_ shard: [Int: [Float]], bytesWritten: Int) throws -> Finding {
    var wrong = 0
    for (index, image) in shard {
      wrong += zip(image, problem.image(index)).count { $0.bitPattern != $1.bitPattern }
    }
    let figures = try exchange([bytesWritten, shard.count, shard.values.joined().count * 4, wrong])
    func total(_ column: Int) -> Int { figures.reduce(0) { $0 + $1[column] } }
    return Finding(
      part: "hdf5", passed: total(3) == 0 && total(1) == problem.imageCount,
      figures: "\(total(0)) bytes written, \(total(1)) checksummed images of "
        + "\(total(2)) bytes read, values wrong: \(total(3))")
  }

  /// Brings a text of rank zero to all ranks. Collective.
  private func sharePath(_ path: String) throws -> String {
    let count = try share([path.utf8.count])[0]
    let bytes = isFirst ? Array(path.utf8) : [UInt8](repeating: 0, count: count)
    return String(decoding: try share(bytes), as: UTF8.self)
  }
}

/// A rank does not see the file that rank zero wrote.
private struct UnsharedFolder: Error, CustomStringConvertible {
  let error: HDF5Error
  var description: String {
    "\(error); on several nodes, name a folder that all of them see with --directory"
  }
}
