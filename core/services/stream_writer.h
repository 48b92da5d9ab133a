// Bytes on their way into a stream socket: what does not fit yet is kept.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transport/application.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace hopyard::services {

/// The bytes of a text, and the text of bytes.
inline base::Bytes bytesOf(std::string_view text)
{
    return {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()};
}
inline std::string_view textOf(base::Bytes bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

/// How much of `data` the socket took, 0 where it takes nothing now (also while it is not connected yet); else why the
/// stream is over.
inline base::Result<std::size_t, transport::SocketError> writeSome(transport::AppContext &context,
                                                                   transport::SocketId socket, base::Bytes data)
{
    using transport::SocketError;
    const auto taken = context.write(socket, data);
    if (!taken && (taken.error() == SocketError::wouldBlock || taken.error() == SocketError::inProgress))
        return 0;
    return taken;
}

class StreamWriter {
public:
    void append(base::Bytes bytes) { m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end()); }
    void append(std::string_view text) { append(bytesOf(text)); }
    bool isEmpty() const { return m_at == m_bytes.size(); }
    base::Bytes rest() const { return base::Bytes(m_bytes).subspan(m_at); } ///< what waits
    std::size_t size() const { return m_bytes.size() - m_at; }
    void clear()
    {
        m_bytes.clear();
        m_at = 0;
    }

    /// Gives the socket as much as it takes. The error says why the stream is over.
    base::Result<void, transport::SocketError> flush(transport::AppContext &context, transport::SocketId socket)
    {
        while (!isEmpty()) {
            const auto taken = writeSome(context, socket, base::Bytes(m_bytes).subspan(m_at));
            if (!taken)
                return base::fail(taken.error());
            if (*taken == 0)
                return {};
            m_at += *taken;
        }
        clear(); // keeps its memory
        return {};
    }

private:
    std::vector<std::uint8_t> m_bytes;
    std::size_t m_at = 0; // what lies before is written
};

/// Shows `take(bytes)` what has arrived, piece by piece without a copy, and takes from the socket as many bytes as it
/// returns; it stops where `take` returns fewer than it was shown. `into` is for asking how the stream stands.
enum class StreamState : std::uint8_t { open, ended, failed };
struct StreamEnd {
    StreamState state = StreamState::open;
    transport::SocketError error = transport::SocketError::connectionReset; ///< where it failed
};
template <class Take>
StreamEnd readStream(transport::AppContext &context, transport::SocketId socket, Take &&take)
{
    for (;;) {
        const base::Bytes bytes = context.peek(socket);
        if (bytes.empty())
            break;
        const std::size_t shown = bytes.size();
        const std::size_t taken = take(bytes);
        context.consume(socket, taken);
        if (taken < shown)
            return {};
    }
    // Nothing lies there: end of file, an error, or nothing yet.
    std::uint8_t byte = 0;
    const auto count = context.read(socket, base::MutableBytes(&byte, 1));
    if (count)
        return {StreamState::ended, {}};
    if (count.error() == transport::SocketError::wouldBlock || count.error() == transport::SocketError::inProgress)
        return {};
    return {StreamState::failed, count.error()};
}

} // namespace hopyard::services
