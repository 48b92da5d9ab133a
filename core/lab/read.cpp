// The lab's keys and what each may hold; see read.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/read.h"

#include "core/lab/bridge_values.h"
#include "core/lab/computer_values.h"
#include "core/lab/map_reader.h"
#include "core/lab/read_drawing.h"
#include "core/lab/read_teaching.h"
#include "core/lab/reader.h"
#include "core/lab/values.h"
#include "core/lab/was_values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <map>
#include <span>

namespace hopyard::lab {

namespace {

using Kind = YamlNode::Kind;

class Reader : public MapReader {
public:
    using MapReader::MapReader;

    /// `student` is who the parameters are for; none: who the lab names.
    void readLab(YamlNode &root, const std::optional<std::string> &student);
    ReadLab takeLab() { return {std::move(m_lab), takePlaces(), {}, std::move(m_drawing)}; }
    /// Without the links from the first on that is not as it should be: places are by number.
    void dropBadLinks() { m_lab.links.resize(std::min(m_goodLinks, m_lab.links.size())); }

private:
    void readVersion(const YamlNode &root);
    void readNodes(const YamlNode &nodes, std::vector<Node> &out);
    void readLinks(const YamlNode &links, std::vector<Link> &out);
    void readSolution(const YamlNode &map);
    void readNode(Node &node, const std::string &name, const YamlNode &map);
    void readPosition(Position &at, const YamlNode &list);
    void readInterface(Interface &interface, const YamlNode &map, const std::string &path);
    void readConfig(Node &node, const YamlNode &value);
    void readMachine(Machine &machine, const YamlNode &map, const std::string &path);
    Keys machineKeys(Machine &machine);
    void readComputer(Computer &computer, const YamlNode &map, const std::string &path);
    void readPortRow(Computer &computer, const YamlNode &map, const std::string &path);
    void readGuest(Guest &guest, const YamlNode &map, const std::string &path);
    void readGuestInterface(Guest &guest, const std::string &name, const YamlNode &map, const std::string &path);
    void readStart(std::vector<std::string> &lines, const YamlNode &value, const std::string &what, const std::string &path);
    Keys addressKeys(std::vector<base::InterfaceAddress> &addresses, const std::string &path);
    void checkAddressKeys(const YamlNode &map);
    /// A key with one value that `set` puts into `target`.
    template <class Target>
    Key setKey(std::string_view name, Target &target, Parsed<void> (*set)(Target &, std::string_view, std::string_view))
    {
        return {name, [this, name, &target, set](const YamlNode &node) {
                    if (!isShape(node, Kind::scalar, fmt::format("'{}'", name)))
                        return;
                    if (const auto done = set(target, name, node.value); !done)
                        problem(node, fmt::format("'{}': {}", name, done.error()));
                }};
    }
    void readService(Service &service, const YamlNode &map, const std::string &path);
    void readBridge(Bridge &bridge, const YamlNode &map, const std::string &path);
    void readLink(Link &link, const YamlNode &map, std::size_t number);
    void readEnds(Link &link, const YamlNode &list, const std::string &path);
    void addImpairmentKeys(Keys &keys, std::vector<base::Impairment *> targets);

