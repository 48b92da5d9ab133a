// What a descriptor of the plug-in's stands for: a socket, an end of a pipe, an epoll set.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/transport/socket_layer.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <vector>

namespace hopyard::packetdrill {

struct File {
    virtual ~File() = default;
    bool nonBlocking = false;
    std::uint64_t activity = 0; ///< counts what happened to it: the edges of EPOLLET
};

/// sendmsg() with MSG_ZEROCOPY that the peer has not acknowledged yet, or that was not told yet.
struct ZeroCopySend {
    std::uint32_t number = 0;
    std::uint64_t end = 0; ///< of its bytes, counted from the socket's first
};

struct SocketFile final : File {
    transport::SocketId id;
    transport::SocketKind kind = transport::SocketKind::tcp;
    base::Duration sendTimeout;    ///< SO_SNDTIMEO; 0: none
    base::Duration receiveTimeout; ///< SO_RCVTIMEO; 0: none
    bool zeroCopy = false;      ///< SO_ZEROCOPY
    bool inqueueMessages = false; ///< TCP_INQ: recvmsg() tells how much more there is
    std::uint64_t written = 0;  ///< bytes of the stream that were taken
    std::uint32_t nextZeroCopy = 0;
    std::deque<ZeroCopySend> zeroCopyPending;
    std::deque<std::uint32_t> zeroCopyDone;

    bool isStream() const { return kind == transport::SocketKind::tcp; }
};

struct Pipe {
    static constexpr std::size_t kCapacity = 65'536; ///< Linux's
    std::deque<std::uint8_t> bytes;
    bool readerGone = false;
    bool writerGone = false;
    std::size_t room() const { return kCapacity - bytes.size(); }
};

struct PipeFile final : File {
    PipeFile(std::shared_ptr<Pipe> p, bool writes) : pipe(std::move(p)), isWriter(writes) {}
    ~PipeFile() override { (isWriter ? pipe->writerGone : pipe->readerGone) = true; }
    std::shared_ptr<Pipe> pipe; // shared by its two ends
    bool isWriter;
};

struct EpollFile final : File {
    struct Watch {
        std::weak_ptr<File> file; ///< gone: closed without EPOLL_CTL_DEL
        std::uint32_t events = 0;
        std::uint64_t data = 0;
        std::uint64_t seen = 0;      ///< EPOLLET: the activity at the last report
        std::uint32_t reported = 0;  ///< EPOLLET: what was reported then
    };
    std::map<int, Watch> watches; // by descriptor
};

} // namespace hopyard::packetdrill
