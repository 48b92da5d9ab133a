// Nodes and links of a GNS3 project; see gns3_read.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/gns3_read.h"

#include "core/exchange/gns3_machine.h"
#include "core/exchange/json.h"
#include "core/exchange/lab_builder.h"
#include "core/exchange/linux_commands.h"
#include "core/exchange/machine.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <map>
#include <sstream>

namespace hopyard::exchange {

namespace {

using json::Json;
using json::member;

/// A start-up file of VPCS: "ip 10.0.0.2/24 10.0.0.1", "ip 10.0.0.2 255.255.255.0 gateway 10.0.0.1", "ip 10.0.0.2 10.0.0.1 24".
void applyVpcs(Machine &machine, const std::string &text, std::vector<std::string> &left)
{
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::vector<std::string> w;
        for (std::string word; words >> word;)
            if (word != "gateway")
                w.push_back(word);
        if (w.empty() || w[0].starts_with('#') || w[0] == "set" || w[0] == "echo" || w[0] == "save")
            continue;
        if (w[0] != "ip" || w.size() < 2 || w[1] == "dhcp" || w[1] == "auto") {
            left.push_back(fmt::format("{}: the line '{}' is left out", machine.name, line));
            continue;
        }
        std::string address = w[1];
        std::string length = address.find('/') == std::string::npos ? "24" : ""; // what VPCS takes
        for (std::size_t i = 2; i < w.size(); ++i) {
            const auto parsed = base::IpAddress::parse(w[i]);
            if (w[i].find_first_not_of("0123456789") == std::string::npos)
                length = w[i];
            else if (parsed && parsed->isV4() && parsed->v4().value() >> 24 == 255)
                length = fmt::format("{}", std::countl_one(parsed->v4().value()));
            else if (parsed)
                machine.gateway = *parsed;
        }
        if (!length.empty())
            address = address.substr(0, address.find('/')) + '/' + length;
        if (const auto parsed = base::InterfaceAddress::parse(address))
            addAddress(machine.interface("eth0"), *parsed);
        else
            left.push_back(fmt::format("{}: the line '{}' is left out", machine.name, line));
    }
}

/// Debian's /etc/network/interfaces, as GNS3's Docker nodes have it.
void applyInterfacesFile(Machine &machine, const std::string &text)
{
    std::istringstream lines(text);
    std::string interface, address, netmask;
    const auto take = [&] {
        if (interface.empty() || address.empty())
            return;
        applyScript(machine, address.find('/') != std::string::npos || netmask.empty()
                                 ? fmt::format("ifconfig {} {} up", interface, address)
                                 : fmt::format("ifconfig {} {} netmask {} up", interface, address, netmask));
        address.clear();
    };
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string key, value;
        words >> key >> value;
        if (key == "iface" || key == "auto") {
            take();
            interface = value;
        } else if (key == "address") {
            address = value;
        } else if (key == "netmask") {
            netmask = value;
        } else if (key == "gateway") {
            if (const auto gateway = base::IpAddress::parse(value))
                machine.gateway = *gateway;
        } else if (key == "up" || key == "post-up") {
            take();
            applyScript(machine, line.substr(line.find(key) + key.size()));
        }
    }
    take();
}

class Reader {
public:
    Reader(const Json &root, const Surroundings &around)
        : m_around(around), m_topology(member(root, "topology")), m_builder(json::text(member(root, "name")))
    {
    }

    Imported run()
    {
        const Json &nodes = member(m_topology, "nodes"), &links = member(m_topology, "links");
        if (!nodes.is_array())
            return refused(m_around, "this is no project of GNS3 2: it has no 'topology' with 'nodes'");
        if (nodes.size() > kMaxNodes || links.size() > kMaxLinks)
            return refused(m_around, fmt::format("more than {} nodes or {} links", kMaxNodes, kMaxLinks));
        for (const Json &node : nodes)
            readNode(node);
        for (const Json &link : links)
            readLink(link);
        if (const Json &drawings = member(m_topology, "drawings"); drawings.is_array() && !drawings.empty())
            m_left.push_back(fmt::format("{} drawings and notes on the canvas are left out", drawings.size()));
        Imported imported;
        imported.problems = std::move(m_problems);
        if (!lab::hasErrors(imported.problems))
            imported.lab = m_builder.finish();
        imported.left = std::move(m_left);
        return imported;
    }

private:
    struct Known {
        std::size_t index = 0;
        std::string type;
        const Json *foreign = nullptr;
    };