    Lab m_lab;
    Drawing m_drawing;
    std::string m_section; // before the paths of nodes and links: "solution/" within it
    std::size_t m_goodLinks = static_cast<std::size_t>(-1); // so many before the first with a problem
};

void Reader::readLab(YamlNode &root, const std::optional<std::string> &student)
{
    if (root.kind == Kind::null || root.kind == Kind::scalar || root.kind == Kind::list) {
        problem(root, fmt::format("a lab begins with \"hopyard: {}\", then title, nodes and links; this text is {}",
                                  kFormatVersion, shapeName(root.kind)));
        return;
    }
    readVersion(root);
    if (!isGood())
        return; // the rest may mean anything in another version
    putParameters(*this, root, student, m_lab.teaching.parameters);
    const Keys keys{
        {"hopyard", [](const YamlNode &) {}},
        textKey("title", m_lab.title),
        textKey("description", m_lab.description),
        {"nodes", [this](const YamlNode &nodes) { readNodes(nodes, m_lab.nodes); }},
        {"links", [this](const YamlNode &links) { readLinks(links, m_lab.links); }},
        textKey("student", m_lab.teaching.student),
        {"parameters", [](const YamlNode &) {}}, // read before all else
        {"to-find", [this](const YamlNode &kinds) { readToFind(*this, kinds, m_lab.teaching.toFind); }},
        {"guide", [this](const YamlNode &guide) { readGuide(*this, guide, m_lab.teaching.guide); }},
        {"checks", [this](const YamlNode &checks) { readChecks(*this, checks, m_lab.teaching.checks); }},
        {"solution", [this](const YamlNode &solution) { readSolution(solution); }},
        {"drawing", [this](const YamlNode &drawing) { readDrawing(*this, drawing, m_drawing); }},
    };
    readMap(root, "the lab", "", keys);
    if (student)
        m_lab.teaching.student = *student;
}

void Reader::readNodes(const YamlNode &nodes, std::vector<Node> &out)
{
    if (nodes.kind == Kind::null || !isShape(nodes, Kind::map, "'nodes'"))
        return;
    readNames(nodes, "'nodes'", m_section + "nodes", [&](const std::string &name, const YamlNode &value) {
        m_node = name;
        readNode(out.emplace_back(), name, value);
        m_node.clear();
    });
}

void Reader::readLinks(const YamlNode &links, std::vector<Link> &out)
{
    if (links.kind == Kind::null || !isShape(links, Kind::list, "'links'"))
        return;
    readList(links, "'links'", m_section + "links", [&](const YamlNode &link, std::size_t number) {
        const std::size_t before = problemCount();
        readLink(out.emplace_back(), link, number);
        if (problemCount() != before && m_section.empty())
            m_goodLinks = std::min(m_goodLinks, number);
    });
}

/// Nodes and links in the places of those of the lab; they are written as those are.
void Reader::readSolution(const YamlNode &map)
{
    m_section = "solution/";
    Solution &solution = m_lab.solution;
    readMap(map, "'solution'", "solution",
            {textKey("text", solution.text), {"nodes", [&](const YamlNode &nodes) { readNodes(nodes, solution.nodes); }},
             {"links", [&](const YamlNode &links) { readLinks(links, solution.links); }}});
    m_section.clear();
}

void Reader::readVersion(const YamlNode &root)
{
    const YamlNode *version = root.find("hopyard");
    if (!version)
        problem(root, fmt::format("the key 'hopyard' is missing; a lab begins with \"hopyard: {}\", the version of its "
                                  "format",
                                  kFormatVersion));
    else if (version->kind != Kind::scalar || version->value != fmt::format("{}", kFormatVersion))
        problem(*version, fmt::format("this lab is written in format '{:.20}' and this Hopyard reads format {}; "
                                      "a newer Hopyard may read it",
                                      version->value, kFormatVersion));
}

void Reader::readNode(Node &node, const std::string &name, const YamlNode &map)
{
    node.name = name;
    const std::string path = m_section + "nodes/" + name;
    const std::string what = fmt::format("node '{:.60}'", name);
    if (map.kind == Kind::null) {
        problem(map, fmt::format("{} has no kind; write {:.60}: {{kind: host}}", what, name));
        return;
    }
    const auto readInterfaces = [&](const YamlNode &value) {
        if (value.kind == Kind::null || !isShape(value, Kind::map, fmt::format("'interfaces' of {}", what)))
            return;
        readNames(value, fmt::format("'interfaces' of {}", what), path + "/interfaces",
                  [&](const std::string &ifName, const YamlNode &ifMap) {
                      Interface &interface = node.interfaces.emplace_back();
                      interface.name = ifName;
                      readInterface(interface, ifMap, path + "/interfaces/" + ifName);
                  });
    };
    const auto readNat = [&](const YamlNode &value) {
        readList(value, fmt::format("'nat' of {}", what), path + "/nat", [&](const YamlNode &row, std::size_t i) {
            readPortRow(node.computer, row, fmt::format("{}/nat/{}", path, i));
        });
    };
    const auto readGuests = [&](const YamlNode &value) {
        if (value.kind == Kind::null || !isShape(value, Kind::map, fmt::format("'guests' of {}", what)))
            return;
        readNames(value, fmt::format("'guests' of {}", what), path + "/guests",
                  [&](const std::string &guestName, const YamlNode &guestMap) {
                      Guest &guest = node.computer.guests.emplace_back();
                      guest.name = guestName;
                      readGuest(guest, guestMap, path + "/guests/" + guestName);
                  });
    };
    const auto readRoutes = [&](const YamlNode &value) {
        readList(value, fmt::format("'routes' of {}", what), path + "/routes",
                 [&](const YamlNode &line, std::size_t) {
                     if (const auto route = readValue(line, "a route", parseRouteValue))
                         node.routes.push_back(*route);
                 });
    };
    const Keys keys{
        valueKey("kind", node.kind, parseKindValue),
        {"at", [&](const YamlNode &value) { readPosition(node.at, value); }},
        textKey("label", node.label),
        {"interfaces", readInterfaces},
        valueKey("gateway", node.gateway, parseGatewayValue),
        {"routes", readRoutes},
        {"config", [&](const YamlNode &value) { readConfig(node, value); }},
        {"machine", [&](const YamlNode &value) { readMachine(node.machine, value, path + "/machine"); }},
        {"bridge", [&](const YamlNode &value) { readBridge(node.bridge, value, path + "/bridge"); }},
        {"service", [&](const YamlNode &value) { readService(node.service, value, path + "/service"); }},
        {"start", [&](const YamlNode &value) { readStart(node.start, value, what, path + "/start"); }},
        textKey("note", node.note),
        {"computer", [&](const YamlNode &value) { readComputer(node.computer, value, path + "/computer"); }},
        {"nat", readNat},
        {"guests", readGuests},
        {"was", [&](const YamlNode &value) { readWas(*this, value, what, path + "/was", node.was); }},
    };
    readMap(map, what, path, keys);
    if (map.kind == Kind::map && !map.find("kind"))
        problem(map, fmt::format("{} has no 'kind'; known are {}", what, fmt::join(nodeKindNames(), ", ")));
}

void Reader::readPosition(Position &at, const YamlNode &list)
{
    if (list.kind != Kind::list || list.items.size() != 2) {
        problem(list, "'at' must be two numbers, [x, y], such as [-300, 0]");
        return;
    }
    if (const auto x = readValue(list.items[0], "'at'", parseCoordinateValue))
        at.x = *x;
    if (const auto y = readValue(list.items[1], "'at'", parseCoordinateValue))
        at.y = *y;
}

void Reader::readInterface(Interface &interface, const YamlNode &map, const std::string &path)
{
    Keys keys = addressKeys(interface.addresses, path);
    const auto readFixed = keys.front().take;
    keys.front().take = [&interface, readFixed](const YamlNode &value) {
        interface.dhcp = value.kind == Kind::scalar && value.value == "dhcp";
        if (!interface.dhcp)
            readFixed(value);
    };
    keys.push_back(valueKey("mac", interface.mac, parseMacValue));
    keys.push_back(valueKey("mtu", interface.mtu, parseMtuValue));
    for (const std::string_view key : bridgePortKeys())
        keys.push_back(setKey<BridgePort>(key, interface.port, setBridgePortValue));
    readMap(map, fmt::format("interface '{:.60}' of node '{:.60}'", interface.name, m_node), path, keys);
    checkAddressKeys(map);
}

void Reader::checkAddressKeys(const YamlNode &map)
{
    if (map.find("address") && map.find("addresses"))
        problem(*map.find("addresses"), "'address' and 'addresses' together; write all of them in 'addresses'");
}

/// `address` for one, `addresses` for several.
Reader::Keys Reader::addressKeys(std::vector<base::InterfaceAddress> &addresses, const std::string &path)
{
    const auto readSeveral = [this, &addresses, path](const YamlNode &list) {
        readList(list, "'addresses'", path + "/addresses", [&](const YamlNode &item, std::size_t) {
            if (const auto address = readValue(item, "'addresses'", parseAddressValue))
                addresses.push_back(*address);
        });
    };
    const auto readOne = [this, &addresses](const YamlNode &value) {
        if (value.kind == Kind::list)
            problem(value, "'address' is one address; use 'addresses' for several");
        else if (const auto address = readValue(value, "'address'", parseAddressValue))
            addresses.push_back(*address);
    };
    return {{"address", readOne}, {"addresses", readSeveral}};
}

void Reader::readStart(std::vector<std::string> &lines, const YamlNode &value, const std::string &what, const std::string &path)
{
    readList(value, fmt::format("'start' of {}", what), path, [&](const YamlNode &line, std::size_t) {
        if (isShape(line, Kind::scalar, "a line of 'start'"))
            lines.push_back(line.value);
    });
}

void Reader::readComputer(Computer &computer, const YamlNode &map, const std::string &path)
{
    Keys keys;
    for (const std::string_view key : computerKeys())
        keys.push_back(setKey<Computer>(key, computer, setComputerValue));
    keys.push_back({"costs", [&](const YamlNode &costs) {
                        if (costs.kind == Kind::scalar && costs.value == "free") {
                            computer.costs.fill(base::Duration());
                            return;
                        }
                        Keys each;
                        for (const std::string_view key : costKeys())
                            each.push_back(setKey<Computer>(key, computer, setCostValue));
                        readMap(costs, "'costs' (or write costs: free)", path + "/costs", each);
                    }});
    readMap(map, fmt::format("'computer' of node '{:.60}'", m_node), path, keys);
}

void Reader::readPortRow(Computer &computer, const YamlNode &map, const std::string &path)
{
    PortRow &row = computer.nat.emplace_back();
    const auto readTarget = [&](const YamlNode &value) {
        if (!isShape(value, Kind::scalar, "'to'"))
            return;
        if (const auto done = setPortTarget(row, value.value); !done)
            problem(value, fmt::format("'to': {}", done.error()));
    };
    readMap(map, "a row of 'nat'", path,
            {valueKey("protocol", row.isUdp, parseIsUdpValue), valueKey("port", row.port, parsePortValue), {"to", readTarget}});
    if (map.kind == Kind::null || (map.kind == Kind::map && (!map.find("port") || !map.find("to"))))
        problem(map, "a row of 'nat' has a port outside and where it leads; write {protocol: tcp, port: 8080, to: \"g1:80\"}");
}

void Reader::readGuest(Guest &guest, const YamlNode &map, const std::string &path)
{
    const std::string what = fmt::format("guest '{:.60}'", guest.name);
    std::vector<base::InterfaceAddress> shortcut;
    const auto readInterfaces = [&](const YamlNode &value) {
        if (value.kind == Kind::null || !isShape(value, Kind::map, fmt::format("'interfaces' of {}", what)))
            return;
        readNames(value, fmt::format("'interfaces' of {}", what), path + "/interfaces",
                  [&](const std::string &name, const YamlNode &interface) {
                      readGuestInterface(guest, name, interface, path + "/interfaces/" + name);
                  });
    };
    Keys keys = addressKeys(shortcut, path);
    for (const std::string_view key : guestKeys())
        keys.push_back(setKey<Guest>(key, guest, setGuestValue));
    keys.push_back({"machine", [&](const YamlNode &value) {
                        readMap(value, fmt::format("'machine' of {}", what), path + "/machine", machineKeys(guest.machine));
                    }});
    keys.push_back({"interfaces", readInterfaces});
    keys.push_back({"start", [&](const YamlNode &value) { readStart(guest.start, value, what, path + "/start"); }});
    keys.push_back(textKey("note", guest.note));
    readMap(map, what, path, keys);
    checkAddressKeys(map);
    if (map.kind == Kind::map && !map.find("memory"))
        guest.memory = Guest::usualMemory(guest.kind);
    if (shortcut.empty())
        return;
    if (!guest.interfaces.empty())
        problem(map, fmt::format("{} has both an address and interfaces; write the address into its interface", what));
    GuestInterface &only = guest.interfaces.emplace_back();
    only.addresses = std::move(shortcut);
}

void Reader::readGuestInterface(Guest &guest, const std::string &name, const YamlNode &map, const std::string &path)
{
    GuestInterface &interface = guest.interfaces.emplace_back();
    interface.name = name;
    Keys keys = addressKeys(interface.addresses, path);
    keys.push_back(valueKey("mac", interface.mac, parseMacValue));
    keys.push_back(valueKey("mtu", interface.mtu, parseMtuValue));
    keys.push_back(valueKey("vlan", interface.vlan, parseVlanValue));
    keys.push_back(textKey("adapter", interface.adapter));
    readMap(map, fmt::format("interface '{:.60}' of guest '{:.60}'", name, guest.name), path, keys);
    checkAddressKeys(map);
}

void Reader::readMachine(Machine &machine, const YamlNode &map, const std::string &path)
{
    Keys keys = machineKeys(machine);
    keys.push_back(valueKey("memory", machine.memory, parseMemoryValue));
    keys.push_back(valueKey("network", machine.network, parseNetworkValue));
    keys.push_back(valueKey("card", machine.card, parseCardValue));
    readMap(map, fmt::format("'machine' of node '{:.60}'", m_node), path, keys);
}

/// Those that a node and a guest have alike; a guest has its memory from its computer, and its network is the base portion.
Reader::Keys Reader::machineKeys(Machine &machine)
{
    return {valueKey("processors", machine.processors, parseProcessorsValue), textKey("image", machine.image),
            textKey("kernel", machine.kernel), textKey("initrd", machine.initrd), textKey("append", machine.append),
            valueKey("accel", machine.accel, parseAccelValue), valueKey("disk", machine.disk, parseDiskValue),
            valueKey("graphics", machine.graphics, parseFlagValue)};
}

void Reader::readBridge(Bridge &bridge, const YamlNode &map, const std::string &path)
{
    Keys keys;
    for (const std::string_view key : bridgeKeys())
        keys.push_back(setKey<Bridge>(key, bridge, setBridgeValue));
    readMap(map, fmt::format("'bridge' of node '{:.60}'", m_node), path, keys);
}

void Reader::readService(Service &service, const YamlNode &map, const std::string &path)
{
    const auto namesKey = [&](std::string_view name, std::vector<std::string> &out) {
        return Key{name, [this, name, &out, path](const YamlNode &list) {
                       readList(list, fmt::format("'{}'", name), fmt::format("{}/{}", path, name),
                                [&](const YamlNode &item, std::size_t) {
                                    if (isShape(item, Kind::scalar, fmt::format("a name in '{}'", name)))
                                        out.push_back(item.value);
                                });
                   }};
    };
    readMap(map, fmt::format("'service' of node '{:.60}'", m_node), path,
            {valueKey("address", service.address, parseVirtualAddressValue), valueKey("port", service.port, parseServicePortValue),
             namesKey("classifiers", service.classifiers), namesKey("hosts", service.hosts),
             valueKey("encapsulation", service.encapsulation, parseEncapsulationValue),
             valueKey("mode", service.mode, parseModeValue), textKey("rules", service.rules),
             valueKey("check", service.check, parseCheckValue), valueKey("interval", service.interval, parseCheckTimeValue),
             valueKey("timeout", service.timeout, parseCheckTimeValue), valueKey("rise", service.rise, parseInRowValue),
             valueKey("fall", service.fall, parseInRowValue)});
}

void Reader::readConfig(Node &node, const YamlNode &value)
{
    if (value.kind == Kind::null || !isShape(value, Kind::scalar, "'config'"))
        return;
    node.config = value.value;
    if (!value.literal) {
        m_places.addConfig(m_section + node.name, m_index.place(value.begin), false);
        return;
    }
    // Its lines begin below the "|", as far to the right as the first of them that is not blank.
    const std::size_t firstLine = std::min(m_text.find('\n', value.begin), m_text.size() - 1) + 1;
    std::size_t content = m_text.find_first_not_of(" \r\n", firstLine);
    if (content == std::string_view::npos)
        content = firstLine;
    Place first = m_index.place(firstLine);
    const std::size_t leadingBlanks = std::min(value.value.find_first_not_of(" \n"), value.value.size());
    const std::size_t lineStart = value.value.rfind('\n', leadingBlanks);
    const std::size_t kept = lineStart == std::string::npos ? leadingBlanks : leadingBlanks - lineStart - 1;
    first.column = m_index.place(content).column - static_cast<int>(kept);
    m_places.addConfig(m_section + node.name, first, true);
}

void Reader::addImpairmentKeys(Keys &keys, std::vector<base::Impairment *> targets)
{
    for (const std::string_view key : lab::impairmentKeys()) {
        keys.push_back({key, [this, key, targets](const YamlNode &value) {
                            if (!isShape(value, Kind::scalar, fmt::format("'{}'", key)))
                                return;
                            for (base::Impairment *target : targets) {
                                const auto done = setImpairmentValue(*target, key, value.value);
                                if (!done) {
                                    problem(value, fmt::format("'{}': {}", key, done.error()));
                                    return;
                                }
                            }
                        }});
    }
    keys.push_back({"burst", [this, targets](const YamlNode &map) {
                        if (map.kind == Kind::scalar && map.value == "off") {
                            for (base::Impairment *target : targets)
                                target->burst.reset();
                            return;
                        }
                        base::Impairment read;
                        read.burst = base::BurstLoss();
                        Keys burst;
                        for (const std::string_view key : burstKeys())
                            burst.push_back({key, [this, key, &read](const YamlNode &value) {
                                                 if (!isShape(value, Kind::scalar, fmt::format("'{}'", key)))
                                                     return;
                                                 const auto done = setImpairmentValue(
                                                     read, fmt::format("burst.{}", key), value.value);
                                                 if (!done)
                                                     problem(value, fmt::format("'{}': {}", key, done.error()));
                                             }});
                        readMap(map, "'burst'", "burst", burst);
                        for (base::Impairment *target : targets)
                            target->burst = read.burst;
                    }});
}

void Reader::readLink(Link &link, const YamlNode &map, std::size_t number)
{
    const std::string path = fmt::format("{}links/{}", m_section, number);
    const std::string what = fmt::format("link {}", number + 1);
    if (map.kind == Kind::null) {
        problem(map, fmt::format("{} is empty; write - {{ends: [r1:eth0, r2:eth0]}}", what));
        return;
    }
    Keys keys{
        {"ends", [&](const YamlNode &value) { readEnds(link, value, path); }},
        {"forward", [](const YamlNode &) {}},
        {"backward", [](const YamlNode &) {}},
        textKey("note", link.note),
    };
    addImpairmentKeys(keys, {&link.forward, &link.backward});
    readMap(map, what, path, keys);
    if (map.kind != Kind::map)
        return;
    if (!map.find("ends"))
        problem(map, fmt::format("{} has no 'ends'; write ends: [r1:eth0, r2:eth0]", what));
    // After the keys of both directions, wherever they stand in the text.
    for (const auto &[name, target] : {std::pair("forward", &link.forward), std::pair("backward", &link.backward)}) {
        if (const YamlNode *direction = map.find(name)) {
            Keys own;
            addImpairmentKeys(own, {target});
            readMap(*direction, fmt::format("'{}' of {}", name, what), fmt::format("{}/{}", path, name), own);
        }
    }
}

void Reader::readEnds(Link &link, const YamlNode &list, const std::string &path)
{
    if (list.kind != Kind::list || list.items.size() != 2) {
        problem(list, "'ends' must be two ends, such as [r1:eth0, r2:eth0]");
        return;
    }
    for (std::size_t i = 0; i < 2; ++i) {
        m_places.add(fmt::format("{}/ends/{}", path, i), m_index.place(list.items[i].begin));
        if (auto end = readValue(list.items[i], "'ends'", parseEndValue))
            (i == 0 ? link.a : link.b) = std::move(*end);
    }
}

} // namespace

std::string_view withoutMark(std::string_view text)
{
    constexpr std::string_view kMark = "\xef\xbb\xbf";
    return text.starts_with(kMark) ? text.substr(kMark.size()) : text;
}

/// The tree of the text with the student's values in it, read. False: it is no tree.
static bool readTree(Reader &reader, base::Result<YamlNode, YamlError> &tree, const std::optional<std::string> &student)
{
    if (!tree) {
        reader.problem(tree.error().offset, std::move(tree.error().message));
        return false;
    }
    reader.readLab(*tree, student);
    return true;
}

base::Result<ReadLab, std::vector<Problem>> readWithPlaces(std::string_view text, std::string_view fileName,
                                                           const std::optional<std::string> &student)
{
    text = withoutMark(text);
    Reader reader(text, fileName);
    auto tree = parseYaml(text);
    readTree(reader, tree, student);
    if (!reader.isGood())
        return base::fail(reader.takeProblems());
    ReadLab result = reader.takeLab();
    result.tree = std::move(*tree);
    return result;
}

PartlyRead readPartly(std::string_view text, std::string_view fileName)
{
    text = withoutMark(text);
    Reader reader(text, fileName);
    auto tree = parseYaml(text);
    if (!readTree(reader, tree, std::nullopt))
        return {{}, {}, reader.takeProblems()};
    reader.dropBadLinks();
    std::vector<Problem> problems = reader.takeProblems();
    ReadLab read = reader.takeLab();
    return {std::move(read.lab), std::move(read.places), std::move(problems)};
}

base::Result<Lab, std::vector<Problem>> read(std::string_view text, std::string_view fileName)
{
    auto result = readWithPlaces(text, fileName);
    if (!result)
        return base::fail(std::move(result.error()));
    return std::move(result->lab);
}

base::Result<Lab, std::vector<Problem>> readFor(std::string_view text, const std::string &student, std::string_view fileName)
{
    auto result = readWithPlaces(text, fileName, student);
    if (!result)
        return base::fail(std::move(result.error()));
    return std::move(result->lab);
}

} // namespace hopyard::lab
