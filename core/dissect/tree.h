// What the dissectors of details.h write into: fields one after the other, groups around them. And a place in the frame
// that moves forward over what was read.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/dissect/details.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace hopyard::dissect {

class Tree {
public:
    explicit Tree(base::Bytes frame) : m_frame(frame) {}

    base::Bytes frame() const { return m_frame; }
    void add(std::string_view name, std::string label, std::size_t offset, std::size_t length)
    {
        if (m_all.size() < kMaxDetails)
            m_all.push_back({m_depth, name, std::move(label), static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(length)});
    }
    bool isFull() const { return m_all.size() >= kMaxDetails; }
    std::vector<Detail> take() { return std::move(m_all); }

private:
    friend class Group;
    base::Bytes m_frame;
    std::vector<Detail> m_all;
    std::uint16_t m_depth = 0;
};

/// An entry; what is added while it lives stands below it.
class Group {
public:
    Group(Tree &tree, std::string_view name, std::string label, std::size_t offset, std::size_t length)
        : m_tree(tree), m_index(tree.m_all.size())
    {
        tree.add(name, std::move(label), offset, length);
        ++tree.m_depth;
    }
    ~Group() { --m_tree.m_depth; }
    Group(const Group &) = delete;
    Group &operator=(const Group &) = delete;
    void append(std::string_view text)
    {
        if (m_index < m_tree.m_all.size())
            m_tree.m_all[m_index].label += text;
    }

private:
    Tree &m_tree;
    std::size_t m_index;
};

/// A part of the frame, from `at` to `end`, both offsets in it; `end` is never behind the frame's end.
class Place {
public:
    Place(Tree &tree, std::size_t at, std::size_t end)
        : m_tree(&tree), m_at(std::min(at, tree.frame().size())), m_end(std::clamp(end, m_at, tree.frame().size()))
    {
    }
    std::size_t at() const { return m_at; }
    std::size_t end() const { return m_end; }
    std::size_t size() const { return m_end - m_at; }
    base::Bytes bytes() const { return m_tree->frame().subspan(m_at, size()); }
    /// The next `n` bytes as a place of their own; fewer where there are no more. Moves behind them.
    Place cut(std::size_t n)
    {
        const std::size_t begin = m_at;
        m_at += std::min(n, size());
        return Place(*m_tree, begin, m_at);
    }
    /// Says that something is cut short, where fewer than `n` bytes are left.
    bool has(std::size_t n, std::string_view what) const
    {
        if (size() >= n)
            return true;
        m_tree->add("", fmt::format("{}: cut short", what), m_at, size());
        return false;
    }

    // The next field, of which has() was asked: its value, moved behind it; the label is "NAME: value" or as `text` says.
    std::uint32_t peek(std::size_t bytes, std::size_t offset = 0) const
    {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < bytes; ++i)
            value = value << 8 | (m_at + offset + i < m_end ? m_tree->frame()[m_at + offset + i] : 0u);
        return value;
    }
    std::uint32_t number(std::size_t bytes, std::string_view name, std::string_view title)
    {
        return number(bytes, name, title, {});
    }
    /// `meaning` stands behind the number in brackets.
    std::uint32_t number(std::size_t bytes, std::string_view name, std::string_view title, std::string_view meaning)
    {
        const std::uint32_t value = peek(bytes);
        labelled(bytes, name, meaning.empty() ? fmt::format("{}: {}", title, value) : fmt::format("{}: {} ({})", title, value, meaning));
        return value;
    }
    std::uint32_t hex(std::size_t bytes, std::string_view name, std::string_view title, std::string_view meaning = {})
    {
        const std::uint32_t value = peek(bytes);
        std::string label = fmt::format("{}: 0x{:0{}x}", title, value, bytes * 2);
        if (!meaning.empty())
            label += fmt::format(" ({})", meaning);
        labelled(bytes, name, std::move(label));
        return value;
    }
    base::Ipv4Address address(std::string_view name, std::string_view title)
    {
        const base::Ipv4Address value(peek(4));
        labelled(4, name, fmt::format("{}: {}", title, base::toString(value)));
        return value;
    }
    void labelled(std::size_t bytes, std::string_view name, std::string label)
    {
        const std::size_t n = std::min(bytes, size());
        m_tree->add(name, std::move(label), m_at, n);
        m_at += n;
    }
    /// What is left, where anything is: "NAME: 12 bytes".
    void rest(std::string_view title)
    {
        if (size() > 0)
            labelled(size(), "", fmt::format("{}: {} {}", title, size(), size() == 1 ? "byte" : "bytes"));
    }
    Tree &tree() const { return *m_tree; }

private:
    Tree *m_tree;
    std::size_t m_at;
    std::size_t m_end;
};

// One file for each family of protocols.
void dissectIpv4(Place place, int depth); // details_ip.cpp; depth: how many datagrams are quoted around it
void dissectIpv6(Place place);
void dissectLlc(Place place); // details_bpdu.cpp; behind a length
void dissectPayload(std::uint8_t protocol, Place place, int depth);
void dissectIcmp(Place place, int depth); // details_icmp.cpp
void dissectIcmpv6(Place place);
void dissectIgmp(Place place);
void dissectUdp(Place place, bool quoted); // details_transport.cpp
void dissectTcp(Place place, bool quoted);
void dissectRip(Place place);  // details_routing.cpp
void dissectOspf(Place place); // details_ospf.cpp
void dissectBgp(Place place);  // details_bgp.cpp
void dissectDns(Place place);  // details_application.cpp
void dissectDhcp(Place place);
void dissectHttp(Place place);

} // namespace hopyard::dissect
