// The walk over the file; yaml-cpp reads the YAML, anchors and merge keys included. See containerlab_read.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/containerlab_read.h"

#include "core/exchange/containerlab_canvas.h"
#include "core/exchange/interfaces_file.h"
#include "core/exchange/lab_builder.h"
#include "core/exchange/linux_commands.h"
#include "core/exchange/machine.h"
#include "core/lab/values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace hopyard::exchange {

namespace {

/// Leaves the walk; caught in readContainerlab().
struct Wrong {
    int line = 0;
    std::string message;
};

[[noreturn]] void wrong(const YAML::Node &at, std::string message)
{
    throw Wrong{at.Mark().is_null() ? 0 : at.Mark().line + 1, std::move(message)};
}

std::string scalar(const YAML::Node &node)
{
    return node && node.IsScalar() ? node.Scalar() : std::string();
}

/// The value of a key, through merge keys ("<<: *common") too.
YAML::Node valueOf(const YAML::Node &map, const char *key, int depth = 0)
{
    if (!map || !map.IsMap() || depth > 2)
        return YAML::Node(YAML::NodeType::Undefined);
    if (const YAML::Node own = map[key])
        return own;
    const YAML::Node merged = map["<<"];
    if (merged && merged.IsMap())
        return valueOf(merged, key, depth + 1);
    if (merged && merged.IsSequence())
        for (std::size_t i = 0; i < std::min<std::size_t>(merged.size(), 16); ++i)
            if (const YAML::Node found = valueOf(merged[i], key, depth + 1))
                return found;
    return YAML::Node(YAML::NodeType::Undefined);
}

bool has(const YAML::Node &node)
{
    return node.IsDefined() && !node.IsNull();
}

/// How much of a text an entry would be with all its anchors written out, up to a limit. An anchor within what it names has no end.
std::size_t weightOf(const YAML::Node &node, int depth, std::size_t limit)
{
    constexpr int kDeepest = 50;
    if (depth > kDeepest)
        return limit;
    std::size_t weight = node.IsScalar() ? node.Scalar().size() + 1 : 1;
    if (node.IsMap() || node.IsSequence())
        for (const auto &entry : node) {
            if (weight >= limit)
                return limit;
            weight += node.IsMap() ? weightOf(entry.first, depth + 1, limit - weight) + weightOf(entry.second, depth + 1, limit - weight)
                                   : weightOf(entry, depth + 1, limit - weight);
        }
    return std::min(weight, limit);
}

bool isWritable(const YAML::Node &node)
{
    constexpr std::size_t kMost = 256u << 10; // a longer text is not kept anyway
    return weightOf(node, 0, kMost) < kMost;
}

struct Bind {
    std::string source; ///< in the lab's folder
    std::string target; ///< in the machine
};

class Reader {
public:
    Reader(const YAML::Node &root, const Surroundings &around)
        : m_around(around), m_root(root), m_topology(valueOf(root, "topology")), m_builder(scalar(valueOf(root, "name"))), m_canvas(around)
    {
        if (!root.IsMap() || !m_topology.IsDefined() || !m_topology.IsMap())
            wrong(root, "this is no containerlab topology: it has no 'topology' with 'nodes' in it");
    }

