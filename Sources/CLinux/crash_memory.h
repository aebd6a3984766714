#ifndef CLINUX_CRASH_MEMORY_H
#define CLINUX_CRASH_MEMORY_H

#include <stddef.h>
#include <stdint.h>

// Reads this process's memory as a stranger would: false where there is none, and no fault.
int crash_memory_read(uintptr_t address, void *buffer, size_t size);

#endif
