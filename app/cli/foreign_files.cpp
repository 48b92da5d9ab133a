// Folders by std::filesystem, archives by libarchive; see foreign_files.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/foreign_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

namespace hopyard::cli {
namespace {

constexpr std::uintmax_t kLongestFile = 4u << 20;
constexpr std::size_t kMostBytes = 64u << 20;
constexpr std::size_t kMostFiles = 10'000;
constexpr std::size_t kMostListed = 10'000;

/// In order; of a folder that is not there, none.
template <class IsWanted>
std::vector<std::string> namesIn(const std::optional<std::string> &folder, const IsWanted &isWanted)
{
    std::vector<std::string> names;
    std::error_code error;
    if (!folder)
        return names;
    for (std::filesystem::directory_iterator at(*folder, error), end; !error && at != end && names.size() < kMostListed; at.increment(error))
        if (std::error_code ignored; isWanted(*at, ignored))
            names.push_back(at->path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

DiskFolder::DiskFolder(const std::string &path)
{
    std::error_code error;
    m_root = std::filesystem::canonical(path.empty() ? "." : path, error).string();
}

std::optional<std::string> DiskFolder::inside(std::string_view path) const
{
    const auto clean = exchange::insidePath(path);
    if (m_root.empty() || !clean)
        return std::nullopt;
    std::error_code error;
    const std::string real = std::filesystem::canonical(m_root + '/' + *clean, error).string();
    return !error && (real == m_root || real.starts_with(m_root == "/" ? m_root : m_root + '/')) ? std::optional(real) : std::nullopt;
}

std::optional<std::string> DiskFolder::read(std::string_view path) const
{
    const auto real = inside(path);
    std::error_code error;
    if (!real || !std::filesystem::is_regular_file(*real, error) || std::filesystem::file_size(*real, error) > kLongestFile || error)
        return std::nullopt;
    std::ifstream file(*real, std::ios::binary);
    if (!file)
        return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(file), {});
}

std::vector<std::string> DiskFolder::files(std::string_view path) const
{
    return namesIn(inside(path), [](const auto &entry, std::error_code &error) { return entry.is_regular_file(error); });
}

std::vector<std::string> DiskFolder::folders(std::string_view path) const
{
    return namesIn(inside(path), [](const auto &entry, std::error_code &error) { return entry.is_directory(error); });
}

bool looksLikeZip(std::string_view bytes)
{
    return bytes.starts_with("PK\x03\x04");
}

base::Result<exchange::FileSet, std::string> readArchive(std::string_view bytes)
{
    const std::unique_ptr<archive, int (*)(archive *)> reader(archive_read_new(), archive_read_free);
    archive_read_support_format_zip(reader.get());
    archive_read_support_format_tar(reader.get());
    archive_read_support_filter_gzip(reader.get());
    const auto problem = [&] {
        const char *why = archive_error_string(reader.get());
        return base::fail(fmt::format("the archive cannot be read: {}", why ? why : "it is damaged"));
    };
    if (archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK)
        return problem();
    exchange::FileSet files;
    std::size_t total = 0;
    archive_entry *entry = nullptr;
    int result = ARCHIVE_OK;
    std::size_t seen = 0;
    while ((result = archive_read_next_header(reader.get(), &entry)) == ARCHIVE_OK || result == ARCHIVE_WARN) {
        if (++seen > kMostFiles)
            return base::fail(fmt::format("the archive has more than {} files", kMostFiles));
        const char *name = archive_entry_pathname_utf8(entry);
        const auto path = name ? exchange::insidePath(name) : std::nullopt;
        if (!path || archive_entry_filetype(entry) != AE_IFREG)
            continue;
        std::string text;
        std::string block(64 << 10, '\0');
        for (la_ssize_t n = 0; (n = archive_read_data(reader.get(), block.data(), block.size())) != 0;) {
            if (n < 0)
                return problem();
            total += static_cast<std::size_t>(n);
            text.append(block, 0, static_cast<std::size_t>(n));
            if (total > kMostBytes)
                return base::fail(fmt::format("the archive holds more than {} MiB; export the project without images", kMostBytes >> 20));
        }
        if (text.size() <= kLongestFile)
            files.insert_or_assign(*path, std::move(text));
    }
    if (result != ARCHIVE_EOF)
        return problem();
    return files;
}

} // namespace hopyard::cli
