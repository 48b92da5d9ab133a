// Paths and folders; see foreign.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/foreign.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

namespace hopyard::exchange {

std::optional<std::string> FileSetFolder::read(std::string_view path) const
{
    const auto inside = insidePath(path);
    const auto found = inside ? m_files.find(*inside) : m_files.end();
    return found == m_files.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::string> FileSetFolder::files(std::string_view path) const
{
    const auto inside = insidePath(path);
    if (!inside)
        return {};
    const std::string prefix = inside->empty() ? "" : *inside + '/';
    std::vector<std::string> found;
    for (auto at = m_files.lower_bound(prefix); at != m_files.end() && at->first.starts_with(prefix); ++at)
        if (const std::string name = at->first.substr(prefix.size()); name.find('/') == std::string::npos)
            found.push_back(name);
    return found;
}

std::vector<std::string> FileSetFolder::folders(std::string_view path) const
{
    const auto inside = insidePath(path);
    if (!inside)
        return {};
    const std::string prefix = inside->empty() ? "" : *inside + '/';
    std::vector<std::string> found;
    for (auto at = m_files.lower_bound(prefix); at != m_files.end() && at->first.starts_with(prefix); ++at)
        if (const std::size_t slash = at->first.find('/', prefix.size()); slash != std::string::npos)
            if (std::string name = at->first.substr(prefix.size(), slash - prefix.size()); found.empty() || found.back() != name)
                found.push_back(std::move(name));
    return found;
}

namespace {

void addFilesBelow(const Folder &folder, const std::string &path, const std::string &within, int depth, std::size_t most, std::vector<std::string> &found)
{
    constexpr int kDeepest = 8; // links may lead around in a ring
    for (const std::string &file : folder.files(path))
        if (found.size() < most)
            found.push_back(within + file);
    if (depth < kDeepest && found.size() < most)
        for (const std::string &inner : folder.folders(path))
            addFilesBelow(folder, path + '/' + inner, within + inner + '/', depth + 1, most, found);
}

} // namespace

std::vector<std::string> filesBelow(const Folder &folder, const std::string &path, std::size_t most)
{
    std::vector<std::string> found;
    addFilesBelow(folder, path, "", 0, most, found);
    return found;
}

std::string listed(const std::vector<std::string> &names, std::size_t most)
{
    const std::size_t shown = names.size() <= most + 1 ? names.size() : most;
    std::string text = fmt::format("{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
    if (shown < names.size())
        text += fmt::format(" and {} more", names.size() - shown);
    return text;
}

Imported refused(const Surroundings &around, std::string message, int line, int column)
{
    Imported imported;
    imported.problems.push_back({lab::Problem::Severity::error, around.fileName, line, column, std::move(message), {}});
    return imported;
}

std::optional<std::string> insidePath(std::string_view path)
{
    if (path.starts_with('/') || path.find('\0') != std::string_view::npos)
        return std::nullopt;
    std::string out;
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        const std::string_view part = path.substr(0, slash);
        path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
        if (part.empty() || part == ".")
            continue;
        if (part == "..")
            return std::nullopt;
        if (!out.empty())
            out += '/';
        out += part;
    }
    return out;
}

} // namespace hopyard::exchange
