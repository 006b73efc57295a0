import ComputePlatform
import DeepLearningPrimitives
import HDF5Store
import MessagePassing

/// What a report of a problem has to say about the program and the machine, one fact a line.
///
/// Made without entering MPI, so it works where `mpirun` does not.
struct VersionReport: CustomStringConvertible {
  /// Version of this program; the only place where it stands.
  static let programVersion = "0.1.0"

  /// Name and version of the MPI library, without the details of its build.
  let messagePassing: String
  /// Version of HDF5.
  let hdf5: String
  /// Version of oneDNN.
  let deepLearningPrimitives: String
  /// The instruction set that oneDNN uses here.
  let instructionSet: InstructionSet
  /// Threads of a parallel region.
  let threadCount: Int
  /// Cores that this process may use.
  let coreCount: Int

  /// The program on this machine. Fixes the instruction set for the rest of the process.
  static var current: VersionReport {
    VersionReport(
      messagePassing: firstPart(of: Universe.libraryVersion), hdf5: HDF5File.libraryVersion,
      deepLearningPrimitives: Engine.libraryVersion, instructionSet: .effective,
      threadCount: ThreadTeam.threadCount, coreCount: Processor.availableCores.count)
  }

  /// The libraries and the instruction set in one line.
  var libraries: String {
    "\(messagePassing), HDF5 \(hdf5), oneDNN \(deepLearningPrimitives) with \(instructionSet)"
  }

  var description: String {
    """
    equipoise \(Self.programVersion)
    MPI: \(messagePassing)
    HDF5: \(hdf5)
    oneDNN: \(deepLearningPrimitives)
    instruction set: \(instructionSet)
    threads: \(threadCount) (cores available: \(coreCount))
    """
  }

  /// `Open MPI v4.1.4` of `Open MPI v4.1.4, package: ...`; other libraries part it by lines.
  private static func firstPart(of version: String) -> String {
    String(version.prefix { $0 != "," && !$0.isNewline })
  }
}
