// Lines of lab.conf, then the start-up scripts and the daemons' files of each node; see kathara_read.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/kathara_read.h"

#include "core/exchange/lab_builder.h"
#include "core/exchange/linux_commands.h"
#include "core/exchange/machine.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <map>

namespace hopyard::exchange {

namespace {

struct Plug {
    std::size_t machine = 0;
    std::string interface;
};

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t\r"), last = text.find_last_not_of(" \t\r");
    return first == std::string_view::npos ? std::string_view() : text.substr(first, last - first + 1);
}

/// Without the quotes around it, of either kind.
std::string unquoted(std::string_view text)
{
    text = trimmed(text);
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
        text = text.substr(1, text.size() - 2);
    return std::string(text);
}

class Reader {
public:
    explicit Reader(const Surroundings &around) : m_around(around) {}

    Imported run(std::string_view text)
    {
        int number = 0;
        while (!text.empty()) {
            const std::size_t end = text.find('\n');
            std::string_view line = trimmed(text.substr(0, end));
            text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
            ++number;
            if (!line.empty() && line.front() != '#')
                readLine(line, number);
            if (m_machines.size() > kMaxNodes)
                return refused(m_around, fmt::format("more than {} nodes", kMaxNodes), number);
        }
        if (m_machines.empty() && m_problems.empty())
            return refused(m_around, "this is no lab.conf: it has no line such as pc1[0]=\"A\"");
        Imported imported;
        imported.problems = std::move(m_problems);
        if (!lab::hasErrors(imported.problems))
            imported.lab = build();
        imported.left = std::move(m_left);
        return imported;
    }

private:
    void wrong(int line, std::string message)
    {
        if (m_problems.size() < 100)
            m_problems.push_back({lab::Problem::Severity::error, m_around.fileName, line, 0, std::move(message), {}});
    }

    Machine &machine(std::string_view name)
    {
        const auto [at, isNew] = m_index.try_emplace(std::string(name), m_machines.size());
        if (isNew)
            m_machines.emplace_back().name = name;
        return m_machines[at->second];
    }