    Imported run()
    {
        const YAML::Node nodes = valueOf(m_topology, "nodes");
        if (!nodes.IsDefined() || !nodes.IsMap())
            wrong(m_topology, "'topology' has no 'nodes'");
        if (nodes.size() > kMaxNodes)
            wrong(nodes, fmt::format("{} nodes; at most {} are read", nodes.size(), kMaxNodes));
        for (const auto &entry : nodes)
            readNode(entry.first.as<std::string>(), entry.second);
        const YAML::Node links = valueOf(m_topology, "links");
        if (has(links) && !links.IsSequence())
            wrong(links, "'links' must be a list");
        if (has(links) && links.size() > kMaxLinks)
            wrong(links, fmt::format("{} links; at most {} are read", links.size(), kMaxLinks));
        if (has(links))
            for (const YAML::Node &link : links)
                readLink(link);
        if (has(valueOf(m_root, "mgmt")))
            m_left.push_back("the management network (mgmt) is left out: a lab reaches its machines without one");
        m_canvas.sayLost(m_left);
        Imported imported;
        imported.lab = m_builder.finish();
        imported.left = std::move(m_left);
        imported.drawing = m_canvas.drawing([&](const std::string &name) {
            const auto known = m_index.find(name);
            return known == m_index.end() ? std::string() : imported.lab->nodes[known->second].name;
        });
        return imported;
    }

private:
    /// The mappings that a node takes its keys from, nearest first.
    std::vector<YAML::Node> sourcesOf(const YAML::Node &node)
    {
        const YAML::Node defaults = valueOf(m_topology, "defaults");
        const std::string groupName = scalar(valueOf(node, "group"));
        const YAML::Node group = valueOf(valueOf(m_topology, "groups"), groupName.c_str());
        std::string kind = scalar(valueOf(node, "kind"));
        if (kind.empty())
            kind = scalar(valueOf(group, "kind"));
        if (kind.empty())
            kind = scalar(valueOf(defaults, "kind"));
        const YAML::Node ofKind = valueOf(valueOf(m_topology, "kinds"), kind.c_str());
        std::vector<YAML::Node> sources;
        for (const YAML::Node &each : {node, group, ofKind, defaults})
            if (each.IsDefined() && each.IsMap())
                sources.push_back(each);
        return sources;
    }

    static std::string nearest(const std::vector<YAML::Node> &sources, const char *key)
    {
        for (const YAML::Node &source : sources)
            if (const YAML::Node value = valueOf(source, key); has(value))
                return scalar(value);
        return {};
    }

    /// Lists are merged, those of the defaults first.
    static std::vector<std::string> merged(const std::vector<YAML::Node> &sources, const char *key)
    {
        std::vector<std::string> all;
        for (auto source = sources.rbegin(); source != sources.rend(); ++source) {
            const YAML::Node list = valueOf(*source, key);
            if (has(list) && list.IsSequence())
                for (const YAML::Node &each : list)
                    all.push_back(scalar(each));
            else if (has(list) && list.IsScalar())
                all.push_back(list.Scalar());
        }
        return all;
    }

    static std::vector<Bind> bindsOf(const std::vector<YAML::Node> &sources)
    {
        std::vector<Bind> binds;
        for (const std::string &text : merged(sources, "binds")) {
            const std::size_t colon = text.find(':');
            if (colon == std::string::npos)
                continue;
            Bind bind{text.substr(0, colon), text.substr(colon + 1)};
            bind.target = bind.target.substr(0, bind.target.find(':')); // ":ro"
            std::erase_if(binds, [&](const Bind &other) { return other.target == bind.target; });
            binds.push_back(std::move(bind));
        }
        return binds;
    }

    /// With containerlab's own variables filled in.
    static std::string ownPath(const std::string &name, const std::string &path)
    {
        std::string own = path;
        for (const std::string_view variable : {"__clabNodeName__", "__clabDir__/../"})
            if (const std::size_t at = own.find(variable); at != std::string::npos)
                own.replace(at, variable.size(), variable == "__clabNodeName__" ? name : "");
        return own;
    }

    std::optional<std::string> file(const std::string &name, const std::string &path)
    {
        const std::string own = ownPath(name, path);
        if (!insidePath(own)) {
            m_left.push_back(fmt::format("{}: {} lies outside the lab's folder and was not read", name, path));
            return std::nullopt;
        }
        const auto text = m_around.folder ? m_around.folder->read(own) : std::nullopt;
        if (!text)
            m_left.push_back(fmt::format("{}: the file {} could not be read", name, path));
        return text;
    }

