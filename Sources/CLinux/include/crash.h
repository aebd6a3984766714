// The last words of a worker that dies of a signal: which one, where, and how it came there.
//
// In a release build Swift traps without a word, and with a static standard library it has no backtraces. In C, for code
// in signal context must not call the Swift runtime. Whatever it does is async-signal-safe, reads memory in a way that
// can't fault again, and has an end; then the signal takes its course, so that the wait status and a core stay true.

#ifndef CLINUX_CRASH_H
#define CLINUX_CRASH_H

// Has ILL, TRAP, ABRT, BUS, FPE and SEGV described on descriptor 2 of this process, on a stack of their own.
//
// Where somebody else handles such a signal already, as Swift's backtracer or a sanitizer, a crash is left to them. One of
// these signals that another process sent is no crash: it ends this process, whatever else is installed.
// Returns 0, or -1 with errno.
int clinux_crash_install(void);

// Has all of this stay possible in a chroot: opens what tells the program and its libraries by name, and leaves no crash
// to others, for Swift's backtracer is a program that can't be found there. After the install.
// Returns 0, or -1 with errno.
int clinux_crash_enter_chroot(void);

#endif
