// The vhost-user back end: any messages from a front end, and any bytes in a guest's rings. Nothing outside the guest's
// memory may be touched (the sanitizer looks), and every call must end.
//
// The first octet chooses features; bit 7 of it: messages first. Rings begin at the start of the guest's memory
// (tests/emulation/vhost_user/front_end.h), and the rest of the input is laid over them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/emulation/vhost_user/front_end.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace hopyard;
using namespace vhost_user;

namespace {

void exchange(Backend &backend)
{
    const std::vector<std::uint8_t> frame(3000, 7);
    for (int round = 0; round < 4; ++round) {
        for (int i = 0; i < 20; ++i) {
            const Backend::Took took = backend.takeFrame([](const tap::VnetHeader &, std::span<const Piece> pieces, std::size_t size) {
                std::size_t sum = 0;
                volatile std::uint8_t seen = 0;
                for (const Piece &piece : pieces) {
                    sum += piece.size;
                    for (std::size_t b = 0; b < piece.size; b += 64)
                        seen = piece.data[b];
                }
                static_cast<void>(seen);
                fuzz::require(sum == size);
                return true;
            });
            if (took == Backend::Took::nothing)
                break;
        }
        backend.endTransmitRound();
        backend.deliver({}, base::Bytes(frame).first(round % 2 ? 60 : frame.size()));
        backend.wantBuffers(round % 2);
        backend.interrupt();
    }
}

/// Request, number of descriptors, size, payload; and again.
std::size_t messages(Backend &backend, FrontEnd &guest, base::Bytes bytes)
{
    std::size_t at = 0;
    for (int i = 0; i < 16 && at + 3 <= bytes.size(); ++i) {
        const std::uint8_t request = bytes[at], size = bytes[at + 2];
        std::vector<linux::Fd> fds;
        for (int n = 0; n < bytes[at + 1] % 3; ++n)
            fds.push_back(FrontEnd::again(guest.file));
        const base::Bytes payload = bytes.subspan(at + 3, std::min<std::size_t>(size, bytes.size() - at - 3));
        const MessageHeader header{request % 40u, MessageHeader::kVersion | (request & 0x80 ? MessageHeader::kNeedReply : 0),
                                   static_cast<std::uint32_t>(payload.size())};
        const Answer answer = backend.handle(header, payload, std::move(fds));
        fuzz::require(answer.hasReply || answer.payload.empty());
        at += 3 + payload.size();
    }
    return at;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 1)
        return 0;
    static FrontEnd guest;
    std::fill_n(guest.bytes, 3 * 4096, 0);
    base::Bytes rest(data + 1, size - 1);
    Backend backend;
    std::uint64_t features = feature::protocol;
    if (data[0] & 1)
        features |= feature::version1;
    if (data[0] & 2)
        features |= feature::mergeableBuffers;
    if (data[0] & 4)
        features |= feature::eventIndex;
    if (data[0] & 8) { // with a record of flights, whose bytes are the guest's, too
        Answer made = backend.handle({31, 1, 24}, FrontEnd::words({0, 0, std::uint64_t(FrontEnd::kSize) << 16 | 2}), {});
        if (rest.size() >= 2 * inflightSize(FrontEnd::kSize)) {
            if (pwrite(made.descriptor.get(), rest.data(), 2 * inflightSize(FrontEnd::kSize), 0) < 0)
                return 0;
            rest = rest.subspan(2 * inflightSize(FrontEnd::kSize));
        }
        FrontEnd::say(backend, Request::setInflight, FrontEnd::words({2 * inflightSize(FrontEnd::kSize), 0, std::uint64_t(FrontEnd::kSize) << 16 | 2}),
                      FrontEnd::one(std::move(made.descriptor)));
    }
    if (data[0] & 0x80)
        rest = rest.subspan(messages(backend, guest, rest));
    guest.setUp(backend, features);
    std::copy_n(rest.data(), std::min<std::size_t>(rest.size(), 3 * 4096), guest.bytes);
    exchange(backend);
    messages(backend, guest, rest);
    exchange(backend);
    return 0;
}
