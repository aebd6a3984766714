// The limit for the plain design: so many processes, forked before they are needed, each of which accepts, serves and
// closes in C. It does nothing else, and least of all what preforkd is for.
//
//   c-reference PORT PROCESSES greeting|echo|program [PATH]

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static const char message[] = "Smile from the server\n";

static void greet(int connection) {
    ssize_t written = write(connection, message, sizeof message - 1);
    (void)written;
}

static void echo(int connection) {
    char buffer[4096];
    ssize_t count;
    while ((count = read(connection, buffer, sizeof buffer)) > 0)
        if (write(connection, buffer, (size_t)count) != count) return;
}

static char *program;

// The program with the connection on 0 and 1, and the wait for its end; nothing of it is kept or told.
static void run(int connection) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, connection, 0);
    posix_spawn_file_actions_adddup2(&actions, connection, 1);
    char *arguments[] = {program, NULL};
    pid_t child;
    if (posix_spawn(&child, program, &actions, NULL, arguments, environ) == 0) waitpid(child, NULL, 0);
    posix_spawn_file_actions_destroy(&actions);
}

static void serve(int listener, void (*handle)(int)) {
    for (;;) {
        int connection = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (connection < 0) continue;
        handle(connection);
        close(connection);
    }
}

static void fail(const char *call) {
    perror(call);
    exit(71);
}

int main(int count, char **arguments) {
    bool runs = count == 5 && strcmp(arguments[3], "program") == 0;
    if (count != 4 && !runs) {
        fprintf(stderr, "usage: %s PORT PROCESSES greeting|echo|program [PATH]\n", arguments[0]);
        return 64;
    }
    signal(SIGPIPE, SIG_IGN);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons((in_port_t)atoi(arguments[1])),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0) fail("bind");
    if (listen(listener, 4096) < 0) fail("listen");
    for (int left = atoi(arguments[2]); left > 0; left--) {
        pid_t child = fork();
        if (child < 0) fail("fork");
        if (child == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (runs) program = arguments[4];
            serve(listener, runs ? run : strcmp(arguments[3], "echo") == 0 ? echo : greet);
        }
    }
    while (wait(NULL) > 0) continue;
    return 0;
}
