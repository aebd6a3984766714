// Retirement of a worker: what its signal handler does.
//
// A worker that waits for a connection sits in accept() or epoll_wait(), or sleeps on a futex until it is its
// turn to. A flag set by a signal handler would be missed when the signal falls between the check of the flag
// and the call; so the handler takes away what the call would wait on. It puts /dev/null in the place of the
// descriptors below, and the restarted or next accept() fails with ENOTSOCK, the next epoll_wait() with EINVAL.
// It changes the futex word, and the restarted or next FUTEX_WAIT returns at once. Nothing else in the worker
// sees an interrupted call, for the handler is installed with SA_RESTART.

#ifndef CLINUX_RETIREMENT_H
#define CLINUX_RETIREMENT_H

#include <stdint.h>
#include <sys/types.h>

enum { CLINUX_RETIREMENT_LISTENERS = 64 };

struct clinux_retirement {
    // A descriptor of /dev/null, open as long as the worker lives.
    int null;
    // The descriptor that the worker waits on: its only listener, or an epoll set over several.
    int gate;
    // The worker's listeners, closed with the gate so that a dead service's port is free at once.
    int listeners[CLINUX_RETIREMENT_LISTENERS];
    int listener_count;
    // The word that the worker sleeps on while it is 0.
    uint32_t *bell;
    // An orphan has nobody to end it: it gets SIGALRM after so many seconds. 0 means never.
    unsigned int orphan_seconds;
    pid_t supervisor;
};

// Copies `plan` and makes TERM, INT and IO (which the supervisor sends, and the kernel when the supervisor dies) retire
// this process. Returns 0, or -1 with errno.
int clinux_retirement_install(const struct clinux_retirement *plan);

// Whether a signal has asked this process to retire.
int clinux_retirement_requested(void);

// While set, the handler takes the gate only and leaves the listeners: between a wake-up and its
// accept() the worker owes the queue that one accept(), or a client would wait for the next wake-up.
void clinux_retirement_set_accepting(int accepting);

// Closes the listeners of a worker whose request came while it was accepting.
void clinux_retirement_close_listeners(void);

#endif
