#!/usr/bin/env python3
# What socket calls do, told in lines that do not depend on time: the same on the kernel and on the nodes of a lab.
#   socket_semantics.py SERVER-ADDRESS CLIENT-ADDRESS [SERVER-NODE CLIENT-NODE]
# Without nodes every socket is the kernel's. Each check prints one line; a check that hangs is ended with "hangs".
# SPDX-License-Identifier: GPL-3.0-or-later
import array
import errno
import fcntl
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import threading

SERVER, CLIENT = sys.argv[1:3]
NODES = sys.argv[3:5]
BIND_TO_DEVICE = 25
TCP, UDP = socket.SOCK_STREAM, socket.SOCK_DGRAM
IP_PKTINFO, IP_RECVTTL = 8, 12


def on(index, kind, family=socket.AF_INET):
    s = socket.socket(family, kind)
    if NODES:
        s.setsockopt(socket.SOL_SOCKET, BIND_TO_DEVICE, NODES[index].encode())
    return s


def at_server(kind=TCP, family=socket.AF_INET):
    return on(0, kind, family)


def at_client(kind=TCP):
    return on(1, kind)


def name(error):
    return errno.errorcode.get(error, error) if error else 0


def attempt(call):
    try:
        return call()
    except OSError as e:
        return name(e.errno)


def listening(backlog=8):
    s = at_server()
    s.bind((SERVER, 0))
    s.listen(backlog)
    return s


def pair():
    with listening() as l:
        c = at_client()
        c.connect(l.getsockname())
        a, _ = l.accept()
    return a, c


def wait(fd, events, ms=5000):
    p = select.poll()
    p.register(fd, events)
    got = p.poll(ms)
    return got[0][1] if got else 0


def events(mask):
    names = {"IN": 1, "PRI": 2, "OUT": 4, "ERR": 8, "HUP": 16, "RDHUP": 0x2000}
    return "|".join(n for n, bit in names.items() if mask & bit) or "none"


ALL = 1 | 2 | 4 | 0x2000


def read_all(s):
    parts = []
    while True:
        part = s.recv(65536)
        if not part:
            return b"".join(parts)
        parts.append(part)


# --- TCP ---

def names():
    l = listening()
    c = at_client()
    before = attempt(c.getpeername), c.getsockname()
    c.connect(l.getsockname())
    a, peer = l.accept()
    return (before, a.getpeername() == c.getsockname() == peer, c.getpeername() == a.getsockname() == l.getsockname(),
            peer[0] == CLIENT, attempt(l.getpeername))


def refused():
    port = at_server()
    port.bind((SERVER, 0))  # bound, and nobody listens
    c = at_client()
    return c.connect_ex(port.getsockname()) and name(c.connect_ex(port.getsockname())), attempt(c.getpeername)


def refused_later():
    port = at_server()
    port.bind((SERVER, 0))
    c = at_client()
    c.setblocking(False)
    first = c.connect_ex(port.getsockname())
    mask = wait(c, 4)
    return (first in (errno.EINPROGRESS, errno.ECONNREFUSED), bool(mask & 4),
            name(first if first == errno.ECONNREFUSED else c.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)),
            c.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))


def connects_later():
    l = listening()
    c = at_client()
    c.setblocking(False)
    first = c.connect_ex(l.getsockname())
    mask = wait(c, 4)
    state = c.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    again = c.connect_ex(l.getsockname()), name(c.connect_ex(l.getsockname()))
    a, _ = l.accept()
    c.send(b"x")
    return name(first), events(mask), state, again, a.recv(1)


def unwritable_until_connected():
    if not NODES:
        return 0, "none"  # on loopback there is no time between
    c = at_client()
    c.setblocking(False)
    first = c.connect_ex(("10.0.1.99", 80))  # nobody answers there
    return 0 if first == errno.EINPROGRESS else name(first), events(wait(c, 4 | 1, 100))


def half_close():
    a, c = pair()
    c.sendall(b"question")
    c.shutdown(socket.SHUT_WR)
    asked = read_all(a)
    a.sendall(b"answer")
    a.close()
    return asked, read_all(c), attempt(lambda: c.send(b"x"))


def reset():
    a, c = pair()
    a.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    a.close()
    mask = wait(c, 1 | 0x2000)
    first = attempt(lambda: c.recv(1))
    return events(mask & 17), first, attempt(lambda: c.recv(1)), attempt(lambda: c.send(b"x"))


def reset_seen_by_send():
    a, c = pair()
    a.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    a.close()
    wait(c, 1 | 0x2000)
    return attempt(lambda: c.send(b"x")), attempt(lambda: c.send(b"x")), attempt(lambda: c.recv(1))


