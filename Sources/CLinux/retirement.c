#define _GNU_SOURCE
#include "retirement.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#include "futex.h"

static struct clinux_retirement plan;
static volatile sig_atomic_t requested;
static volatile sig_atomic_t accepting;

static void take_away(int descriptor)
{
    (void)dup3(plan.null, descriptor, O_CLOEXEC);
}

void clinux_retirement_close_listeners(void)
{
    for (int i = 0; i < plan.listener_count; i++)
        take_away(plan.listeners[i]);
}

static void retire(int signal)
{
    (void)signal;
    int saved = errno;
    // Before the word: who puts it back to 0 looks at the request after that.
    requested = 1;
    take_away(plan.gate);
    if (!accepting)
        clinux_retirement_close_listeners();
    __atomic_store_n(plan.bell, 1, __ATOMIC_SEQ_CST);
    // A handler's thread may have got the signal in place of the one that sleeps.
    clinux_futex_wake(plan.bell);
    if (plan.orphan_seconds != 0 && getppid() != plan.supervisor)
        alarm(plan.orphan_seconds);
    errno = saved;
}

int clinux_retirement_install(const struct clinux_retirement *wanted)
{
    plan = *wanted;
    struct sigaction action = { .sa_handler = retire, .sa_flags = SA_RESTART };
    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGTERM);
    sigaddset(&action.sa_mask, SIGINT);
    sigaddset(&action.sa_mask, SIGIO);
    if (sigaction(SIGTERM, &action, NULL) < 0 || sigaction(SIGINT, &action, NULL) < 0 ||
        sigaction(SIGIO, &action, NULL) < 0)
        return -1;
    return 0;
}

int clinux_retirement_requested(void) { return requested; }

void clinux_retirement_set_accepting(int value) { accepting = value; }
