#define _GNU_SOURCE
#include "program.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

static const int32_t *program_note;

int clinux_program_adopt_orphans(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

static void end_program(int number)
{
    int32_t leader = __atomic_load_n(program_note, __ATOMIC_ACQUIRE);
    siginfo_t info;
    // Once the leader is buried the number may be a stranger's.
    if (leader > 1 && waitid(P_PID, (id_t)leader, &info, WEXITED | WNOHANG | WNOWAIT) == 0)
        kill(-leader, SIGKILL);
    signal(number, SIG_DFL);
    raise(number);
}

int clinux_program_end_with_alarm(const int32_t *note)
{
    program_note = note;
    struct sigaction action = { .sa_handler = end_program, .sa_flags = SA_RESTART };
    sigemptyset(&action.sa_mask);
    return sigaction(SIGALRM, &action, NULL);
}

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
