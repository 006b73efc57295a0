internal import ByteStorage
internal import Tasks

extension SampleSource {
  /// What is made of the source, in one line: equal for the same images from the same place.
  var identity: String {
    var hash = SHA256()
    for plan in splits {
      hash.update(Array("\(plan.name)\0\(plan.height)x\(plan.width)\0".utf8))
      for image in plan.images { hash.update(Array("\(image)\0".utf8)) }
    }
    let tasks = description.tasks.map(\.rawValue).joined(separator: " ")
    let names = SHA256.hexadecimal(hash.finish()).prefix(16)
    return "\(description.source)\(location.map { " \($0)" } ?? ""), \(description.creation), "
      + "tasks \(tasks), images \(names)"
  }
}
