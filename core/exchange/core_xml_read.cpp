// The walk over networks, devices and links; pugixml reads the XML. See core_xml_read.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/core_xml_read.h"

#include "core/exchange/core_canvas.h"
#include "core/exchange/lab_builder.h"
#include "core/exchange/linux_commands.h"
#include "core/exchange/machine.h"
#include "core/topology/source_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <pugixml.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <sstream>

namespace hopyard::exchange {

namespace {

using Element = pugi::xml_node;

struct Device {
    Machine machine;
    std::string type;
    std::set<std::string> services;
    std::map<std::string, std::string> files; ///< of its services, by path
};

/// One end of a link as the scenario has it.
struct End {
    std::string id;
    Element interface;
};

Element child(const Element &of, std::initializer_list<const char *> names)
{
    for (const char *name : names)
        if (const Element found = of.child(name))
            return found;
    return {};
}

std::string attribute(const Element &of, std::initializer_list<const char *> names)
{
    for (const char *name : names)
        if (const pugi::xml_attribute found = of.attribute(name))
            return found.value();
    return {};
}

class Reader {
public:
    Reader(const Surroundings &around, const topology::SourceText &source) : m_around(around), m_source(source), m_builder("CORE scenario") {}

    Imported run(const Element &scenario)
    {
        for (const Element network : scenario.child("networks").children("network"))
            readNetwork(network);
        for (const Element device : scenario.child("devices").children("device"))
            readDevice(device);
        if (m_networks.empty() && m_devices.empty())
            return refused(m_around, "the scenario has neither devices nor networks");
        readServiceFiles(scenario);
        for (const Element link : scenario.child("links").children("link"))
            readLink(link);
        if (!m_problems.empty()) {
            Imported imported;
            imported.problems = std::move(m_problems);
            return imported;
        }
        finishDevices();
        sayLost(scenario);
        for (const auto &connect : m_links)
            connect();
        Imported imported;
        imported.lab = m_builder.finish();
        imported.drawing = coreDrawing(scenario.child("session_metadata"), m_left);
        imported.left = std::move(m_left);
        if (const std::string name = scenario.attribute("name").value(); !name.empty() && name.find('/') == std::string::npos)
            imported.lab->title = name;
        return imported;
    }

private:
    void wrong(const Element &at, std::string message)
    {
        if (m_problems.size() < 100)
            m_problems.push_back({lab::Problem::Severity::error, m_around.fileName,
                                  m_source.lineAt(static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, at.offset_debug()))), 0,
                                  std::move(message), {}});
    }

    /// Parts of the scenario that stand for nothing in a lab.
    void sayLost(const Element &scenario)
    {
        for (const auto &[part, what] : {std::pair("mobility_configurations", "the movement and the range of wireless nodes"),
                                         std::pair("emane_configurations", "the settings of EMANE's radio models"), std::pair("session_hooks", "the scripts that run with the session (hooks)"),
                                         std::pair("hooks", "the scripts that run with the session (hooks)")})
            if (scenario.child(part).first_child())
                m_left.push_back(fmt::format("{} are left out", what));
    }

    static std::optional<lab::Position> positionOf(const Element &of)
    {
        const Element at = of.child("position");
        if (!at || !at.attribute("x"))
            return std::nullopt;
        return lab::Position{at.attribute("x").as_double(), at.attribute("y").as_double()};
    }

    void readNetwork(const Element &network)
    {
        const std::string id = network.attribute("id").value(), type = network.attribute("type").value();
        if (type == "RJ45" || type == "TUNNEL" || type == "TAP_BRIDGE" || type == "CONTROL_NET") {
            keepPlace(network, id, type);
            return;
        }
        lab::Node node;
        node.name = network.attribute("name").value();
        if (type == "PEER_TO_PEER" || type == "PTP") // an older way to say link
            node.kind = lab::NodeKind::switch_;
        else if (type == "SWITCH")
            node.kind = lab::NodeKind::switch_;
        else
            node.kind = lab::NodeKind::hub;
        if (type != "SWITCH" && type != "HUB")
            m_left.push_back(fmt::format("{}: a network of type {} has no equivalent; a {} carries everything between all its nodes",
                                         node.name, type, toString(node.kind)));
        const auto at = positionOf(network);
        node.at = at.value_or(lab::Position());
        if (node.name.empty())
            node.name = "n" + id;
        if (!m_networks.emplace(id, m_builder.add(std::move(node), at.has_value())).second)
            wrong(network, fmt::format("the id {} stands twice", id));
    }

