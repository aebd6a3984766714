#define _GNU_SOURCE
#include "program_start.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SIGNALS = 64 };

// As the kernel has it, and no smaller. The first word is the handler.
struct kernel_action {
    unsigned long words[8];
};

static unsigned char changed[SIGNALS];
static size_t changed_count;

// Most of it is never touched: what needs some is the loader, which saves all registers when it looks up a function.
static _Alignas(16) char stack[65536];

// Shared with the child, as all our memory is.
struct attempt {
    const struct clinux_program *program;
    enum clinux_program_step step;
    int error;
};

// Not sigaction(), which keeps two signals to itself: some parents leave those ignored.
static long action(int signal, const struct kernel_action *wanted, struct kernel_action *present)
{
    return syscall(SYS_rt_sigaction, signal, wanted, present, SIGNALS / 8);
}

void clinux_program_expect(void)
{
    changed_count = 0;
    for (int signal = 1; signal <= SIGNALS; signal++) {
        struct kernel_action present = { { 0 } };
        if (action(signal, NULL, &present) == 0 && present.words[0] != 0)
            changed[changed_count++] = (unsigned char)signal;
    }
}

static int restore_signals(void)
{
    static const struct kernel_action standard;
    for (size_t i = 0; i < changed_count; i++)
        if (action(changed[i], &standard, NULL) < 0)
            return -1;
    // Only now: a handler of ours must not run in the child, on our memory.
    sigset_t none;
    sigemptyset(&none);
    return sigprocmask(SIG_SETMASK, &none, NULL);
}

static int prepare(const struct clinux_program *program)
{
    if (setpgid(0, 0) < 0)
        return -1;
    if (dup2(program->socket, 0) < 0 || dup2(program->socket, 1) < 0 || dup2(program->errors, 2) < 0)
        return -1;
    if (close_range(3, ~0U, 0) < 0)
        return -1;
    return restore_signals();
}

static int become_program(void *argument)
{
    struct attempt *attempt = argument;
    const struct clinux_program *program = attempt->program;
    attempt->step = CLINUX_PROGRAM_PREPARE;
    if (prepare(program) == 0) {
        attempt->step = CLINUX_PROGRAM_EXECUTE;
        execve(program->arguments[0], program->arguments, program->environment);
    }
    attempt->error = errno;
    _exit(127);
}

pid_t clinux_program_start(const struct clinux_program *program, int32_t *note, enum clinux_program_step *step)
{
    struct attempt attempt = { .program = program, .step = CLINUX_PROGRAM_FORK };
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    // The kernel writes the note before it lets the child run, and lets us go on once that is the program or has ended.
    pid_t child = clone(become_program, stack + sizeof stack,
                        CLONE_VM | CLONE_VFORK | CLONE_PARENT_SETTID | SIGCHLD, &attempt, note);
    if (child < 0)
        attempt.error = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (attempt.error == 0)
        return child;
    if (child > 0)
        waitpid(child, NULL, 0);
    __atomic_store_n(note, 0, __ATOMIC_RELEASE);
    *step = attempt.step;
    errno = attempt.error;
    return -1;
}
