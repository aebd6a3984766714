// The program and its libraries, by the addresses at which their code lies.

#ifndef CLINUX_CRASH_MODULES_H
#define CLINUX_CRASH_MODULES_H

#include <stdint.h>

enum { CRASH_PATH = 256 };

struct crash_module {
    uintptr_t start, end;
    // What the symbol table of the file counts from.
    uintptr_t base;
    char path[CRASH_PATH];
};

// Opens /proc/self/maps, for the time when there is none any more. Returns 0, or -1 with errno.
int crash_modules_keep(void);

// Reads /proc/self/maps. Only for a signal handler that runs once.
void crash_modules_read(void);

// The module with code at an address, or NULL.
const struct crash_module *crash_modules_find(uintptr_t address);

#endif
