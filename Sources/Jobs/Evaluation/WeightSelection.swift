/// Where a model's weights come from.
public enum WeightSelection: Hashable, Sendable {
  /// A checkpoint: safetensors or PyTorch's zip format. The path is relative to the current
  /// directory; `{layout}` in it has been replaced.
  case checkpoint(path: String)
  /// Untrained weights of that seed.
  case seed(UInt64)
}
