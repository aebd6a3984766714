#define _GNU_SOURCE
#include "descriptor_table.h"

#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    // What clone() and one call need; every signal is blocked meanwhile.
    STACK_SIZE = 1024,
    // As long as the helper lives by itself: were this process killed now, it would hold everything open.
    PATIENCE_SECONDS = 5,
    // Eight kilobytes of room. With fewer descriptors the helper costs more than it saves.
    MANY = 1024,
};

// Known by its address, which the loader fills in before anything runs. By its name it might be looked up at the first
// call, and the loader saves all registers for that, which is more than the helper's whole stack.
static long (*const volatile call)(long number, ...) = syscall;

// Runs on our memory, errno and all, so it does as good as nothing.
static int share(void *nothing)
{
    (void)nothing;
    struct timespec patience = { .tv_sec = PATIENCE_SECONDS };
    (void)call(SYS_nanosleep, &patience, NULL);
    return 0;
}

// Descriptors are numbered from below, so the first that is free tells.
static int has_many(void)
{
    int free = dup(0);
    if (free >= 0)
        (void)close(free);
    return free < 0 || free >= MANY;
}

int clinux_descriptor_table_cut(unsigned int first)
{
    if (!has_many())
        return close_range(first, ~0U, 0);
    _Alignas(16) char stack[STACK_SIZE];
    sigset_t every, before;
    sigfillset(&every);
    (void)sigprocmask(SIG_SETMASK, &every, &before);
    pid_t helper = clone(share, stack + sizeof stack, CLONE_VM | CLONE_FILES, NULL);
    int result = close_range(first, ~0U, CLOSE_RANGE_UNSHARE);
    if (helper > 0) {
        (void)kill(helper, SIGKILL);
        (void)waitpid(helper, NULL, __WCLONE);
    }
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    return result;
}
