// What reading a lab of another tool needs and gives: the files beside it, the lab, and what could not be carried over.
//
// The formats stand each in a pair of files of their own (containerlab_read.h, …); machine.h is what they have in common.
// Texts are hostile until read: sizes and counts are limited, and nothing outside the folder is asked for.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/drawing.h"
#include "core/lab/lab.h"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::exchange {

constexpr std::size_t kMaxTextBytes = 16u << 20;
constexpr std::size_t kMaxNodes = 20'000;
constexpr std::size_t kMaxLinks = 100'000;

/// The folder that a foreign file lies in.
class Folder {
public:
    virtual ~Folder() = default;
    /// The file at a path relative to the folder; nothing where there is none, it lies outside, or it is too long.
    virtual std::optional<std::string> read(std::string_view path) const = 0;
    /// The files in a folder below (empty: the folder itself), by name, without those in folders further below.
    virtual std::vector<std::string> files(std::string_view path) const = 0;
    /// The folders in a folder, by name; none where that is not known.
    virtual std::vector<std::string> folders(std::string_view) const { return {}; }
};

/// The files in a folder and in those below it, as paths within it; at most `most`, and not from deeper than eight folders.
std::vector<std::string> filesBelow(const Folder &folder, const std::string &path, std::size_t most = 2'000);
/// "a, b, c and 4 more": at most `most` of them.
std::string listed(const std::vector<std::string> &names, std::size_t most = 12);

/// A folder in memory: path to text. Also what exporting to a folder gives.
using FileSet = std::map<std::string, std::string>;

class FileSetFolder final : public Folder {
public:
    explicit FileSetFolder(FileSet files) : m_files(std::move(files)) {}
    std::optional<std::string> read(std::string_view path) const override;
    std::vector<std::string> files(std::string_view path) const override;
    std::vector<std::string> folders(std::string_view path) const override;

private:
    FileSet m_files;
};

/// The lines of a configuration in FRR's language that Hopyard's routers do not know, as sentences; none: it is fine.
using ConfigCheck = std::function<std::vector<std::string>(std::string_view config)>;

/// What a reader may use besides the text.
struct Surroundings {
    std::string fileName;          ///< for the problems
    const Folder *folder = nullptr; ///< null: there are no files beside it
    ConfigCheck check;             ///< empty: every configuration is taken for a virtual router's
};

struct Imported {
    std::optional<lab::Lab> lab;
    std::vector<lab::Problem> problems; ///< of the text: with an error among them there is no lab
    std::vector<std::string> left;      ///< what the lab does not have of it, a sentence each, in the order of the text
    lab::Drawing drawing;               ///< what was drawn around the network
};

/// An error about the whole text, and no lab.
Imported refused(const Surroundings &around, std::string message, int line = 0, int column = 0);

/// "./r1//frr.conf" as "r1/frr.conf"; nothing for what leads out of the folder or is absolute.
std::optional<std::string> insidePath(std::string_view path);

} // namespace hopyard::exchange
