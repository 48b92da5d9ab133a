// Hosts, switches and links of a MiniEdit file; see miniedit_read.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/miniedit_read.h"

#include "core/base/time.h"
#include "core/exchange/json.h"
#include "core/exchange/lab_builder.h"
#include "core/exchange/linux_commands.h"
#include "core/exchange/machine.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace hopyard::exchange {

namespace {

using json::Json;
using json::member;

class Reader {
public:
    Reader(const Json &root, const Surroundings &around) : m_root(root), m_around(around), m_builder("Mininet topology") {}

    Imported run()
    {
        const Json &hosts = member(m_root, "hosts"), &switches = member(m_root, "switches"), &links = member(m_root, "links");
        if (!hosts.is_array() && !switches.is_array())
            return refused(m_around, "this is no file of MiniEdit: it has neither 'hosts' nor 'switches'");
        if (hosts.size() + switches.size() > kMaxNodes || links.size() > kMaxLinks)
            return refused(m_around, fmt::format("more than {} nodes or {} links", kMaxNodes, kMaxLinks));
        m_base = base::IpPrefix::parse(json::text(member(member(m_root, "application"), "ipBase")), true);
        for (const Json &host : hosts)
            readHost(host);
        for (const Json &each : switches)
            readSwitch(each);
        if (const Json &controllers = member(m_root, "controllers"); controllers.is_array() && controllers.size() < kMaxNodes)
            for (const Json &controller : controllers)
                readController(controller);
        sayWhatAllHave();
        std::vector<lab::Problem> problems;
        for (const Json &link : links)
            readLink(link, problems);
        Imported imported;
        imported.problems = std::move(problems);
        if (!lab::hasErrors(imported.problems))
            imported.lab = m_builder.finish();
        imported.left = std::move(m_left);
        return imported;
    }

private:
    static std::optional<lab::Position> positionOf(const Json &of)
    {
        const auto x = json::number(member(of, "x")), y = json::number(member(of, "y"));
        return x && y ? std::optional(lab::Position{*x, *y}) : std::nullopt;
    }

    void add(lab::Node node, const std::string &foreign, const std::optional<lab::Position> &at)
    {
        node.at = at.value_or(lab::Position());
        m_index[foreign] = m_builder.add(std::move(node), at.has_value());
    }

    void readHost(const Json &host)
    {
        const Json &options = member(host, "opts");
        Machine machine;
        machine.name = json::text(member(options, "hostname"));
        if (machine.name.empty())
            machine.name = "h" + json::text(member(host, "number"));
        std::string ip = json::text(member(options, "ip"));
        const auto number = json::number(member(options, "nodeNum"));
        if (ip.empty() && m_base && m_base->address().isV4() && number) // as Mininet numbers its hosts
            ip = toString(base::Ipv4Address(m_base->address().v4().value() + static_cast<std::uint32_t>(*number)));
        if (!ip.empty() && ip.find('/') == std::string::npos)
            ip += fmt::format("/{}", m_base ? m_base->length() : 8);
        if (const auto address = base::InterfaceAddress::parse(ip))
            addAddress(machine.interface("eth0"), *address);
        else if (!ip.empty())
            m_left.push_back(fmt::format("{}: '{}' is no address and is left out", machine.name, ip));
        std::string gateway = json::text(member(options, "defaultRoute"));
        if (gateway.starts_with("via "))
            gateway.erase(0, 4);
        machine.gateway = base::IpAddress::parse(gateway);
        applyScript(machine, withOwnNames(machine.name, json::text(member(options, "startCommand"))));
        if (const std::string image = json::text(member(options, "dimage")); !image.empty()) { // Containernet
            machine.note = fmt::format("MiniEdit: Docker image {}", image);
            m_images[image].push_back(machine.name);
        }
        if (const std::string command = json::text(member(options, "stopCommand")); !command.empty())
            m_left.push_back(fmt::format("{}: what it does at the end is left out: {}", machine.name, command));
        for (const auto &[key, what] : {std::pair("externalInterfaces", "interfaces of the computer"), std::pair("privateDirectory", "directories"),
                                        std::pair("vlanInterfaces", "VLAN interfaces")})
            if (const Json &list = member(options, key); list.is_array() && !list.empty())
                m_left.push_back(fmt::format("{}: its {} are left out", machine.name, what));
        add(toNode(machine, m_around.check, m_left), machine.name, positionOf(host));
    }

    /// Mininet calls the interfaces of h1 h1-eth0, h1-eth1, …; here they are eth0, eth1, ….
    static std::string withOwnNames(const std::string &name, std::string command)
    {
        const std::string theirs = name + "-eth";
        for (std::size_t at = command.find(theirs); at != std::string::npos && !name.empty(); at = command.find(theirs, at + 3)) {
            const char before = at == 0 ? ' ' : command[at - 1];
            if (before == ' ' || before == '\t' || before == '=' || before == '"' || before == '\'')
                command.replace(at, theirs.size(), "eth");
        }
        return command;
    }

