import Glibc
import MessagePassing

// Open MPI 4.1 grants every thread level, so a library that grants less is put in its place: MPI
// lets a program define a function of its own before the library's, which stays reachable under
// another name (MPI-3.1, section 14.2).

/// The library's own function.
@_silgen_name("PMPI_Init_thread")
private func libraryInitThread(
  _ argc: UnsafeMutablePointer<Int32>?, _ argv: UnsafeMutableRawPointer?, _ required: Int32,
  _ provided: UnsafeMutablePointer<Int32>
) -> Int32

/// Enters MPI, and tells the last rank that it got `PROBE_THREAD_LEVEL` when that variable is set.
@_cdecl("MPI_Init_thread")
public func initThread(
  _ argc: UnsafeMutablePointer<Int32>?, _ argv: UnsafeMutableRawPointer?, _ required: Int32,
  _ provided: UnsafeMutablePointer<Int32>
) -> Int32 {
  let code = libraryInitThread(argc, argv, required, provided)
  func number(_ name: String) -> Int32? { getenv(name).flatMap { Int32(String(cString: $0)) } }
  if let level = number("PROBE_THREAD_LEVEL"), let rank = number("OMPI_COMM_WORLD_RANK"),
    let size = number("OMPI_COMM_WORLD_SIZE"), rank == size - 1
  {
    provided.pointee = min(provided.pointee, level)
  }
  return code
}
