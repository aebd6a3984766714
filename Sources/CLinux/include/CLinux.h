// Declarations that the Glibc module withholds from Swift: it is built without _GNU_SOURCE, and leaves
// out the headers below. No logic here; what runs in signal context or beside this process is in retirement.h,
// crash.h, program.h and program_start.h, and what takes more than a declaration in acceptor.h.

#ifndef CLINUX_H
#define CLINUX_H

#include <linux/filter.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <time.h>

#include "acceptor.h"
#include "crash.h"
#include "descriptor_table.h"
#include "futex.h"
#include "passing.h"
#include "privileges.h"
#include "program.h"
#include "program_start.h"
#include "retirement.h"
#include "root.h"

int accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);
int close_range(unsigned int first, unsigned int last, int flags);
int dup3(int from, int to, int flags);
int getgrouplist(const char *user, gid_t group, gid_t *groups, int *count);
int memfd_create(const char *name, unsigned int flags);
int pidfd_open(pid_t pid, unsigned int flags);
int pidfd_send_signal(int pidfd, int signal, siginfo_t *info, unsigned int flags);
int pipe2(int ends[2], int flags);
int pthread_setname_np(pthread_t thread, const char *name);
int sched_getaffinity(pid_t pid, size_t size, void *mask);
int setgroups(size_t count, const gid_t *groups);
int setns(int namespace, int type);
const char *sigabbrev_np(int signal);

enum {
    CLINUX_AT_EMPTY_PATH = 0x1000,
    CLINUX_MFD_CLOEXEC = 1,
    CLINUX_MFD_ALLOW_SEALING = 2,
    CLINUX_F_ADD_SEALS = 1033,
    CLINUX_F_SEAL_SHRINK = 2,
    CLINUX_F_SEAL_GROW = 4,
    CLINUX_O_PATH = 010000000,
    CLINUX_SCHED_BATCH = 3,
    CLINUX_SO_PEERGROUPS = 59,
};

// What SO_PEERCRED of unix(7) fills in; <sys/socket.h> calls it ucred.
struct clinux_peer {
    pid_t process;
    uid_t user;
    gid_t group;
};

#endif
