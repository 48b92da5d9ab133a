// One process that talks through r1, through r3 and through the kernel at the same time, and changes its mind.
//
//   hop run lab.yaml --detach
//   c++ -std=c++20 multihome.cpp -lhopyard-socket -o multihome && ./multihome
//
// It needs no `hop exec`: it is linked with libhopyard-socket. Its servers are sockets of its own, on web1, on web3 and on
// this computer. r1 has no way to web3, r3 none to web1, and this computer none to either: where a socket lives decides whom
// it reaches.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <hopyard/socket.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using hopyard::Socket;

namespace {

constexpr const char *kWeb1 = "10.0.9.9"; // behind r1
constexpr const char *kWeb3 = "10.0.8.8"; // behind r3
constexpr const char *kHere = "127.0.0.1";
constexpr std::uint16_t kPort = 7070;

[[noreturn]] void fail(const char *what)
{
    std::fprintf(stderr, "multihome: %s: %s\n", what, std::strerror(errno));
    std::exit(1);
}

sockaddr_in address(const char *text, std::uint16_t port = kPort)
{
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    inet_pton(AF_INET, text, &to.sin_addr);
    return to;
}

int connectTo(const Socket &socket, const char *where)
{
    const sockaddr_in to = address(where);
    return connect(socket.descriptor(), reinterpret_cast<const sockaddr *>(&to), sizeof to);
}

/// Says where it lives to everyone who comes, `count` times.
std::thread serve(const std::string &node, const char *where, int count)
{
    Socket listener(node, AF_INET, SOCK_STREAM);
    const int on = 1;
    const sockaddr_in at = address(where);
    if (!listener.isOpen() || setsockopt(listener.descriptor(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0
        || bind(listener.descriptor(), reinterpret_cast<const sockaddr *>(&at), sizeof at) != 0
        || listen(listener.descriptor(), count) != 0)
        fail(("a server on " + node).c_str());
    return std::thread([socket = std::move(listener), node, count] {
        for (int i = 0; i < count; ++i) {
            const Socket client(accept(socket.descriptor(), nullptr, nullptr));
            const std::string greeting = "hello from " + node;
            if (client.isOpen())
                send(client.descriptor(), greeting.data(), greeting.size(), MSG_NOSIGNAL);
        }
    });
}

std::string receiveAll(const Socket &socket)
{
    std::string all;
    std::array<char, 256> part;
    for (ssize_t n; (n = recv(socket.descriptor(), part.data(), part.size(), 0)) > 0;)
        all.append(part.data(), static_cast<std::size_t>(n));
    return all;
}

} // namespace

int main()
{
    if (hopyard_engine(nullptr) != 0)
        fail("there is no run; start one with: hop run lab.yaml --detach");
    std::vector<std::thread> servers;
    servers.push_back(serve("web1", kWeb1, 2));
    servers.push_back(serve("web3", kWeb3, 2));
    servers.push_back(serve("kernel", kHere, 2));

    // Three at once, in one poll().
    std::vector<std::pair<Socket, const char *>> three;
    three.emplace_back(Socket("r1", AF_INET, SOCK_STREAM), kWeb1);
    three.emplace_back(Socket("r3", AF_INET, SOCK_STREAM), kWeb3);
    three.emplace_back(Socket("kernel", AF_INET, SOCK_STREAM), kHere);
    std::vector<pollfd> waiting;
    for (const auto &[socket, where] : three) {
        if (!socket.isOpen() || connectTo(socket, where) != 0)
            fail("connect");
        waiting.push_back({socket.descriptor(), POLLIN, 0});
    }
    for (std::size_t answered = 0; answered < three.size();) {
        if (poll(waiting.data(), waiting.size(), 10'000) <= 0)
            fail("poll");
        for (std::size_t i = 0; i < waiting.size(); ++i)
            if (waiting[i].revents != 0) {
                std::printf("%s: %s\n", three[i].first.node().c_str(), receiveAll(three[i].first).c_str());
                waiting[i].fd = -1;
                ++answered;
            }
    }

    // One socket that changes its mind twice before it connects: by the name of a node where an interface is expected.
    Socket wanderer("kernel", AF_INET, SOCK_STREAM);
    for (const char *node : {"r1", "r3"})
        if (setsockopt(wanderer.descriptor(), SOL_SOCKET, SO_BINDTODEVICE, node, socklen_t(std::strlen(node))) != 0)
            fail("SO_BINDTODEVICE");
    if (connectTo(wanderer, kWeb3) != 0)
        fail("connect");
    std::printf("kernel, r1, then %s: %s\n", wanderer.node().c_str(), receiveAll(wanderer).c_str());

    // What this thread opens from now on, as any code would that knows nothing of Hopyard.
    {
        const hopyard::Selected selected("r1");
        const Socket plain(socket(AF_INET, SOCK_STREAM, 0));
        if (!selected.isOk() || connectTo(plain, kWeb1) != 0)
            fail("connect from the selected node");
        std::printf("selected %s: %s\n", plain.node().c_str(), receiveAll(plain).c_str());
    }
    const Socket plain(socket(AF_INET, SOCK_STREAM, 0));
    if (connectTo(plain, kHere) != 0)
        fail("connect from the kernel");
    std::printf("selected nothing, so %s: %s\n", plain.node().c_str(), receiveAll(plain).c_str());
    for (std::thread &server : servers)
        server.join();
    return 0;
}