    std::optional<std::string> file(const std::string &type, const std::string &id, std::string_view path) const
    {
        return m_around.folder ? m_around.folder->read(fmt::format("project-files/{}/{}/{}", type, id, path)) : std::nullopt;
    }

    void readNode(const Json &node)
    {
        const std::string id = json::text(member(node, "node_id")), type = json::text(member(node, "node_type"));
        const Json &properties = member(node, "properties");
        const auto x = json::number(member(node, "x")), y = json::number(member(node, "y"));
        Machine machine;
        machine.name = json::text(member(node, "name"));
        if (x && y)
            machine.at = lab::Position{*x, *y};
        lab::Node made;
        if (type == "ethernet_switch" || type == "ethernet_hub") {
            made.name = machine.name;
            made.kind = type == "ethernet_hub" ? lab::NodeKind::hub : lab::NodeKind::switch_;
            made.at = machine.at.value_or(lab::Position());
            sayVlans(machine.name, properties);
        } else {
            if (type == "vpcs")
                readVpcs(machine, id, properties);
            else if (type == "docker")
                readDocker(machine, id, properties);
            if (type == "vpcs" || type == "docker")
                made = toNode(machine, m_around.check, m_left);
            else
                made = keepPlace(machine, type, node);
        }
        m_known[id] = {m_builder.add(std::move(made), machine.at.has_value()), type, &node};
    }

    void readVpcs(Machine &machine, const std::string &id, const Json &properties)
    {
        std::string script = json::text(member(properties, "startup_script"));
        if (script.empty())
            script = file("vpcs", id, "startup.vpc").value_or("");
        if (script.empty())
            m_left.push_back(fmt::format("{}: has no start-up file beside the project, so it has no address", machine.name));
        applyVpcs(machine, script, m_left);
    }

    void readDocker(Machine &machine, const std::string &id, const Json &properties)
    {
        const std::string image = json::text(member(properties, "image"));
        machine.note = fmt::format("GNS3: Docker image {}", image);
        machine.forwards = image.find("frr") != std::string::npos || image.find("quagga") != std::string::npos;
        machine.config = joinDaemonFiles([&](std::string_view leaf) { return file("docker", id, fmt::format("etc/frr/{}", leaf)); });
        if (const auto interfaces = file("docker", id, "etc/network/interfaces"))
            applyInterfacesFile(machine, *interfaces);
        if (const std::string command = json::text(member(properties, "start_command")); !command.empty())
            m_left.push_back(fmt::format("{}: its command '{}' is left out", machine.name, command));
    }

    /// A router of a vendor, a cloud, a machine whose image lies elsewhere.
    lab::Node keepPlace(Machine &machine, const std::string &type, const Json &node)
    {
        const Json &properties = member(node, "properties");
        lab::Was was{"gns3", type, {}, json::written(node), {}, {}};
        for (const char *key : {"image", "hda_disk_image", "path", "platform"})
            if (const std::string value = json::text(member(properties, key)); !value.empty()) {
                was.image = value.substr(value.rfind('/') + 1);
                break;
            }
        machine.note = fmt::format("GNS3: {}{}{}", type, was.image.empty() ? "" : ", ", was.image);
        lab::Node made = toPlaceholder(machine, std::move(was), m_left);
        if (type == "qemu") {
            const auto whole = [&](const char *key, std::uint32_t least, std::uint32_t most, std::uint32_t usual) {
                return static_cast<std::uint32_t>(std::clamp(json::number(member(properties, key)).value_or(usual), double(least), double(most)));
            };
            made.machine = qemuMachine(json::text(member(properties, "hda_disk_image")), whole("ram", lab::Machine::kLeastMemory, lab::Machine::kMostMemory, 256),
                                       whole("cpus", 1, lab::Machine::kMostProcessors, 1), json::text(member(properties, "adapter_type")),
                                       json::text(member(properties, "hda_disk_interface")));
        }
        return made;
    }

