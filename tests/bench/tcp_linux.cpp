// Goodput over impaired links and fairness, with Linux's CUBIC beside ours on the same kind of link in the same run.
//
//   tcp_linux [--seconds N] [--long N] [--lanes N] [--repetitions N] [--only grid|fair] [--delay D] [--loss L] [--verbose 1]
// Linux sends with CUBIC, whatever its default is. For every point of the grid (loss 0, 0.1, 1, 5 %; delay 0, 20, 200 ms)
// three kinds of transfer, one kind at a time: Linux to Linux, us to Linux, Linux to us; the ratios are to the first. Points
// with delay and loss see few losses a minute: there --lanes transfers run side by side for --long seconds, each on a link
// of its own. Every repetition has other losses. --delay and --loss pick points as they stand there; --verbose prints what
// the senders know, twice a second. Fair: one flow of ours and one of Linux share a bottleneck of 50 Mbit/s; Jain's index
// of the two. Prints JSON. Needs root or user namespaces, /dev/net/tun and python3.
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

bool verbose = false; ///< --verbose: what the senders say of themselves

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
                       "next = 0\n"
                       "try:\n while time.monotonic() < end:\n  c.send(b)\n"
                       "  if time.monotonic() > next:\n   next = time.monotonic() + 0.5\n"
                       "   i = struct.unpack('8B24I', c.getsockopt(socket.IPPROTO_TCP, 11, 104))\n"
                       "   print('rto', i[8], 'mss', i[10], 'unacked', i[12], 'sacked', i[13], 'lost', i[14], 'rtt', i[23], "
                       "'ssthresh', i[25], 'cwnd', i[26], 'reordering', i[28], 'total_retrans', i[31])\n"
                       "except OSError: pass\n", to, seconds);
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

enum class Pair : std::uint8_t { linuxToLinux, hopyardToLinux, linuxToHopyard };

/// One transfer among those that run side by side, each on a link of its own.
struct Lane {
    std::string sender, receiver; ///< nodes
    base::IpAddress to;
    LinuxPeer::Program *sink = nullptr, *source = nullptr;
    base::NodeId host;
    SocketId listener, socket;
    QElapsedTimer timer; ///< from the first byte on, where we receive
    std::uint64_t count = 0;
};

void keepFull(LinuxPeer &peer, Lane &lane)
{
    peer.socketsOf(lane.host, [&](SocketLayer &sockets, IpOutput &ip) {
        if (!lane.socket.isValid()) {
            lane.socket = *sockets.socket(SocketKind::tcp, base::Family::ipv4);
            (void)sockets.connect(ip, lane.socket, {lane.to, 5000});
        }
        while (sockets.write(ip, lane.socket, zeros())) {
        }
    });
}

void takeAll(LinuxPeer &peer, Lane &lane)
{
    peer.socketsOf(lane.host, [&](SocketLayer &sockets, IpOutput &ip) {
        if (!lane.socket.isValid()) {
            if (const auto accepted = sockets.accept(lane.listener)) {
                lane.socket = accepted->socket;
                lane.timer.start();
            }
            return;
        }
        for (base::Bytes next = sockets.peek(lane.socket); !next.empty(); next = sockets.peek(lane.socket)) {
            lane.count += next.size();
            sockets.consume(ip, lane.socket, next.size());
        }
    });
}

void tell(LinuxPeer &peer, const Lane &lane)
{
    if (lane.source)
        std::fprintf(stderr, "%s", lane.source->output.c_str());
    if (lane.host.isValid())
        peer.socketsOf(lane.host, [&](SocketLayer &sockets, IpOutput &ip) {
            if (const auto i = sockets.tcpInfo(lane.socket, ip.context().now))
                std::fprintf(stderr, "ours: receive space %u, window %u; rtt %lld us, cwnd %u, ssthresh %u, lost %u, reordering %u, "
                             "total_retrans %u\n", i->receiveSpace, i->receiveWindow, static_cast<long long>(i->rtt.ns() / 1000),
                             i->congestionWindow, i->slowStartThreshold, i->lost, i->reordering, i->totalRetransmissions);
        });
}

