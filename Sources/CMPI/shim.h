// Open MPI's handles and sentinels are macros over casts of global objects or of integers, which
// Swift cannot import. Each function here returns one of them and does nothing else.
#ifndef EQUIPOISE_CMPI_SHIM_H
#define EQUIPOISE_CMPI_SHIM_H

#include <mpi.h>

// Communicators: all processes of the job; this process alone.
// Cast of `&ompi_mpi_comm_world` and its siblings.
static inline MPI_Comm equipoise_mpi_comm_world(void) { return MPI_COMM_WORLD; }
static inline MPI_Comm equipoise_mpi_comm_self(void) { return MPI_COMM_SELF; }

// What a request becomes when its operation is complete. Cast of `&ompi_request_null`.
static inline MPI_Request equipoise_mpi_request_null(void) { return MPI_REQUEST_NULL; }

// "No hints", for constructors that take some. Cast of `&ompi_mpi_info_null`.
static inline MPI_Info equipoise_mpi_info_null(void) { return MPI_INFO_NULL; }

// The handler that returns codes instead of ending the job. Cast of `&ompi_mpi_errors_return`.
static inline MPI_Errhandler equipoise_mpi_errors_return(void) { return MPI_ERRORS_RETURN; }

// "My part is in its place already". Cast of an integer to `void *`.
static inline void *equipoise_mpi_in_place(void) { return MPI_IN_PLACE; }

// "I do not need the status": a null pointer cast to `MPI_Status *`; other libraries use another
// value, so it is not written as nil in Swift.
static inline MPI_Status *equipoise_mpi_status_ignore(void) { return MPI_STATUS_IGNORE; }

// Data types, one for each element that travels. Casts of `&ompi_mpi_byte` and its siblings.
static inline MPI_Datatype equipoise_mpi_byte(void) { return MPI_BYTE; }
static inline MPI_Datatype equipoise_mpi_uint8(void) { return MPI_UINT8_T; }
static inline MPI_Datatype equipoise_mpi_int8(void) { return MPI_INT8_T; }
static inline MPI_Datatype equipoise_mpi_uint32(void) { return MPI_UINT32_T; }
static inline MPI_Datatype equipoise_mpi_int32(void) { return MPI_INT32_T; }
static inline MPI_Datatype equipoise_mpi_uint64(void) { return MPI_UINT64_T; }
static inline MPI_Datatype equipoise_mpi_int64(void) { return MPI_INT64_T; }
static inline MPI_Datatype equipoise_mpi_float(void) { return MPI_FLOAT; }
static inline MPI_Datatype equipoise_mpi_double(void) { return MPI_DOUBLE; }

#endif
