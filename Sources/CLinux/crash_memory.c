#define _GNU_SOURCE
#include "crash_memory.h"

#include <sys/uio.h>
#include <unistd.h>

int crash_memory_read(uintptr_t address, void *buffer, size_t size)
{
    struct iovec here = { .iov_base = buffer, .iov_len = size };
    struct iovec there = { .iov_base = (void *)address, .iov_len = size };
    return process_vm_readv(getpid(), &here, 1, &there, 1, 0) == (ssize_t)size;
}
