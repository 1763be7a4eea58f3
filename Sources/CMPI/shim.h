#pragma once
#include <mpi.h>
#include <stdlib.h>

// MPI's constants are macros with casts, which Swift cannot import; MPI_Request differs between
// OpenMPI (a pointer) and MPICH (an int), so it is kept behind memory of our own.

static inline int thalweg_mpi_start(void) {
  int given = 0;
  return MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &given);
}
static inline int thalweg_mpi_is_started(void) {
  int started = 0;
  MPI_Initialized(&started);
  return started;
}
static inline int thalweg_mpi_rank(void) {
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  return rank;
}
static inline int thalweg_mpi_size(void) {
  int size = 1;
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  return size;
}
static inline void thalweg_mpi_abort(int status) { MPI_Abort(MPI_COMM_WORLD, status); }

// A message under way: free with thalweg_mpi_is_done, which says 1 once, when it is finished.
static inline void *thalweg_mpi_send(const void *bytes, int count, int rank, int tag) {
  MPI_Request *request = (MPI_Request *)malloc(sizeof(MPI_Request));
  MPI_Isend(bytes, count, MPI_BYTE, rank, tag, MPI_COMM_WORLD, request);
  return request;
}
static inline void *thalweg_mpi_receive(void *bytes, int count, int rank, int tag) {
  MPI_Request *request = (MPI_Request *)malloc(sizeof(MPI_Request));
  MPI_Irecv(bytes, count, MPI_BYTE, rank, tag, MPI_COMM_WORLD, request);
  return request;
}
static inline int thalweg_mpi_is_done(void *request) {
  int done = 0;
  MPI_Test((MPI_Request *)request, &done, MPI_STATUS_IGNORE);
  if (done) free(request);
  return done;
}
