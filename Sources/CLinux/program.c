#define _GNU_SOURCE
#include "program.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/socket.h>

static volatile sig_atomic_t program_group;

int clinux_program_adopt_orphans(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

static void end_program(int number)
{
    if (program_group > 1)
        kill(-program_group, SIGKILL);
    signal(number, SIG_DFL);
    raise(number);
}

int clinux_program_end_with_alarm(void)
{
    struct sigaction action = { .sa_handler = end_program, .sa_flags = SA_RESTART };
    sigemptyset(&action.sa_mask);
    return sigaction(SIGALRM, &action, NULL);
}

void clinux_program_set_group(pid_t group) { program_group = group; }

int clinux_tcp_traffic(int socket, struct clinux_tcp_traffic *traffic)
{
    struct tcp_info info = { 0 };
    socklen_t size = sizeof info;
    if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) < 0)
        return -1;
    traffic->state = info.tcpi_state;
    traffic->received = info.tcpi_bytes_received;
    traffic->sent = info.tcpi_bytes_sent;
    traffic->sent_again = info.tcpi_bytes_retrans;
    traffic->unsent = info.tcpi_notsent_bytes;
    return 0;
}
