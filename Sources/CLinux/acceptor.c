#define _GNU_SOURCE
#include "acceptor.h"

#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

int clinux_signal_at_end_of_parent(int signal) { return prctl(PR_SET_PDEATHSIG, signal); }

void clinux_restore_signals(void)
{
    // The kernel's own struct sigaction, in which SIG_DFL, no flags and an empty mask are all zero.
    static const uint64_t restored[8];
    for (int signal = 1; signal < NSIG; signal++)
        syscall(SYS_rt_sigaction, signal, restored, NULL, sizeof(uint64_t));
}

ssize_t clinux_receive_from_process(int socket, void *buffer, size_t size, pid_t *sender)
{
    // Room for the sender and for no descriptor: those that do not fit are never opened here.
    union {
        char bytes[CMSG_SPACE(sizeof(struct ucred))];
        struct cmsghdr aligned;
    } control;
    struct iovec vector = { .iov_base = buffer, .iov_len = size };
    struct msghdr message = {
        .msg_iov = &vector,
        .msg_iovlen = 1,
        .msg_control = control.bytes,
        .msg_controllen = sizeof control.bytes,
    };
    *sender = 0;
    ssize_t length = recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (length < 0)
        return -1;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_CREDENTIALS) {
        struct ucred credentials;
        memcpy(&credentials, CMSG_DATA(header), sizeof credentials);
        *sender = credentials.pid;
    }
    return length;
}
