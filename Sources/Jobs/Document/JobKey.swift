/// The keys of one group of a job file.
protocol JobKey: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  /// What the reference says of the key.
  var reference: KeyReference { get }
}
