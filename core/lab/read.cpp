// The lab's keys and what each may hold; see read.h.
//
// Each mapping of the format is a table of its keys. A table is walked by readMap(), which does what is the same for
// all: unknown keys, keys given twice, wrong shapes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/read.h"

#include "core/base/suggest.h"
#include "core/lab/bridge_values.h"
#include "core/lab/computer_values.h"
#include "core/lab/reader.h"
#include "core/lab/values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <map>
#include <span>

namespace hopyard::lab {

namespace {

using Kind = YamlNode::Kind;

constexpr std::size_t kMostProblems = 100;

std::string_view shapeName(Kind kind)
{
    switch (kind) {
    case Kind::null: return "empty";
    case Kind::scalar: return "a single value";
    case Kind::list: return "a list";
    case Kind::map: return "a mapping";
    }
    return {};
}

class Reader {
public:
    Reader(std::string_view text, std::string_view file) : m_text(text), m_index(text), m_places(std::string(file)) {}

    void readLab(const YamlNode &root);
    void problem(std::size_t offset, std::string message)
    {
        const Place place = m_index.place(offset);
        m_problems.push_back({Problem::Severity::error, m_places.file(), place.line, place.column, std::move(message),
                              m_node});
    }
    /// By place, and not more than a person reads.
    std::vector<Problem> takeProblems();
    ReadLab takeLab() { return {std::move(m_lab), std::move(m_places), {}}; }
    bool isGood() const { return m_problems.empty(); }
    /// Without the links from the first on that is not as it should be: places are by number.
    void dropBadLinks() { m_lab.links.resize(std::min(m_goodLinks, m_lab.links.size())); }

private:
    /// What may stand at one key; called with its value.
    struct Key {
        std::string_view name;
        std::function<void(const YamlNode &)> take;
    };
    using Keys = std::vector<Key>;

    void problem(const YamlNode &node, std::string message) { problem(node.begin, std::move(message)); }
    bool isShape(const YamlNode &node, Kind kind, std::string_view what);
    void readMap(const YamlNode &map, std::string_view what, const std::string &path, const Keys &keys);
    void readNames(const YamlNode &map, std::string_view what, const std::string &path,
                   const std::function<void(const std::string &, const YamlNode &)> &take);
    void readList(const YamlNode &list, std::string_view what, const std::string &path,
                  const std::function<void(const YamlNode &, std::size_t)> &take);

    /// A key with one text.
    Key textKey(std::string_view name, std::string &out);
    /// A key with one value that `parse` understands.
    template <class T, class Out>
    Key valueKey(std::string_view name, Out &out, Parsed<T> (*parse)(std::string_view))
    {
        return {name, [this, name, &out, parse](const YamlNode &node) {
                    if (auto value = readValue(node, fmt::format("'{}'", name), parse))
                        out = std::move(*value);
                }};
    }
    template <class T>
    std::optional<T> readValue(const YamlNode &node, std::string_view what, Parsed<T> (*parse)(std::string_view))
    {
        if (!isShape(node, Kind::scalar, what))
            return std::nullopt;
        auto value = parse(node.value);
        if (value)
            return std::move(*value);
        problem(node, fmt::format("{}: {}", what, value.error()));
        return std::nullopt;
    }

    void readVersion(const YamlNode &root);
    void readNode(const std::string &name, const YamlNode &map);
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
    void readLink(const YamlNode &map, std::size_t number);
    void readEnds(Link &link, const YamlNode &list, const std::string &path);
    void addImpairmentKeys(Keys &keys, std::vector<base::Impairment *> targets);