    /// The routing daemon's configuration, out of the binds.
    std::string configOf(const std::string &name, const std::vector<Bind> &binds, Machine &machine)
    {
        std::vector<std::string> other;
        std::map<std::string, std::string, std::less<>> files; // of the daemon's folder
        for (const Bind &bind : binds) {
            const std::size_t slash = bind.target.rfind('/');
            const std::string folder = bind.target.substr(0, slash == std::string::npos ? 0 : slash);
            const std::string leaf = bind.target.substr(slash == std::string::npos ? 0 : slash + 1);
            const bool isDaemons = folder == "/etc/frr" || folder == "/etc/quagga" || folder == "/usr/local/etc";
            if (isDaemons && leaf.ends_with(".conf")) {
                if (leaf == "vtysh.conf")
                    continue;
                if (const auto text = file(name, bind.source))
                    files[leaf] = *text;
                machine.isQuagga = machine.isQuagga || folder == "/etc/quagga";
            } else if (bind.target == "/etc/frr" || bind.target == "/etc/frr/" || bind.target == "/etc/quagga") {
                for (const std::string &each : m_around.folder ? m_around.folder->files(bind.source) : std::vector<std::string>())
                    if (each.ends_with(".conf") && each != "vtysh.conf")
                        if (const auto text = file(name, bind.source + '/' + each))
                            files[each] = *text;
            } else if (bind.target == "/etc/network/interfaces") {
                if (const auto text = file(name, bind.source))
                    applyInterfacesFile(machine, *text);
            } else if (!isDaemons) {
                other.push_back(bind.source);
            }
        }
        if (!other.empty())
            m_left.push_back(fmt::format("{}: files bound into the container are left out: {}", name, fmt::join(other, ", ")));
        if (!files.empty())
            machine.forwards = machine.hasDaemon = true;
        return joinDaemonFiles([&](std::string_view leaf) {
            const auto found = files.find(leaf);
            return found == files.end() ? std::nullopt : std::optional(found->second);
        });
    }

    void readNode(const std::string &name, const YAML::Node &map)
    {
        if (has(map) && !map.IsMap())
            wrong(map, fmt::format("node '{}' must be a mapping", name));
        const std::vector<YAML::Node> sources = sourcesOf(map);
        const std::string kind = nearest(sources, "kind"), image = nearest(sources, "image");
        const auto place = [&](lab::Node node) {
            auto at = m_canvas.positionOf(name);
            if (!at)
                at = positionOf(sources);
            if (at)
                node.at = *at;
            m_index[name] = m_builder.add(std::move(node), at.has_value());
        };
        if (kind == "bridge" || kind == "ovs-bridge") {
            lab::Node node;
            node.name = name;
            node.kind = lab::NodeKind::switch_;
            place(std::move(node));
            return;
        }
        Machine machine;
        machine.name = name;
        const bool isLinux = kind == "linux" || kind.empty() || kind == "ext-container";
        machine.note = fmt::format("containerlab: {}{}{}", kind.empty() ? "linux" : kind, image.empty() ? "" : ", image ", image);
        const std::vector<Bind> binds = bindsOf(sources);
        if (!isLinux) {
            const bool isFine = std::all_of(sources.begin(), sources.end(), isWritable);
            if (!isFine)
                m_left.push_back(fmt::format("{}: its entry leads into itself or is very long, and is not kept", name));
            lab::Was was{"containerlab", kind, image, isFine ? textOf(joined(sources)) : std::string(), {}, {}};
            keepFiles(was, name, sources, binds);
            place(toPlaceholder(machine, std::move(was), m_left));
            return;
        }
        if (image.find("frr") != std::string::npos || image.find("quagga") != std::string::npos)
            machine.forwards = machine.hasDaemon = true;
        machine.config = configOf(name, binds, machine);
        if (const std::string startup = nearest(sources, "startup-config"); !startup.empty())
            if (const auto text = startup.find('\n') != std::string::npos ? std::optional(startup) : file(name, startup))
                machine.config += *text;
        for (const YAML::Node &source : sources)
            if (const YAML::Node sysctls = valueOf(source, "sysctls"); has(sysctls) && sysctls.IsMap())
                if (scalar(valueOf(sysctls, "net.ipv4.ip_forward")) == "1")
                    machine.forwards = true;
        for (const std::string &line : merged(sources, "exec"))
            applyScript(machine, line);
        sayLost(name, sources);
        place(toNode(machine, m_around.check, m_left));
    }

