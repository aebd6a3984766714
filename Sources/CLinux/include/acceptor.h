// What the supervisor needs below Swift for workers that become programs, and what those need on the way: variadic calls,
// and the macros of cmsg(3).

#ifndef CLINUX_ACCEPTOR_H
#define CLINUX_ACCEPTOR_H

#include <sys/types.h>

// Has the kernel send `signal` to this process when its parent ends. Returns 0, or -1 with errno.
int clinux_signal_at_end_of_parent(int signal);

// Restores the default action of every signal, also of the two that the C library keeps for itself: whoever started this
// process by posix_spawn() may have left them ignored.
void clinux_restore_signals(void);

// Receives a datagram without waiting, with the process that sent it, or 0 where the kernel does not tell. Descriptors
// that come with it are closed. Returns its length, or -1 with errno.
ssize_t clinux_receive_from_process(int socket, void *buffer, size_t size, pid_t *sender);

#endif