    std::string_view m_text;
    LineIndex m_index;
    Places m_places;
    Lab m_lab;
    std::vector<Problem> m_problems;
    std::size_t m_goodLinks = static_cast<std::size_t>(-1); // so many before the first with a problem
    std::string m_node; // being read, for the problems
};

std::vector<Problem> Reader::takeProblems()
{
    std::ranges::stable_sort(m_problems, {}, [](const Problem &p) { return std::pair(p.line, p.column); });
    if (m_problems.size() > kMostProblems) {
        const std::size_t more = m_problems.size() - kMostProblems;
        m_problems.resize(kMostProblems);
        m_problems.push_back({Problem::Severity::error, m_places.file(), 0, 0, fmt::format("and {} more", more), {}});
    }
    return std::move(m_problems);
}

bool Reader::isShape(const YamlNode &node, Kind kind, std::string_view what)
{
    if (node.kind == kind)
        return true;
    problem(node, fmt::format("{} must be {}, but it is {}", what, shapeName(kind), shapeName(node.kind)));
    return false;
}

/// Walks a mapping by the table of its keys. An empty value ("eth0:") is a mapping without keys.
void Reader::readMap(const YamlNode &map, std::string_view what, const std::string &path, const Keys &keys)
{
    if (map.kind == Kind::null || !isShape(map, Kind::map, what))
        return;
    readNames(map, what, path, [&](const std::string &name, const YamlNode &value) {
        const auto key = std::ranges::find(keys, name, &Key::name);
        if (key != keys.end()) {
            key->take(value);
            return;
        }
        std::vector<std::string_view> known;
        for (const Key &k : keys)
            known.push_back(k.name);
        const std::string_view close = base::closestWord(name, known);
        const YamlNode &at = *(&value - 1); // the key stands before its value
        problem(at, fmt::format("unknown key '{:.60}' in {}; {}", name, what,
                                close.empty() ? fmt::format("known are {}", fmt::join(known, ", "))
                                              : fmt::format("did you mean '{}'?", close)));
    });
}

/// Walks a mapping whose keys may be any names; each key once.
void Reader::readNames(const YamlNode &map, std::string_view what, const std::string &path,
                       const std::function<void(const std::string &, const YamlNode &)> &take)
{
    std::map<std::string_view, std::size_t> seen;
    for (std::size_t i = 0; i < map.entries(); ++i) {
        const YamlNode &key = map.keyAt(i);
        if (key.kind != Kind::scalar) {
            problem(key, fmt::format("a key in {} must be a word, but it is {}", what, shapeName(key.kind)));
            continue;
        }
        const auto [first, isNew] = seen.emplace(key.value, key.begin);
        if (!isNew) {
            problem(key, fmt::format("'{:.60}' stands twice in {}; the first is on line {}", key.value, what,
                                     m_index.place(first->second).line));
            continue;
        }
        const std::string prefix = path.empty() ? "" : path + '/';
        m_places.add(prefix + key.value, m_index.place(key.begin));
        take(key.value, map.valueAt(i));
    }
}

/// Walks a list; a value that stands alone is a list of one.
void Reader::readList(const YamlNode &list, std::string_view what, const std::string &path,
                      const std::function<void(const YamlNode &, std::size_t)> &take)
{
    if (list.kind == Kind::scalar) {
        m_places.add(path + "/0", m_index.place(list.begin));
        take(list, 0);
        return;
    }
    if (list.kind == Kind::null || !isShape(list, Kind::list, what))
        return;
    for (std::size_t i = 0; i < list.items.size(); ++i) {
        m_places.add(fmt::format("{}/{}", path, i), m_index.place(list.items[i].begin));
        take(list.items[i], i);
    }
}

Reader::Key Reader::textKey(std::string_view name, std::string &out)
{
    return {name, [this, name, &out](const YamlNode &node) {
                if (node.kind == Kind::null && node.begin == node.end)
                    return; // "note:" with nothing behind it
                if (node.kind == Kind::null)
                    out = m_text.substr(node.begin, node.end - node.begin); // the word null
                else if (isShape(node, Kind::scalar, fmt::format("'{}'", name)))
                    out = node.value;
            }};
}

void Reader::readLab(const YamlNode &root)
{
    if (root.kind == Kind::null || root.kind == Kind::scalar || root.kind == Kind::list) {
        problem(root, fmt::format("a lab begins with \"hopyard: {}\", then title, nodes and links; this text is {}",
                                  kFormatVersion, shapeName(root.kind)));
        return;
    }
    readVersion(root);
    if (!isGood())
        return; // the rest may mean anything in another version
    const Keys keys{
        {"hopyard", [](const YamlNode &) {}},
        textKey("title", m_lab.title),
        textKey("description", m_lab.description),
        {"nodes",
         [this](const YamlNode &nodes) {
             if (nodes.kind == Kind::null || !isShape(nodes, Kind::map, "'nodes'"))
                 return;
             readNames(nodes, "'nodes'", "nodes", [this](const std::string &name, const YamlNode &value) {
                 m_node = name;
                 readNode(name, value);
                 m_node.clear();
             });
         }},
        {"links",
         [this](const YamlNode &links) {
             if (links.kind == Kind::null || !isShape(links, Kind::list, "'links'"))
                 return;
             readList(links, "'links'", "links",
                      [this](const YamlNode &link, std::size_t number) {
                          const std::size_t before = m_problems.size();
                          readLink(link, number);
                          if (m_problems.size() != before)
                              m_goodLinks = std::min(m_goodLinks, number);
                      });
         }},
    };
    readMap(root, "the lab", "", keys);
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

void Reader::readNode(const std::string &name, const YamlNode &map)
{
    Node &node = m_lab.nodes.emplace_back();
    node.name = name;
    const std::string path = "nodes/" + name;
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
    readMap(map, fmt::format("'machine' of node '{:.60}'", m_node), path, keys);
}

/// Those that a node and a guest have alike; a guest has its memory from its computer, and its network is the base portion.
Reader::Keys Reader::machineKeys(Machine &machine)
{
    return {valueKey("processors", machine.processors, parseProcessorsValue), textKey("image", machine.image),
            textKey("kernel", machine.kernel), textKey("initrd", machine.initrd), textKey("append", machine.append),
            valueKey("accel", machine.accel, parseAccelValue), valueKey("graphics", machine.graphics, parseFlagValue)};
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
        m_places.addConfig(node.name, m_index.place(value.begin), false);
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
    m_places.addConfig(node.name, first, true);
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

void Reader::readLink(const YamlNode &map, std::size_t number)
{
    Link &link = m_lab.links.emplace_back();
    const std::string path = fmt::format("links/{}", number);
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

base::Result<ReadLab, std::vector<Problem>> readWithPlaces(std::string_view text, std::string_view fileName)
{
    text = withoutMark(text);
    Reader reader(text, fileName);
    auto tree = parseYaml(text);
    if (tree)
        reader.readLab(*tree);
    else
        reader.problem(tree.error().offset, std::move(tree.error().message));
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
    if (!tree) {
        reader.problem(tree.error().offset, std::move(tree.error().message));
        return {{}, {}, reader.takeProblems()};
    }
    reader.readLab(*tree);
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

} // namespace hopyard::lab
