#define _GNU_SOURCE
#include "privileges.h"

#include <errno.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int clinux_no_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }

int clinux_capabilities_drop(void)
{
    struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
    struct __user_cap_data_struct held[_LINUX_CAPABILITY_U32S_3] = { 0 };
    if (syscall(SYS_capget, &header, held) < 0)
        return -1;
    unsigned int any = 0;
    for (int i = 0; i < _LINUX_CAPABILITY_U32S_3; i++)
        any |= held[i].permitted | held[i].inheritable;
    // What is ambient or effective is permitted too.
    if (any == 0)
        return 0;
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { 0 };
    return (int)syscall(SYS_capset, &header, none);
}

int clinux_capabilities_drop_bounding(void)
{
    int is_there;
    // Beyond the last one that the kernel knows it says so.
    for (unsigned long i = 0; (is_there = prctl(PR_CAPBSET_READ, i, 0, 0, 0)) >= 0; i++) {
        if (is_there && prctl(PR_CAPBSET_DROP, i, 0, 0, 0) < 0)
            // Only CAP_SETPCAP may, and what it would hold back can't be had anyway once there are no new privileges.
            return errno == EPERM ? 0 : -1;
    }
    return 0;
}