    /// What joins the scenario to the computer that CORE runs on, or to others.
    void keepPlace(const Element &network, const std::string &id, const std::string &type)
    {
        std::ostringstream text;
        network.print(text, "  ");
        Machine machine;
        machine.name = network.attribute("name").value();
        if (machine.name.empty())
            machine.name = "n" + id;
        machine.at = positionOf(network);
        machine.note = fmt::format("CORE: {}", type);
        lab::Node node = toPlaceholder(machine, {"core", type, {}, text.str(), {}, {}}, m_left);
        if (!m_networks.emplace(id, m_builder.add(std::move(node), machine.at.has_value())).second)
            wrong(network, fmt::format("the id {} stands twice", id));
    }

    void readDevice(const Element &element)
    {
        const std::string id = element.attribute("id").value();
        Device device;
        device.machine.name = element.attribute("name").value();
        if (device.machine.name.empty())
            device.machine.name = "n" + id;
        device.type = element.attribute("type").value();
        device.machine.at = positionOf(element);
        if (const std::string kind = element.attribute("class").value(), image = element.attribute("image").value(); !kind.empty()) { // a container of another program's
            device.machine.note = fmt::format("CORE: {}{}{}", kind, image.empty() ? "" : ", image ", image);
            m_left.push_back(fmt::format("{}: its container ({}{}{}) is not run; only its network is here", device.machine.name, kind, image.empty() ? "" : ", image ", image));
        }
        for (const char *list : {"services", "configservices"})
            for (const Element service : element.child(list).children("service"))
                device.services.insert(service.attribute("name").value());
        if (m_networks.contains(id) || !m_devices.emplace(id, std::move(device)).second)
            wrong(element, fmt::format("the id {} stands twice", id));
        else
            m_order.push_back(id);
    }

    /// Files that the user wrote in place of those of the services.
    void readServiceFiles(const Element &scenario)
    {
        for (const char *list : {"service_configurations", "configservice_configurations"})
            for (const Element service : scenario.child(list).children("service")) {
                const auto device = m_devices.find(attribute(service, {"node"}));
                if (device == m_devices.end())
                    continue;
                for (const char *files : {"files", "templates"})
                    for (const Element file : service.child(files).children())
                        device->second.files[attribute(file, {"name"})] = file.text().get();
                for (const Element command : service.child("startups").children("startup"))
                    device->second.files.try_emplace(command.text().get(), "");
            }
    }

    static base::Impairment impairmentOf(const Element &options)
    {
        base::Impairment impairment;
        const auto number = [&](const char *name) { return std::max(0.0, options.attribute(name).as_double()); };
        const auto probability = [&](const char *name) { return std::min(1.0, number(name) / 100); };
        const auto microseconds = [&](const char *name) {
            return base::Duration::microseconds(static_cast<std::int64_t>(std::min(number(name), 1e12)));
        };
        impairment.delay = microseconds("delay");
        impairment.jitter = microseconds("jitter");
        impairment.rate = base::BitRate::bitsPerSecond(static_cast<std::uint64_t>(std::min(number("bandwidth"), 1e15)));
        impairment.loss = probability(options.attribute("loss") ? "loss" : "per");
        impairment.duplicate = probability("dup");
        if (number("buffer") > 0)
            impairment.queue.amount = static_cast<std::uint64_t>(number("buffer"));
        return impairment;
    }

