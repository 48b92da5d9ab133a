// See appliance.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/appliance.h"

#include "core/exchange/gns3_machine.h"
#include "core/exchange/json.h"
#include "core/topology/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace hopyard::exchange {

namespace {

using json::Json;
using json::member;

constexpr std::size_t kMostImages = 2'000, kMostVersions = 500, kMostCards = 64;
constexpr std::size_t kLongestAbout = 4'000;

/// A name of a file, and nothing that leads elsewhere.
bool isFileName(std::string_view name)
{
    return !name.empty() && name.size() <= 255 && name != "." && name != ".." && name.find('/') == std::string_view::npos
        && std::none_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; });
}

std::string lowered(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return text;
}

bool isMd5(std::string_view text)
{
    return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::uint32_t whole(const Json &value, std::uint32_t least, std::uint32_t most, std::uint32_t usual)
{
    return static_cast<std::uint32_t>(std::clamp(json::number(value).value_or(usual), double(least), double(most)));
}

/// What the machine is made of: `qemu` up to registry version 7, the first settings of type qemu in version 8.
const Json *propertiesOf(const Json &root)
{
    if (const Json &qemu = member(root, "qemu"); qemu.is_object())
        return &qemu;
    if (const Json &settings = member(root, "settings"); settings.is_array())
        for (const Json &each : settings)
            if (json::text(member(each, "template_type")) == "qemu" && member(each, "template_properties").is_object())
                return &member(each, "template_properties");
    return nullptr;
}

std::string kindOf(const Json &root)
{
    for (const char *kind : {"docker", "dynamips", "iou", "virtualbox", "vmware"})
        if (member(root, kind).is_object())
            return kind;
    if (const Json &settings = member(root, "settings"); settings.is_array() && !settings.empty())
        return json::text(member(settings[0], "template_type"));
    return {};
}

void readImages(const Json &list, Appliance &out)
{
    for (const Json &each : list) {
        Appliance::Image image;
        image.file = json::text(member(each, "filename"));
        if (!isFileName(image.file)) {
            out.left.push_back(fmt::format("an image called '{:.60}' is left out: that is no name of a file", image.file));
            continue;
        }
        image.version = json::text(member(each, "version"));
        image.md5 = lowered(json::text(member(each, "md5sum")));
        if (const std::string sum = json::text(member(each, "checksum")); image.md5.empty() && json::text(member(each, "checksum_type")) != "sha256")
            image.md5 = lowered(sum);
        if (!isMd5(image.md5)) {
            if (!image.md5.empty())
                out.left.push_back(fmt::format("{}: '{:.60}' is no MD5 sum", image.file, image.md5));
            image.md5.clear();
        }
        image.bytes = static_cast<std::uint64_t>(std::clamp(json::number(member(each, "filesize")).value_or(0), 0.0, 1e15));
        image.url = json::text(member(each, "direct_download_url"));
        if (image.url.empty())
            image.url = json::text(member(each, "download_url"));
        out.images.push_back(std::move(image));
    }
}

void readVersions(const Json &list, Appliance &out)
{
    std::vector<std::string> lost;
    for (const Json &each : list) {
        Appliance::Version version;
        version.name = json::text(member(each, "name"));
        const Json &images = member(each, "images");
        version.disk = json::text(member(images, "hda_disk_image"));
        version.kernel = json::text(member(images, "kernel_image"));
        version.initrd = json::text(member(images, "initrd"));
        if (version.initrd.empty())
            version.initrd = json::text(member(images, "initrd_image"));
        const auto isKnown = [&](const std::string &file) { return file.empty() || out.findImage(file); };
        if ((version.disk.empty() && version.kernel.empty()) || !isKnown(version.disk) || !isKnown(version.kernel) || !isKnown(version.initrd)) {
            out.left.push_back(fmt::format("version {:.60} is left out: it names no disk, or images that the file says nothing of", version.name));
            continue;
        }
        for (const char *key : {"hdb_disk_image", "hdc_disk_image", "hdd_disk_image", "cdrom_image", "bios_image"})
            if (!json::text(member(images, key)).empty() && std::find(lost.begin(), lost.end(), key) == lost.end())
                lost.push_back(key);
        out.versions.push_back(std::move(version));
    }
    if (!lost.empty())
        out.left.push_back(fmt::format("what some versions have beside their first disk is left out: {}", fmt::join(lost, ", ")));
}

/// The first sentences that say what it is, with the usage behind them.
std::string aboutOf(const Json &root)
{
    std::string about;
    for (const char *key : {"description", "usage"}) {
        const std::string text = json::text(member(root, key));
        if (!text.empty())
            about += (about.empty() ? "" : "\n\n") + text;
    }
    if (about.size() > kLongestAbout) {
        about.resize(kLongestAbout);
        about = topology::repairUtf8(about.substr(0, about.rfind(' ')));
    }
    std::erase_if(about, [](char c) { return (static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t') || c == 0x7f; });
    return about;
}

} // namespace

const Appliance::Image *Appliance::findImage(std::string_view file) const
{
    const auto found = std::find_if(images.begin(), images.end(), [&](const Image &image) { return image.file == file; });
    return found == images.end() ? nullptr : &*found;
}

std::vector<const Appliance::Image *> Appliance::imagesOf(const Version &version) const
{
    std::vector<const Image *> needed;
    for (const std::string *file : {&version.disk, &version.kernel, &version.initrd})
        if (const Image *image = file->empty() ? nullptr : findImage(*file); image && std::find(needed.begin(), needed.end(), image) == needed.end())
            needed.push_back(image);
    return needed;
}

bool looksLikeAppliance(std::string_view text, std::string_view fileName)
{
    return fileName.ends_with(".gns3a") || (text.find("\"registry_version\"") != std::string_view::npos && text.find("\"versions\"") != std::string_view::npos);
}

base::Result<Appliance, std::string> readAppliance(std::string_view bytes)
{
    const std::string text = topology::repairUtf8(bytes.substr(0, kMaxTextBytes + 1));
    const auto root = json::parse(text, {});
    if (!root)
        return base::fail(root.error().problems.front().message);
    const Json *properties = propertiesOf(*root);
    if (!properties) {
        const std::string kind = kindOf(*root);
        return base::fail(kind.empty() ? std::string("this is no appliance of GNS3: it says nothing of a machine")
                                       : fmt::format("this appliance is of kind {:.40}; only machines of QEMU can be nodes here", kind));
    }
    const Json &images = member(*root, "images"), &versions = member(*root, "versions");
    if (images.size() > kMostImages || versions.size() > kMostVersions)
        return base::fail(fmt::format("the appliance has more than {} images or {} versions", kMostImages, kMostVersions));
    Appliance out;
    out.name = json::text(member(*root, "name"));
    out.about = aboutOf(*root);
    const std::uint32_t memory = whole(member(*properties, "ram"), lab::Machine::kLeastMemory, lab::Machine::kMostMemory, 256);
    out.machine = qemuMachine("image", memory, whole(member(*properties, "cpus"), 1, lab::Machine::kMostProcessors, 1),
                              json::text(member(*properties, "adapter_type")), json::text(member(*properties, "hda_disk_interface")));
    out.machine.image.clear();
    const std::string console = json::text(member(*properties, "console_type"));
    out.machine.graphics = console == "vnc" || console.starts_with("spice");
    out.machine.append = json::text(member(*properties, "kernel_command_line"));
    out.cards = whole(member(*properties, "adapters"), 0, kMostCards, 1);
    readImages(images, out);
    readVersions(versions, out);
    if (const std::string arch = json::text(member(*properties, "arch")); !arch.empty() && arch != "x86_64" && arch != "i386")
        return base::fail(fmt::format("its processor is of kind {:.40}; machines here have one of kind x86_64", arch));
    if (const std::string options = json::text(member(*properties, "options")); !options.empty())
        out.left.push_back(fmt::format("further options of QEMU's are left out: {:.200}", options));
    if (out.versions.empty())
        return base::fail(std::string("the appliance has no version with a disk or a kernel"));
    return out;
}

lab::Node applianceNode(const Appliance &appliance, const Appliance::Version &version, const std::function<std::string(std::string_view file)> &pathOf)
{
    lab::Node node;
    node.kind = lab::NodeKind::qemu;
    node.name = topology::nodeName(appliance.name, 40);
    if (node.name.empty())
        node.name = "machine";
    node.label = appliance.name == node.name ? std::string() : appliance.name;
    std::erase_if(node.label, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; });
    node.note = fmt::format("GNS3 appliance, version {}", version.name) + (appliance.about.empty() ? "" : "\n\n" + appliance.about);
    node.machine = appliance.machine;
    const auto path = [&](const std::string &file) { return file.empty() ? std::string() : pathOf(file); };
    node.machine.image = path(version.disk);
    node.machine.kernel = path(version.kernel);
    node.machine.initrd = node.machine.kernel.empty() ? std::string() : path(version.initrd);
    if (node.machine.kernel.empty())
        node.machine.append.clear();
    if (node.machine.image.empty())
        node.machine.disk = lab::MachineDisk::virtio;
    for (std::uint32_t i = 0; i < appliance.cards; ++i) {
        node.interfaces.emplace_back();
        node.interfaces.back().name = fmt::format("eth{}", i);
    }
    return node;
}

} // namespace hopyard::exchange
