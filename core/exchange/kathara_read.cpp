// Lines of lab.conf, then the start-up scripts and the daemons' files of each node; see kathara_read.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/kathara_read.h"

#include "core/exchange/interfaces_file.h"
#include "core/exchange/lab_builder.h"
#include "core/exchange/linux_commands.h"
#include "core/exchange/machine.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>

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

/// Without the quotes around it, of either kind, and without a comment behind it.
std::string unquoted(std::string_view text)
{
    text = trimmed(text);
    if (!text.empty() && (text.front() == '"' || text.front() == '\'')) {
        const std::size_t end = text.find(text.front(), 1);
        if (end != std::string_view::npos && (end + 1 == text.size() || text[end + 1] == ' ' || text[end + 1] == '\t' || text[end + 1] == '#'))
            return std::string(text.substr(1, end - 1));
        if (text.size() >= 2 && text.back() == text.front())
            return std::string(text.substr(1, text.size() - 2));
    }
    for (std::size_t hash = text.find('#'); hash != std::string_view::npos; hash = text.find('#', hash + 1))
        if (hash > 0 && (text[hash - 1] == ' ' || text[hash - 1] == '\t'))
            return std::string(trimmed(text.substr(0, hash)));
    return std::string(text);
}

/// Images with which a machine is a plain Linux, or one with the routing daemons.
bool isPlainImage(std::string_view image)
{
    const std::string_view name = image.substr(0, image.find(':'));
    constexpr std::array<std::string_view, 6> kPlain{"kathara/base", "kathara/frr", "kathara/quagga", "kathara/netkit_base", "kathara/core", "kathara/frr8"};
    return std::find(kPlain.begin(), kPlain.end(), name) != kPlain.end();
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
        if (m_machines.empty())
            m_problems.front().severity = lab::Problem::Severity::error;
        sayOptions();
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

    /// A line that says nothing of a machine; the others may.
    void passOver(int line, std::string_view text)
    {
        if (m_problems.size() < 100)
            m_problems.push_back({lab::Problem::Severity::warning, m_around.fileName, line, 0,
                                  fmt::format("'{:.80}' is no line such as pc1[0]=\"A\" and is left out", text), {}});
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
            passOver(number, line);
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
            passOver(number, line);
            return;
        }
        const std::string_view key = trimmed(line.substr(0, equals));
        const std::string value = unquoted(line.substr(equals + 1));
        if (key == "LAB_NAME")
            m_title = value;
        else if (key == "LAB_DESCRIPTION" || key == "LAB_WEB")
            m_description += value + '\n';
        else if (key == "LAB_AUTHOR" || key == "LAB_VERSION")
            m_description += (key == "LAB_AUTHOR" ? "By " : "Version ") + value + '\n';
        else if (key == "machines") // Netkit: the names in one line
            m_left.push_back("the list of machines is taken from the lines of the interfaces");
        else if (key != "LAB_EMAIL")
            m_left.push_back(fmt::format("{} is left out", key));
    }

    void plug(std::string_view name, unsigned interface, std::string value, int number)
    {
        Machine &own = machine(name);
        const std::string ifName = fmt::format("eth{}", interface);
        if (value == "tap" || value.starts_with("tap,")) { // Netkit: a line to the computer, with both addresses
            m_left.push_back(fmt::format("{}:{}: its connection to the computer outside ({}) is left out", name, ifName, value));
            return;
        }
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
            if (value.find("frr") != std::string::npos)
                own.forwards = own.hasDaemon = true;
            std::vector<std::string> &names = m_images[value];
            if (!isPlainImage(value) && std::find(names.begin(), names.end(), own.name) == names.end())
                names.push_back(own.name);
        } else if (key == "exec") {
            applyScript(own, value);
        } else if (key == "sysctl") {
            applyScript(own, "sysctl -w " + value);
        } else if (key == "bridged" || key == "port") {
            m_left.push_back(fmt::format("{}: its connection to the computer outside ({}={}) is left out", own.name, key, value));
        } else if (key == "mem" || key == "cpus" || key == "num_terms") {
            m_options[key].insert(own.name);
        } else if (key != "ipv6" && key != "shell" && key != "privileged") {
            m_left.push_back(fmt::format("{}: {}={} is left out", own.name, key, value));
        }
    }

    /// What concerns many machines, a sentence for all of them.
    void sayOptions()
    {
        for (const auto &[image, names] : m_images)
            if (!names.empty())
                m_left.push_back(fmt::format("the image {} is not run: of {} only what its files and commands say of the network is here", image, listed(names)));
        for (const auto &[key, names] : m_options)
            m_left.push_back(fmt::format("{} is left out ({})", key, listed({names.begin(), names.end()})));
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
            own.forwards = own.hasDaemon = true;
            own.isQuagga = own.isQuagga || daemons != std::string_view("etc/frr");
        }
        std::vector<std::string> lost;
        for (const std::string &file : filesBelow(*folder, own.name)) {
            if (file == "etc/network/interfaces") {
                applyInterfacesFile(own, folder->read(own.name + '/' + file).value_or(""));
                continue;
            }
            const std::size_t slash = file.rfind('/');
            const std::string_view at = std::string_view(file).substr(0, slash == std::string::npos ? 0 : slash);
            const std::string_view leaf = std::string_view(file).substr(slash == std::string::npos ? 0 : slash + 1);
            const bool isDaemons = at == "etc/frr" || at == "etc/quagga" || at == "etc/zebra";
            if (!isDaemons || !(isDaemonFile(leaf) || leaf == "daemons" || leaf == "vtysh.conf" || leaf == "debian.conf"))
                lost.push_back(file);
        }
        // Kathara and Netkit let every machine forward; one on a single network has nowhere to.
        const auto networks = std::count_if(own.interfaces.begin(), own.interfaces.end(), [](const lab::Interface &interface) {
            return interface.name != "lo" && !interface.addresses.empty();
        });
        own.forwards = own.forwards || (networks > 1 && !own.forbidsForwarding);
        if (folder->read(own.name + ".shutdown"))
            lost.push_back(own.name + ".shutdown");
        if (!lost.empty())
            m_left.push_back(fmt::format("{}: its files are left out: {}", own.name, listed(lost)));
    }

    /// What belongs to no machine.
    void sayShared()
    {
        if (!m_around.folder)
            return;
        if (const auto files = filesBelow(*m_around.folder, "shared"); !files.empty())
            m_left.push_back(fmt::format("the files in the folder shared are left out: {}", listed(files)));
        if (m_around.folder->read("lab.ext"))
            m_left.push_back("the connections to networks outside in lab.ext are left out");
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
        sayShared();
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
    std::map<std::string, std::vector<std::string>> m_images;  // those that are more than a plain Linux, to their machines
    std::map<std::string, std::set<std::string>> m_options;    // mem, cpus, …, to the machines that have it
    std::vector<lab::Problem> m_problems;
    std::vector<std::string> m_left;
};

} // namespace

Imported readKathara(std::string_view text, const Surroundings &around)
{
    return Reader(around).run(text);
}

} // namespace hopyard::exchange
