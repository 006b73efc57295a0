internal import CHDF5

extension HDF5Dataset {
  /// Reads the references of the dataset, or of a box of it, in row-major order.
  ///
  /// `HDF5File.names(of:)` says where they lead.
  /// - Throws: `HDF5Error` when the elements are not references to objects.
  public func readReferences(_ slab: Hyperslab? = nil) throws -> [ObjectReference] {
    try handle.perform("reading the references") { id, operation in
      try elementType.require(.objectReference, converting: false, operation)
      let count = try Self.elementCount(slab, of: id, operation)
      try SizeLimit.validate(
        byteCount: SizeLimit.byteCount(count, of: MemoryLayout<hobj_ref_t>.stride, operation),
        of: id, operation)
      var addresses = [hobj_ref_t](repeating: 0, count: count)
      let type = equipoise_h5t_std_ref_obj()
      try unsafe addresses.withUnsafeMutableBytes { bytes in
        try Self.transfer(
          slab, of: id, count: count, memoryType: type, operation, "H5Dread", otherwise: .damaged
        ) { type, memory, file in
          unsafe H5Dread(id, type, memory, file, equipoise_h5p_default(), bytes.baseAddress)
        }
      }
      return addresses.map { ObjectReference(address: UInt64($0)) }
    }
  }

  /// Writes references to the objects of these names to the whole dataset, or to a box of it.
  /// - Throws: `HDF5Error` when the elements are not references, an object is missing, or there
  ///   are not as many names as the box has elements.
  public func writeReferences(to names: [String], to slab: Hyperslab? = nil) throws {
    try handle.performWriting("writing the references") { id, operation in
      try elementType.require(.objectReference, converting: false, operation)
      let addresses = try names.map { name in
        try ObjectName.validate(name, operation)
        if let missing = try ObjectName.missingPart(
          of: ObjectName.absolute(name, in: "/"), in: id, operation)
        {
          throw operation.error(
            .objectNotFound, expected: "an object \"\(name)\"", found: "nothing at \"\(missing)\"")
        }
        var address: hobj_ref_t = 0
        try unsafe operation.check(
          "H5Rcreate",
          H5Rcreate(&address, id, ObjectName.absolute(name, in: "/"), H5R_OBJECT, -1))
        return address
      }
      try unsafe addresses.withUnsafeBytes { bytes in
        try unsafe Self.write(
          bytes, count: names.count, to: slab, of: id, memoryType: equipoise_h5t_std_ref_obj(),
          operation)
      }
    }
  }
}

extension HDF5File {
  /// The absolute names of the objects that references lead to, in the same order.
  ///
  /// An object of several names is given the first in a walk of the file in name order.
  /// - Throws: `HDF5Error` when a reference leads to no object of the file.
  /// - Complexity: O(objects in the file), once for all references.
  public func names(of references: [ObjectReference]) throws -> [String] {
    try root.handle.perform("following references") { root, operation in
      var names: [UInt64: String] = [:]
      let status = unsafe withUnsafeMutablePointer(to: &names) { pointer in
        unsafe equipoise_ovisit(
          root,
          { name, address, context in
            guard let name = unsafe name,
              let names = unsafe context?.assumingMemoryBound(to: [UInt64: String].self)
            else { return -1 }
            guard let decoded = unsafe ObjectName.decode(name) else { return 0 }
            let absolute = decoded == "." ? "/" : "/" + decoded
            unsafe names.pointee.merge([UInt64(address): absolute]) { first, _ in first }
            return 0
          }, pointer)
      }
      try operation.check("H5Ovisit", status, otherwise: .damaged)
      return try references.map { reference in
        guard let name = names[reference.address] else {
          throw operation.error(
            .objectNotFound, expected: "an object of the file",
            found: "a reference to address \(reference.address), where none is")
        }
        return name
      }
    }
  }
}
