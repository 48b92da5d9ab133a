// What the engine says of hypervisors, as typed values: `hypervisor.buffers`, `.guests`, `.costs` and the topic `buffers`
// of docs/rpc.md read from JSON. What is missing or of another type takes its default.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "emulation/rpc/json.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::client {

/// Of a host page (docs/hypervisor.md, "Pages").
enum class PageState : std::uint8_t { free, guestMemory, baseStorage, dmaTable, filled, mapped, clearing };
constexpr int kPageStates = 7;
/// The protocol's words; `free` for what we do not know.
PageState parsePageState(std::string_view text);

/// Host pages that follow each other in the same state; guest pages count along.
struct PageRun {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    PageState state = PageState::free;
    std::string guest;                         ///< whose it is, or to whom it is lent
    std::optional<std::uint32_t> guestPage;    ///< of the first
    bool shared = false;                       ///< lent to others, too
    std::optional<std::uint64_t> packet;       ///< that lies in it, where lent
    std::optional<base::TimePoint> since;
    bool operator==(const PageRun &) const = default;
};

struct BufferMap {
    std::uint32_t pages = 0;
    std::uint32_t pageSize = 4'096; ///< bytes
    std::array<std::uint64_t, kPageStates> counts{};
    std::vector<PageRun> runs; ///< in order, without gaps
    bool operator==(const BufferMap &) const = default;
};
/// Runs that overlap, leave gaps or lie beyond the last page are left out.
BufferMap parseBufferMap(const rpc::Json &json);

struct GuestInterface {
    std::string name;
    std::uint64_t output = 0;        ///< frames taken from its output ring
    std::uint64_t input = 0;         ///< frames put into its input ring
    std::uint64_t lent = 0;          ///< of those, in pages lent
    std::uint64_t copiedInstead = 0; ///< though pages are to be lent
    std::uint64_t noBuffer = 0;      ///< dropped: it had posted none
};
struct GuestInfo {
    std::string name;
    std::string kind;
    std::string state;
    std::uint64_t memory = 0; ///< bytes
    std::uint64_t share = 0;
    std::string release;
    std::uint64_t loans = 0;
    base::Duration used; ///< processor time
    std::uint64_t faults = 0;
    std::vector<GuestInterface> interfaces;
};
struct Guests {
    std::string mode;
    std::string receive;
    std::uint64_t memory = 0, freeMemory = 0; ///< bytes
    std::vector<GuestInfo> guests;
};
Guests parseGuests(const rpc::Json &json);

/// What carrying packets has cost since the start, over all modes.
struct CarryCosts {
    std::uint64_t packets = 0, copies = 0, bytesCopied = 0, maps = 0, unmaps = 0, clears = 0;
};
CarryCosts parseCarryCosts(const rpc::Json &json);

/// One step of a packet through a hypervisor, or of a page of its memory.
struct BufferStep {
    base::TimePoint time;
    std::string node;
    std::string step;  ///< "landed", "named", "mapped", …
    std::string guest; ///< empty: the base portion's
    std::optional<std::uint32_t> hostPage, guestPage;
    std::uint64_t packet = 0; ///< 0: none
    bool operator==(const BufferStep &) const = default;
};
std::vector<BufferStep> parseBufferSteps(const rpc::Json &array);

} // namespace hopyard::client
