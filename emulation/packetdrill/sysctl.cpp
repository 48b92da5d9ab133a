// See sysctl.h. Names and meanings: the kernel's Documentation/networking/ip-sysctl.rst.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/packetdrill/sysctl.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace hopyard::packetdrill {

namespace {

using transport::tcp::NodeSettings;

/// The numbers in a small file. System calls of its own: close() may be the plug-in's.
std::vector<std::int64_t> readNumbers(const std::string &path)
{
    std::vector<std::int64_t> numbers;
    const auto fd = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path.c_str(), O_RDONLY | O_CLOEXEC, 0));
    if (fd < 0)
        return numbers;
    char text[256];
    const ssize_t size = ::read(fd, text, sizeof text);
    ::syscall(SYS_close, fd);
    const char *at = text;
    const char *const end = text + std::max<ssize_t>(size, 0);
    while (at < end) {
        std::int64_t value = 0;
        const auto [next, error] = std::from_chars(at, end, value);
        if (error == std::errc()) {
            numbers.push_back(value);
            at = next;
        } else {
            ++at;
        }
    }
    return numbers;
}

template <class T>
void assign(T &setting, std::int64_t value, std::int64_t low, std::int64_t high)
{
    setting = static_cast<T>(std::clamp(value, low, high));
}
constexpr std::int64_t kManyConnections = 1 << 30;

struct Number {
    const char *name;
    void (*set)(NodeSettings &, std::int64_t);
};

constexpr Number kNumbers[] = {
    {"tcp_window_scaling", [](NodeSettings &s, std::int64_t v) { s.windowScaling = v != 0; }},
    {"tcp_timestamps", [](NodeSettings &s, std::int64_t v) { s.timestamps = v != 0; }},
    {"tcp_sack", [](NodeSettings &s, std::int64_t v) { s.sack = v != 0; }},
    {"tcp_dsack", [](NodeSettings &s, std::int64_t v) { s.dsack = v != 0; }},
    {"tcp_ecn", [](NodeSettings &s, std::int64_t v) { assign(s.ecn, v, 0, 2); }},
    {"tcp_fastopen", [](NodeSettings &s, std::int64_t v) { s.fastOpen = static_cast<std::uint8_t>(v & 3); }},
    {"tcp_syncookies", [](NodeSettings &s, std::int64_t v) { s.synCookies = v != 0; }},
    {"tcp_tw_reuse", [](NodeSettings &s, std::int64_t v) { s.timeWaitReuse = v != 0; }},
    {"tcp_recovery", [](NodeSettings &s, std::int64_t v) { s.recovery = (v & 1) != 0; }},
    {"tcp_frto", [](NodeSettings &s, std::int64_t v) { s.forwardRto = v != 0; }},
    {"tcp_mtu_probing", [](NodeSettings &s, std::int64_t v) { assign(s.mtuProbing, v, 0, 2); }},
    {"tcp_max_syn_backlog", [](NodeSettings &s, std::int64_t v) { assign(s.maxSynBacklog, v, 1, kManyConnections); }},
    {"tcp_max_tw_buckets", [](NodeSettings &s, std::int64_t v) { assign(s.maxTimeWait, v, 0, kManyConnections); }},
};

/// "minimum default largest"
void applyBuffer(const std::string &path, std::uint32_t &byDefault, std::uint32_t &largest)
{
    const auto numbers = readNumbers(path);
    if (numbers.size() != 3)
        return;
    assign(byDefault, numbers[1], 1, INT32_MAX);
    assign(largest, numbers[2], 1, INT32_MAX);
}

} // namespace

void applySysctl(NodeSettings &settings, const std::string &folder)
{
    for (const Number &number : kNumbers)
        if (const auto value = readNumbers(folder + '/' + number.name); value.size() == 1)
            number.set(settings, value.front());
    applyBuffer(folder + "/tcp_rmem", settings.receiveBufferDefault, settings.receiveBufferMax);
    applyBuffer(folder + "/tcp_wmem", settings.sendBufferDefault, settings.sendBufferMax);
}

} // namespace hopyard::packetdrill
