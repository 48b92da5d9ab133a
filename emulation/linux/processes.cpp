// See processes.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/processes.h"

#include "core/base/words.h"
#include "emulation/linux/event.h"

#include <dirent.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>

namespace hopyard::linux {

namespace {

template <class T>
std::optional<T> number(std::string_view text)
{
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(value)
                                                                                     : std::nullopt;
}

std::string contents(const std::string &path)
{
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::optional<ProcessInfo> readProcess(pid_t pid)
{
    static const std::int64_t kTicks = sysconf(_SC_CLK_TCK);
    static const auto kPage = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    return parseProcessStat(contents("/proc/" + std::to_string(pid) + "/stat"), kTicks, kPage);
}

/// Of all threads of a process. Nothing: this kernel does not tell (CONFIG_PROC_CHILDREN).
std::optional<std::vector<pid_t>> childrenOf(pid_t pid)
{
    std::vector<pid_t> children;
    const std::string tasks = "/proc/" + std::to_string(pid) + "/task";
    const std::unique_ptr<DIR, int (*)(DIR *)> directory(opendir(tasks.c_str()), closedir);
    if (!directory)
        return children; // it has ended
    while (const dirent *entry = readdir(directory.get())) {
        if (!number<pid_t>(entry->d_name))
            continue;
        const std::string file = tasks + '/' + entry->d_name + "/children";
        if (access(file.c_str(), F_OK) != 0 && access(tasks.c_str(), F_OK) == 0
            && access((tasks + '/' + entry->d_name).c_str(), F_OK) == 0)
            return std::nullopt;
        const std::string text = contents(file);
        for (const std::string_view word : base::wordsOf(text))
            if (const auto child = number<pid_t>(word))
                children.push_back(*child);
    }
    return children;
}

/// By parent, of all processes: where the kernel does not list a process' children.
std::multimap<pid_t, ProcessInfo> allProcesses()
{
    std::multimap<pid_t, ProcessInfo> all;
    const std::unique_ptr<DIR, int (*)(DIR *)> directory(opendir("/proc"), closedir);
    while (const dirent *entry = directory ? readdir(directory.get()) : nullptr)
        if (const auto pid = number<pid_t>(entry->d_name))
            if (auto process = readProcess(*pid))
                all.emplace(process->parent, std::move(*process));
    return all;
}

std::string groupOf(const std::string &process)
{
    const std::string text = contents("/proc/" + process + "/cgroup");
    const std::size_t at = text.starts_with("0::") ? 0 : text.find("\n0::");
    if (at == std::string::npos)
        return {};
    const std::size_t begin = text.find("0::", at) + 3;
    return text.substr(begin, text.find('\n', begin) - begin);
}

/// Where control groups of version 2 are mounted; empty: nowhere.
std::string groupsMount()
{
    std::ifstream mounts("/proc/self/mounts");
    for (std::string device, point, type, rest; mounts >> device >> point >> type && std::getline(mounts, rest);)
        if (type == "cgroup2")
            return point;
    return {};
}

} // namespace

std::optional<ProcessInfo> parseProcessStat(std::string_view text, std::int64_t ticks, std::uint64_t page)
{
    // The name is in parentheses, and may have any character in it, these too.
    const std::size_t open = text.find('('), close = text.rfind(')');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open || open == 0 || ticks <= 0)
        return std::nullopt;
    const auto pid = number<pid_t>(text.substr(0, open - 1));
    const std::vector<std::string_view> words = base::wordsOf(text.substr(close + 1)); // from the third field on
    constexpr std::size_t kState = 0, kParent = 1, kUser = 11, kKernel = 12, kWaitedUser = 13, kWaitedKernel = 14,
                          kThreads = 17, kResident = 21;
    if (!pid || words.size() <= kResident || words[kState].size() != 1)
        return std::nullopt;
    const auto parent = number<pid_t>(words[kParent]);
    const auto threads = number<std::uint32_t>(words[kThreads]);
    const auto pages = number<std::int64_t>(words[kResident]);
    std::int64_t spent[4]{};
    for (std::size_t i = 0; i < 4; ++i) {
        const auto value = number<std::int64_t>(words[kUser + i]);
        constexpr std::int64_t kMost = std::int64_t(1) << 32; // ticks: more than a year, and no overflow below
        if (!value || *value < 0 || *value > kMost)
            return std::nullopt;
        spent[i] = *value;
    }
    static_assert(kKernel == kUser + 1 && kWaitedUser == kUser + 2 && kWaitedKernel == kUser + 3);
    if (!parent || !threads || !pages || *pages < 0)
        return std::nullopt;
    const auto duration = [ticks](std::int64_t count) {
        return base::Duration::nanoseconds(count / ticks * 1'000'000'000 + count % ticks * 1'000'000'000 / ticks);
    };
    return ProcessInfo{*pid,
                       *parent,
                       std::string(text.substr(open + 1, close - open - 1)),
                       words[kState][0],
                       duration(spent[0] + spent[1]),
                       duration(spent[2] + spent[3]),
                       *threads,
                       static_cast<std::uint64_t>(*pages) * page};
}

std::optional<base::Duration> parseCpuStat(std::string_view text)
{
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const std::vector<std::string_view> words = base::wordsOf(line);
        if (words.size() != 2 || words[0] != "usage_usec")
            continue;
        const auto value = number<std::int64_t>(words[1]);
        constexpr std::int64_t kMost = std::int64_t(1) << 50; // more than 30 years, and no overflow in nanoseconds
        return value && *value >= 0 && *value < kMost ? std::optional(base::Duration::microseconds(*value))
                                                      : std::nullopt;
    }
    return std::nullopt;
}

std::vector<ProcessInfo> processTree(pid_t root)
{
    std::vector<ProcessInfo> tree;
    if (auto first = root > 0 ? readProcess(root) : std::nullopt)
        tree.push_back(std::move(*first));
    std::optional<std::multimap<pid_t, ProcessInfo>> all;
    for (std::size_t i = 0; i < tree.size(); ++i) {
        if (!all) {
            if (const auto children = childrenOf(tree[i].pid)) {
                for (const pid_t child : *children)
                    if (auto process = readProcess(child))
                        tree.push_back(std::move(*process));
                continue;
            }
            all = allProcesses();
        }
        const auto [from, to] = all->equal_range(tree[i].pid);
        for (auto child = from; child != to; ++child)
            tree.push_back(child->second);
    }
    return tree;
}

Result<ProcessorTime> processorTime(pid_t root)
{
    if (root <= 0)
        return sysFail("read /proc", "No program was started.", ESRCH);
    ProcessorTime time;
    time.at = monotonicNs();
    if (const std::string group = groupOf(std::to_string(root)); !group.empty() && group != groupOf("self"))
        if (const auto used = parseCpuStat(contents(groupsMount() + group + "/cpu.stat"))) {
            time.used = *used;
            time.fromGroup = true;
            return time;
        }
    const std::vector<ProcessInfo> tree = processTree(root);
    if (tree.empty())
        return sysFail("read /proc/" + std::to_string(root) + "/stat", "The node's programs have ended.", ESRCH);
    for (const ProcessInfo &process : tree)
        time.used += process.used + process.ended;
    return time;
}

} // namespace hopyard::linux