def reset_by_unread():
    a, c = pair()
    c.sendall(b"never read")
    wait(a, 1)
    a.close()
    wait(c, 0x2000)
    return attempt(lambda: c.recv(1)), c.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)


def reset_as_option():
    a, c = pair()
    a.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    a.close()
    wait(c, 0x2000)
    return [name(c.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)) for _ in (1, 2)]


def polled():
    a, c = pair()
    seen = [events(wait(a, ALL))]
    c.send(b"x")
    wait(a, 1)
    seen.append(events(wait(a, ALL)))
    a.recv(1)
    c.shutdown(socket.SHUT_WR)
    wait(a, 0x2000)
    seen.append(events(wait(a, ALL)))
    a.shutdown(socket.SHUT_WR)
    wait(a, 16)
    seen.append(events(wait(a, ALL)))
    return seen


def selected():
    a, c = pair()
    quiet = select.select([a], [a], [], 0)
    c.send(b"x")
    r, w, _ = select.select([a], [], [], 5)
    return len(quiet[0]), len(quiet[1]), len(r)


def epolled():
    a, c = pair()
    e = select.epoll()
    e.register(a, select.EPOLLIN | select.EPOLLET)
    quiet = e.poll(0)
    seen = []
    for part in (b"x", b"y"):  # an edge for each
        c.send(part)
        seen.append([m for _, m in e.poll(5)])
    e.modify(a, select.EPOLLOUT)
    return quiet, seen, [m for _, m in e.poll(5)], a.recv(2)


def accept_is_readable():
    l = listening()
    l.setblocking(False)
    none = attempt(l.accept)
    before = wait(l, 1, 0)
    c = at_client()
    c.connect(l.getsockname())
    mask = wait(l, 1)
    a, _ = l.accept()
    return none, before, events(mask), attempt(l.accept), a.getblocking()


def duplicates():
    a, c = pair()
    other = a.dup()
    a.close()
    c.send(b"x")
    got = other.recv(1)
    low = os.dup2(other.fileno(), 200)
    other.close()
    os.write(low, b"yz")
    low2 = fcntl.fcntl(low, fcntl.F_DUPFD, 300)
    os.close(low)
    os.write(low2, b"!")
    os.close(low2)
    return got, read_all(c)


def forks():
    a, c = pair()
    child = os.fork()
    if child == 0:
        c.close()
        a.sendall(b"from the child ")
        peer = a.getpeername()[0] == CLIENT  # asks in its own name
        a.sendall(b"%d" % peer)
        os._exit(0)
    a.close()
    got = read_all(c)
    os.waitpid(child, 0)
    return got


def executes():
    a, c = pair()
    script = ("import socket,sys; s=socket.socket(fileno=0); d=s.recv(9); "
              "s.sendall(d.upper()); sys.stdout.write(str(s.getsockname()[0]) + ' ' + str(s.getpeername()[0]))")
    p = subprocess.Popen([sys.executable, "-c", script], stdin=a, stdout=subprocess.PIPE)
    a.close()
    c.sendall(b"from exec")
    out, _ = p.communicate()
    return read_all(c), out.decode() == SERVER + " " + CLIENT


def passes_on():
    a, c = pair()
    left, right = socket.socketpair()
    child = os.fork()
    if child == 0:
        a.close(), c.close(), left.close()
        _, fds, _, _ = socket.recv_fds(right, 1, 1)
        s = socket.socket(fileno=fds[0])
        s.sendall(b"by " + s.getpeername()[0].encode())
        os._exit(0)
    socket.send_fds(left, [b"x"], [a.fileno()])
    a.close()
    os.waitpid(child, 0)
    left.close(), right.close()
    return read_all(c) == b"by " + CLIENT.encode()


def closes_all():
    # As daemons do: everything they do not know is closed, the connection for requests too.
    pid = os.fork()
    if pid == 0:
        os.closerange(3, 65536)
        a, c = pair()
        c.send(b"x")
        os._exit(0 if a.recv(1) == b"x" else 1)
    return os.waitpid(pid, 0)[1]


def would_block():
    a, c = pair()
    a.setblocking(False)
    nothing = attempt(lambda: a.recv(1))
    c.setblocking(False)
    sent = 0
    while wait(c, 4, 200) & 4:  # until it stays full
        try:
            sent += c.send(bytes(65536))
        except BlockingIOError:
            pass
    a.setblocking(True)
    got = 0
    while got < sent:
        got += len(a.recv(1 << 20))
    return nothing, sent > 100_000, got == sent, events(wait(c, 4))