    void sayVlans(const std::string &name, const Json &properties)
    {
        const Json &ports = member(properties, "ports_mapping");
        if (ports.is_array() && std::any_of(ports.begin(), ports.end(), [](const Json &port) {
                const auto vlan = json::number(member(port, "vlan"));
                const std::string type = json::text(member(port, "type"));
                return (vlan && *vlan != 1) || (!type.empty() && type != "access");
            }))
            m_left.push_back(fmt::format("{}: its VLANs are left out; all ports are in one", name));
    }

    /// The interface's name as the lab has it: what GNS3 shows on the canvas where that is one, else eth0, eth1, ….
    std::string portOf(const Known &node, const Json &end) const
    {
        const auto adapter = static_cast<long>(json::number(member(end, "adapter_number")).value_or(0));
        const auto port = static_cast<long>(json::number(member(end, "port_number")).value_or(0));
        if (node.type == "ethernet_switch" || node.type == "ethernet_hub")
            return fmt::format("p{}", port);
        if (node.type == "vpcs")
            return "eth0";
        if (node.type == "docker" || node.type == "qemu")
            return fmt::format("eth{}", adapter);
        const std::string label = json::text(member(member(end, "label"), "text"));
        return label.empty() ? fmt::format("e{}-{}", adapter, port) : label;
    }

    void readLink(const Json &link)
    {
        const Json &ends = member(link, "nodes");
        if (!ends.is_array() || ends.size() != 2)
            return problem("a link has not two ends");
        std::vector<const Known *> known;
        for (const Json &end : ends) {
            const auto found = m_known.find(json::text(member(end, "node_id")));
            if (found == m_known.end())
                return problem(fmt::format("a link leads to node {:.40}, but there is none of that id", json::text(member(end, "node_id"))));
            known.push_back(&found->second);
        }
        base::Impairment impairment = impairmentOf(member(link, "filters"), m_builder.node(known[0]->index).name);
        impairment.down = member(link, "suspend").is_boolean() && member(link, "suspend").get<bool>();
        const std::string a = portOf(*known[0], ends[0]), b = portOf(*known[1], ends[1]);
        if (!m_builder.connect(known[0]->index, a, known[1]->index, b, impairment, impairment))
            problem(fmt::format("{}:{} or {}:{} has a link already", m_builder.node(known[0]->index).name, a,
                                m_builder.node(known[1]->index).name, b));
    }

    base::Impairment impairmentOf(const Json &filters, const std::string &name)
    {
        base::Impairment impairment;
        const auto value = [&](const char *filter, std::size_t at) {
            const Json &list = member(filters, filter);
            const auto number = list.is_array() && list.size() > at ? json::number(list[at]) : std::nullopt;
            return std::clamp(number.value_or(0), 0.0, 1e6);
        };
        impairment.delay = base::Duration::microseconds(static_cast<std::int64_t>(value("delay", 0) * 1'000));
        impairment.jitter = base::Duration::microseconds(static_cast<std::int64_t>(value("delay", 1) * 1'000));
        impairment.loss = std::min(1.0, value("packet_loss", 0) / 100);
        impairment.corrupt = std::min(1.0, value("corrupt", 0) / 100);
        for (const char *lost : {"frequency_drop", "bpf"})
            if (member(filters, lost).is_array())
                m_left.push_back(fmt::format("a link of {}: the filter {} is left out", name, lost));
        return impairment;
    }

    void problem(std::string message)
    {
        if (m_problems.size() < 100)
            m_problems.push_back({lab::Problem::Severity::error, m_around.fileName, 0, 0, std::move(message), {}});
    }

    const Surroundings &m_around;
    const Json &m_topology;
    LabBuilder m_builder;
    std::map<std::string, Known> m_known; // by node_id
    std::vector<lab::Problem> m_problems;
    std::vector<std::string> m_left;
};

} // namespace

Imported readGns3(std::string_view text, const Surroundings &around)
{
    auto root = json::parse(text, around);
    return root ? Reader(*root, around).run() : std::move(root.error());
}

} // namespace hopyard::exchange
