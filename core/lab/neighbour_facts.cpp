// Line by line, with the block that a line stands in; see neighbour_facts.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/neighbour_facts.h"

#include "core/lab/config_words.h"

#include <algorithm>
#include <charconv>

namespace hopyard::lab {

namespace {

template <class Number>
std::optional<Number> parseNumber(std::string_view text)
{
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(value) : std::nullopt;
}

/// "ip ospf authentication", "… null", "… message-digest", as the two sides must agree.
std::string authenticationNamed(std::string_view word)
{
    return word == "message-digest" ? "message-digest" : word == "null" ? "none" : "password";
}

class Reader {
public:
    NeighbourFacts read(std::string_view config)
    {
        while (!config.empty()) {
            const std::string_view line = config.substr(0, config.find('\n'));
            config.remove_prefix(std::min(line.size() + 1, config.size()));
            ConfigWords words = configWords(line);
            if (words.empty() || words.front() == "!")
                continue;
            const bool isNo = words.front() == "no";
            if (isNo)
                words.erase(words.begin());
            if (!words.empty())
                readLine(words, isNo);
        }
        if (m_facts.ospf) // the first that covers an address counts, in this order
            std::ranges::stable_sort(m_facts.ospf->networks, {}, &NeighbourFacts::Network::prefix);
        return std::move(m_facts);
    }

private:
    enum class Block : std::uint8_t { none, interface, ospf, rip, bgp };

    void readLine(const ConfigWords &words, bool isNo)
    {
        const std::string_view first = words.front(), second = wordAt(words, 1);
        if (first == "interface") {
            m_block = isNo ? Block::none : Block::interface;
            if (!isNo)
                m_interface = &m_facts.interfaces[std::string(second)];
        } else if (first == "router") {
            enter(words, isNo);
        } else if (first == "exit" || first == "end" || first == "route-map" || first == "key" || first == "line") {
            m_block = Block::none;
        } else if (first == "vrf" || first == "pbr-map") {
            m_facts.isOpaque = true;
            m_block = Block::none;
        } else if ((first == "ip" || first == "ipv6") && second == "route") {
            for (const std::string_view word : words)
                if (const auto hop = isNo ? std::nullopt : base::IpAddress::parse(word))
                    m_facts.hops.insert(*hop);
        } else {
            switch (m_block) {
            case Block::interface: readInterface(words, isNo); break;
            case Block::ospf: readOspf(words, isNo); break;
            case Block::rip: readRip(words, isNo); break;
            case Block::bgp: readBgp(words, isNo); break;
            case Block::none: break;
            }
        }
    }

    void enter(const ConfigWords &words, bool isNo)
    {
        const std::string_view name = wordAt(words, 1);
        m_block = Block::none;
        if (name == "ospf6" || name == "ripng")
            return;
        if (isNo || std::ranges::find(words, "vrf") != words.end() || (name == "ospf" && words.size() > 2)) {
            m_facts.isOpaque = true;
        } else if (name == "ospf") {
            m_block = Block::ospf;
            need(m_facts.ospf);
        } else if (name == "rip") {
            m_block = Block::rip;
            need(m_facts.rip);
        } else if (name == "bgp") {
            m_block = Block::bgp;
            need(m_facts.bgp).as = wordAt(words, 2);
        }
    }

    template <class Part>
    static Part &need(std::optional<Part> &part)
    {
        if (!part)
            part = Part(); // clang 14 refuses emplace() of what is nested
        return *part;
    }

    void readInterface(const ConfigWords &words, bool isNo)
    {
        const std::string_view protocol = wordAt(words, 1), third = wordAt(words, 2), fourth = wordAt(words, 3);
        if (words.front() != "ip")
            return;
        if (protocol == "address" && third == "dhcp")
            m_facts.isOpaque = true;
        if (protocol == "vrf")
            m_facts.isOpaque = true;
        if (protocol == "ospf")
            readOspfOfInterface(words, third, fourth, isNo);
        if (protocol != "rip")
            return;
        if (wordAt(words, 3) == "version")
            m_interface->hasRipVersion = !isNo;
        if (third != "authentication")
            return;
        if (fourth == "mode")
            m_interface->ripMode = isNo ? std::string_view() : wordAt(words, 4);
        else if (fourth == "string")
            m_interface->ripPassword = isNo ? std::string_view() : wordAt(words, 4);
        else if (fourth == "key-chain")
            m_interface->hasRipKeyChain = !isNo;
    }

