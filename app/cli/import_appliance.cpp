// Looking for images, their MD5 sums with progress, and the node; see import_appliance.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/import_appliance.h"

#include "app/cli/import_source.h"
#include "app/cli/interrupt.h"
#include "core/base/md5.h"
#include "core/exchange/appliance.h"
#include "core/lab/write.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <ranges>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

namespace hopyard::cli {
namespace {

namespace fs = std::filesystem;
using exchange::Appliance;

/// Where images usually are, those that the user named first.
std::vector<fs::path> placesToLook(const ImportApplianceOptions &options)
{
    std::vector<fs::path> places(options.images.begin(), options.images.end());
    if (options.file != "-")
        places.push_back(fs::path(options.file).parent_path());
    places.emplace_back();
    if (const char *home = std::getenv("HOME"); home && *home)
        for (const char *below : {"GNS3/images/QEMU", "GNS3/images", "Downloads"})
            places.push_back(fs::path(home) / below);
    return places;
}

std::optional<std::string> find(const std::vector<fs::path> &places, const std::string &file)
{
    for (const fs::path &place : places) {
        std::error_code error;
        const fs::path path = place.empty() ? fs::path(file) : place / file;
        if (fs::is_regular_file(path, error))
            return path.string();
    }
    return std::nullopt;
}

/// A line that is written over while a large file is read, on a terminal and after half a second.
class Progress {
public:
    Progress(const Hop &hop, std::string file) : m_isShown(isatty(2) == 1 && !hop.out.json), m_file(std::move(file)) {}
    ~Progress()
    {
        if (m_wasShown)
            fmt::print(stderr, "\r\033[K");
    }
    void show(std::uint64_t done, std::uint64_t all)
    {
        const auto now = std::chrono::steady_clock::now();
        if (!m_isShown || now - m_last < std::chrono::milliseconds(m_wasShown ? 100 : 500))
            return;
        m_last = now;
        m_wasShown = true;
        fmt::print(stderr, "\r\033[K{}: {} % verified (Ctrl-C stops)", m_file, done * 100 / std::max<std::uint64_t>(all, 1));
    }

private:
    bool m_isShown, m_wasShown = false;
    std::string m_file;
    std::chrono::steady_clock::time_point m_last = std::chrono::steady_clock::now();
};

/// In 32 digits; nothing where it cannot be read or the user has stopped it.
std::optional<std::string> md5Of(const Hop &hop, const std::string &path, const Interrupt &interrupt)
{
    std::error_code error;
    const std::uint64_t size = fs::file_size(path, error);
    std::ifstream file(path, std::ios::binary);
    Progress progress(hop, visible(fs::path(path).filename().string()));
    base::Md5 sum;
    std::vector<char> block(1 << 20);
    std::uint64_t done = 0;
    while (file.read(block.data(), static_cast<std::streamsize>(block.size())) || file.gcount() > 0) {
        if (interrupt.wanted())
            return std::nullopt;
        const auto count = static_cast<std::size_t>(file.gcount());
        sum.add(base::Bytes(reinterpret_cast<const std::uint8_t *>(block.data()), count));
        progress.show(done += count, size);
    }
    if (file.bad() || error || done != size)
        return std::nullopt;
    std::string text;
    for (const std::uint8_t byte : sum.finish())
        text += fmt::format("{:02x}", byte);
    return text;
}

std::string wanted(const Appliance::Image &image)
{
    std::string text = image.file;
    if (image.bytes > 0)
        text += fmt::format(", {} bytes", image.bytes);
    if (!image.md5.empty())
        text += fmt::format(", MD5 {}", image.md5);
    if (!image.url.empty())
        text += fmt::format(", from {}", image.url);
    return text;
}

/// The places of a version's images, each of them verified. Sentences on what is missing or wrong go to `why`.
class ImageFinder {
public:
    ImageFinder(Hop &hop, std::vector<fs::path> places) : m_hop(hop), m_places(std::move(places)) {}