    /// The keys that stand for nothing in a lab.
    void sayLost(const std::string &name, const std::vector<YAML::Node> &sources)
    {
        constexpr std::array<std::string_view, 12> kTaken{"kind", "image", "group", "labels", "binds", "exec", "startup-config", "sysctls", "<<",
                                                          "image-pull-policy", "mgmt-ipv4", "mgmt-ipv6"}; // of the last ones, `mgmt` tells
        std::vector<std::string> lost;
        for (const YAML::Node &source : sources)
            for (const auto &entry : source)
                if (const std::string key = scalar(entry.first); std::find(kTaken.begin(), kTaken.end(), key) == kTaken.end() && has(entry.second)
                    && std::find(lost.begin(), lost.end(), key) == lost.end())
                    lost.push_back(key);
        if (!lost.empty())
            m_left.push_back(fmt::format("{}: left out: {}", name, listed(lost)));
    }

    /// The node with all that it inherits: what would stand there if there were no groups, kinds and defaults. Lists are joined,
    /// those of the defaults first; of other keys the nearest counts, in mappings each key.
    static YAML::Node joined(const std::vector<YAML::Node> &sources)
    {
        YAML::Node all(YAML::NodeType::Map);
        for (const YAML::Node &source : sources)
            join(all, source, 0);
        return all;
    }

    static void join(YAML::Node &all, const YAML::Node &source, int depth)
    {
        for (const auto &entry : source) {
            const std::string key = scalar(entry.first);
            const YAML::Node known = valueOf(all, key.c_str());
            if (key.empty() || key == "<<")
                continue;
            if (!has(known)) {
                all[key] = YAML::Clone(entry.second);
            } else if (known.IsSequence() && entry.second.IsSequence() && depth == 0) {
                YAML::Node list = YAML::Clone(entry.second);
                for (const YAML::Node &item : known)
                    list.push_back(item);
                all[key] = list;
            } else if (known.IsMap() && entry.second.IsMap()) {
                YAML::Node map = known;
                for (const auto &inner : entry.second)
                    if (const std::string name = scalar(inner.first); !name.empty() && !has(valueOf(map, name.c_str())))
                        map[name] = YAML::Clone(inner.second);
            }
        }
        const YAML::Node merged = valueOf(source, "<<");
        if (!has(merged) || depth > 2)
            return;
        for (std::size_t i = 0; merged.IsSequence() && i < std::min<std::size_t>(merged.size(), 16); ++i)
            if (merged[i].IsMap())
                join(all, merged[i], depth + 1);
        if (merged.IsMap())
            join(all, merged, depth + 1);
    }

    /// In lines: "kind: nokia_srlinux\nimage: …".
    static std::string textOf(const YAML::Node &map)
    {
        YAML::Emitter emitter;
        emitter.SetSeqFormat(YAML::Flow);
        emitter << map;
        return emitter.good() ? std::string(emitter.c_str()) + '\n' : std::string();
    }

    /// Those beside the lab that the entry names, so that it can be given back with them. Licences stay where they are.
    void keepFiles(lab::Was &was, const std::string &name, const std::vector<YAML::Node> &sources, const std::vector<Bind> &binds)
    {
        std::vector<std::string> paths;
        if (const std::string startup = nearest(sources, "startup-config"); !startup.empty() && startup.find('\n') == std::string::npos)
            paths.push_back(startup);
        for (const Bind &bind : binds)
            if (m_around.folder && m_around.folder->files(bind.source).empty())
                paths.push_back(bind.source);
        for (const std::string &path : paths)
            if (auto text = file(name, path))
                was.files.push_back({*insidePath(ownPath(name, path)), std::move(*text)});
    }

    /// The labels that editors of containerlab files write: "graph-posX", "graph-posY".
    static std::optional<lab::Position> positionOf(const std::vector<YAML::Node> &sources)
    {
        for (const YAML::Node &source : sources) {
            const YAML::Node labels = valueOf(source, "labels");
            if (!has(labels))
                continue;
            const auto x = lab::parseCoordinateValue(scalar(valueOf(labels, "graph-posX")));
            const auto y = lab::parseCoordinateValue(scalar(valueOf(labels, "graph-posY")));
            if (x && y)
                return lab::Position{*x, *y};
        }
        return std::nullopt;
    }

    struct End {
        std::string node;
        std::string interface;
        std::string mac;
        std::vector<std::string> addresses;
    };