    void readOspfOfInterface(const ConfigWords &words, std::string_view what, std::string_view value, bool isNo)
    {
        NeighbourFacts::Interface &i = *m_interface;
        // "ip ospf hello-interval 5 10.0.0.1" is about one address
        if (words.size() > 3 && base::IpAddress::parse(words.back()) && !(what == "area" && words.size() == 4))
            i.isUnsure = true;
        if (what == "area") {
            i.area = isNo ? std::string_view() : value;
            if (!isNo)
                need(m_facts.ospf);
        } else if (what == "network") {
            i.network = isNo ? std::string_view() : value;
        } else if (what == "hello-interval") {
            i.hello = isNo ? std::nullopt : parseNumber<unsigned>(value);
        } else if (what == "dead-interval") {
            i.isFast = !isNo && value == "minimal";
            i.dead = isNo ? std::nullopt : parseNumber<unsigned>(value);
        } else if (what == "authentication") {
            i.authentication = isNo ? std::string() : authenticationNamed(value);
            i.isUnsure = i.isUnsure || (!isNo && value == "key-chain");
        } else if (what == "authentication-key") {
            i.password = isNo ? std::string_view() : value;
        } else if (what == "message-digest-key") {
            if (isNo)
                std::erase_if(i.keys, [&](const std::string &key) { return key.starts_with(std::string(value) + ' '); });
            else
                i.keys.insert(std::string(value) + ' ' + std::string(wordAt(words, 4)) + ' ' + std::string(wordAt(words, 5)));
        } else if (what == "passive") {
            i.isPassive = !isNo;
        } else if (what == "mtu-ignore") {
            i.ignoresMtu = !isNo;
        }
    }

    void readOspf(const ConfigWords &words, bool isNo)
    {
        NeighbourFacts::Ospf &ospf = *m_facts.ospf;
        const std::string_view first = words.front(), second = wordAt(words, 1), third = wordAt(words, 2);
        if (first == "passive-interface") {
            if (second == "default")
                ospf.isPassive = !isNo;
            else
                m_facts.interfaces[std::string(second)].isPassive = !isNo;
        } else if (first == "network" && !isNo) {
            const auto prefix = base::IpPrefix::parse(second, true);
            const auto area = parseArea(wordAt(words, 3));
            if (prefix && area)
                ospf.networks.push_back({*prefix, *area});
        } else if (first == "area") {
            const auto area = parseArea(second);
            if (!area)
                return;
            NeighbourFacts::Area &said = ospf.areas[*area];
            if (third == "stub" || third == "nssa") {
                said.kind = isNo ? std::string_view("normal") : third;
            } else if (third == "authentication") {
                said.isSaid = !isNo;
                said.authentication = authenticationNamed(wordAt(words, 3));
            }
        }
    }

    void readRip(const ConfigWords &words, bool isNo)
    {
        NeighbourFacts::Rip &rip = *m_facts.rip;
        const std::string_view first = words.front(), second = wordAt(words, 1);
        if (first == "network" && !isNo) {
            if (const auto prefix = base::IpPrefix::parse(second, true))
                rip.networks.push_back(*prefix);
            else
                rip.interfaces.emplace(second);
        } else if (first == "passive-interface") {
            if (second == "default")
                rip.isPassive = !isNo;
            else
                (isNo ? rip.notPassive : rip.passive).emplace(second);
        } else if (first == "version") {
            rip.version = isNo ? std::string_view() : second;
        }
    }

    void readBgp(const ConfigWords &words, bool isNo)
    {
        NeighbourFacts::Bgp &bgp = *m_facts.bgp;
        const std::string_view first = words.front(), second = wordAt(words, 1), third = wordAt(words, 2), fourth = wordAt(words, 3);
        if (first == "bgp" && (second == "confederation" || second == "listen"))
            bgp.isUnsure = true;
        if (first != "neighbor" || second.empty())
            return;
        if (third == "interface")
            bgp.isUnsure = true;
        if (third.empty()) {
            if (const auto peer = bgp.peers.find(second); isNo && peer != bgp.peers.end())
                bgp.peers.erase(peer);
            return;
        }
        const auto put = [&](std::string NeighbourFacts::Peer::*member) {
            bgp.peers[std::string(second)].*member = isNo ? std::string_view() : fourth;
        };
        if (third == "remote-as")
            put(&NeighbourFacts::Peer::remoteAs);
        else if (third == "local-as")
            put(&NeighbourFacts::Peer::localAs);
        else if (third == "password")
            put(&NeighbourFacts::Peer::password);
        else if (third == "update-source")
            put(&NeighbourFacts::Peer::source);
        else if (third == "peer-group" && !fourth.empty())
            put(&NeighbourFacts::Peer::group);
        else if (third == "shutdown")
            bgp.peers[std::string(second)].isShut = !isNo;
    }

