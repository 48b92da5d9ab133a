// Names, plugs and places; see lab_builder.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/lab_builder.h"

#include "core/lab/values.h"
#include "core/topology/layout.h"
#include "core/topology/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace hopyard::exchange {

namespace {

constexpr std::size_t kLongestInterface = 15;
constexpr std::size_t kLongestNode = 63;

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return out;
}

bool isForwarder(const lab::Node &node)
{
    return node.kind == lab::NodeKind::hub || node.kind == lab::NodeKind::switch_;
}

} // namespace

std::string interfaceName(std::string_view foreign)
{
    std::string name;
    for (const char c : foreign) {
        const bool isFine = static_cast<unsigned char>(c) > ' ' && static_cast<unsigned char>(c) < 0x7f && c != '/' && c != ':';
        name += isFine ? c : '-';
    }
    if (name.size() > kLongestInterface) { // "GigabitEthernet0-1": the numbers at its end tell it from others
        const std::size_t digits = name.find_first_of("0123456789");
        const std::string tail = digits == std::string::npos ? "" : name.substr(digits);
        name = tail.size() < kLongestInterface ? name.substr(0, kLongestInterface - tail.size()) + tail
                                               : name.substr(name.size() - kLongestInterface);
    }
    return lab::isInterfaceName(name) ? name : "eth0";
}

std::size_t LabBuilder::add(lab::Node node, bool hasPlace)
{
    std::string name = node.name;
    if (!lab::isNodeName(name))
        name = topology::nodeName(name, kLongestNode - 4);
    if (name.empty())
        name = std::string(toString(node.kind));
    if (name != node.name && node.label.empty())
        node.label = node.name;
    std::string unique = name;
    for (int n = 2; !m_names.insert(lowered(unique)).second; ++n)
        unique = fmt::format("{}-{}", name.substr(0, kLongestNode - 8), n);
    node.name = unique;
    std::vector<lab::Interface> interfaces; // two foreign names may be one here
    for (lab::Interface &interface : node.interfaces) {
        interface.name = interfaceName(interface.name);
        const auto same = std::find_if(interfaces.begin(), interfaces.end(), [&](const lab::Interface &i) { return i.name == interface.name; });
        if (same == interfaces.end())
            interfaces.push_back(std::move(interface));
        else
            same->addresses.insert(same->addresses.end(), interface.addresses.begin(), interface.addresses.end());
    }
    node.interfaces = std::move(interfaces);
    for (double *value : {&node.at.x, &node.at.y})
        *value = std::isfinite(*value) ? std::clamp(*value, -1e6, 1e6) : 0;
    m_lab.nodes.push_back(std::move(node));
    m_placed.push_back(hasPlace);
    return m_lab.nodes.size() - 1;
}

bool LabBuilder::isPlugged(std::size_t index, std::string_view interface) const
{
    return m_plugged.contains({index, interfaceName(interface)});
}

std::string LabBuilder::freeInterface(std::size_t index) const
{
    const bool forwarder = isForwarder(m_lab.nodes[index]);
    for (int n = forwarder ? 1 : 0;; ++n)
        if (std::string name = fmt::format("{}{}", forwarder ? "p" : "eth", n); !m_plugged.contains({index, name}))
            return name;
}

bool LabBuilder::connect(std::size_t a, std::string_view interfaceA, std::size_t b, std::string_view interfaceB,
                         const base::Impairment &forward, const base::Impairment &backward)
{
    const std::string nameA = interfaceName(interfaceA), nameB = interfaceName(interfaceB);
    if (m_plugged.contains({a, nameA}) || m_plugged.contains({b, nameB}) || (a == b && nameA == nameB))
        return false;
    for (const auto &[index, name, foreign] : {std::tuple(a, nameA, interfaceA), std::tuple(b, nameB, interfaceB)})
        if (lab::Node &node = m_lab.nodes[index]; node.kind == lab::NodeKind::placeholder && name != foreign)
            node.was.ports.push_back({name, std::string(foreign)});
    m_plugged.insert({a, nameA});
    m_plugged.insert({b, nameB});
    lab::Link link;
    link.a = {m_lab.nodes[a].name, nameA};
    link.b = {m_lab.nodes[b].name, nameB};
    link.forward = forward;
    link.backward = backward;
    m_lab.links.push_back(std::move(link));
    m_links.emplace_back(a, b);
    return true;
}

void LabBuilder::placeBetween(std::vector<lab::Position> &at) const
{
    std::vector<bool> placed = m_placed;
    std::vector<std::vector<std::size_t>> near(at.size());
    for (const auto &[a, b] : m_links) {
        near[a].push_back(b);
        near[b].push_back(a);
    }
    constexpr int kMostRounds = 500; // a longer chain than that stands below
    bool again = true;
    for (int round = 0; again && round < kMostRounds; ++round) { // those next to a placed one first, then those next to them
        again = false;
        const std::vector<bool> before = placed;
        for (std::size_t i = 0; i < at.size(); ++i) {
            lab::Position sum;
            double count = 0;
            for (const std::size_t other : near[i])
                if (before[other]) {
                    sum = {sum.x + at[other].x, sum.y + at[other].y};
                    ++count;
                }
            if (placed[i] || count == 0)
                continue;
            at[i] = {sum.x / count, sum.y / count + (count == 1 ? topology::kNodeSpacing : 0)};
            placed[i] = again = true;
        }
    }
    double left = 0, bottom = 0;
    bool isFirst = true;
    for (std::size_t i = 0; i < at.size(); ++i)
        if (placed[i]) {
            left = isFirst ? at[i].x : std::min(left, at[i].x);
            bottom = isFirst ? at[i].y : std::max(bottom, at[i].y);
            isFirst = false;
        }
    double column = 0;
    for (std::size_t i = 0; i < at.size(); ++i)
        if (!placed[i])
            at[i] = {left + column++ * 1.5 * topology::kNodeSpacing, bottom + 2 * topology::kNodeSpacing};
}

lab::Lab LabBuilder::finish()
{
    const bool anyPlaced = std::any_of(m_placed.begin(), m_placed.end(), [](bool placed) { return placed; });
    std::vector<lab::Position> at;
    if (anyPlaced) { // what is placed stays there: shapes are drawn around it
        for (const lab::Node &node : m_lab.nodes)
            at.push_back(node.at);
        placeBetween(at);
        topology::spread(at, topology::kNodeSpacing);
    } else {
        topology::Topology drawn;
        drawn.nodes.resize(m_lab.nodes.size());
        for (const auto &[from, to] : m_links) {
            drawn.links.emplace_back();
            drawn.links.back().from = from;
            drawn.links.back().to = to;
        }
        topology::Places nowhere;
        nowhere.where.resize(drawn.nodes.size());
        nowhere.guessed.resize(drawn.nodes.size());
        at = topology::layOut(drawn, nowhere);
    }
    for (std::size_t i = 0; i < at.size(); ++i)
        m_lab.nodes[i].at = at[i];
    return std::move(m_lab);
}

} // namespace hopyard::exchange
