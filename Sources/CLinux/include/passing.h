// Descriptors in a message, cmsg(3): macros that compute, which Swift can't see.

#ifndef CLINUX_PASSING_H
#define CLINUX_PASSING_H

#include <string.h>
#include <sys/socket.h>

// Bytes of control data that so many descriptors take.
static inline size_t clinux_passing_space(size_t count)
{
    return CMSG_SPACE(count * sizeof(int));
}

// Has the message, whose control data has that much room, pass the descriptors.
static inline void clinux_passing_fill(struct msghdr *message, const int *descriptors, size_t count)
{
    struct cmsghdr *header = CMSG_FIRSTHDR(message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(count * sizeof(int));
    memcpy(CMSG_DATA(header), descriptors, count * sizeof(int));
}

#endif