def timeouts():
    a, c = pair()
    a.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 0, 20_000))
    return attempt(lambda: a.recv(1)), struct.unpack("ll", a.getsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, 16))[0]


def sends_files():
    a, c = pair()
    with tempfile.TemporaryFile() as f:
        data = os.urandom(300_000)
        f.write(data)
        f.flush()
        got = []
        reader = threading.Thread(target=lambda: got.append(read_all(c)))
        reader.start()
        sent = 0
        while sent < len(data):
            sent += os.sendfile(a.fileno(), f.fileno(), sent, len(data) - sent)
        a.close()
        reader.join()
    return sent, got[0] == data


def much_data():
    a, c = pair()
    data = os.urandom(1 << 20) * 8
    got = []
    reader = threading.Thread(target=lambda: got.append(read_all(a)))
    reader.start()
    c.sendall(data)
    c.close()
    reader.join()
    return got[0] == data


def flags():
    a, c = pair()
    c.send(b"abc")
    wait(a, 1)
    peeked = a.recv(2, socket.MSG_PEEK)
    whole = a.recv(3, socket.MSG_WAITALL)
    return peeked, whole, attempt(lambda: a.recv(1, socket.MSG_DONTWAIT))


def scattered():
    a, c = pair()
    c.sendmsg([b"ab", b"", b"cde"])
    wait(a, 1)
    one, two = bytearray(2), bytearray(10)
    n, ancillary, f, _ = a.recvmsg_into([one, two])
    os.writev(c.fileno(), [b"x", b"yz"])
    wait(a, 1)
    n2 = os.readv(a.fileno(), [bytearray(1), bytearray(5)])
    return n, bytes(one), bytes(two[:3]), ancillary, n2


def waiting_bytes():
    a, c = pair()
    c.send(b"12345")
    wait(a, 1)
    size = array.array("i", [0])
    fcntl.ioctl(a, termios.FIONREAD, size)
    return size[0]


def tcp_options():
    a, c = pair()
    l = listening()
    c.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    c.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    c.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 77)
    c.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, 16)
    get = c.getsockopt
    return (get(socket.SOL_SOCKET, socket.SO_TYPE), get(socket.SOL_SOCKET, socket.SO_DOMAIN),
            get(socket.SOL_SOCKET, socket.SO_PROTOCOL), get(socket.SOL_SOCKET, socket.SO_ACCEPTCONN),
            l.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN), get(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0,
            get(socket.SOL_SOCKET, socket.SO_KEEPALIVE), get(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE),
            get(socket.IPPROTO_IP, socket.IP_TOS), len(get(socket.IPPROTO_TCP, socket.TCP_INFO, 256)) > 100,
            attempt(lambda: c.setsockopt(socket.IPPROTO_TCP, 9999, 1)))


def binding():
    l = listening()
    again, foreign, twice = at_server(), at_server(), at_server()
    twice.bind((SERVER, 0))
    return (attempt(lambda: again.bind(l.getsockname())), attempt(lambda: foreign.bind(("198.51.100.7", 0))),
            attempt(lambda: twice.bind((SERVER, 0))), attempt(lambda: at_server(UDP).listen(1)))


def listener_gone():
    l = listening()
    where = l.getsockname()
    l.close()
    c = at_client()
    for _ in range(100):  # it is closed when the other side sees it
        error = c.connect_ex(where)
        if error:
            return name(error)
        c.close()
        c = at_client()
    return "still there"


def listener_shut():
    l = listening()
    threading.Timer(0.05, lambda: l.shutdown(socket.SHUT_RDWR)).start()
    return attempt(l.accept)


def misused():
    a, c = pair()
    return (attempt(lambda: c.connect(a.getsockname())), attempt(a.accept), attempt(lambda: a.listen(1)),
            attempt(lambda: a.bind((SERVER, 0))))


def both_families():
    l = at_server(TCP, socket.AF_INET6)
    l.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    l.bind(("::", 0))
    l.listen(1)
    c = at_client()
    c.connect((SERVER, l.getsockname()[1]))
    a, peer = l.accept()
    c.send(b"six")
    return l.getsockname()[0], peer[0] == "::ffff:" + CLIENT, a.getsockname()[0] == "::ffff:" + SERVER, a.recv(3)


