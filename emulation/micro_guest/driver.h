// What a micro-guest's program does as a hypervisor's guest: drives the rings of its one interface, reads every packet
// where it lies and reports what it read, gives the buffer back at once, and answers to ping (and, where it must, to
// ARP), so that it can be seen to live.
//
// Freestanding, and nothing but a pointer to its memory: it is the same code on the virtual processor and in the test
// that runs it without one.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hypervisor/micro_guest.h"
#include "emulation/micro_guest/protocol.h"

#include <cstddef>
#include <cstdint>

namespace hopyard::micro_guest {

class Driver {
public:
    /// `memory`: its page 0. `boot` is looked at again with every packet.
    Driver(std::uint8_t *memory, const Boot &boot) : m_memory(memory), m_boot(boot) {}

    /// Makes all input buffers available.
    void begin()
    {
        for (std::uint16_t i = 0; i < kQueue; ++i) {
            input().descriptors[i] = {(kInputPages + i) * kPage, kPage, kWrite, 0};
            input().available[i] = i;
        }
        storeRelease(input().availableIndex, static_cast<std::uint16_t>(kQueue));
    }

    /// Reads what is there. True: something is in the rings for the base portion, which wants to be told.
    bool work()
    {
        bool something = false;
        for (; loadAcquire(input().usedIndex) != m_seen; ++m_seen, something = true) {
            const hypervisor::micro::Ring::Used used = input().used[m_seen % kQueue];
            read(static_cast<std::uint16_t>(used.id % kQueue), used.length < kPage ? used.length : static_cast<std::uint32_t>(kPage));
        }
        return something;
    }

private:
    static constexpr std::uint32_t kQueue = hypervisor::micro::kQueue, kInputPages = hypervisor::micro::kInputPages;
    static constexpr std::uint16_t kWrite = 2; // of a descriptor: the device writes
    static constexpr std::uint32_t kHeader = 12; // virtio's, in front of each frame
    static constexpr std::uint32_t kEthernet = 14, kArp = 28, kIp = 20, kIcmp = 8;

    std::uint8_t *page(std::uint64_t number) { return m_memory + number * kPage; }
    hypervisor::micro::Ring &input() { return *reinterpret_cast<hypervisor::micro::Ring *>(page(hypervisor::micro::kInputRing)); }
    hypervisor::micro::Ring &output() { return *reinterpret_cast<hypervisor::micro::Ring *>(page(hypervisor::micro::kOutputRing)); }
    hypervisor::micro::Reports &reports() { return *reinterpret_cast<hypervisor::micro::Reports *>(page(hypervisor::micro::kReportPage)); }

    void read(std::uint16_t buffer, std::uint32_t length)
    {
        const std::uint8_t *at = page(kInputPages + buffer);
        const bool isFirst = m_rest == 0;
        const std::uint32_t skip = isFirst && length >= kHeader ? kHeader : 0;
        if (isFirst)
            m_rest = static_cast<std::uint16_t>(at[10] | at[11] << 8); // buffers of this frame
        const bool isWhole = isFirst && m_rest <= 1;
        m_rest = static_cast<std::uint16_t>(m_rest == 0 ? 0 : m_rest - 1);
        const Answer found = answerTo(at + skip, length - skip);
        hypervisor::micro::Reports &all = reports();
        all.packets += isFirst ? 1 : 0;
        all.bytes += found.length;
        all.sum += found.sum;
        all.ofBuffer[buffer] = found;
        if (isWhole)
            reply(at + skip, length - skip);
        const std::uint16_t index = input().availableIndex;
        input().available[index % kQueue] = buffer;
        storeRelease(input().availableIndex, static_cast<std::uint16_t>(index + 1)); // whatever it says is written before
    }

