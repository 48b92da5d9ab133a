// A computer that receives by remapping, and random days of it: packets of each guest's own pattern from outside, guests
// that come, go, pause and hold; after every step, no guest sees a byte of another's. Over any kind of memory.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/hypervisor/computer.h"

namespace hopyard::hypervisor {

inline HypervisorSpec remapping()
{
    HypervisorSpec spec = smallComputer();
    spec.receive = Receive::remap;
    return spec;
}

inline const base::MacAddress kAdapter = base::MacAddress::local(5), kOutside = base::MacAddress::local(100);

inline std::vector<std::uint8_t> datagramFor(const char *guest, std::size_t payload = 100, std::uint8_t fill = 0xab)
{
    return udpFrame(kAdapter, kOutside, "10.0.0.100", guest, 4000, 4001, payload, fill);
}

/// `makeStore` makes the computer's memory; null: plain.
inline void noByteGoesAstray(std::uint64_t seed, const std::function<std::unique_ptr<PageStore>(std::size_t)> &makeStore = nullptr)
{
    base::Random random(seed);
    HypervisorSpec spec = remapping();
    spec.memory = 8u << 20;
    spec.dmaPages = 12;
    spec.lendLimit = 5;
    Computer pc(spec, "10.0.0.5/24", "10.0.0.100/24", makeStore ? makeStore(spec.memory / kPageSize) : nullptr);
    constexpr std::uint32_t kGuests = 3;
    std::array<GuestId, kGuests> ids;
    const auto addressOfGuest = [](std::uint32_t g) { return "10.0.0." + std::to_string(11 + g); };
    const auto patternOf = [](std::uint32_t g) { return static_cast<std::uint8_t>(0xd1 + g); };
    for (std::uint32_t g = 0; g < kGuests; ++g) {
        GuestSpec guest = guestAt("g" + std::to_string(g), (addressOfGuest(g) + "/24").c_str());
        guest.memory = 1200 * 1024;
        guest.nics[0].mtu = 9000;
        ids[g] = pc.start(guest);
    }
    pc.run(100_ms);
    for (int day = 0; day < 150; ++day) {
        const auto g = static_cast<std::uint32_t>(random.below(kGuests));
        link::Context c = pc.context();
        switch (random.below(9)) {
        case 0:
        case 1:
        case 2:
        case 3: pc.inject(datagramFor(addressOfGuest(g).c_str(), random.below(8'900), patternOf(g))); break;
        case 4: pc.hv.setReceive(random.below(4) ? Receive::remap : Receive::copy); break;
        case 5:
            (void)pc.hv.setReleasePolicy(ids[g], static_cast<ReleasePolicy>(random.below(3)));
            break;
        case 6: (void)(random.below(2) ? pc.hv.pauseGuest(c, ids[g]) : pc.hv.resumeGuest(c, ids[g])); break;
        case 7:
            if (pc.hv.guest(ids[g])->state != GuestState::stopped)
                (void)pc.hv.stopGuest(c, ids[g]);
            else
                (void)pc.hv.startGuest(c, ids[g]);
            pc.hv.setHeaderSplit(random.below(2));
            break;
        case 8: pc.run(base::Duration::microseconds(static_cast<std::int64_t>(random.below(5'000)))); break;
        }
        pc.flush();
        pc.check();
        // Whatever a guest can see of the patterns is its own.
        for (std::uint32_t who = 0; who < kGuests; ++who) {
            const GuestMemory &memory = pc.hv.guest(ids[who])->memory;
            for (std::uint32_t p = 0; p < memory.pageCount(); ++p) {
                const auto bytes = memory.read(pc.hv.pages(), addressOf(GuestPage(p)), kPageSize);
                QVERIFY(bytes);
                for (std::uint32_t other = 0; other < kGuests; ++other)
                    if (other != who) {
                        // Eight in a row: single bytes of headers and checksums may be anything.
                        const std::array<std::uint8_t, 8> row{patternOf(other), patternOf(other), patternOf(other), patternOf(other),
                                                              patternOf(other), patternOf(other), patternOf(other), patternOf(other)};
                        QVERIFY(std::search(bytes->begin(), bytes->end(), row.begin(), row.end()) == bytes->end());
                    }
            }
        }
    }
}

} // namespace hopyard::hypervisor
