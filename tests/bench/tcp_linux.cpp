// Goodput over impaired links and fairness, with Linux's CUBIC beside ours on the same kind of link in the same run.
//
//   tcp_linux [--seconds N] [--repetitions N] [--only grid|fair]
// Linux sends with CUBIC, whatever its default is. For every point of the grid (loss 0, 0.1, 1, 5 %; delay 0, 20, 200 ms) three transfers, each alone: Linux to Linux, us
// to Linux, Linux to us; the ratios are to the first. Fair: one flow of ours and one of Linux share a bottleneck of
// 50 Mbit/s; Jain's index of the two. Prints JSON. Needs root or user namespaces, /dev/net/tun and python3.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/linux_peer.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>

using namespace hopyard;
using test::LinuxPeer;
using transport::IpOutput;
using transport::SocketError;
using transport::SocketId;
using transport::SocketKind;
using transport::SocketLayer;

namespace {

/// Counts from the first byte on for so many seconds and prints bytes a second.
std::string sink(int seconds)
{
    return fmt::format("s = socket.create_server(('', 5000))\nprint('listening')\nc, a = s.accept()\nn = 0\n"
                       "b = bytearray(1 << 20)\nbegin = time.monotonic()\n"
                       "while time.monotonic() < begin + {0}:\n c.settimeout(max(0.01, begin + {0} - time.monotonic()))\n"
                       " try: k = c.recv_into(b)\n except TimeoutError: break\n"
                       " if not k: break\n n += k\n"
                       "print('rate', n / {0})\n", seconds);
}

std::string source(const std::string &to, int seconds)
{
    return fmt::format("c = socket.socket()\nc.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, b'cubic')\n"
                       "c.connect(('{}', 5000))\nprint('connected')\nb = bytes(1 << 18)\n"
                       "end = time.monotonic() + {} + 3\n"
                       "try:\n while time.monotonic() < end: c.send(b)\nexcept OSError: pass\n", to, seconds);
}

double rateOf(const LinuxPeer::Program &program)
{
    const auto at = program.output.find("rate ");
    return at == std::string::npos ? 0 : 8 * std::strtod(program.output.c_str() + at + 5, nullptr);
}

const std::vector<std::uint8_t> &zeros()
{
    static const std::vector<std::uint8_t> bytes(1 << 20);
    return bytes;
}

void keepFull(LinuxPeer &peer, SocketId id)
{
    peer.sockets([&](SocketLayer &sockets, IpOutput &ip) {
        while (sockets.write(ip, id, zeros())) {
        }
    });
}

SocketId connectTo(LinuxPeer &peer, const base::IpAddress &address)
{
    SocketId id;
    peer.sockets([&](SocketLayer &sockets, IpOutput &ip) {
        id = *sockets.socket(SocketKind::tcp, base::Family::ipv4);
        (void)sockets.connect(ip, id, {address, 5000});
    });
    return id;
}

std::string twoLinuxLab(const std::string &impairment)
{
    return "hopyard: 1\ntitle: Grid\nnodes:\n"
           "  linux: {kind: namespace, interfaces: {eth0: {address: 10.0.0.1/24}}}\n"
           "  other: {kind: namespace, interfaces: {eth0: {address: 10.0.0.3/24}}}\n"
           "  hop: {kind: host, interfaces: {eth0: {address: 10.0.1.2/24}}}\n"
           "links:\n  - {ends: [linux:eth0, other:eth0], " + impairment + "}\n";
}

double linuxToLinux(const std::string &impairment, int seconds)
{
    LinuxPeer peer(LinuxPeer::Lab{twoLinuxLab(impairment)});
    auto &to = peer.python(sink(seconds));
    if (!peer.says(to, "listening"))
        return 0;
    peer.python(source("10.0.0.1", seconds), "other");
    peer.until([&] { return to.fd < 0; }, (seconds + 60) * 1000);
    return rateOf(to);
}

double hopyardToLinux(const std::string &impairment, int seconds)
{
    LinuxPeer peer(impairment);
    auto &to = peer.python(sink(seconds));
    if (!peer.says(to, "listening"))
        return 0;
    const SocketId id = connectTo(peer, LinuxPeer::linuxAddress());
    peer.until([&] { keepFull(peer, id); return to.fd < 0; },
               (seconds + 60) * 1000);
    return rateOf(to);
}

double linuxToHopyard(const std::string &impairment, int seconds)
{
    LinuxPeer peer(impairment);
    SocketId listener, id;
    peer.sockets([&](SocketLayer &sockets, IpOutput &ip) {
        listener = *sockets.socket(SocketKind::tcp, base::Family::ipv4);
        (void)sockets.bind(ip, listener, {{}, 5000});
        (void)sockets.listen(ip, listener, 16);
    });
    peer.python(source("10.0.0.2", seconds));
    std::uint64_t count = 0;
    QElapsedTimer timer;
    peer.until([&] {
        peer.sockets([&](SocketLayer &sockets, IpOutput &ip) {
            if (!id.isValid()) {
                if (const auto accepted = sockets.accept(listener)) {
                    id = accepted->socket;
                    timer.start();
                }
                return;
            }
            for (base::Bytes next = sockets.peek(id); !next.empty(); next = sockets.peek(id)) {
                count += next.size();
                sockets.consume(ip, id, next.size());
            }
        });
        return timer.isValid() && timer.elapsed() >= seconds * 1000;
    }, (seconds + 60) * 1000);
    return 8.0 * static_cast<double>(count) / seconds;
}

/// us - r1 = 50 Mbit/s, 20 ms = r2 - both sinks, Linux beside us at r1.
nlohmann::json fairness(int seconds)
{
    LinuxPeer peer(LinuxPeer::Lab{
        "hopyard: 1\ntitle: Fair\nnodes:\n"
        "  hop: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}\n"
        "  other: {kind: namespace, interfaces: {eth0: {address: 10.0.2.10/24}}, gateway: 10.0.2.1}\n"
        "  linux: {kind: namespace, interfaces: {eth0: {address: 10.0.4.10/24}, eth1: {address: 10.0.5.10/24}}, gateway: 10.0.4.1}\n"
        "  r1:\n    kind: router\n    config: |\n      interface eth0\n       ip address 10.0.1.1/24\n      interface eth1\n"
        "       ip address 10.0.2.1/24\n      interface eth2\n       ip address 10.0.3.1/24\n      ip route 10.0.4.0/24 10.0.3.2\n"
        "  r2:\n    kind: router\n    config: |\n      interface eth0\n       ip address 10.0.3.2/24\n      interface eth1\n"
        "       ip address 10.0.4.1/24\n      ip route 10.0.1.0/24 10.0.3.1\n      ip route 10.0.2.0/24 10.0.3.1\n"
        "links:\n  - {ends: [hop:eth0, r1:eth0]}\n  - {ends: [other:eth0, r1:eth1]}\n"
        "  - {ends: [r1:eth2, r2:eth0], delay: 20ms, rate: 50mbit, queue: 170}\n  - {ends: [r2:eth1, linux:eth0]}\n"});
    const auto counter = [&](int port) {
        std::string text = sink(seconds);
        text.replace(text.find("5000"), 4, std::to_string(port));
        return text;
    };
    auto &ours = peer.python(counter(5000));
    auto &theirs = peer.python(counter(5001));
    if (!peer.says(ours, "listening") || !peer.says(theirs, "listening"))
        return {{"error", ours.output + theirs.output}};
    std::string rival = source("10.0.4.10", seconds);
    rival.replace(rival.find("5000"), 4, "5001");
    peer.python(rival, "other");
    const SocketId id = connectTo(peer, base::Ipv4Address(10, 0, 4, 10));
    peer.until([&] {
        keepFull(peer, id);
        return ours.fd < 0 && theirs.fd < 0;
    }, (seconds + 60) * 1000);
    const double a = rateOf(ours), b = rateOf(theirs);
    return {{"hopyard_bps", a}, {"linux_bps", b}, {"jain", (a + b) * (a + b) / (2 * (a * a + b * b))}};
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace

int main(int argc, char **argv)
{
    int seconds = 8, repetitions = 3;
    std::string only;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string option = argv[i];
        if (option == "--seconds")
            seconds = std::atoi(argv[i + 1]);
        else if (option == "--repetitions")
            repetitions = std::atoi(argv[i + 1]);
        else if (option == "--only")
            only = argv[i + 1];
    }
    if (const QString missing = LinuxPeer::missing(); !missing.isEmpty()) {
        std::printf("{\"skipped\": \"%s\"}\n", qPrintable(missing));
        return 0;
    }
    nlohmann::json all;
    if (only.empty() || only == "grid") {
        for (const char *delay : {"0", "20ms", "200ms"}) {
            for (const char *loss : {"0", "0.1%", "1%", "5%"}) {
                const std::string impairment = fmt::format("delay: {}, loss: {}", delay, loss);
                std::vector<double> peers, sends, receives;
                for (int i = 0; i < repetitions; ++i) {
                    peers.push_back(linuxToLinux(impairment, seconds));
                    sends.push_back(hopyardToLinux(impairment, seconds));
                    receives.push_back(linuxToHopyard(impairment, seconds));
                }
                const double peer = median(peers);
                all["grid"].push_back({{"delay", delay}, {"loss", loss}, {"linux_bps", peer},
                                       {"hopyard_sends_bps", median(sends)}, {"hopyard_receives_bps", median(receives)},
                                       {"sends_ratio", median(sends) / peer}, {"receives_ratio", median(receives) / peer}});
                std::fprintf(stderr, "%s\n", all["grid"].back().dump().c_str());
            }
        }
    }
    if (only.empty() || only == "fair")
        for (int i = 0; i < repetitions; ++i) {
            all["fairness"].push_back(fairness(seconds * 3));
            std::fprintf(stderr, "%s\n", all["fairness"].back().dump().c_str());
        }
    std::printf("%s\n", all.dump(2).c_str());
}
