internal import CHDF5
internal import Glibc

/// The lock that every call of the library is made under.
///
/// Builds of HDF5 differ in whether they may be called from several threads, so we never do. The
/// lock is recursive, because a handle may be released while another call is being prepared.
@safe struct LibraryLock: Sendable {
  private static let shared = LibraryLock()

  // Safe to share: a mutex is made for it, and this one lives as long as the process.
  nonisolated(unsafe) private let mutex: UnsafeMutablePointer<pthread_mutex_t>

  private init() {
    // At exit the library would close again what it failed to close before, a dataset on a full
    // disk for one, and crash. Files are closed by their handles.
    H5dont_atexit()
    unsafe mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    var attributes = pthread_mutexattr_t()
    unsafe pthread_mutexattr_init(&attributes)
    unsafe pthread_mutexattr_settype(&attributes, Int32(PTHREAD_MUTEX_RECURSIVE))
    unsafe pthread_mutex_init(mutex, &attributes)
    unsafe pthread_mutexattr_destroy(&attributes)
  }

  /// Runs `body` while no other thread is inside the library.
  static func locked<Result: ~Copyable>(_ body: () throws -> Result) rethrows -> Result {
    unsafe pthread_mutex_lock(shared.mutex)
    defer { unsafe pthread_mutex_unlock(shared.mutex) }
    // A thread-safe build keeps one error stack and one setting for each thread.
    _ = H5Eset_auto2(equipoise_h5e_default(), nil, nil)
    return try body()
  }
}