    static bool isSame(const std::uint8_t *a, const std::uint8_t *b, std::uint32_t length)
    {
        for (std::uint32_t i = 0; i < length; ++i)
            if (a[i] != b[i])
                return false;
        return true;
    }
    static void put(std::uint8_t *to, const std::uint8_t *from, std::uint32_t length)
    {
        for (std::uint32_t i = 0; i < length; ++i)
            to[i] = from[i];
    }
    /// RFC 1071.
    static void putChecksum(std::uint8_t *to, const std::uint8_t *bytes, std::uint32_t length)
    {
        const std::uint32_t sum = answerTo(bytes, length).checksum;
        to[0] = static_cast<std::uint8_t>(sum >> 8);
        to[1] = static_cast<std::uint8_t>(sum);
    }

    void reply(const std::uint8_t *frame, std::uint32_t length)
    {
        if (length < kEthernet)
            return;
        const std::uint32_t type = static_cast<std::uint32_t>(frame[12] << 8 | frame[13]);
        const std::uint8_t *body = frame + kEthernet;
        if (type == 0x0806 && length >= kEthernet + kArp && body[7] == 1 && isSame(body + 24, m_boot.address, 4) && m_boot.address[0] != 0)
            replyArp(frame);
        else if (type == 0x0800 && length >= kEthernet + kIp + kIcmp && isSame(frame, m_boot.mac, 6) && body[0] == 0x45 && body[9] == 1
                 && body[kIp] == 8 && (body[6] & 0x3f) == 0 && body[7] == 0)
            replyEcho(frame, length);
    }

    /// An output buffer with an empty header, or none.
    std::uint8_t *outputBuffer()
    {
        if (static_cast<std::uint16_t>(m_sent - loadAcquire(output().usedIndex)) >= kQueue)
            return nullptr;
        std::uint8_t *at = page(hypervisor::micro::kOutputPages + m_sent % kQueue);
        for (std::uint32_t i = 0; i < kHeader; ++i)
            at[i] = 0;
        return at;
    }
    void send(std::uint32_t length)
    {
        const auto buffer = static_cast<std::uint16_t>(m_sent % kQueue);
        output().descriptors[buffer] = {(hypervisor::micro::kOutputPages + buffer) * kPage, kHeader + length, 0, 0};
        output().available[buffer] = buffer;
        storeRelease(output().availableIndex, ++m_sent);
        ++reports().answered;
    }

    void replyEcho(const std::uint8_t *frame, std::uint32_t length)
    {
        std::uint8_t *at = outputBuffer();
        if (!at)
            return;
        std::uint8_t *to = at + kHeader, *ip = to + kEthernet, *icmp = ip + kIp;
        put(to, frame, length);
        put(to, frame + 6, 6);
        put(to + 6, frame, 6);
        put(ip + 12, frame + kEthernet + 16, 4);
        put(ip + 16, frame + kEthernet + 12, 4);
        ip[8] = 64; // a life of its own
        ip[10] = ip[11] = 0;
        putChecksum(ip + 10, ip, kIp);
        const std::uint32_t total = static_cast<std::uint32_t>(ip[2] << 8 | ip[3]);
        const std::uint32_t message = total >= kIp + kIcmp && total <= length - kEthernet ? total - kIp : length - kEthernet - kIp;
        icmp[0] = 0;
        icmp[2] = icmp[3] = 0;
        putChecksum(icmp + 2, icmp, message);
        send(length);
    }

    void replyArp(const std::uint8_t *frame)
    {
        std::uint8_t *at = outputBuffer();
        if (!at)
            return;
        std::uint8_t *to = at + kHeader, *arp = to + kEthernet;
        put(to, frame, kEthernet + kArp);
        put(to, frame + 6, 6);
        put(to + 6, m_boot.mac, 6);
        arp[7] = 2;
        put(arp + 18, frame + kEthernet + 8, 10);
        put(arp + 8, m_boot.mac, 6);
        put(arp + 14, m_boot.address, 4);
        send(kEthernet + kArp);
    }

    std::uint8_t *m_memory;
    const Boot &m_boot;
    std::uint16_t m_seen = 0, m_sent = 0; // of the input ring's used entries; of the output ring's available ones
    std::uint16_t m_rest = 0;             // buffers of a frame that are still to come
};

} // namespace hopyard::micro_guest