    void readLink(const Element &link)
    {
        const End ends[] = {{attribute(link, {"node1", "node_one"}), child(link, {"iface1", "interface1", "interface_one"})},
                            {attribute(link, {"node2", "node_two"}), child(link, {"iface2", "interface2", "interface_two"})}};
        for (const End &end : ends)
            if (!m_devices.contains(end.id) && !m_networks.contains(end.id)) {
                wrong(link, fmt::format("a link leads to node {}, but there is none of that id", end.id.empty() ? "''" : end.id));
                return;
            }
        std::string names[2];
        for (int i = 0; i < 2; ++i)
            if (const auto device = m_devices.find(ends[i].id); device != m_devices.end())
                names[i] = readInterface(device->second, ends[i].interface, link);
        const base::Impairment impairment = impairmentOf(link.child("options"));
        // CORE writes the way back of an unlike link as a second one between the same interfaces.
        const bool oneWay = attribute(link.child("options"), {"unidirectional"}) == "1";
        const auto key = std::pair(std::pair(ends[0].id, names[0]), std::pair(ends[1].id, names[1]));
        const auto reverse = std::pair(key.second, key.first);
        if (const auto known = m_drawn.find(reverse); oneWay && known != m_drawn.end()) {
            *known->second = impairment;
            return;
        }
        const auto backward = std::make_shared<base::Impairment>(impairment);
        m_drawn[key] = backward;
        m_links.push_back([this, first = ends[0].id, second = ends[1].id, a = names[0], b = names[1], impairment, backward] {
            const std::size_t from = indexOf(first), to = indexOf(second);
            const std::string ifA = a.empty() ? m_builder.freeInterface(from) : a;
            const std::string ifB = b.empty() ? m_builder.freeInterface(to) : b;
            if (!m_builder.connect(from, ifA, to, ifB, impairment, *backward))
                m_left.push_back(fmt::format("a second link at {}:{} or {}:{} is left out", m_builder.node(from).name, ifA,
                                             m_builder.node(to).name, ifB));
        });
    }

    std::size_t indexOf(const std::string &id) const
    {
        const auto network = m_networks.find(id);
        return network != m_networks.end() ? network->second : m_placed.at(id);
    }

    std::string readInterface(Device &device, const Element &element, const Element &link)
    {
        std::string name = element.attribute("name").value();
        if (name.empty())
            name = "eth" + attribute(element, {"id"});
        if (name == "eth")
            name = fmt::format("eth{}", device.machine.interfaces.size());
        lab::Interface &interface = device.machine.interface(name);
        if (const auto mac = base::MacAddress::parse(element.attribute("mac").value()))
            interface.mac = *mac;
        for (const auto &[address, mask] : {std::pair("ip4", "ip4_mask"), std::pair("ip6", "ip6_mask")}) {
            const std::string text = element.attribute(address).value();
            if (text.empty())
                continue;
            const auto parsed = base::InterfaceAddress::parse(text + '/' + element.attribute(mask).value());
            if (!parsed)
                wrong(link, fmt::format("'{:.60}/{:.10}' is no address", text, element.attribute(mask).value()));
            else
                addAddress(interface, *parsed);
        }
        return name;
    }

    bool isRouter(const Device &device) const
    {
        return device.type == "router" || device.type == "mdr" || device.type == "prouter" || device.services.contains("zebra")
            || device.services.contains("FRRzebra") || device.services.contains("IPForward");
    }

    /// What CORE's own services would have written.
    std::string generated(const Device &device) const
    {
        std::string id;
        std::string networks;
        for (const lab::Interface &interface : device.machine.interfaces)
            for (const base::InterfaceAddress &address : interface.addresses)
                if (address.address.isV4()) {
                    id = id.empty() ? toString(address.address) : id;
                    networks += fmt::format(" network {} area 0\n", toString(address.network()));
                }
        std::string config;
        const auto runs = [&](const char *quagga, const char *frr) {
            return device.services.contains(quagga) || device.services.contains(frr);
        };
        if (!id.empty() && runs("OSPFv2", "FRROSPFv2"))
            config += fmt::format("router ospf\n ospf router-id {}\n{}", id, networks);
        if (runs("RIP", "FRRRIP"))
            config += "router rip\n redistribute static\n redistribute connected\n network 0.0.0.0/0\n";
        return config;
    }

