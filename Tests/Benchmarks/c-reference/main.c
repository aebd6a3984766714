// The limit for the plain design: so many processes, forked before they are needed, each of which accepts, serves and
// closes in C. It does nothing else, and least of all what preforkd is for.
//
//   c-reference PORT PROCESSES greeting|echo

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <signal.h>
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
    if (count != 4) {
        fprintf(stderr, "usage: %s PORT PROCESSES greeting|echo\n", arguments[0]);
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
            serve(listener, strcmp(arguments[3], "echo") == 0 ? echo : greet);
        }
    }
    while (wait(NULL) > 0) continue;
    return 0;
}
