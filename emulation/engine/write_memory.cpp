// See write_memory.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/write_memory.h"

#include "core/world/startup_config.h"
#include "emulation/engine/text_file.h"

#include <fmt/format.h>

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace hopyard::engine {

namespace {

constexpr std::size_t kMostBytes = 64u << 20;

WrittenMemory refuse(std::string why) { return {{false, std::move(why), {}}, {}, {}}; }

/// A new file beside the old one, moved onto it when it is on the disk. The error is errno's.
int replaceFile(const std::string &path, const std::string &text)
{
    std::string beside = path + ".XXXXXX";
    const int fd = mkstemp(beside.data());
    if (fd < 0)
        return errno;
    struct stat old {};
    int failure = stat(path.c_str(), &old) == 0 && fchmod(fd, old.st_mode & 07777) != 0 ? errno : 0;
    for (std::size_t at = 0; failure == 0 && at < text.size();) {
        const ssize_t written = write(fd, text.data() + at, text.size() - at);
        if (written < 0 && errno != EINTR)
            failure = errno;
        at += written > 0 ? static_cast<std::size_t>(written) : 0;
    }
    if (failure == 0 && fsync(fd) != 0)
        failure = errno;
    close(fd);
    if (failure == 0 && rename(beside.c_str(), path.c_str()) != 0)
        failure = errno;
    if (failure != 0)
        unlink(beside.c_str());
    return failure;
}

} // namespace

WrittenMemory writeMemory(const std::string &labPath, const std::string &node, const std::string &running)
{
    if (labPath.empty() || labPath.front() != '/')
        return refuse("this lab has no file to write to: it was given to the run as a text");
    std::error_code error;
    const std::string path = std::filesystem::canonical(labPath, error).string(); // a link stays a link
    auto text = readTextFile(path.empty() ? labPath : path, kMostBytes);
    if (!text)
        return refuse(toString(text.error()));
    auto made = world::withStartupConfig(*text, labPath, node, running);
    if (!made)
        return refuse(made.error());
    if (!made->isChanged)
        return {{true, fmt::format("{} has this configuration already\n", labPath), {}}, *text, *text};
    if (const int failure = replaceFile(path, made->text))
        return refuse(fmt::format("{} cannot be written: {}", labPath, std::generic_category().message(failure)));
    return {{true,
             fmt::format("Building configuration...\nThe configuration of {} is written to {}\n[OK]\n", node, labPath),
             {}},
            std::move(*text),
            std::move(made->text)};
}

} // namespace hopyard::engine