    NeighbourFacts m_facts;
    Block m_block = Block::none;
    NeighbourFacts::Interface *m_interface = nullptr;
};

bool covers(const base::IpPrefix &network, const base::InterfaceAddress &address)
{
    return network.contains(address.address) && network.length() <= address.length;
}

} // namespace

std::optional<std::uint32_t> parseArea(std::string_view text)
{
    if (const auto address = base::Ipv4Address::parse(text))
        return address->value();
    return parseNumber<std::uint32_t>(text);
}

std::optional<OspfSpoken> NeighbourFacts::ospfAt(std::string_view name, const base::InterfaceAddress &address) const
{
    static const Interface kNothingSaid;
    const auto found = interfaces.find(name);
    const Interface &said = found == interfaces.end() ? kNothingSaid : found->second;
    if (isOpaque || !ospf || said.isUnsure || !address.address.isV4())
        return std::nullopt;
    OspfSpoken spoken;
    if (const auto area = parseArea(said.area)) {
        spoken.area = *area;
    } else {
        const auto network = std::ranges::find_if(ospf->networks, [&](const Network &each) { return covers(each.prefix, address); });
        if (network == ospf->networks.end())
            return std::nullopt;
        spoken.area = network->area;
    }
    if (!said.network.empty())
        spoken.network = said.network;
    spoken.hello = said.hello.value_or(spoken.hello);
    spoken.dead = said.isFast ? 1 : said.dead.value_or(4 * spoken.hello);
    spoken.hello = said.isFast ? 0 : spoken.hello; // of such a neighbour the interval is not looked at
    if (const auto area = ospf->areas.find(spoken.area); area != ospf->areas.end()) {
        spoken.areaKind = area->second.kind;
        if (area->second.isSaid)
            spoken.authentication = area->second.authentication;
    }
    if (!said.authentication.empty())
        spoken.authentication = said.authentication;
    if (spoken.authentication == "message-digest")
        spoken.keys = said.keys;
    else if (spoken.authentication == "password")
        spoken.keys = {said.password};
    spoken.ignoresMtu = said.ignoresMtu;
    spoken.isPassive = said.isPassive.value_or(ospf->isPassive);
    return spoken;
}

bool NeighbourFacts::isUnsureAt(std::string_view name) const
{
    const auto found = interfaces.find(name);
    return isOpaque || (found != interfaces.end() && found->second.isUnsure);
}

std::optional<RipSpoken> NeighbourFacts::ripAt(std::string_view name, const base::InterfaceAddress &address) const
{
    if (isOpaque || !rip || !address.address.isV4())
        return std::nullopt;
    const bool isSpoken = rip->interfaces.contains(name)
                       || std::ranges::any_of(rip->networks, [&](const base::IpPrefix &each) { return each.contains(address.address); });
    if (!isSpoken)
        return std::nullopt;
    RipSpoken spoken;
    spoken.isPassive = rip->isPassive ? !rip->notPassive.contains(name) : rip->passive.contains(name);
    spoken.version = rip->version.empty() ? "2" : rip->version;
    if (const auto said = interfaces.find(name); said != interfaces.end()) {
        if (said->second.hasRipVersion)
            spoken.version.clear();
        if (!said->second.ripMode.empty()) // a password alone counts for nothing
            spoken.authentication = said->second.ripMode == "text" ? "password" : "message-digest";
        spoken.password = said->second.hasRipKeyChain ? std::string() : said->second.ripPassword;
    }
    return spoken;
}

std::vector<std::pair<base::IpAddress, NeighbourFacts::Peer>> NeighbourFacts::peers() const
{
    std::vector<std::pair<base::IpAddress, Peer>> all;
    if (!bgp)
        return all;
    for (const auto &[name, own] : bgp->peers) {
        const auto address = base::IpAddress::parse(name);
        if (!address)
            continue;
        Peer peer = own;
        if (const auto group = bgp->peers.find(own.group); !own.group.empty() && group != bgp->peers.end())
            for (std::string Peer::*member : {&Peer::remoteAs, &Peer::localAs, &Peer::password, &Peer::source})
                if ((peer.*member).empty())
                    peer.*member = group->second.*member;
        all.emplace_back(*address, std::move(peer));
    }
    return all;
}

std::set<std::string> NeighbourFacts::protocols() const
{
    std::set<std::string> spoken;
    if (ospf)
        spoken.insert("ospf");
    if (rip)
        spoken.insert("rip");
    if (bgp)
        spoken.insert("bgp");
    return spoken;
}

NeighbourFacts neighbourFacts(std::string_view config) { return Reader().read(config); }

} // namespace hopyard::lab
