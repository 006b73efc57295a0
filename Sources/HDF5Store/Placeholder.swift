enum PlaceholderHDF5Store {}
