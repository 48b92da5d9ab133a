// One end of a stream socket that carries lines and descriptors; never blocks.
//
// Driven from any event loop: watch fd() for reading, and for writing while wantsWrite().
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/rpc/framing.h"
#include "emulation/rpc/owned_fd.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::rpc {

class Connection {
public:
    /// Takes a connected socket over and makes it non-blocking.
    explicit Connection(OwnedFd socket, std::size_t maxLine = kMaxLine);

    int fd() const { return m_socket.get(); }
    /// False once the other end has gone; lines read before can still be had.
    bool isOpen() const { return m_open; }
    /// What the other end did wrong: nothing more is read then, but a last line can be sent.
    FramingError framingError() const { return m_splitter.error(); }

    /// Reads what is there, at most 256 KiB, so that one busy peer does not keep the loop from the others.
    void onReadable();
    std::optional<Line> nextLine() { return m_splitter.next(); }

    /// Queues a line (without its end) and writes as much as the socket takes. At most kMaxDescriptors.
    void send(std::string line, std::vector<OwnedFd> descriptors = {});
    bool wantsWrite() const { return m_open && !m_queue.empty(); }
    void onWritable();
    std::size_t queuedBytes() const { return m_queuedBytes; }

    void close();
    /// Gives up on the other end, at a moment when closing is not possible: fd() reports a hang-up from now on.
    void cut();

private:
    struct Outgoing {
        std::string bytes;
        std::vector<OwnedFd> descriptors;
        std::size_t written = 0;
    };
    bool readOnce();
    long writeFront();

    OwnedFd m_socket;
    LineSplitter m_splitter;
    std::vector<char> m_readBuffer;
    std::deque<Outgoing> m_queue;
    std::size_t m_queuedBytes = 0;
    bool m_open = true;
    bool m_writeFailed = false;
};

} // namespace hopyard::rpc
