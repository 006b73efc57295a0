import Foundation

/// How far the reference's single-precision run is from its double-precision run.
///
/// The file's JSON maps tasks and directions to objects whose keys differ between files; what is
/// missing counts as no spread.
struct PrecisionSpread: Decodable {
  private struct Entry: Decodable {
    let numbers: [String: Double]

    init(from decoder: any Decoder) throws {
      guard let container = try? decoder.container(keyedBy: Key.self) else {
        numbers = [:]
        return
      }
      var numbers: [String: Double] = [:]
      for key in container.allKeys {
        if let value = try? container.decode(Double.self, forKey: key) {
          numbers[key.stringValue] = value
        }
      }
      self.numbers = numbers
    }
  }

  private struct Key: CodingKey {
    let stringValue: String
    let intValue: Int? = nil
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private let entries: [String: Entry]

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    var entries: [String: Entry] = [:]
    for key in container.allKeys {
      entries[key.stringValue] = try container.decode(Entry.self, forKey: key)
    }
    self.entries = entries
  }

  /// Relative L2 spread of a task's outputs.
  func output(_ task: String) -> Double? { entries[task]?.numbers["out"] }
  /// Relative spread of a task's loss.
  func loss(_ task: String) -> Double? { entries[task]?.numbers["loss"] }
  /// Relative L2 spread of a task's gradient.
  func gradient(_ task: String) -> Double? { entries[task]?.numbers["grad"] }
  /// Share of a task's gradient's signs that differ.
  func gradientSigns(_ task: String) -> Double? {
    (entries[task]?.numbers["grad_sign_equal"] ?? entries[task]?.numbers["sign_equal"])
      .map { 1 - $0 }
  }
  /// Relative L2 spread of a direction.
  func direction(_ name: String) -> Double? { direction(named: name)?.numbers["rel"] }
  /// Share of a direction's signs that differ.
  func directionSigns(_ name: String) -> Double? {
    direction(named: name)?.numbers["sign_equal"].map { 1 - $0 }
  }

  private func direction(named name: String) -> Entry? {
    entries["direction_\(name)"] ?? entries[name]
  }
}
