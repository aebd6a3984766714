#define _GNU_SOURCE
#include "crash_text.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

enum { PATIENCE = 10, PATIENCE_STEP_MS = 100 };

static void add_bytes(struct crash_text *text, const char *bytes, size_t count)
{
    for (size_t i = 0; i < count && text->length < sizeof text->bytes; i++)
        text->bytes[text->length++] = bytes[i];
}

void crash_text_add(struct crash_text *text, const char *string)
{
    size_t length = 0;
    while (string[length] != '\0')
        length++;
    add_bytes(text, string, length);
}

static void add_number(struct crash_text *text, uint64_t number, unsigned int base)
{
    char digits[20];
    size_t start = sizeof digits;
    do {
        digits[--start] = "0123456789abcdef"[number % base];
        number /= base;
    } while (number != 0);
    add_bytes(text, digits + start, sizeof digits - start);
}

void crash_text_add_decimal(struct crash_text *text, uint64_t number) { add_number(text, number, 10); }

void crash_text_add_hexadecimal(struct crash_text *text, uint64_t number)
{
    crash_text_add(text, "0x");
    add_number(text, number, 16);
}

void crash_text_write(struct crash_text *text, int descriptor)
{
    static int patience = PATIENCE;
    size_t done = 0;
    while (done < text->length) {
        ssize_t count = write(descriptor, text->bytes + done, text->length - done);
        if (count > 0) {
            done += (size_t)count;
        } else if (count < 0 && errno == EINTR) {
            continue;
        } else if (count < 0 && errno == EAGAIN && patience > 0) {
            struct pollfd entry = { .fd = descriptor, .events = POLLOUT };
            patience--;
            (void)poll(&entry, 1, PATIENCE_STEP_MS);
        } else {
            break;
        }
    }
    text->length = 0;
}
