// futex(2) on a word that processes share; glibc has no function for it.

#ifndef CLINUX_FUTEX_H
#define CLINUX_FUTEX_H

#include <linux/futex.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// Sleeps unless the word differs from `value`, for no longer than `limit` where there is one. Returns 0, or -1 with errno.
static inline int clinux_futex_wait(const uint32_t *word, uint32_t value, const struct timespec *limit)
{
    return (int)syscall(SYS_futex, word, FUTEX_WAIT, value, limit, NULL, 0);
}

// Wakes one that sleeps on the word. Safe in a signal handler.
static inline void clinux_futex_wake(const uint32_t *word)
{
    (void)syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

#endif