    using Paths = std::map<std::string, std::string, std::less<>>;
    std::optional<Paths> imagesOf(const Appliance &appliance, const Appliance::Version &version, std::vector<std::string> &why)
    {
        Paths paths;
        for (const Appliance::Image *image : appliance.imagesOf(version)) {
            const auto path = find(m_places, image->file);
            if (!path) {
                why.push_back(fmt::format("version {}: {} was not found", version.name, wanted(*image)));
                continue;
            }
            if (const std::string mistake = mistakeOf(*path, *image); !mistake.empty())
                why.push_back(fmt::format("version {}: {}", version.name, mistake));
            else
                paths[image->file] = *path;
        }
        return paths.size() == appliance.imagesOf(version).size() ? std::optional(std::move(paths)) : std::nullopt;
    }
    bool isStopped() const { return m_interrupt.wanted(); }

private:
    std::string mistakeOf(const std::string &path, const Appliance::Image &image)
    {
        std::error_code error;
        const std::uint64_t size = fs::file_size(path, error);
        if (image.bytes > 0 && size != image.bytes)
            return fmt::format("{} has {} bytes and must have {}: it is another file, or not complete", path, size, image.bytes);
        if (image.md5.empty()) {
            m_hop.out.note(visible(fmt::format("{}: the appliance names no MD5 sum of it, so it was not verified", path)));
            return {};
        }
        const auto known = m_sums.find(path);
        const auto sum = known != m_sums.end() ? std::optional(known->second) : md5Of(m_hop, path, m_interrupt);
        if (!sum)
            return isStopped() ? std::string("stopped") : fmt::format("{} cannot be read", path);
        m_sums[path] = *sum;
        return *sum == image.md5 ? std::string()
                                 : fmt::format("{} has the MD5 sum {} and must have {}: it is another file, or damaged", path, *sum, image.md5);
    }

    Hop &m_hop;
    std::vector<fs::path> m_places;
    Interrupt m_interrupt;
    std::map<std::string, std::string> m_sums; // by path
};

/// As the lab's text names it: relative where it lies in the lab's folder or below.
std::string pathFor(const std::string &output, const std::string &image)
{
    std::error_code error;
    const fs::path whole = fs::weakly_canonical(image, error);
    if (output.empty() || output == "-" || error)
        return error ? image : whole.string();
    const fs::path folder = fs::weakly_canonical(fs::absolute(output, error), error).parent_path();
    const fs::path relative = whole.lexically_relative(folder);
    return relative.empty() || *relative.begin() == ".." ? whole.string() : relative.string();
}

} // namespace

void importAppliance(Hop &hop, const std::string &text, const ImportApplianceOptions &options)
{
    const auto fail = [&](const std::string &sentence, int code) {
        hop.out.error(visible(sentence));
        hop.exit = code;
    };
    const auto appliance = exchange::readAppliance(text);
    if (!appliance)
        return fail(fmt::format("{}: {}", options.file, appliance.error()), exitLabErrors);
    std::vector<const Appliance::Version *> versions;
    std::vector<std::string> names;
    for (const Appliance::Version &version : appliance->versions) {
        names.push_back(version.name);
        if (options.version.empty() || version.name == options.version)
            versions.push_back(&version);
    }
    if (versions.empty())
        return fail(fmt::format("{} has no version '{}'; it has {}", options.file, options.version, fmt::join(names, ", ")), exitUsage);
    ImageFinder finder(hop, placesToLook(options));
    std::vector<std::string> why;
    for (const Appliance::Version *version : versions) {
        const auto paths = finder.imagesOf(*appliance, *version, why);
        if (finder.isStopped())
            return fail("stopped before the images were verified", exitFailed);
        if (!paths)
            continue;
        lab::Lab lab;
        lab.title = appliance->name.empty() ? "Appliance" : appliance->name;
        lab.description = "A template: copy the node into a lab, or keep it among the workbench's own templates.";
        lab.nodes.push_back(exchange::applianceNode(*appliance, *version, [&](std::string_view file) { return pathFor(options.output, paths->find(file)->second); }));
        const std::string written = lab::write(lab);
        const bool toFile = !options.output.empty() && options.output != "-";
        if (toFile && !writeWhole(hop, options.output, written, options.overwrite))
            return;
        if (hop.out.json) {
            rpc::Json object{{"ok", true}, {"name", lab.title}, {"version", version->name}, {"images", *paths}, {"left", appliance->left}};
            object[toFile ? "file" : "lab"] = toFile ? options.output : written;
            return hop.out.object(object);
        }
        for (const std::string &sentence : appliance->left)
            hop.out.note(visible(sentence));
        if (toFile)
            hop.out.line(visible(fmt::format("{}: {}, version {}, with {}", options.output, lab.title, version->name,
                                             fmt::join(appliance->imagesOf(*version) | std::views::transform([](const Appliance::Image *i) { return i->file; }), ", "))));
        else
            hop.out.line(std::string_view(written).substr(0, written.size() - 1));
        return;
    }
    constexpr std::size_t kMostSaid = 6;
    for (std::size_t i = 0; i < std::min(why.size(), kMostSaid); ++i)
        hop.out.note(visible(why[i]));
    if (why.size() > kMostSaid)
        hop.out.note(fmt::format("and {} more; --version NAME asks for one of {}", why.size() - kMostSaid, visible(fmt::format("{}", fmt::join(names, ", ")))));
    fail("no version of it has all its images here: put them beside the appliance, or say where they are with --images FOLDER", exitNotFound);
}

} // namespace hopyard::cli
