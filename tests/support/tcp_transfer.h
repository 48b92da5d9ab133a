// A transfer between the two stacks of a TcpPair: side 0 writes a stream and closes, side 1 reads and checks it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/tcp_bench.h"

#include <algorithm>
#include <vector>

namespace hopyard::test {

struct TcpTransfer {
    TcpPair &pair;
    std::uint64_t size;
    tcp::ConnectionId client{}, server{};
    tcp::ListenerId listener{};
    std::uint64_t written = 0, read = 0;
    bool right = true, ended = false, closed = false;

    void begin(const tcp::Settings &settings = {})
    {
        listener = *pair.sides[1].stack.listen(settings, pair.sides[1].at, 16);
        client = *pair.sides[0].stack.connect(*pair.sides[0].ip, settings, pair.sides[0].at, pair.sides[1].at);
    }
    /// What the two users do as soon as they can.
    void pump()
    {
        tcp::Tcp &a = pair.sides[0].stack;
        tcp::Tcp &b = pair.sides[1].stack;
        while (!closed && written < size) {
            std::vector<std::uint8_t> data(std::min<std::uint64_t>(size - written, 20'000));
            for (std::size_t i = 0; i < data.size(); ++i)
                data[i] = streamByte(written + i);
            const auto taken = a.send(*pair.sides[0].ip, client, data);
            if (!taken)
                break;
            written += *taken;
        }
        if (!closed && written == size) {
            a.close(*pair.sides[0].ip, client);
            closed = true;
        }
        if (!server.isValid())
            server = b.accept(listener);
        while (server.isValid() && !ended) {
            std::uint8_t buffer[8'192];
            const auto count = b.receive(*pair.sides[1].ip, server, buffer);
            if (!count)
                break;
            if (*count == 0) {
                ended = true;
                b.close(*pair.sides[1].ip, server);
            }
            for (std::size_t i = 0; i < *count; ++i)
                right = right && buffer[i] == streamByte(read + i);
            read += *count;
        }
    }
    bool run(base::Duration limit)
    {
        const base::TimePoint end = pair.now + limit;
        pump();
        while (!(ended && closed) && pair.step(end))
            pump();
        return ended && right && read == size;
    }
};

} // namespace hopyard::test
