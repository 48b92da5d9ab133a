// A value or a named reason why there is none. No exception leaves a function of ours.
//
// tl::expected (Debian: libexpected-dev) is std::expected for C++20; when the compilers we build with have the latter,
// these two lines change and nothing else does.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace hopyard::base {

/// E is a small enum of the operation, or Error where only a person reads it.
template <class T, class E>
using Result = tl::expected<T, E>;

template <class E>
constexpr auto fail(E &&error)
{
    return tl::make_unexpected(std::forward<E>(error));
}

/// A sentence for a person: what went wrong and what to do about it.
struct Error {
    std::string message;
    bool operator==(const Error &) const = default;
};

} // namespace hopyard::base
