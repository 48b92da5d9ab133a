// Pages of memory as a computer with virtual machines has them: their numbers, their states, what can be wrong.
//
// A host page is a piece of the computer's own memory; a guest page is a place in what a guest takes for its memory.
// The page table of a guest (guest_memory.h) maps the second to the first; the pool (page_pool.h) knows of each host
// page the one state it is in.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hopyard::hypervisor {

/// Host-physical page number: an index into the computer's memory.
using HostPage = base::Id<struct HostPageTag>;
/// Guest-physical page number: an index into one guest's memory.
using GuestPage = base::Id<struct GuestPageTag>;
/// A guest of one hypervisor, counted from 0 in the order in which they were added; never used again.
using GuestId = base::Id<struct GuestTag>;

constexpr std::size_t kPageSize = 4096; ///< bytes; x86's base page

/// Where a host page is: in exactly one of these.
enum class PageState : std::uint8_t {
    free,     ///< in the pool, cleared
    guest,    ///< a guest's own memory
    base,     ///< the base portion's own storage
    dma,      ///< in the DMA table: unmapped from every guest, the adapter may write to it
    filled,   ///< a packet landed in it; the demultiplexer has it
    mapped,   ///< a packet landed in it and it is lent to a guest
    clearing, ///< unmapped from every guest, not yet cleared
};
constexpr std::size_t kPageStates = 7;
constexpr std::string_view toString(PageState state)
{
    switch (state) {
    case PageState::free: return "free";
    case PageState::guest: return "guest memory";
    case PageState::base: return "base storage";
    case PageState::dma: return "in DMA table";
    case PageState::filled: return "filled";
    case PageState::mapped: return "mapped";
    case PageState::clearing: return "being cleared";
    }
    return "unknown";
}

/// Why the pool refused to move a page.
enum class PageError : std::uint8_t {
    noPage,        ///< none is free, or none is in the DMA table
    noSuchPage,    ///< no page of this computer has that number
    wrongState,    ///< the step does not begin in the state that the page is in
    notHolder,     ///< the page is not that guest's, or not lent to it
    alreadyMapped, ///< it is lent to a guest already, and sharing was not asked for
    notClear,      ///< it may hold bytes of a packet that was for somebody else
};
constexpr std::string_view toString(PageError error)
{
    switch (error) {
    case PageError::noPage: return "no page left";
    case PageError::noSuchPage: return "no such page";
    case PageError::wrongState: return "page is in another state";
    case PageError::notHolder: return "page is another's";
    case PageError::alreadyMapped: return "page is mapped already";
    case PageError::notClear: return "page is not cleared";
    }
    return "unknown";
}

} // namespace hopyard::hypervisor