    End readEnd(const YAML::Node &node)
    {
        if (node.IsScalar()) {
            const std::string text = node.Scalar();
            const std::size_t colon = text.find(':');
            if (colon == std::string::npos || colon + 1 == text.size())
                wrong(node, fmt::format("'{:.60}' is no end of a link, such as r1:eth1", text));
            return {text.substr(0, colon), text.substr(colon + 1), {}, {}};
        }
        if (!node.IsMap())
            wrong(node, "an end of a link must be NODE:INTERFACE, or a mapping with 'node' and 'interface'");
        End end{scalar(valueOf(node, "node")), scalar(valueOf(node, "interface")), scalar(valueOf(node, "mac")), {}};
        for (const char *key : {"ipv4", "ipv6"})
            if (const std::string address = scalar(valueOf(node, key)); !address.empty())
                end.addresses.push_back(address);
        if (end.node.empty() || end.interface.empty())
            wrong(node, "an end of a link needs a 'node' and an 'interface'");
        return end;
    }

    void readLink(const YAML::Node &link)
    {
        if (!link.IsMap())
            wrong(link, "a link must be a mapping with 'endpoints'");
        const std::string type = scalar(valueOf(link, "type"));
        std::vector<End> ends;
        const YAML::Node list = valueOf(link, "endpoints"), single = valueOf(link, "endpoint");
        if (has(list) && list.IsSequence())
            for (const YAML::Node &end : list)
                ends.push_back(readEnd(end));
        else if (has(single))
            ends.push_back(readEnd(single));
        else
            wrong(link, "a link needs 'endpoints'");
        constexpr std::array<std::string_view, 3> kOutside{"host", "mgmt-net", "macvlan"};
        const auto isOutside = [&](const End &end) {
            return !m_index.contains(end.node) && std::find(kOutside.begin(), kOutside.end(), end.node) != kOutside.end();
        };
        const auto outside = std::find_if(ends.begin(), ends.end(), isOutside);
        if (ends.size() == 1 || outside != ends.end()) {
            const End &inside = ends.size() > 1 && outside == ends.begin() ? ends[1] : ends[0];
            readOutsideLink(link, type, inside, outside == ends.end() || ends.size() == 1 ? nullptr : &*outside);
            return;
        }
        if (ends.size() != 2)
            wrong(link, fmt::format("a link has two ends, but this one has {}", ends.size()));
        for (const End &end : ends)
            if (!m_index.contains(end.node))
                wrong(link, fmt::format("a link leads to '{:.60}', but there is no node of that name", end.node));
        const std::string mtu = scalar(valueOf(link, "mtu"));
        for (const char *key : {"vars", "labels"})
            if (has(valueOf(link, key)))
                m_left.push_back(fmt::format("the link {}:{} - {}:{}: left out: {}", ends[0].node, ends[0].interface, ends[1].node, ends[1].interface, key));
        for (End &end : ends)
            setInterface(link, end, mtu);
        if (!m_builder.connect(m_index[ends[0].node], ends[0].interface, m_index[ends[1].node], ends[1].interface))
            wrong(link, fmt::format("{}:{} or {}:{} has a link already", ends[0].node, ends[0].interface, ends[1].node,
                                    ends[1].interface));
    }

    /// A link that leaves the lab: for what is outside a placeholder. "host" and "mgmt-net" of the brief form are each one node.
    void readOutsideLink(const YAML::Node &link, const std::string &type, const End &inside, const End *outside)
    {
        const auto known = m_index.find(inside.node);
        if (known == m_index.end())
            wrong(link, fmt::format("a link leads to '{:.60}', but there is no node of that name", inside.node));
        const std::string kind = outside ? outside->node : type.empty() ? std::string("single end") : type;
        std::size_t index = 0;
        if (const auto same = m_outside.find(kind); outside && type.empty() && same != m_outside.end()) {
            index = same->second;
        } else {
            Machine machine;
            machine.name = kind == "single end" ? "outside" : kind;
            machine.note = type == "dummy" ? std::string("containerlab: an interface that leads nowhere (dummy)")
                                           : fmt::format("containerlab: the computer outside ({})", kind);
            const bool isBrief = outside && type.empty();
            index = m_builder.add(toPlaceholder(machine, {"containerlab", kind, {}, isBrief || !isWritable(link) ? std::string() : textOf(link), {}, {}}, m_left), false);
            m_left.pop_back(); // said of the link, below
            if (isBrief)
                m_outside[kind] = index;
        }
        m_left.push_back(type == "dummy" ? fmt::format("{}:{}: leads nowhere (dummy); a placeholder stands there", inside.node, inside.interface)
                                         : fmt::format("{}:{}: leads to the computer outside ({}); a placeholder stands for it", inside.node, inside.interface, kind));
        const std::string port = outside ? outside->interface : m_builder.freeInterface(index);
        if (!m_builder.connect(known->second, inside.interface, index, port))
            wrong(link, fmt::format("{}:{} or {}:{} has a link already", inside.node, inside.interface, kind, port));
    }

