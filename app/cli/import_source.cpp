// Reading and writing of whole files; see import_source.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/import_source.h"

#include "emulation/engine/text_file.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <system_error>

#include <fmt/format.h>

namespace hopyard::cli {

std::optional<std::string> readWhole(Hop &hop, const std::string &path, std::size_t most)
{
    const auto fail = [&](const std::string &why) {
        hop.out.error(fmt::format("cannot read {}: {}", path == "-" ? "standard input" : path, why));
        hop.exit = exitNotFound;
        return std::nullopt;
    };
    std::error_code error;
    if (path != "-" && std::filesystem::is_directory(path, error))
        return fail("it is a directory");
    std::ifstream file;
    if (path != "-") {
        file.open(path, std::ios::binary);
        if (!file)
            return fail(std::generic_category().message(errno));
    }
    std::istream &stream = path == "-" ? std::cin : file;
    std::string text, block(1 << 16, '\0');
    while (stream.read(block.data(), static_cast<std::streamsize>(block.size())) || stream.gcount() > 0) {
        text.append(block, 0, static_cast<std::size_t>(stream.gcount()));
        if (text.size() > most)
            return fail(fmt::format("it is longer than {} MiB", most >> 20));
    }
    if (stream.bad())
        return fail("reading failed");
    return text;
}

bool writeWhole(Hop &hop, const std::string &path, const std::string &text, bool overwrite)
{
    std::error_code error;
    if (!overwrite && std::filesystem::exists(path, error)) {
        hop.out.error(fmt::format("{} exists already; --overwrite replaces it", path));
        hop.exit = exitFailed;
        return false;
    }
    const int failure = engine::replaceTextFile(path, text);
    if (failure == 0)
        return true;
    hop.out.error(fmt::format("cannot write {}: {}", path, std::generic_category().message(failure)));
    hop.exit = exitSystem;
    return false;
}

} // namespace hopyard::cli