    void readLine(std::string_view line, int number)
    {
        const std::size_t equals = line.find('=');
        const std::size_t open = line.find('[');
        if (open == std::string_view::npos || equals < open) {
            readDescription(line, equals, number);
            return;
        }
        const std::size_t close = line.find(']', open);
        if (equals == std::string_view::npos || close == std::string_view::npos || close > equals || open == 0) {
            wrong(number, fmt::format("'{:.80}' is no line such as pc1[0]=\"A\"", line));
            return;
        }
        const std::string_view name = trimmed(line.substr(0, open));
        const std::string key = unquoted(line.substr(open + 1, close - open - 1));
        const std::string value = unquoted(line.substr(equals + 1));
        unsigned interface = 0;
        const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), interface);
        if (error == std::errc() && end == key.data() + key.size())
            plug(name, interface, value, number);
        else
            option(machine(name), key, value);
    }

    void readDescription(std::string_view line, std::size_t equals, int number)
    {
        if (equals == std::string_view::npos) {
            wrong(number, fmt::format("'{:.80}' is no line such as pc1[0]=\"A\"", line));
            return;
        }
        const std::string_view key = trimmed(line.substr(0, equals));
        const std::string value = unquoted(line.substr(equals + 1));
        if (key == "LAB_NAME")
            m_title = value;
        else if (key == "LAB_DESCRIPTION" || key == "LAB_AUTHOR" || key == "LAB_WEB" || key == "LAB_VERSION")
            m_description += value + '\n';
        else if (key == "machines") // Netkit: the names in one line
            m_left.push_back("the list of machines is taken from the lines of the interfaces");
        else if (key != "LAB_EMAIL")
            m_left.push_back(fmt::format("{} is left out", key));
    }

    void plug(std::string_view name, unsigned interface, std::string value, int number)
    {
        Machine &own = machine(name);
        const std::string ifName = fmt::format("eth{}", interface);
        if (const std::size_t slash = value.find('/'); slash != std::string::npos) {
            const auto mac = base::MacAddress::parse(value.substr(slash + 1));
            if (!mac) {
                wrong(number, fmt::format("'{:.40}' is no MAC address", value.substr(slash + 1)));
                return;
            }
            own.interface(ifName).mac = *mac;
            value.resize(slash);
        }
        own.interface(ifName);
        const std::size_t index = m_index.find(name)->second;
        std::vector<Plug> &plugs = m_domains[value];
        const auto twice = [&](const Plug &p) { return p.machine == index && p.interface == ifName; };
        if (std::any_of(plugs.begin(), plugs.end(), twice))
            return;
        if (plugs.empty())
            m_order.push_back(value);
        plugs.push_back({index, ifName});
    }

    void option(Machine &own, const std::string &key, const std::string &value)
    {
        if (key == "image") {
            own.note = fmt::format("Kathara: image {}", value);
        } else if (key == "exec") {
            applyScript(own, value);
        } else if (key == "sysctl") {
            applyScript(own, "sysctl -w " + value);
        } else if (key == "bridged" || key == "port") {
            m_left.push_back(fmt::format("{}: its connection to the computer outside ({}={}) is left out", own.name, key, value));
        } else if (key != "ipv6" && key != "shell" && key != "privileged") {
            m_left.push_back(fmt::format("{}: {}={} is left out", own.name, key, value));
        }
    }

    void readFiles(Machine &own)
    {
        const Folder *folder = m_around.folder;
        if (!folder)
            return;
        if (const auto shared = folder->read("shared.startup"))
            applyScript(own, *shared);
        if (const auto script = folder->read(own.name + ".startup"))
            applyScript(own, *script);
        for (const char *daemons : {"etc/frr", "etc/quagga", "etc/zebra"}) {
            const std::string path = own.name + '/' + daemons;
            const std::string config = joinDaemonFiles([&](std::string_view leaf) { return folder->read(path + '/' + std::string(leaf)); });
            if (config.empty())
                continue;
            own.config = config + own.config;
            own.forwards = true;
        }
        std::vector<std::string> lost;
        for (const char *other : {"", "etc", "etc/network", "root", "var/www/html", "etc/bind", "etc/apache2"})
            for (const std::string &file : folder->files(own.name + (*other ? '/' + std::string(other) : "")))
                lost.push_back((*other ? std::string(other) + '/' : "") + file);
        if (!lost.empty())
            m_left.push_back(fmt::format("{}: its files are left out: {}", own.name, fmt::join(lost, ", ")));
    }

    lab::Lab build()
    {
        LabBuilder builder(m_title.empty() ? "Kathara lab" : m_title);
        for (Machine &own : m_machines) {
            readFiles(own);
            builder.add(toNode(own, m_around.check, m_left), false);
        }
        for (const std::string &domain : m_order) {
            const std::vector<Plug> &plugs = m_domains[domain];
            if (plugs.size() == 1)
                m_left.push_back(fmt::format("{}:{}: alone in collision domain {}, so there is no link",
                                             m_machines[plugs[0].machine].name, plugs[0].interface, domain));
            if (plugs.size() == 2)
                builder.connect(plugs[0].machine, plugs[0].interface, plugs[1].machine, plugs[1].interface);
            if (plugs.size() <= 2)
                continue;
            lab::Node hub;
            hub.name = "lan-" + domain;
            hub.kind = lab::NodeKind::hub;
            hub.note = fmt::format("collision domain {}", domain);
            const std::size_t at = builder.add(std::move(hub), false);
            for (const Plug &plug : plugs)
                builder.connect(plug.machine, plug.interface, at, builder.freeInterface(at));
        }
        lab::Lab lab = builder.finish();
        lab.description = m_description;
        return lab;
    }

    const Surroundings &m_around;
    std::string m_title;
    std::string m_description;
    std::vector<Machine> m_machines;
    std::map<std::string, std::size_t, std::less<>> m_index;
    std::map<std::string, std::vector<Plug>> m_domains;
    std::vector<std::string> m_order; // of the domains
    std::vector<lab::Problem> m_problems;
    std::vector<std::string> m_left;
};

} // namespace

Imported readKathara(std::string_view text, const Surroundings &around)
{
    return Reader(around).run(text);
}

} // namespace hopyard::exchange
