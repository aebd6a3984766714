// Who called whom in an interrupted thread.

#ifndef CLINUX_CRASH_FRAMES_H
#define CLINUX_CRASH_FRAMES_H

#include <stddef.h>
#include <stdint.h>

// A stack that overflowed has tens of thousands.
enum { CRASH_FRAMES = 32 };

// Walks the frames of the thread that `machine` (the third argument of a signal handler) interrupted, after
// crash_modules_read(). Gives the address of each call, the innermost being where the thread was; returns how many, at
// least 1.
size_t crash_frames_walk(const void *machine, uintptr_t calls[CRASH_FRAMES]);

// Where that thread was, and how far its stack had come.
uintptr_t crash_frames_instruction(const void *machine);
uintptr_t crash_frames_stack_pointer(const void *machine);

#endif
