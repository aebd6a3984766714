// Text without stdio, which is not async-signal-safe.

#ifndef CLINUX_CRASH_TEXT_H
#define CLINUX_CRASH_TEXT_H

#include <stddef.h>
#include <stdint.h>

struct crash_text {
    char bytes[1024];
    size_t length;
};

// What does not fit is left out.
void crash_text_add(struct crash_text *text, const char *string);
void crash_text_add_decimal(struct crash_text *text, uint64_t number);
void crash_text_add_hexadecimal(struct crash_text *text, uint64_t number);

// Writes to a descriptor and empties the text. Waits for room in a full pipe, in all writes together for a second at
// most: the connection is lost already, and the supervisor may be stopped.
void crash_text_write(struct crash_text *text, int descriptor);

#endif
