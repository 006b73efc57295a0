internal import HDF5Store
internal import Tasks

/// Checks the members of a split against the format.
struct SplitCheck {
  let path: String
  let split: String
  let group: HDF5Group

  /// An error about a member.
  func error(_ member: String, expected: String, found: String) -> DatasetError {
    DatasetError(path, "/\(split)/\(member)", expected: expected, found: found)
  }

  /// A dataset of exactly that type.
  func dataset(_ member: String, of type: ElementType) throws -> HDF5Dataset {
    guard try group.contains(member), try group.kind(of: member) == .dataset else {
      throw error(member, expected: "a dataset of \(type)", found: "none")
    }
    let dataset = try group.dataset(member)
    guard dataset.elementType == type else {
      throw error(member, expected: "elements of \(type)", found: "\(dataset.elementType)")
    }
    return dataset
  }

  /// Throws unless chunks are whole images with checksums.
  func requireImageChunks(_ dataset: HDF5Dataset) throws {
    let layout = try dataset.layout
    if layout.isVirtual { return }
    let shape = [1] + (try dataset.shape).dropFirst()
    let member = String(dataset.name.split(separator: "/").last ?? "")
    guard layout.chunkShape == shape else {
      throw error(
        member, expected: "chunks of one image, \(shape)",
        found: layout.chunkShape.map { "chunks of \($0)" } ?? "no chunks")
    }
    guard layout.hasChecksum else {
      throw error(member, expected: "Fletcher-32 checksums", found: "none")
    }
  }

  /// The names of the images.
  func names(count: Int) throws -> [String] {
    let member = DatasetSchema.name
    guard try group.contains(member), try group.kind(of: member) == .dataset else {
      throw error(member, expected: "a dataset of strings", found: "none")
    }
    let dataset = try group.dataset(member)
    guard try dataset.shape == [count] else {
      throw error(member, expected: "the shape [\(count)]", found: "\(try dataset.shape)")
    }
    let names = try dataset.readStrings()
    var seen: Set<String> = []
    for (index, name) in names.enumerated() {
      guard !name.isEmpty else {
        throw error(member, expected: "a name for every image", found: "none for image \(index)")
      }
      guard seen.insert(name).inserted else {
        throw error(member, expected: "different names", found: "\"\(name)\" twice")
      }
    }
    return names
  }

  /// The digests of the images.
  func digests(count: Int) throws -> [UInt8] {
    let member = DatasetSchema.digest
    let dataset = try dataset(member, of: .uint8)
    let shape = [count, DatasetSchema.digestSize]
    guard try dataset.shape == shape else {
      throw error(member, expected: "the shape \(shape)", found: "\(try dataset.shape)")
    }
    return try dataset.read()
  }

  /// The labels of a task.
  func labels(_ task: DenseTask, _ dialect: LabelDialect, _ extents: [Int]) throws -> HDF5Dataset {
    guard let format = LabelFormat(task, in: dialect) else {
      throw error(task.rawValue, expected: "a task of \(dialect.rawValue)", found: "another")
    }
    let dataset = try dataset(task.rawValue, of: format.elementType)
    let shape = format.shape(count: extents[0], height: extents[1], width: extents[2])
    guard try dataset.shape == shape else {
      throw error(
        task.rawValue, expected: "the shape \(shape), as the images have",
        found: "\(try dataset.shape)")
    }
    try requireImageChunks(dataset)
    for (name, value) in format.attributes {
      let place = "\(task.rawValue)@\(name)"
      guard try dataset.attributes.contains(name) else {
        throw error(place, expected: "\"\(value)\"", found: "none")
      }
      let found = try dataset.attributes.readString(name)
      guard found == value else {
        throw error(place, expected: "\"\(value)\"", found: "\"\(found)\"")
      }
    }
    return dataset
  }

  /// Throws when there is a member that the format does not have.
  func requireMembers(_ tasks: [String]) throws {
    let known = tasks + [DatasetSchema.image, DatasetSchema.name, DatasetSchema.digest]
    for member in try group.memberNames() where !known.contains(member) {
      throw error(member, expected: "no other members than \(known.sorted())", found: "one")
    }
  }
}