    void setInterface(const YAML::Node &link, const End &end, const std::string &mtuText)
    {
        if (end.mac.empty() && end.addresses.empty() && mtuText.empty())
            return;
        lab::Node &node = m_builder.node(m_index[end.node]);
        if (node.kind == lab::NodeKind::switch_)
            return;
        const std::string name = interfaceName(end.interface);
        auto interface = std::find_if(node.interfaces.begin(), node.interfaces.end(), [&](const lab::Interface &i) { return i.name == name; });
        if (interface == node.interfaces.end()) {
            node.interfaces.emplace_back();
            interface = node.interfaces.end() - 1;
            interface->name = name;
        }
        if (!end.mac.empty()) {
            const auto mac = base::MacAddress::parse(end.mac);
            if (!mac)
                wrong(link, fmt::format("'{:.40}' is no MAC address", end.mac));
            interface->mac = *mac;
        }
        for (const std::string &text : end.addresses) {
            const auto address = base::InterfaceAddress::parse(text);
            if (!address)
                wrong(link, fmt::format("'{:.60}' is no address with its prefix length", text));
            addAddress(*interface, *address);
        }
        if (const auto mtu = lab::parseMtuValue(mtuText); mtu && *mtu != 9500) // 9500 is what containerlab gives every link
            interface->mtu = *mtu;
    }

    const Surroundings &m_around;
    YAML::Node m_root;
    YAML::Node m_topology;
    LabBuilder m_builder;
    ContainerlabCanvas m_canvas;
    std::map<std::string, std::size_t> m_index;
    std::map<std::string, std::size_t> m_outside; ///< "host", "mgmt-net", "macvlan" to their placeholders
    std::vector<std::string> m_left;
};

/// containerlab puts variables of the environment into the text before it reads it. What they are is not known here, but what
/// they are without one often stands beside them: "${IMAGE:=alpine}", "${IMAGE:-alpine}".
std::string withDefaults(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const std::size_t dollar = text.find("${");
        out += text.substr(0, dollar);
        if (dollar == std::string_view::npos)
            break;
        text.remove_prefix(dollar);
        const std::size_t end = text.find_first_of("}\n");
        const std::string_view inner = text.substr(2, std::min(end, text.size()) - 2);
        const std::size_t colon = inner.find(':');
        const bool hasDefault = end != std::string_view::npos && text[end] == '}' && colon != std::string_view::npos && colon + 1 < inner.size()
            && (inner[colon + 1] == '=' || inner[colon + 1] == '-');
        out += hasDefault ? inner.substr(colon + 2) : text.substr(0, 2);
        text.remove_prefix(hasDefault ? end + 1 : 2);
    }
    return out;
}

} // namespace

Imported readContainerlab(std::string_view text, const Surroundings &around)
{
    try {
        return Reader(YAML::Load(withDefaults(text)), around).run();
    } catch (const Wrong &problem) {
        return refused(around, problem.message, problem.line);
    } catch (const YAML::ParserException &error) {
        return refused(around, fmt::format("not YAML: {}", error.msg), error.mark.line + 1, error.mark.column + 1);
    } catch (const YAML::Exception &error) {
        return refused(around, fmt::format("not as a containerlab topology is: {}", error.msg), error.mark.line + 1,
                       error.mark.column + 1);
    }
}

} // namespace hopyard::exchange
