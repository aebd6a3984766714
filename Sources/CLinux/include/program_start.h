// The start of a program from a worker: what posix_spawn() does, in fewer calls and with two things more. The number of
// the new process is in shared memory before it runs for the first time, so that whoever buries the worker knows of it
// whenever that died; and of a start that failed it is known where.

#ifndef CLINUX_PROGRAM_START_H
#define CLINUX_PROGRAM_START_H

#include <stdint.h>
#include <sys/types.h>

enum clinux_program_step {
    // There is no new process.
    CLINUX_PROGRAM_FORK,
    // Its group, descriptors or signals could not be made what they are to be.
    CLINUX_PROGRAM_PREPARE,
    CLINUX_PROGRAM_EXECUTE,
};

struct clinux_program {
    // The first is the path of the program. This list and the next end with a null pointer.
    char *const *arguments;
    char *const *environment;
    // Neither is one of 0 to 2.
    int socket;
    int errors;
};

// Takes down which signals a program would not find as they are by default. From here on they stay as they are, and
// this process has one thread.
void clinux_program_expect(void);

// Starts a program at the head of a process group of its own, with `socket` on 0 and 1, `errors` on 2, no other
// descriptor, and no signal blocked, ignored or handled. Returns its number, which is in `note` as well; or -1 with
// errno, and then `step` is the one that failed and `note` is 0.
pid_t clinux_program_start(const struct clinux_program *program, int32_t *note, enum clinux_program_step *step);

#endif
