// Names, links' qualities, notes; see build_lab.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/topology/build_lab.h"

#include "core/topology/geo.h"
#include "core/topology/layout.h"
#include "core/topology/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace hopyard::topology {

namespace {

std::string lowered(std::string text)
{
    for (char &c : text)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return text;
}

Topology withoutExternal(const Topology &topology, std::size_t &leftOut)
{
    Topology kept = topology;
    kept.nodes.clear();
    kept.links.clear();
    std::vector<std::size_t> place(topology.nodes.size());
    for (std::size_t i = 0; i < topology.nodes.size(); ++i) {
        place[i] = kept.nodes.size();
        if (topology.nodes[i].isExternal)
            ++leftOut;
        else
            kept.nodes.push_back(topology.nodes[i]);
    }
    for (Link link : topology.links) {
        if (topology.nodes[link.from].isExternal || topology.nodes[link.to].isExternal)
            continue;
        link.from = place[link.from];
        link.to = place[link.to];
        kept.links.push_back(std::move(link));
    }
    return kept;
}

/// The speed that most links have; of several the fastest.
std::optional<base::BitRate> usualSpeed(const Topology &topology)
{
    std::map<base::BitRate, std::size_t> counts;
    for (const Link &link : topology.links)
        if (link.speed)
            ++counts[*link.speed];
    const auto most = std::ranges::max_element(counts, {}, [](const auto &entry) { return std::pair(entry.second, entry.first); });
    return most == counts.end() ? std::nullopt : std::optional(most->first);
}

struct Line {
    std::optional<base::BitRate> speed; ///< known or assumed
    bool isAssumed = false;
    std::optional<double> km;
};

class Builder {
public:
    Builder(const Topology &topology, const BuildOptions &options) : m_topology(topology), m_options(options) {}

    Built run()
    {
        m_places = findPlaces(m_topology);
        m_built.facts.placesGuessed = m_places.guesses;
        m_built.facts.placesMissing = static_cast<std::size_t>(
            std::ranges::count_if(m_places.where, [](const auto &point) { return !point.has_value(); }));
        measureLines();
        m_names = nodeNames(m_topology, m_built.facts);
        m_routers = planRouters(m_topology, m_names, costs(), m_options.plan);
        addNodes();
        addLinks();
        sayFacts();
        describe();
        return std::move(m_built);
    }

private:
    void measureLines()
    {
        const auto assumed = m_options.speed ? m_options.speed : usualSpeed(m_topology);
        for (const Link &link : m_topology.links) {
            Line line;
            line.speed = link.speed ? link.speed : assumed;
            line.isAssumed = !link.speed && assumed;
            m_built.facts.speedsAssumed += line.isAssumed;
            m_built.facts.speedsUnknown += !line.speed.has_value();
            if (m_places.where[link.from] && m_places.where[link.to])
                line.km = distanceKm(*m_places.where[link.from], *m_places.where[link.to]);
            m_lines.push_back(line);
        }
        if (m_built.facts.speedsAssumed > 0)
            m_built.facts.assumedSpeed = assumed;
    }

