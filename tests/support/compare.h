// QCOMPARE for our types: QtTest finds our toString() by argument and expects a char * from it; ours returns a string.
// Include it after <QtTest>.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>

#include <concepts>
#include <string>

namespace QTest {

template <class T>
    requires requires(const T &t) { std::string(toString(t)); } && (!std::convertible_to<decltype(toString(std::declval<const T &>())), const char *>)
bool qCompare(const T &t1, const T &t2, const char *actual, const char *expected, const char *file, int line)
{
    return compare_helper(
        t1 == t2, "Compared values are not the same", [&t1] { return qstrdup(std::string(toString(t1)).c_str()); },
        [&t2] { return qstrdup(std::string(toString(t2)).c_str()); }, actual, expected, file, line);
}

} // namespace QTest