    void readSwitch(const Json &element)
    {
        sayOpenFlow(member(element, "opts"));
        const Json &options = member(element, "opts");
        lab::Node node;
        node.name = json::text(member(options, "hostname"));
        if (node.name.empty())
            node.name = "s" + json::text(member(element, "number"));
        const std::string foreign = node.name;
        node.kind = json::text(member(options, "switchType")) == "legacyRouter" ? lab::NodeKind::router : lab::NodeKind::switch_;
        add(std::move(node), foreign, positionOf(element));
    }

    void sayOpenFlow(const Json &options)
    {
        const std::string name = json::text(member(options, "hostname"));
        for (const char *key : {"dpid", "dpctl", "switchIP", "listenPort"})
            if (const std::string value = json::text(member(options, key)); !value.empty())
                m_openFlow.push_back(fmt::format("{} of {}", key, name));
        for (const char *key : {"netflow", "sflow"})
            if (json::text(member(options, key)) == "1")
                m_openFlow.push_back(fmt::format("{} of {}", key, name));
    }

    void sayWhatAllHave()
    {
        for (const auto &[image, names] : m_images)
            m_left.push_back(fmt::format("the Docker image {} is not run: {}", image, listed(names)));
        if (const std::string dpctl = json::text(member(member(m_root, "application"), "dpctl")); !dpctl.empty())
            m_openFlow.push_back("dpctl");
        if (!m_openFlow.empty())
            m_left.push_back(fmt::format("switches learn by themselves, so settings of OpenFlow are left out: {}", listed(m_openFlow)));
    }

    /// Switches learn by themselves; what controlled them is kept beside them.
    void readController(const Json &element)
    {
        const Json &options = member(element, "opts");
        Machine machine;
        machine.name = json::text(member(options, "hostname"));
        if (machine.name.empty() || m_index.contains(machine.name))
            return;
        machine.note = "MiniEdit: controller";
        const std::string type = json::text(member(options, "controllerType"));
        add(toPlaceholder(machine, {"miniedit", type.empty() ? "controller" : "controller (" + type + ')', {}, json::written(element), {}, {}}, m_left),
            machine.name, positionOf(element));
    }

    base::Impairment impairmentOf(const Json &options, const std::string &what)
    {
        base::Impairment impairment;
        if (const auto megabits = json::number(member(options, "bw")); megabits && *megabits > 0)
            impairment.rate = base::BitRate::bitsPerSecond(static_cast<std::uint64_t>(std::min(*megabits, 1e9) * 1e6));
        const auto time = [&](const char *key) {
            std::string text = json::text(member(options, key));
            if (text.empty())
                return base::Duration();
            const auto duration = base::parseDuration(text.find_first_not_of("0123456789.") == std::string::npos ? text + "us" : text);
            if (!duration)
                m_left.push_back(fmt::format("{}: '{}' is no {} and is left out", what, text, key));
            return duration.value_or(base::Duration());
        };
        impairment.delay = time("delay");
        impairment.jitter = time("jitter");
        if (const auto loss = json::number(member(options, "loss")); loss && *loss > 0)
            impairment.loss = std::min(*loss / 100, 1.0);
        if (const auto queue = json::number(member(options, "max_queue_size")); queue && *queue >= 1)
            impairment.queue.amount = static_cast<std::uint64_t>(std::min(*queue, 1e9));
        return impairment;
    }

    void readLink(const Json &link, std::vector<lab::Problem> &problems)
    {
        const std::string from = json::text(member(link, "src")), to = json::text(member(link, "dest"));
        const std::string what = fmt::format("link {} - {}", from, to);
        for (const std::string &end : {from, to})
            if (!m_index.contains(end)) {
                problems.push_back({lab::Problem::Severity::error, m_around.fileName, 0, 0,
                                    fmt::format("a link leads to '{:.60}', but there is no node of that name", end), {}});
                return;
            }
        const base::Impairment impairment = impairmentOf(member(link, "opts"), what);
        const std::size_t a = m_index[from], b = m_index[to];
        std::string ifA = m_builder.freeInterface(a), ifB = m_builder.freeInterface(b);
        if (a == b)
            m_left.push_back(fmt::format("{}: a link to itself is left out", what));
        else
            m_builder.connect(a, ifA, b, ifB, impairment, impairment);
    }

    const Json &m_root;
    const Surroundings &m_around;
    LabBuilder m_builder;
    std::optional<base::IpPrefix> m_base;
    std::map<std::string, std::size_t> m_index;
    std::map<std::string, std::vector<std::string>> m_images; // of hosts
    std::vector<std::string> m_openFlow;
    std::vector<std::string> m_left;
};

} // namespace

Imported readMiniEdit(std::string_view text, const Surroundings &around)
{
    auto root = json::parse(text, around);
    return root ? Reader(*root, around).run() : std::move(root.error());
}

} // namespace hopyard::exchange