    void applyServices(Device &device)
    {
        Machine &machine = device.machine;
        machine.forwards = machine.hasDaemon = isRouter(device);
        for (const auto &[path, text] : device.files) {
            const std::string leaf = path.substr(path.rfind('/') + 1);
            if (leaf == "Quagga.conf" || leaf == "frr.conf") {
                machine.config = text;
                machine.forwards = true;
                machine.isQuagga = leaf == "Quagga.conf";
            } else if (leaf.ends_with(".sh")) {
                applyScript(machine, text);
            } else if (!text.empty()) {
                m_left.push_back(fmt::format("{}: the file {} is left out", machine.name, path));
            }
        }
        if (machine.config.empty())
            machine.config = generated(device);
        const std::set<std::string> known{"zebra", "FRRzebra", "OSPFv2", "FRROSPFv2", "RIP", "FRRRIP", "IPForward", "DefaultRoute",
                                          "vtysh", "SSH"};
        std::vector<std::string> lost;
        std::copy_if(device.services.begin(), device.services.end(), std::back_inserter(lost),
                     [&](const std::string &service) { return !known.contains(service); });
        if (!lost.empty())
            m_left.push_back(fmt::format("{}: services without an equivalent are left out: {}", machine.name, fmt::join(lost, ", ")));
    }

    /// The service DefaultRoute: the first address of a router on the first network that has one.
    void findGateway(Machine &machine)
    {
        for (const lab::Interface &interface : machine.interfaces)
            for (const base::InterfaceAddress &own : interface.addresses)
                for (const std::string &id : m_order) {
                    const Device &other = m_devices.at(id);
                    if (!own.address.isV4() || &other.machine == &machine || !other.machine.forwards)
                        continue;
                    for (const lab::Interface &theirs : other.machine.interfaces)
                        for (const base::InterfaceAddress &address : theirs.addresses)
                            if (address.network() == own.network() && address.address != own.address) {
                                machine.gateway = address.address;
                                return;
                            }
                }
    }

    void finishDevices()
    {
        for (const std::string &id : m_order)
            applyServices(m_devices.at(id));
        for (const std::string &id : m_order) {
            Device &device = m_devices.at(id);
            if (!device.machine.forwards && !device.machine.gateway)
                findGateway(device.machine);
            m_placed[id] = m_builder.add(toNode(device.machine, m_around.check, m_left), device.machine.at.has_value());
        }
    }

    using Plug = std::pair<std::string, std::string>;
    const Surroundings &m_around;
    const topology::SourceText &m_source;
    LabBuilder m_builder;
    std::map<std::string, std::size_t> m_networks; // id: index in the builder
    std::map<std::string, Device> m_devices;
    std::vector<std::string> m_order; // of the devices
    std::map<std::string, std::size_t> m_placed;
    std::map<std::pair<Plug, Plug>, std::shared_ptr<base::Impairment>> m_drawn;
    std::vector<std::function<void()>> m_links;
    std::vector<lab::Problem> m_problems;
    std::vector<std::string> m_left;
};

} // namespace

bool looksLikeCoreXml(std::string_view text)
{
    const std::string_view head = text.substr(0, 4'000);
    return head.find("<scenario") != std::string_view::npos || head.find("<Scenario") != std::string_view::npos;
}

Imported readCoreXml(std::string_view text, const Surroundings &around)
{
    const topology::SourceText source(text, topology::declaredEncoding(text), around.fileName);
    pugi::xml_document document;
    const std::string &utf8 = source.utf8();
    const pugi::xml_parse_result result = document.load_buffer(utf8.data(), utf8.size(), pugi::parse_default, pugi::encoding_utf8);
    if (!result)
        return refused(around, fmt::format("not XML: {}", result.description()),
                       source.lineAt(static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, result.offset))));
    const Element scenario = document.child("scenario");
    if (!scenario)
        return refused(around, "this is no scenario of CORE (version 6 or newer): it does not begin with <scenario>");
    const auto count = [&](const char *list) {
        const auto children = scenario.child(list).children();
        return static_cast<std::size_t>(std::distance(children.begin(), children.end()));
    };
    if (count("devices") + count("networks") > kMaxNodes || count("links") > kMaxLinks)
        return refused(around, fmt::format("more than {} nodes or {} links", kMaxNodes, kMaxLinks));
    return Reader(around, source).run(scenario);
}

} // namespace hopyard::exchange
