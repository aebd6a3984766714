#define _GNU_SOURCE
#include "crash_modules.h"
#include "crash_memory.h"

#include <elf.h>
#include <fcntl.h>
#include <stddef.h>
#include <unistd.h>

// Far more than a program with all of Swift's libraries has; those beyond are not told by name.
enum { MODULES = 64 };

// One line of /proc/self/maps.
struct mapping {
    uintptr_t start, end;
    int is_code;
    const char *path;
};

static struct crash_module modules[MODULES];
static int module_count;
// Of the file whose mappings are being read.
static char current_path[CRASH_PATH];
// Of /proc/self/maps, where it is open already.
static int kept_maps = -1;
static uintptr_t current_base;

static int is_equal(const char *a, const char *b)
{
    while (*a != '\0' && *a == *b)
        a++, b++;
    return *a == *b;
}

static void copy_path(char to[CRASH_PATH], const char *from)
{
    size_t i = 0;
    for (; i < CRASH_PATH - 1 && from[i] != '\0'; i++)
        to[i] = from[i];
    to[i] = '\0';
}

static const char *hexadecimal(const char *at, uintptr_t *number)
{
    for (*number = 0;; at++) {
        if (*at >= '0' && *at <= '9')
            *number = *number << 4 | (uintptr_t)(*at - '0');
        else if (*at >= 'a' && *at <= 'f')
            *number = *number << 4 | (uintptr_t)(*at - 'a' + 10);
        else
            return at;
    }
}

static const char *skip_word(const char *at)
{
    while (*at != ' ' && *at != '\0')
        at++;
    while (*at == ' ')
        at++;
    return at;
}

// start-end permissions offset device inode path
static struct mapping parse(const char *line)
{
    struct mapping found = { 0 };
    const char *at = hexadecimal(line, &found.start);
    if (*at == '-')
        at = hexadecimal(at + 1, &found.end);
    at = skip_word(at);
    for (int i = 0; i < 4 && at[i] != '\0'; i++)
        found.is_code |= at[i] == 'x';
    found.path = skip_word(skip_word(skip_word(skip_word(at))));
    return found;
}

// Not the mapping's offset in the file, against which a linker may shift addresses: the first mapping is where they
// begin. A program that is not position-independent has its addresses from the linker.
static uintptr_t base(uintptr_t start)
{
    unsigned char head[EI_NIDENT + sizeof(uint16_t)];
    return crash_memory_read(start, head, sizeof head) && head[EI_NIDENT] == ET_EXEC ? 0 : start;
}

static void take(const char *line)
{
    struct mapping mapping = parse(line);
    if (!is_equal(current_path, mapping.path)) {
        copy_path(current_path, mapping.path);
        current_base = base(mapping.start);
    }
    if (!mapping.is_code || module_count == MODULES)
        return;
    struct crash_module *module = &modules[module_count++];
    module->start = mapping.start;
    module->end = mapping.end;
    module->base = current_base;
    copy_path(module->path, current_path);
}

static int open_maps(void) { return open("/proc/self/maps", O_RDONLY | O_CLOEXEC); }

int crash_modules_keep(void)
{
    kept_maps = open_maps();
    return kept_maps < 0 ? -1 : 0;
}

void crash_modules_read(void)
{
    // A path that is longer is cut, and the rest of its line passed over.
    static char line[CRASH_PATH + 128];
    static char chunk[1024];
    int maps = kept_maps < 0 ? open_maps() : kept_maps;
    if (maps < 0)
        return;
    size_t length = 0;
    ssize_t got;
    while ((got = read(maps, chunk, sizeof chunk)) > 0) {
        for (ssize_t i = 0; i < got; i++) {
            if (chunk[i] == '\n') {
                line[length] = '\0';
                take(line);
                length = 0;
            } else if (length < sizeof line - 1) {
                line[length++] = chunk[i];
            }
        }
    }
    (void)close(maps);
}

const struct crash_module *crash_modules_find(uintptr_t address)
{
    for (int i = 0; i < module_count; i++) {
        if (address >= modules[i].start && address < modules[i].end)
            return &modules[i];
    }
    return NULL;
}
