// Ways for a packet to get from the pages where an adapter put it into a guest's memory: one copies, the others change
// what an address of the guest means. Each is as the kernel offers it, with the batching it allows.
//
// Landing slots and places are numbered; a slot is as many pages as a packet takes. give() makes packets readable at
// places, takeBack() ends that: afterwards the guest gets at none of their bytes. Clearing what was lent is the
// caller's.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/guest_memory/window.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace hopyard::bench {

/// What is measured: n packets of `size` bytes each in a slot of `slot` bytes; `slots` of them on either side.
struct Shape {
    std::size_t size = 0;
    std::size_t slot = 0;
    std::size_t slots = 0;
    bool operator==(const Shape &) const = default;
};

class Way {
public:
    virtual ~Way() = default;
    /// `count` packets, from slot `first` on, are to be read at the places of the same numbers.
    virtual bool give(std::size_t first, std::size_t count) = 0;
    virtual bool takeBack(std::size_t first, std::size_t count) = 0;
    /// Where the guest reads the packet of slot `i` once it is given.
    virtual const std::uint8_t *place(std::size_t i) const = 0;
    /// Where the base portion gets at the slot, to clear it; null: nothing of it was lent.
    virtual std::uint8_t *landing(std::size_t i) const = 0;
};

/// Null: it cannot be had here, and `why` says so in a sentence.
using MakeWay = std::unique_ptr<Way> (*)(const Shape &, std::string &why);

std::unique_ptr<Way> makeCopy(const Shape &, std::string &why);           ///< memcpy from pages of 4 KiB to such
std::unique_ptr<Way> makeCopyHuge(const Shape &, std::string &why);       ///< the same, huge pages on both sides
std::unique_ptr<Way> makeMapEachPage(const Shape &, std::string &why);    ///< a system call for each page, and a fault
std::unique_ptr<Way> makeWindow(const Shape &, std::string &why);         ///< guest_memory::Window: runs, populated
std::unique_ptr<Way> makeWindowDeferred(const Shape &, std::string &why); ///< the same, unmapped many at a time
std::unique_ptr<Way> makeMoveMapping(const Shape &, std::string &why); ///< mremap from a shelf of mapped pages and back
std::unique_ptr<Way> makeMovePages(const Shape &, std::string &why);   ///< UFFDIO_MOVE of anonymous pages and back
std::unique_ptr<Way> makeMoveHuge(const Shape &, std::string &why);    ///< the same, huge anonymous pages
std::unique_ptr<Way> makeContinue(const Shape &,
                                  std::string &why); ///< UFFDIO_CONTINUE; each place has one page for ever
std::unique_ptr<Way> makeWindowHuge(const Shape &, std::string &why); ///< Window over huge pages
std::unique_ptr<Way> makeWindowHugeDeferred(const Shape &, std::string &why);

} // namespace hopyard::bench
