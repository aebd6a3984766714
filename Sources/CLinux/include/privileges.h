// What a process gives up for good: calls that the C library has no functions for, or variadic ones.

#ifndef CLINUX_PRIVILEGES_H
#define CLINUX_PRIVILEGES_H

// prctl(2) PR_SET_NO_NEW_PRIVS: no program that this process becomes can have more rights than it has.
// Returns 0, or -1 with errno.
int clinux_no_new_privileges(void);

// Empties the effective, permitted, inheritable and ambient sets of this process. Asks the kernel for nothing where
// they are empty. Returns 0, or -1 with errno.
int clinux_capabilities_drop(void);

// Empties the bounding set of this process as far as it may. Returns 0, or -1 with errno.
int clinux_capabilities_drop_bounding(void);

#endif
