#!/usr/bin/python3
"""Tells each client how many it has served: one of several processes that share a listener."""
import os, select, signal, socket

# The listeners are the descriptors from 3 on: sd_listen_fds(3).
assert os.environ["LISTEN_PID"] == str(os.getpid()) and os.environ["LISTEN_FDS"] == "1"
listener = socket.socket(fileno=3)
# Whoever comes too late for a client must not wait for the next one.
listener.setblocking(False)

# SIGTERM makes `asked` readable, so it can't be missed between two clients.
asked, waker = socket.socketpair()
waker.setblocking(False)
signal.set_wakeup_fd(waker.fileno())
signal.signal(signal.SIGTERM, lambda number, frame: None)

# Ready: sd_notify(3).
with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
    manager.sendto(b"READY=1", os.environ["NOTIFY_SOCKET"].replace("@", "\0", 1))

served = 0
while True:
    ready, _, _ = select.select([listener, asked], [], [])
    try:
        client, _ = listener.accept()
    except BlockingIOError:
        # Asked to leave, and nobody is left in the queue.
        if asked in ready:
            break
        continue
    with client:
        served += 1
        client.sendall(f"You are number {served} of process {os.getpid()}.\n".encode())
