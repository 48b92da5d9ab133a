// Nodes and links of a GNS3 project; see gns3_read.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/gns3_read.h"

#include "core/exchange/gns3_drawings.h"
#include "core/exchange/gns3_machine.h"
#include "core/exchange/gns3_upgrade.h"
#include "core/exchange/interfaces_file.h"
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
        if (w[0] == "dhcp" || (w[0] == "ip" && w.size() >= 2 && w[1] == "dhcp")) {
            machine.interface("eth0").dhcp = true;
            continue;
        }
        if (w[0] != "ip" || w.size() < 2 || !base::IpAddress::parse(w[1].substr(0, w[1].find('/')))) { // "ip dns 10.0.0.53" and the like
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

class Reader {
public:
    Reader(const Json &root, const Surroundings &around)
        : m_around(around), m_root(root), m_topology(member(root, "topology")), m_builder(json::text(member(root, "name")))
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
        sayWhatAllHave();
        Imported imported;
        if (const Json &drawings = member(m_topology, "drawings"); drawings.is_array())
            imported.drawing = gns3Drawings(drawings, m_left);
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
        if (x && y) // the corner of its symbol
            machine.at = lab::Position{*x + json::number(member(node, "width")).value_or(0) / 2, *y + json::number(member(node, "height")).value_or(0) / 2};
        lab::Node made;
        if (type == "ethernet_switch" || type == "ethernet_hub") {
            made.name = machine.name;
            made.kind = type == "ethernet_hub" ? lab::NodeKind::hub : lab::NodeKind::switch_;
            made.at = machine.at.value_or(lab::Position());
            readPorts(made, properties);
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
        machine.hasDaemon = machine.forwards;
        machine.config = joinDaemonFiles([&](std::string_view leaf) { return file("docker", id, fmt::format("etc/frr/{}", leaf)); });
        const std::string folder = fmt::format("project-files/docker/{}", id);
        std::vector<std::string> lost;
        for (const std::string &path : m_around.folder ? filesBelow(*m_around.folder, folder) : std::vector<std::string>()) {
            const std::size_t slash = path.rfind('/');
            const std::string at = path.substr(0, slash == std::string::npos ? 0 : slash), leaf = path.substr(slash == std::string::npos ? 0 : slash + 1);
            if (path == "etc/network/interfaces")
                applyInterfacesFile(machine, file("docker", id, path).value_or(""));
            else if (leaf != ".gns3_perms" && !(at == "etc/frr" && (isDaemonFile(leaf) || leaf == "daemons" || leaf == "vtysh.conf")))
                lost.push_back(path);
        }
        if (!lost.empty())
            m_left.push_back(fmt::format("{}: its files are left out: {}", machine.name, listed(lost)));
        if (!machine.forwards)
            m_images[image].push_back(machine.name);
        for (const auto &[key, what] : {std::pair("start_command", "command"), std::pair("environment", "environment")})
            if (const std::string value = json::text(member(properties, key)); !value.empty())
                m_left.push_back(fmt::format("{}: its {} '{:.200}' is left out", machine.name, what, value));
    }

    /// What concerns many machines, a sentence for all of them.
    void sayWhatAllHave()
    {
        for (const auto &[image, names] : m_images)
            m_left.push_back(fmt::format("the Docker image {} is not run: of {} only the network is here", image, listed(names)));
        const Json &variables = member(m_root, "variables");
        if (variables.is_array() && !variables.empty())
            m_left.push_back("the variables of the project are left out");
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
        keepConfigurations(was, type, json::text(member(node, "node_id")));
        if (type == "qemu") { // all of its cards, in their order: made a machine of QEMU's, it has them as there
            const auto adapters = static_cast<long>(std::clamp(json::number(member(properties, "adapters")).value_or(0), 0.0, 64.0));
            for (long i = 0; i < adapters; ++i)
                machine.interface(adapterName(node, i));
        }
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

    /// What a router of Cisco's starts with; Dynamips has it in a folder of its own.
    void keepConfigurations(lab::Was &was, const std::string &type, const std::string &id) const
    {
        const std::string folder = fmt::format("project-files/{}/{}", type, id);
        if (!m_around.folder || insidePath(folder) != folder)
            return;
        for (const char *within : {"", "/configs"})
            for (const std::string &leaf : m_around.folder->files(folder + within))
                if (leaf.ends_with(".cfg"))
                    if (auto text = m_around.folder->read(folder + within + '/' + leaf))
                        was.files.push_back({folder + within + '/' + leaf, std::move(*text)});
    }

    /// The VLANs of a switch: ports of type access are in one, those of type dot1q carry all, with one of them untagged.
    void readPorts(lab::Node &node, const Json &properties)
    {
        const Json &ports = member(properties, "ports_mapping");
        const auto vlanOf = [](const Json &port) {
            const double vlan = json::number(member(port, "vlan")).value_or(1);
            return vlan >= base::kFirstVlan && vlan <= base::kLastVlan ? static_cast<std::uint16_t>(vlan) : base::kFirstVlan;
        };
        const auto isPlain = [&](const Json &port) {
            const std::string type = json::text(member(port, "type"));
            return vlanOf(port) == 1 && (type.empty() || type == "access");
        };
        if (!ports.is_array() || node.kind != lab::NodeKind::switch_ || std::all_of(ports.begin(), ports.end(), isPlain))
            return;
        constexpr std::size_t kMostPorts = 1'000;
        for (const Json &port : ports) {
            const auto number = json::number(member(port, "port_number"));
            if (!number || *number < 0 || *number > 1e6 || node.interfaces.size() >= kMostPorts)
                continue;
            lab::Interface &interface = node.interfaces.emplace_back();
            interface.name = fmt::format("p{}", static_cast<long>(*number));
            const std::string type = json::text(member(port, "type"));
            if (type == "dot1q") {
                interface.port.trunk = base::VlanSet::all();
                if (vlanOf(port) != 1)
                    interface.port.native = vlanOf(port);
            } else {
                interface.port.vlan = vlanOf(port);
            }
            if (type == "qinq")
                m_left.push_back(fmt::format("{}:{}: double tagging (QinQ) is left out; the port is in VLAN {}", node.name, interface.name, vlanOf(port)));
        }
    }

    /// What GNS3 calls a network card of a machine: by a pattern such as "Gi0/{0}", but for the first and for those named by hand.
    static std::string adapterName(const Json &node, long adapter)
    {
        for (const Json &custom : member(member(node, "properties"), "custom_adapters").is_array() ? member(member(node, "properties"), "custom_adapters")
                                                                                                  : member(node, "custom_adapters"))
            if (const std::string name = json::text(member(custom, "port_name")); json::number(member(custom, "adapter_number")) == static_cast<double>(adapter) && !name.empty())
                return name;
        const std::string first = json::text(member(node, "first_port_name"));
        if (!first.empty() && adapter == 0)
            return first;
        std::string name = json::text(member(node, "port_name_format"));
        if (name.find('{') == std::string::npos)
            return fmt::format("eth{}", adapter);
        const long number = adapter - (first.empty() ? 0 : 1);
        const long segment = static_cast<long>(std::clamp(json::number(member(node, "port_segment_size")).value_or(0), 0.0, 1e6));
        const long port = segment > 0 ? number % segment : number;
        for (const auto &[variable, value] : {std::pair("{0}", port), std::pair("{1}", port + 1), std::pair("{port0}", port), std::pair("{port1}", port + 1),
                                              std::pair("{segment0}", segment > 0 ? number / segment : 0), std::pair("{segment1}", segment > 0 ? number / segment + 1 : 1)})
            if (const std::size_t at = name.find(variable); at != std::string::npos)
                name.replace(at, std::string_view(variable).size(), fmt::format("{}", value));
        return name;
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
        if (node.type == "docker")
            return fmt::format("eth{}", adapter);
        if (node.type == "qemu")
            return adapterName(*node.foreign, adapter);
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
    const Json &m_root;
    const Json &m_topology;
    LabBuilder m_builder;
    std::map<std::string, std::vector<std::string>> m_images; // of Docker, to the machines that have it
    std::map<std::string, Known> m_known; // by node_id
    std::vector<lab::Problem> m_problems;
    std::vector<std::string> m_left;
};

} // namespace

Imported readGns3(std::string_view text, const Surroundings &around)
{
    auto root = json::parse(text, around);
    if (root && isOldGns3(*root))
        *root = upgradedGns3(*root);
    return root ? Reader(*root, around).run() : std::move(root.error());
}

} // namespace hopyard::exchange
