#define _GNU_SOURCE
#include "crash.h"
#include "crash_frames.h"
#include "crash_modules.h"
#include "crash_text.h"

#include <signal.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

static const struct {
    int signal;
    const char *name;
    // Whether the address that comes with it is one of data.
    int has_address;
} fatal[] = {
    { SIGILL, "ILL", 0 },  { SIGTRAP, "TRAP", 0 }, { SIGABRT, "ABRT", 0 },
    { SIGBUS, "BUS", 1 },  { SIGFPE, "FPE", 0 },   { SIGSEGV, "SEGV", 1 },
};

enum {
    FATAL = sizeof fatal / sizeof fatal[0],
    // Twice what is needed, for Swift's backtracer may run on it too.
    STACK_SIZE = 65536,
    // All that is said at a death must fit in what the supervisor keeps, with Swift's own words before it.
    LIMIT = 4096,
    STANDARD_ERROR = 2,
};

static struct sigaction earlier[FATAL];
static char stack[STACK_SIZE] __attribute__((aligned(16)));
static struct crash_text text;

static void add_place(uintptr_t address)
{
    const struct crash_module *module = crash_modules_find(address);
    if (module != NULL) {
        crash_text_add(&text, module->path);
        crash_text_add(&text, "+");
    }
    crash_text_add_hexadecimal(&text, address - (module != NULL ? module->base : 0));
}

static void describe_signal(int which, const siginfo_t *info, const void *machine)
{
    crash_text_add(&text, "signal ");
    crash_text_add(&text, fatal[which].name);
    crash_text_add(&text, " in ");
    add_place(crash_frames_instruction(machine));
    // Only these two codes come with the address that was touched.
    if (fatal[which].has_address && (info->si_code == SEGV_MAPERR || info->si_code == SEGV_ACCERR)) {
        crash_text_add(&text, " at address ");
        crash_text_add_hexadecimal(&text, (uintptr_t)info->si_addr);
        // Side by side with the address it shows a stack that is full.
        crash_text_add(&text, ", stack pointer ");
        crash_text_add_hexadecimal(&text, crash_frames_stack_pointer(machine));
    }
    crash_text_add(&text, "\n");
    crash_text_write(&text, STANDARD_ERROR);
}

static void describe_frames(const void *machine)
{
    uintptr_t calls[CRASH_FRAMES];
    size_t count = crash_frames_walk(machine, calls);
    size_t said = 0;
    for (size_t i = 0; i < count && said < LIMIT; i++) {
        crash_text_add(&text, "#");
        crash_text_add_decimal(&text, i);
        crash_text_add(&text, " ");
        add_place(calls[i]);
        crash_text_add(&text, "\n");
        said += text.length;
        crash_text_write(&text, STANDARD_ERROR);
    }
}

static void describe_sender(int which, const siginfo_t *info)
{
    crash_text_add(&text, "signal ");
    crash_text_add(&text, fatal[which].name);
    crash_text_add(&text, " sent by process ");
    crash_text_add_decimal(&text, (uint64_t)info->si_pid);
    crash_text_add(&text, " of user ");
    crash_text_add_decimal(&text, info->si_uid);
    crash_text_add(&text, "\n");
    crash_text_write(&text, STANDARD_ERROR);
}

// Sent again, it waits until the handler returns, and ends the process where it was interrupted.
static void take_course(int signal)
{
    struct sigaction action = { .sa_handler = SIG_DFL };
    (void)sigaction(signal, &action, NULL);
    (void)syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), signal);
}

static int has_earlier(int which)
{
    return (earlier[which].sa_flags & SA_SIGINFO) != 0 ||
        (earlier[which].sa_handler != SIG_DFL && earlier[which].sa_handler != SIG_IGN);
}

// Has the signal come again as if this handler had never been there: Swift's would not end well if it were called.
static void leave_to_earlier(int which, int signal, const siginfo_t *info)
{
    (void)sigaction(signal, &earlier[which], NULL);
    // What the processor reported it reports again when the instruction is tried again; TRAP has passed its own.
    if (info->si_code <= 0 || signal == SIGTRAP)
        (void)syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), signal);
}

static void handle(int signal, siginfo_t *info, void *machine)
{
    int which = 0;
    while (which < FATAL - 1 && fatal[which].signal != signal)
        which++;
    // abort() and raise() send too, but to themselves.
    int is_from_outside = info->si_code <= 0 && info->si_pid != getpid();
    if (!is_from_outside && has_earlier(which)) {
        leave_to_earlier(which, signal, info);
        return;
    }
    static atomic_flag is_taken = ATOMIC_FLAG_INIT;
    if (atomic_flag_test_and_set(&is_taken)) {
        // Another thread is at it, and takes this one along when it has said what it knows.
        for (;;)
            (void)pause();
    }
    if (is_from_outside) {
        describe_sender(which, info);
    } else {
        crash_modules_read();
        describe_signal(which, info, machine);
        describe_frames(machine);
    }
    take_course(signal);
}

int clinux_crash_enter_chroot(void)
{
    for (int i = 0; i < FATAL; i++)
        earlier[i] = (struct sigaction) { .sa_handler = SIG_DFL };
    return crash_modules_keep();
}

int clinux_crash_install(void)
{
    stack_t present;
    if (sigaltstack(NULL, &present) < 0)
        return -1;
    if ((present.ss_flags & SS_DISABLE) != 0 || present.ss_size < STACK_SIZE / 2) {
        stack_t own = { .ss_sp = stack, .ss_size = sizeof stack };
        if (sigaltstack(&own, NULL) < 0)
            return -1;
    }
    struct sigaction action = { .sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK };
    sigemptyset(&action.sa_mask);
    // A fault of the handler's own is then the end at once, for the kernel does not hold one back.
    for (int i = 0; i < FATAL; i++)
        sigaddset(&action.sa_mask, fatal[i].signal);
    for (int i = 0; i < FATAL; i++) {
        if (sigaction(fatal[i].signal, &action, &earlier[i]) < 0)
            return -1;
    }
    return 0;
}