    std::vector<std::uint16_t> costs() const
    {
        if (m_options.costFrom == CostFrom::equal)
            return std::vector<std::uint16_t>(m_lines.size(), 10);
        std::vector<std::uint16_t> result;
        if (m_options.costFrom == CostFrom::distance) {
            for (const Line &line : m_lines)
                result.push_back(costFromDistance(line.km.value_or(0)));
            return result;
        }
        std::vector<std::optional<base::BitRate>> speeds;
        for (const Line &line : m_lines)
            speeds.push_back(line.speed);
        result = costsFromSpeeds(speeds);
        for (std::size_t i = 0; i < result.size(); ++i)
            if (const auto given = m_topology.links[i].cost)
                result[i] = static_cast<std::uint16_t>(std::clamp(*given, 1.0, 65'535.0));
        return result;
    }

    std::string noteOf(std::size_t n) const
    {
        const Node &node = m_topology.nodes[n];
        std::string note;
        const auto add = [&](std::string_view text) {
            if (!text.empty())
                note += fmt::format("{}{}", note.empty() ? "" : "; ", text);
        };
        add(node.country);
        add(node.type);
        if (node.isExternal)
            add("of another network");
        if (node.isJunction)
            add("a point where lines meet on the map");
        if (m_places.guessed[n])
            add("place guessed from its neighbours");
        else if (m_places.where[n])
            add(fmt::format("{:.2f}° {}, {:.2f}° {}", std::abs(node.where->latitude), node.where->latitude < 0 ? "S" : "N",
                            std::abs(node.where->longitude), node.where->longitude < 0 ? "W" : "E"));
        return note;
    }

    void addNodes()
    {
        const std::vector<lab::Position> positions = layOut(m_topology, m_places);
        for (std::size_t i = 0; i < m_routers.size(); ++i) {
            lab::Node node;
            node.name = m_names[i];
            node.kind = lab::NodeKind::router;
            node.at = positions[i];
            node.config = configText(m_routers, i, m_options.plan);
            const Node &drawn = m_topology.nodes[i];
            if (drawn.label != node.name && !isNoLabel(drawn.label))
                node.label = drawn.label;
            else if (isNoLabel(drawn.label) && nodeName(drawn.id) != drawn.id) // the name has not all of its letters
                node.label = cleanText(drawn.id);
            addToGroup(drawn.group, node.name);
            node.note = noteOf(i);
            m_built.lab.nodes.push_back(std::move(node));
        }
    }

    void addToGroup(const std::string &heading, const std::string &node)
    {
        constexpr std::size_t kLongestName = 60, kMostGroups = 1'000;
        std::string name = cleanText(heading);
        if (name.size() > kLongestName)
            name = cleanText(repairUtf8(std::string_view(name).substr(0, kLongestName - 4)));
        if (name.empty() || (m_groups.size() >= kMostGroups && !m_groups.contains(name)))
            return;
        const auto [known, isNew] = m_groups.try_emplace(name, m_built.drawing.groups.size());
        if (isNew)
            m_built.drawing.groups.push_back({name, {}, false});
        m_built.drawing.groups[known->second].nodes.push_back(node);
    }

    void addLinks()
    {
        std::vector<std::size_t> used(m_routers.size(), 0);
        for (std::size_t i = 0; i < m_topology.links.size(); ++i) {
            const Link &from = m_topology.links[i];
            const Line &line = m_lines[i];
            lab::Link link;
            link.a = {m_names[from.from], m_routers[from.from].interfaces[used[from.from]++].name};
            link.b = {m_names[from.to], m_routers[from.to].interfaces[used[from.to]++].name};
            link.forward.delay = fibreDelay(line.km.value_or(0));
            if (m_options.withRates && line.speed)
                link.forward.rate = *line.speed;
            link.backward = link.forward;
            if (m_options.withRates && from.reverse)
                link.backward.rate = *from.reverse;
            link.note = from.label;
            if (line.km)
                link.note += fmt::format("{}{:.0f} km", link.note.empty() ? "" : ", ", *line.km);
            if (line.isAssumed)
                link.note += fmt::format("{}speed assumed", link.note.empty() ? "" : ", ");
            m_built.lab.links.push_back(std::move(link));
        }
    }

    void sayFacts()
    {
        BuildFacts &facts = m_built.facts;
        const auto component = components(m_topology);
        facts.components = component.empty() ? 0 : *std::ranges::max_element(component) + 1;
        constexpr std::size_t kMostForDiameter = 5'000;
        if (m_topology.nodes.size() <= kMostForDiameter)
            facts.diameter = diameter(m_topology);
        for (const PlannedRouter &router : m_routers)
            if (router.isReflector)
                facts.reflectors.push_back(router.name);
        if (facts.components > 1)
            facts.warnings.push_back(fmt::format("the network is in {} parts that no line connects", facts.components));
        if (m_options.plan == Plan::rip && (facts.diameter > 14 || facts.diameter == 0) && m_topology.nodes.size() > 15)
            facts.warnings.push_back(fmt::format("some routers are {} links apart and RIP's longest way has 14: they will not "
                                                 "reach each other", facts.diameter > 0 ? fmt::format("{}", facts.diameter)
                                                                                        : std::string("very many")));
    }

    void describe()
    {
        lab::Lab &lab = m_built.lab;
        const Attributes &attributes = m_topology.attributes;
        lab.title = m_topology.name;
        std::string text = fmt::format("{} routers, {} links.", lab.nodes.size(), lab.links.size());
        const std::string_view where = find(attributes, "GeoLocation");
        std::string_view when = find(attributes, "DateYear");
        if (!where.empty() && !isNoLabel(where))
            text += fmt::format(" {}", where);
        if (!when.empty() && !isNoLabel(when))
            text += fmt::format("{}{}", where.empty() ? " " : ", ", when);
        if (text.back() != '.')
            text += '.';
        if (const std::string_view note = find(attributes, "Note"); !note.empty() && !isNoLabel(note))
            text += fmt::format("\nNote of the source: {}", note);
        if (!m_topology.source.empty())
            text += fmt::format("\nFrom {}.", m_topology.source);
        if (const std::string_view source = find(attributes, "Source"); !source.empty() && !isNoLabel(source))
            text += fmt::format("\nDrawn there from {}", source);
        text += fmt::format("\nPlan {}: {}", toString(m_options.plan), planSentence());
        text += "\n";
        lab.description = std::move(text);
    }

    std::string_view planSentence() const
    {
        switch (m_options.plan) {
        case Plan::ospf: return "OSPF in one area; loopbacks from 10.255.0.0/16, links from 10.0.0.0/8.";
        case Plan::rip: return "RIP version 2; loopbacks from 10.255.0.0/16, links from 10.0.0.0/8.";
        case Plan::ibgpRouteReflectors:
            return "AS 65000 with route reflectors between loopbacks (10.255.0.0/16), over OSPF in one area; each router "
                   "announces a network of customers from 172.16.0.0/12.";
        case Plan::ebgp:
            return "each router an AS with a session on every link; each announces a network of customers from "
                   "172.16.0.0/12. Only these are known everywhere: ping from one of them.";
        }
        return {};
    }

    const Topology &m_topology;
    const BuildOptions &m_options;
    Places m_places;
    std::vector<Line> m_lines;
    std::vector<std::string> m_names;
    std::vector<PlannedRouter> m_routers;
    std::map<std::string, std::size_t> m_groups; // to their places in the drawing
    Built m_built;
};

} // namespace

std::vector<std::string> nodeNames(const Topology &topology, BuildFacts &facts)
{
    std::vector<std::string> names;
    std::set<std::string> taken;
    std::map<std::string, std::size_t> next; // so that a thousand alike are not counted through a thousand times
    for (const Node &node : topology.nodes) {
        std::string name = isNoLabel(node.label) ? std::string() : nodeName(node.label);
        if (name.empty()) {
            const std::string id = nodeName(node.id);
            const bool isNumber = id.find_first_not_of("0123456789") == std::string::npos;
            name = node.isJunction ? fmt::format("junction{}{}", id.empty() ? "" : "-", id)
                : isNumber         ? fmt::format("node{}{}", id.empty() ? "" : "-", id)
                                   : id;
            ++facts.namesMade;
        }
        const std::string stem = name;
        std::size_t &number = next[lowered(stem)];
        facts.namesNumbered += taken.contains(lowered(name));
        while (!taken.insert(lowered(name)).second) {
            number = std::max<std::size_t>(number + 1, 2);
            name = fmt::format("{}-{}", stem, number);
        }
        names.push_back(std::move(name));
    }
    return names;
}

Built buildLab(const Topology &topology, const BuildOptions &options)
{
    if (options.withExternal || std::ranges::all_of(topology.nodes, &Node::isExternal))
        return Builder(topology, options).run();
    std::size_t leftOut = 0;
    const Topology kept = withoutExternal(topology, leftOut);
    Built built = Builder(kept, options).run();
    built.facts.externalLeftOut = leftOut;
    return built;
}

} // namespace hopyard::topology
