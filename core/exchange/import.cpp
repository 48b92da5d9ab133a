// A table of formats; see import.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/import.h"

#include "core/exchange/containerlab_read.h"
#include "core/exchange/core_xml_read.h"
#include "core/exchange/dot_read.h"
#include "core/exchange/gns3_read.h"
#include "core/exchange/kathara_read.h"
#include "core/exchange/miniedit_read.h"
#include "core/exchange/netjson_read.h"
#include "core/lab/values.h"
#include "core/topology/gml.h"
#include "core/topology/graphml.h"
#include "core/topology/import.h"
#include "core/topology/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace hopyard::exchange {

namespace {

constexpr std::array<std::string_view, 9> kNames{"containerlab", "kathara", "core", "gns3", "miniedit", "netjson", "dot", "graphml", "gml"};

/// The files as UTF-8: a lab's text is.
class Utf8Folder final : public Folder {
public:
    explicit Utf8Folder(const Folder &folder) : m_folder(folder) {}
    std::optional<std::string> read(std::string_view path) const override
    {
        const auto text = m_folder.read(path);
        return text ? std::optional(topology::repairUtf8(*text)) : std::nullopt;
    }
    std::vector<std::string> files(std::string_view path) const override { return m_folder.files(path); }
    std::vector<std::string> folders(std::string_view path) const override { return m_folder.folders(path); }

private:
    const Folder &m_folder;
};

/// Without what nobody can see or type: control characters, but for line ends and tabs.
void clean(std::string &text)
{
    std::erase_if(text, [](char c) { return (static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t') || c == 0x7f; });
}

/// What a lab would refuse: addresses of groups at an interface, and the like.
void dropImpossible(lab::Node &node, std::vector<std::string> &left)
{
    const auto lost = [&](const std::string &what) { left.push_back(fmt::format("{}: {} cannot stand there and is left out", node.name, what)); };
    for (lab::Interface &interface : node.interfaces) {
        if (interface.mac && !lab::parseMacValue(toString(*interface.mac))) {
            lost(toString(*interface.mac));
            interface.mac.reset();
        }
        std::erase_if(interface.addresses, [&](const base::InterfaceAddress &address) {
            const bool isWrong = !lab::parseAddressValue(toString(address));
            if (isWrong)
                lost(toString(address));
            return isWrong;
        });
    }
    if (node.gateway && !lab::parseGatewayValue(toString(*node.gateway))) {
        lost(toString(*node.gateway));
        node.gateway.reset();
    }
    std::erase_if(node.routes, [](const lab::HostRoute &route) { return !lab::parseRouteValue(toString(route)); });
}

void clean(lab::Lab &lab, std::vector<std::string> &left)
{
    clean(lab.title);
    clean(lab.description);
    for (lab::Node &node : lab.nodes) {
        dropImpossible(node, left);
        for (std::string *text : {&node.label, &node.note, &node.config})
            clean(*text);
        for (std::string &line : node.start)
            clean(line);
    }
}

Imported readText(Format format, std::string_view text, const Surroundings &around)
{
    switch (format) {
    case Format::containerlab: return readContainerlab(text, around);
    case Format::kathara: return readKathara(text, around);
    case Format::coreXml: return readCoreXml(text, around);
    case Format::gns3: return readGns3(text, around);
    case Format::miniEdit: return readMiniEdit(text, around);
    default: return refused(around, "this format is read as a topology");
    }
}

bool has(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

} // namespace

std::string_view toString(Format format)
{
    return kNames[static_cast<std::size_t>(format)];
}

std::optional<Format> parseFormat(std::string_view text)
{
    const auto found = std::find(kNames.begin(), kNames.end(), text);
    return found == kNames.end() ? std::nullopt : std::optional(static_cast<Format>(found - kNames.begin()));
}

std::span<const std::string_view> formatNames()
{
    return kNames;
}

std::optional<Format> guessFormat(std::string_view text, std::string_view fileName)
{
    const std::size_t start = std::min(text.find_first_not_of(" \t\r\n\xef\xbb\xbf"), text.size());
    const std::string_view body = text.substr(start);
    if (body.starts_with('<'))
        return looksLikeCoreXml(body) ? Format::coreXml : Format::graphml;
    if (body.starts_with('{')) {
        if (fileName.ends_with(".gns3") || has(body, "\"node_type\"") || has(body, "\"project_id\""))
            return Format::gns3;
        if (has(body, "\"NetworkGraph\"") || (has(body, "\"source\"") && has(body, "\"target\"")))
            return Format::netJson;
        if (fileName.ends_with(".mn") || has(body, "\"hosts\"") || has(body, "\"switches\""))
            return Format::miniEdit;
        return std::nullopt;
    }
    if (fileName.ends_with(".clab.yml") || fileName.ends_with(".clab.yaml"))
        return Format::containerlab;
    const std::size_t slash = fileName.rfind('/');
    if (fileName.substr(slash == std::string_view::npos ? 0 : slash + 1) == "lab.conf")
        return Format::kathara;
    if (looksLikeDot(body))
        return Format::dot;
    if (const auto topology = topology::guessFormat(text))
        return *topology == topology::Format::gml ? Format::gml : Format::graphml;
    if (has(text, "topology:") && has(text, "nodes:"))
        return Format::containerlab;
    if (has(text, "[0]="))
        return Format::kathara;
    return std::nullopt;
}

bool isTopology(Format format)
{
    return format >= Format::netJson;
}

Imported readLab(Format format, std::string_view bytes, const Surroundings &given)
{
    if (bytes.size() > kMaxTextBytes)
        return refused(given, fmt::format("the file has {} bytes; at most {} are read", bytes.size(), kMaxTextBytes));
    const std::string text = topology::repairUtf8(bytes);
    const FileSetFolder none{FileSet()};
    const Utf8Folder folder(given.folder ? *given.folder : none);
    const Surroundings around{given.fileName, given.folder ? &folder : nullptr, given.check};
    Imported imported = readText(format, text, around);
    if (imported.lab)
        clean(*imported.lab, imported.left);
    return imported;
}

topology::Parsed readTopology(Format format, std::string_view text, std::string_view fileName)
{
    switch (format) {
    case Format::netJson: return readNetJson(text, fileName);
    case Format::dot: return readDot(text, fileName);
    case Format::gml: return topology::parseGml(text, fileName);
    default: return topology::parseGraphml(text, fileName);
    }
}

} // namespace hopyard::exchange
