// A guest and its front end for tests of the back end: memory with rings in it as a driver lays them, and the messages
// that describe it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/vhost_user/backend.h"

#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include <fcntl.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace hopyard::vhost_user {

class FrontEnd {
public:
    static constexpr std::uint64_t kGuest = 0x100000, kUser = 0x7f0000000000; ///< where guest and front end have the memory
    static constexpr std::size_t kBytes = 1 << 20;
    static constexpr std::uint16_t kSize = 8; ///< entries of a queue

    FrontEnd() : file(memfd_create("guest", MFD_CLOEXEC | MFD_ALLOW_SEALING))
    {
        if (ftruncate(file.get(), kBytes) == 0 && fcntl(file.get(), F_ADD_SEALS, F_SEAL_SHRINK) == 0)
            bytes = static_cast<std::uint8_t *>(mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0));
    }
    ~FrontEnd() { munmap(bytes, kBytes); }

    // Offsets in the memory, for queue 0 or 1.
    static std::size_t descriptors(std::size_t queue) { return queue * 4096; }
    static std::size_t available(std::size_t queue) { return queue * 4096 + 1024; }
    static std::size_t used(std::size_t queue) { return queue * 4096 + 2048; }
    static std::size_t buffer(std::size_t number) { return 65536 + number * 4096; }

    template <class T>
    T load(std::size_t at) const
    {
        T v;
        std::memcpy(&v, bytes + at, sizeof v);
        return v;
    }
    template <class T>
    void store(std::size_t at, T v)
    {
        std::memcpy(bytes + at, &v, sizeof v);
    }

    void setDescriptor(std::size_t queue, std::uint16_t index, std::uint64_t guestAddress, std::uint32_t length, std::uint16_t flags,
                       std::uint16_t next = 0)
    {
        const std::size_t at = descriptors(queue) + index * 16u;
        store(at, guestAddress);
        store(at + 8, length);
        store(at + 12, flags);
        store(at + 14, next);
    }
    void makeAvailable(std::size_t queue, std::uint16_t head)
    {
        const auto index = load<std::uint16_t>(available(queue) + 2);
        store(available(queue) + 4 + (index % kSize) * 2u, head);
        store(available(queue) + 2, static_cast<std::uint16_t>(index + 1));
    }
    std::uint16_t usedIndex(std::size_t queue) const { return load<std::uint16_t>(used(queue) + 2); }
    std::uint32_t usedHead(std::size_t queue, std::uint16_t at) const { return load<std::uint32_t>(used(queue) + 4 + (at % kSize) * 8u); }
    std::uint32_t usedLength(std::size_t queue, std::uint16_t at) const { return load<std::uint32_t>(used(queue) + 8 + (at % kSize) * 8u); }
    void setUsedEvent(std::size_t queue, std::uint16_t value) { store(available(queue) + 4 + kSize * 2u, value); }
    std::uint16_t availEvent(std::size_t queue) const { return load<std::uint16_t>(used(queue) + 4 + kSize * 8u); }

    /// A frame in an output buffer, its header in front, as one descriptor.
    void sendFrame(std::uint16_t head, const std::string &frame, std::size_t headerLength = 12)
    {
        const std::size_t at = buffer(head);
        std::memset(bytes + at, 0, headerLength);
        std::memcpy(bytes + at + headerLength, frame.data(), frame.size());
        setDescriptor(1, head, kGuest + at, static_cast<std::uint32_t>(headerLength + frame.size()), 0);
        makeAvailable(1, head);
    }
    /// An input buffer.
    void postBuffer(std::uint16_t head, std::uint32_t length)
    {
        setDescriptor(0, head, kGuest + buffer(16 + head), length, 2);
        makeAvailable(0, head);
    }
    std::string inputBuffer(std::uint16_t head, std::size_t size) const
    {
        return std::string(reinterpret_cast<const char *>(bytes) + buffer(16 + head), size);
    }

    template <class T>
    static std::vector<std::uint8_t> asBytes(const T &value)
    {
        std::vector<std::uint8_t> out(sizeof value);
        std::memcpy(out.data(), &value, sizeof value);
        return out;
    }
    static std::vector<std::uint8_t> words(std::initializer_list<std::uint64_t> values)
    {
        std::vector<std::uint8_t> out;
        for (const std::uint64_t v : values) {
            const auto one = asBytes(v);
            out.insert(out.end(), one.begin(), one.end());
        }
        return out;
    }
    static std::vector<std::uint8_t> state(std::uint32_t index, std::uint32_t number)
    {
        return words({std::uint64_t(number) << 32 | index});
    }
    static linux::Fd again(const linux::Fd &fd) { return linux::Fd(fcntl(fd.get(), F_DUPFD_CLOEXEC, 3)); }

    /// One message; what was refused.
    static std::string say(Backend &backend, Request request, const std::vector<std::uint8_t> &payload, std::vector<linux::Fd> fds = {})
    {
        const MessageHeader header{static_cast<std::uint32_t>(request), MessageHeader::kVersion, static_cast<std::uint32_t>(payload.size())};
        return std::string(backend.handle(header, payload, std::move(fds)).refusal);
    }
    static std::vector<linux::Fd> one(linux::Fd fd)
    {
        std::vector<linux::Fd> fds;
        fds.push_back(std::move(fd));
        return fds;
    }
    std::string shareMemory(Backend &backend)
    {
        return say(backend, Request::setMemoryTable, words({1, kGuest, kBytes, kUser, 0}), one(again(file)));
    }
    /// Everything up to running queues; the first refusal.
    std::string setUp(Backend &backend, std::uint64_t features)
    {
        std::string refusal = say(backend, Request::setFeatures, words({features}));
        if (refusal.empty())
            refusal = shareMemory(backend);
        for (std::uint32_t q = 0; q < 2 && refusal.empty(); ++q) {
            kick[q] = linux::Fd(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
            call[q] = linux::Fd(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
            say(backend, Request::setVringNumber, state(q, kSize));
            say(backend, Request::setVringBase, state(q, load<std::uint16_t>(used(q) + 2)));
            refusal = say(backend, Request::setVringAddress, words({q, kUser + descriptors(q), kUser + used(q), kUser + available(q), 0}));
            if (refusal.empty())
                refusal = say(backend, Request::setVringCall, words({q}), one(again(call[q])));
            if (refusal.empty())
                refusal = say(backend, Request::setVringKick, words({q}), one(again(kick[q])));
            if (refusal.empty())
                refusal = say(backend, Request::setVringEnable, state(q, 1));
        }
        return refusal;
    }
    /// How often the guest was interrupted since this was asked last.
    std::uint64_t interrupts(std::size_t queue)
    {
        std::uint64_t count = 0;
        return read(call[queue].get(), &count, sizeof count) == sizeof count ? count : 0;
    }
    /// What takeFrame() gives: the frame, "-" for nothing, "bad".
    static std::string take(Backend &backend)
    {
        std::string frame;
        const Backend::Took took = backend.takeFrame([&](const tap::VnetHeader &, std::span<const Piece> pieces, std::size_t) {
            for (const Piece &piece : pieces)
                frame.append(reinterpret_cast<const char *>(piece.data), piece.size);
            return true;
        });
        return took == Backend::Took::nothing ? "-" : took == Backend::Took::bad ? "bad" : frame;
    }
    static base::Bytes asFrame(const std::string &text)
    {
        return base::Bytes(reinterpret_cast<const std::uint8_t *>(text.data()), text.size());
    }

    linux::Fd file;
    linux::Fd kick[2], call[2];
    std::uint8_t *bytes = nullptr;
};

} // namespace hopyard::vhost_user
