// See cpu_weights.h. Files as in the kernel's Documentation/admin-guide/cgroup-v2.rst.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/machines/cpu_weights.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>
#include <utility>

namespace hopyard::machines {

namespace {

namespace fs = std::filesystem;

std::string contents(const std::string &file)
{
    std::ostringstream all;
    all << std::ifstream(file).rdbuf();
    return all.str();
}

/// One write, as the kernel wants it; errno says how it went.
bool writeTo(const std::string &file, const std::string &text)
{
    const int fd = open(file.c_str(), O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    const bool done = write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    const int code = errno;
    close(fd);
    errno = code;
    return done;
}

bool hasCpu(const std::string &controllers)
{
    std::istringstream words(controllers);
    for (std::string word; words >> word;)
        if (word == "cpu")
            return true;
    return false;
}

/// Where the hierarchy of version 2 is mounted; empty: nowhere.
std::string mountPoint()
{
    std::ifstream mounts("/proc/self/mounts");
    for (std::string device, point, type, rest; mounts >> device >> point >> type && std::getline(mounts, rest);)
        if (type == "cgroup2")
            return point;
    return {};
}

} // namespace

base::Result<std::string, std::string> CpuWeights::place()
{
    const std::string root = mountPoint();
    if (root.empty())
        return base::fail(std::string("control groups of version 2 are not mounted"));
    std::string own;
    std::ifstream groups("/proc/self/cgroup");
    for (std::string line; std::getline(groups, line);)
        if (line.starts_with("0::"))
            own = line.substr(3);
    const std::string directory = own.size() <= 1 ? root : fs::path(root + own).parent_path().string();
    if (!hasCpu(contents(directory + "/cgroup.controllers")))
        return base::fail(fmt::format("the control group {} has no processor time to give (controller cpu)", directory));
    if (access(directory.c_str(), W_OK) != 0)
        return base::fail(fmt::format("the control group {} cannot be written: {}", directory, std::strerror(errno)));
    return directory;
}

base::Result<CpuWeights, std::string> CpuWeights::create(const std::string &place)
{
    if (!hasCpu(contents(place + "/cgroup.subtree_control")) && !writeTo(place + "/cgroup.subtree_control", "+cpu"))
        return base::fail(fmt::format("{} gives no processor time to the groups in it: {}", place, std::strerror(errno)));
    const std::string directory = fmt::format("{}/hopyard-{}", place, getpid());
    if (mkdir(directory.c_str(), 0755) != 0 && errno != EEXIST)
        return base::fail(fmt::format("{} cannot be made: {}", directory, std::strerror(errno)));
    CpuWeights made(directory);
    if (!writeTo(directory + "/cgroup.subtree_control", "+cpu"))
        return base::fail(fmt::format("{} gives no processor time to the groups in it: {}", directory, std::strerror(errno)));
    return made;
}

CpuWeights::CpuWeights(CpuWeights &&other) noexcept
    : m_directory(std::exchange(other.m_directory, {})), m_groups(std::exchange(other.m_groups, {}))
{
}

CpuWeights::~CpuWeights()
{
    while (!m_groups.empty())
        remove(*m_groups.begin());
    if (!m_directory.empty())
        rmdir(m_directory.c_str());
}

std::uint32_t CpuWeights::weightOf(std::uint32_t share) { return std::clamp(share, kLeast, kMost); }

base::Result<void, std::string> CpuWeights::set(const std::string &name, pid_t pid, std::uint32_t share)
{
    const std::string group = m_directory + '/' + name;
    if (!m_groups.contains(name)) {
        if (mkdir(group.c_str(), 0755) != 0 && errno != EEXIST)
            return base::fail(fmt::format("{} cannot be made: {}", group, std::strerror(errno)));
        m_groups.insert(name);
    }
    if (!writeTo(group + "/cpu.weight", std::to_string(weightOf(share))) || !writeTo(group + "/cgroup.procs", std::to_string(pid)))
        return base::fail(fmt::format("{} cannot be written: {}", group, std::strerror(errno)));
    return {};
}

void CpuWeights::remove(const std::string &name)
{
    rmdir((m_directory + '/' + name).c_str()); // refused while a process is in it: then it goes with the kernel's next start
    m_groups.erase(name);
}

} // namespace hopyard::machines
