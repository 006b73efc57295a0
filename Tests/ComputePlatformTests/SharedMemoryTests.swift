import ComputePlatform
import Foundation
import Testing

/// Memory that is made once and found through its handle; other processes find it in the tests of
/// `MessagePassing`.
@Suite struct SharedMemoryTests {
  @Test(arguments: [1, 4096, 100_003]) func whatIsWrittenIsSeenWhereItIsFound(
    _ byteCount: Int
  ) throws {
    let made = try SharedMemory(byteCount: byteCount)
    let found = try SharedMemory(made.handle, byteCount: byteCount)
    let (writer, reader) = (made.start, found.start)
    #expect(writer != reader)
    // Only from a multiple of 2 MB on can it be in large pages.
    #expect([writer, reader].allSatisfy { UInt(bitPattern: $0) % (2 << 20) == 0 })
    #expect((0..<byteCount).allSatisfy { reader.load(fromByteOffset: $0, as: UInt8.self) == 0 })
    writer.storeBytes(of: 7, toByteOffset: byteCount - 1, as: UInt8.self)
    #expect(reader.load(fromByteOffset: byteCount - 1, as: UInt8.self) == 7)
  }

  @Test func itStaysUntilTheLastHasLeftIt() throws {
    func find() throws -> SharedMemory {
      let made = try SharedMemory(byteCount: 10)
      made.start.storeBytes(of: 9, as: UInt8.self)
      return try SharedMemory(made.handle, byteCount: 10)
    }
    let found = try find()
    let value = found.start.load(as: UInt8.self)
    #expect(value == 9)
    // The maker's descriptor is closed.
    #expect(error(found.handle, byteCount: 10) != nil)
  }

  @Test func otherMemoryIsRefused() throws {
    let made = try SharedMemory(byteCount: 10)
    let numbers = made.handle.numbers
    func other(_ place: Int, _ value: Int64) -> SharedMemory.Handle {
      var changed = numbers
      changed[place] = value
      return SharedMemory.Handle(numbers: changed)
    }
    #expect(error(other(3, numbers[3] + 1), byteCount: 10) == ESTALE)
    #expect(error(other(2, numbers[2] + 1), byteCount: 10) == ESTALE)
    #expect(error(made.handle, byteCount: 11) == ESTALE)
    #expect(error(other(1, 99_999), byteCount: 10) == ENOENT)
    #expect(error(other(1, .max), byteCount: 10) == EBADF)
  }

  /// The number of the error, nil without one.
  private func error(_ handle: SharedMemory.Handle, byteCount: Int) -> Int32? {
    do throws(SharedMemoryError) {
      _ = try SharedMemory(handle, byteCount: byteCount)
      return nil
    } catch {
      #expect("\(error)".hasPrefix("finding \(byteCount) bytes of shared memory of the process "))
      return error.code
    }
  }
}
