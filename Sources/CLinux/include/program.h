// What a worker that runs programs needs below Swift: variadic calls, code in signal context, and a structure of the
// kernel whose header can't stand beside that of the C library.

#ifndef CLINUX_PROGRAM_H
#define CLINUX_PROGRAM_H

#include <stdint.h>
#include <sys/types.h>

// Has processes whose parents have ended become children of this one, and not of init. Returns 0, or -1 with errno.
int clinux_program_adopt_orphans(void);

// Has SIGALRM, which ends a worker whose supervisor died, end the process group that `note` holds as well, as long as
// its leader has not been buried. Returns 0, or -1 with errno.
int clinux_program_end_with_alarm(const int32_t *note);

struct clinux_tcp_traffic {
    int state;
    uint64_t received;
    uint64_t sent;
    uint64_t sent_again;
    uint64_t unsent;
};

// Counters of a TCP socket. Returns 0, or -1 with errno.
int clinux_tcp_traffic(int socket, struct clinux_tcp_traffic *traffic);

#endif