/// The mean rate of `count` transfers at the same time, in bits a second.
double transfer(Pair pair, const std::string &impairment, int seconds, int count, std::uint64_t seed)
{
    std::string nodes, links;
    std::vector<Lane> lanes(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        Lane &lane = lanes[static_cast<std::size_t>(i)];
        lane.sender = fmt::format("a{}", i);
        lane.receiver = fmt::format("b{}", i);
        lane.to = base::Ipv4Address(10, 0, static_cast<std::uint8_t>(i), 2);
        const char *sending = pair == Pair::hopyardToLinux ? "host" : "namespace";
        const char *receiving = pair == Pair::linuxToHopyard ? "host" : "namespace";
        nodes += fmt::format("  a{0}: {{kind: {1}, interfaces: {{eth0: {{address: 10.0.{0}.1/24}}}}}}\n"
                             "  b{0}: {{kind: {2}, interfaces: {{eth0: {{address: 10.0.{0}.2/24}}}}}}\n", i, sending, receiving);
        links += fmt::format("  - {{ends: [a{0}:eth0, b{0}:eth0], {1}}}\n", i, impairment);
    }
    LinuxPeer peer(LinuxPeer::Lab{"hopyard: 1\ntitle: Grid\nnodes:\n" + nodes + "links:\n" + links, seed});
    for (Lane &lane : lanes) {
        if (pair != Pair::linuxToLinux)
            lane.host = peer.session().world()->findNode(pair == Pair::hopyardToLinux ? lane.sender : lane.receiver);
        if (pair == Pair::linuxToHopyard)
            peer.socketsOf(lane.host, [&](SocketLayer &sockets, IpOutput &ip) {
                lane.listener = *sockets.socket(SocketKind::tcp, base::Family::ipv4);
                (void)sockets.bind(ip, lane.listener, {{}, 5000});
                (void)sockets.listen(ip, lane.listener, 16);
            });
        else
            lane.sink = &peer.python(sink(seconds), lane.receiver);
    }
    for (Lane &lane : lanes)
        if (lane.sink && !peer.says(*lane.sink, "listening"))
            return 0;
    if (pair != Pair::hopyardToLinux)
        for (Lane &lane : lanes)
            lane.source = &peer.python(source(toString(lane.to), seconds), lane.sender);
    peer.until([&] {
        bool over = true;
        for (Lane &lane : lanes) {
            if (pair == Pair::hopyardToLinux)
                keepFull(peer, lane);
            if (pair == Pair::linuxToHopyard) {
                if (!lane.timer.isValid() || lane.timer.elapsed() < seconds * 1000)
                    takeAll(peer, lane);
                over = over && lane.timer.isValid() && lane.timer.elapsed() >= seconds * 1000;
            } else {
                over = over && lane.sink->fd < 0;
            }
        }
        return over;
    }, (seconds + 60) * 1000);
    double sum = 0;
    for (const Lane &lane : lanes) {
        sum += lane.sink ? rateOf(*lane.sink) : 8.0 * static_cast<double>(lane.count) / seconds;
        if (verbose)
            tell(peer, lane);
    }
    return sum / count;
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
    int seconds = 8, longSeconds = 60, lanes = 8, repetitions = 3;
    std::string only, onlyDelay, onlyLoss;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string option = argv[i];
        if (option == "--seconds")
            seconds = std::atoi(argv[i + 1]);
        else if (option == "--repetitions")
            repetitions = std::atoi(argv[i + 1]);
        else if (option == "--long")
            longSeconds = std::atoi(argv[i + 1]);
        else if (option == "--lanes")
            lanes = std::atoi(argv[i + 1]);
        else if (option == "--only")
            only = argv[i + 1];
        else if (option == "--delay")
            onlyDelay = argv[i + 1];
        else if (option == "--loss")
            onlyLoss = argv[i + 1];
        else if (option == "--verbose")
            verbose = std::atoi(argv[i + 1]) != 0;
    }
    if (const QString missing = LinuxPeer::missing(); !missing.isEmpty()) {
        std::printf("{\"skipped\": \"%s\"}\n", qPrintable(missing));
        return 0;
    }
    nlohmann::json all;
    if (only.empty() || only == "grid") {
        for (const char *delay : {"0", "20ms", "200ms"}) {
            for (const char *loss : {"0", "0.1%", "1%", "5%"}) {
                if ((!onlyDelay.empty() && onlyDelay != delay) || (!onlyLoss.empty() && onlyLoss != loss))
                    continue;
                const std::string impairment = fmt::format("delay: {}, loss: {}", delay, loss);
                std::vector<double> peers, sends, receives;
                // Where few packets are lost in a run the one moment of a loss decides: many transfers side by side, long.
                const bool isSlow = std::string_view(delay) != "0" && std::string_view(loss) != "0";
                const int count = isSlow ? lanes : 1;
                const int time = isSlow ? longSeconds : seconds;
                for (int i = 0; i < repetitions; ++i) {
                    const std::uint64_t seed = static_cast<std::uint64_t>(i) + 1;
                    peers.push_back(transfer(Pair::linuxToLinux, impairment, time, count, seed));
                    sends.push_back(transfer(Pair::hopyardToLinux, impairment, time, count, seed));
                    receives.push_back(transfer(Pair::linuxToHopyard, impairment, time, count, seed));
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
