// An array that grows in pages: no copy of the whole when it grows, and what is in it stays where it is.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace hopyard::routing::bgp {

template <class T, unsigned kBits = 12>
class PagedArray {
public:
    PagedArray() = default;
    PagedArray(const PagedArray &o) { *this = o; }
    PagedArray(PagedArray &&) noexcept = default;
    PagedArray &operator=(const PagedArray &o)
    {
        if (this == &o)
            return *this;
        m_pages.clear();
        for (const auto &page : o.m_pages)
            m_pages.push_back(std::make_unique<Page>(*page));
        m_size = o.m_size;
        return *this;
    }
    PagedArray &operator=(PagedArray &&) noexcept = default;

    T &operator[](std::uint32_t i) { return (*m_pages[i >> kBits])[i & kMask]; }
    const T &operator[](std::uint32_t i) const { return (*m_pages[i >> kBits])[i & kMask]; }
    std::uint32_t size() const { return m_size; }
    /// Gives it at least `size` elements; new ones are T().
    void grow(std::uint32_t size)
    {
        while (m_pages.size() << kBits < size)
            m_pages.push_back(std::make_unique<Page>());
        m_size = std::max(m_size, size);
    }
    std::uint32_t push(const T &value)
    {
        const std::uint32_t at = m_size;
        grow(m_size + 1);
        (*this)[at] = value;
        return at;
    }
    void clear()
    {
        m_pages.clear();
        m_size = 0;
    }
    std::size_t bytes() const { return m_pages.size() * sizeof(Page); }

private:
    static constexpr std::uint32_t kMask = (1u << kBits) - 1;
    using Page = std::array<T, std::size_t(1) << kBits>;
    std::vector<std::unique_ptr<Page>> m_pages;
    std::uint32_t m_size = 0;
};

} // namespace hopyard::routing::bgp
