// See write_memory.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/write_memory.h"

#include "core/world/startup_config.h"
#include "emulation/engine/text_file.h"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

namespace hopyard::engine {

namespace {

constexpr std::size_t kMostBytes = 64u << 20;

WrittenMemory refuse(std::string why) { return {{false, std::move(why), {}}, {}, {}}; }

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
    if (const int failure = replaceTextFile(path, made->text))
        return refuse(fmt::format("{} cannot be written: {}", labPath, std::generic_category().message(failure)));
    return {{true,
             fmt::format("Building configuration...\nThe configuration of {} is written to {}\n[OK]\n", node, labPath),
             {}},
            std::move(*text),
            std::move(made->text)};
}

} // namespace hopyard::engine
