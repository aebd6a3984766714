// Looks paths up as they will lead after chroot(2), links and all.

#ifndef CLINUX_ROOT_H
#define CLINUX_ROOT_H

// openat2(2) of `path` with the folder that `root` is open on in the place of "/", close-on-exec.
// Returns a descriptor, or -1 with errno; ENOSYS where the kernel is older than 5.6.
int clinux_open_in_root(int root, const char *path, int flags);

#endif