def many_threads():
    l = listening(64)
    done = []

    def serve():
        for _ in range(40):
            a, _ = l.accept()
            a.sendall(a.recv(100))
            a.close()

    def ask(n):
        for i in range(10):
            with at_client() as c:
                c.connect(l.getsockname())
                text = b"%d-%d" % (n, i)
                c.sendall(text)
                done.append(read_all(c) == text)

    threads = [threading.Thread(target=serve)] + [threading.Thread(target=ask, args=(n,)) for n in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return len(done), all(done)


def written_to_nobody():
    a, c = pair()
    signal.signal(signal.SIGPIPE, lambda *_: killed.append(1))
    killed = []
    c.shutdown(socket.SHUT_WR)
    result = attempt(lambda: os.write(c.fileno(), b"x")), len(killed)
    silent = attempt(lambda: c.send(b"x", socket.MSG_NOSIGNAL)), len(killed)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    return result, silent


def urgent():
    a, c = pair()
    c.send(b"ab")
    c.send(b"!", socket.MSG_OOB)
    wait(a, 1)
    for _ in range(100):
        got = attempt(lambda: a.recv(1, socket.MSG_OOB))
        if got == b"!":
            break
        select.select([], [], [], 0.01)
    return got


# --- UDP ---

def bound_udp():
    s = at_server(UDP)
    s.bind((SERVER, 0))
    return s


def datagrams():
    s, c = bound_udp(), at_client(UDP)
    c.sendto(b"one", s.getsockname())
    c.sendto(b"", s.getsockname())
    c.sendto(b"three", s.getsockname())
    got = [s.recvfrom(100) for _ in range(3)]
    s.sendto(b"back", got[0][1])
    return [d for d, _ in got], got[0][1][0] == CLIENT, c.recvfrom(100)[1] == s.getsockname()


def connected_datagrams():
    s, c = bound_udp(), at_client(UDP)
    alone = attempt(lambda: c.send(b"x"))
    c.connect(s.getsockname())
    os.write(c.fileno(), b"by write")
    got, peer = s.recvfrom(100)
    s.connect(peer)
    s.send(b"to read")
    return alone, got, os.read(c.fileno(), 100), c.getpeername() == s.getsockname()


def cut_datagrams():
    s, c = bound_udp(), at_client(UDP)
    for _ in range(3):
        c.sendto(b"0123456789", s.getsockname())
    wait(s, 1)
    size = array.array("i", [0])
    fcntl.ioctl(s, termios.FIONREAD, size)
    part, _, f, _ = s.recvmsg(4)
    whole = s.recv_into(bytearray(4), 4, socket.MSG_TRUNC)
    peeked = s.recv(3, socket.MSG_PEEK), s.recv(20)
    return size[0], part, f, whole, peeked


def datagram_errors():
    s, c = bound_udp(), at_client(UDP)
    where = s.getsockname()
    s.close()
    for _ in range(200):
        c.connect(where)
        attempt(lambda: c.send(b"x"))
        if wait(c, 1, 50):
            break
    return attempt(lambda: c.recv(1)), attempt(lambda: c.sendto(bytes(65508), where))


def datagram_details():
    s, c = bound_udp(), at_client(UDP)
    s.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, 1)
    s.setsockopt(socket.IPPROTO_IP, IP_RECVTTL, 1)
    c.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 33)
    c.sendto(b"x", s.getsockname())
    _, control, _, _ = s.recvmsg(10, 200)
    found = {kind: data for level, kind, data in control if level == socket.IPPROTO_IP}
    ttl = struct.unpack("i", found[socket.IP_TTL])[0]
    return socket.inet_ntoa(found[IP_PKTINFO][8:12]) == SERVER, 30 <= ttl <= 33


def datagram_blocking():
    s = bound_udp()
    s.setblocking(False)
    nothing = attempt(lambda: s.recv(1))
    s.setblocking(True)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 0, 20_000))
    return nothing, attempt(lambda: s.recv(1)), events(wait(s, ALL, 0))


CHECKS = [names, refused, refused_later, connects_later, unwritable_until_connected, half_close, reset,
          reset_seen_by_send, reset_by_unread, reset_as_option, polled, selected, epolled, accept_is_readable,
          duplicates, forks, executes, passes_on, closes_all, would_block, timeouts, sends_files, much_data, flags,
          scattered, waiting_bytes, tcp_options, binding, listener_gone, listener_shut, misused, both_families,
          many_threads, written_to_nobody, urgent, datagrams, connected_datagrams, cut_datagrams, datagram_errors,
          datagram_details, datagram_blocking]


class Hangs(Exception):
    pass


def alarm(*_):
    raise Hangs


signal.signal(signal.SIGALRM, alarm)
for check in CHECKS:
    signal.alarm(20)
    try:
        outcome = check()
    except Hangs:
        outcome = "hangs"
    except Exception as e:  # a check that breaks is a line like any other
        outcome = f"{type(e).__name__}: {e}"
    signal.alarm(0)
    print(f"{check.__name__}: {outcome}", flush=True)
