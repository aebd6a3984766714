#define _GNU_SOURCE
#include "crash_frames.h"
#include "crash_memory.h"
#include "crash_modules.h"

#include <ucontext.h>

struct registers {
    uintptr_t instruction, frame, stack, link;
};

// What a frame pointer points to: the frame of the caller, and where the caller goes on.
struct frame {
    uintptr_t caller, next;
};

enum {
    // Frames of code that keeps no frame pointers, as the C library's, are passed over as far as this.
    SEARCH_WORDS = 512,
    LARGEST_FRAME = 1 << 20,
};

static struct registers interrupted(const void *machine)
{
    const mcontext_t *state = &((const ucontext_t *)machine)->uc_mcontext;
#if defined(__x86_64__)
    return (struct registers){
        .instruction = (uintptr_t)state->gregs[REG_RIP],
        .frame = (uintptr_t)state->gregs[REG_RBP],
        .stack = (uintptr_t)state->gregs[REG_RSP],
    };
#elif defined(__aarch64__)
    return (struct registers){
        .instruction = state->pc,
        .frame = state->regs[29],
        .stack = state->sp,
        .link = state->regs[30],
    };
#else
#error "no backtraces on this architecture"
#endif
}

uintptr_t crash_frames_instruction(const void *machine) { return interrupted(machine).instruction; }

uintptr_t crash_frames_stack_pointer(const void *machine) { return interrupted(machine).stack; }

// A pointer to code may carry a signature in its high bits (aarch64); no address of user space needs those. One back,
// for what follows a call may be of the next line or function.
static uintptr_t call_before(uintptr_t next) { return (next & (((uintptr_t)1 << 48) - 1)) - 1; }

static int is_call(uintptr_t next) { return crash_modules_find(call_before(next)) != NULL; }

static int read_frame(uintptr_t address, struct frame *frame)
{
    return address % sizeof(uintptr_t) == 0 && crash_memory_read(address, frame, sizeof *frame) &&
        is_call(frame->next);
}

// Callers are further up the stack.
static int is_caller(uintptr_t frame, uintptr_t caller) { return caller > frame && caller - frame < LARGEST_FRAME; }

// The innermost frame from the stack pointer on: two in a chain are no accident.
static uintptr_t search(uintptr_t stack)
{
    for (uintptr_t at = stack; at < stack + SEARCH_WORDS * sizeof(uintptr_t); at += sizeof(uintptr_t)) {
        struct frame inner, outer;
        if (read_frame(at, &inner) && is_caller(at, inner.caller) && read_frame(inner.caller, &outer))
            return at;
    }
    return 0;
}

// Who called an address at which there is no code, as a null function pointer: no frame was made for that call.
static uintptr_t next_of_lost_call(struct registers at)
{
    uintptr_t top = 0;
    if (at.link == 0)
        (void)crash_memory_read(at.stack, &top, sizeof top);
    return at.link != 0 ? at.link : top;
}

size_t crash_frames_walk(const void *machine, uintptr_t calls[CRASH_FRAMES])
{
    struct registers at = interrupted(machine);
    size_t count = 0;
    calls[count++] = at.instruction;
    if (crash_modules_find(at.instruction) == NULL && is_call(next_of_lost_call(at)))
        calls[count++] = call_before(next_of_lost_call(at));
    struct frame frame;
    uintptr_t address = at.frame;
    if (!is_caller(at.stack - 1, address) || !read_frame(address, &frame))
        address = search(at.stack);
    while (count < CRASH_FRAMES && read_frame(address, &frame)) {
        calls[count++] = call_before(frame.next);
        if (!is_caller(address, frame.caller))
            break;
        address = frame.caller;
    }
    return count;
}
