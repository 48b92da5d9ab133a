// The walk over GraphML's elements; pugixml reads the XML. See graphml.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/topology/graphml.h"

#include "core/topology/attributes.h"
#include "core/topology/source_text.h"
#include "core/topology/text.h"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace hopyard::topology {

namespace {

using Element = pugi::xml_node;

/// The name without a namespace's prefix: "y:NodeLabel" is NodeLabel.
std::string_view nameOf(const Element &element)
{
    const std::string_view name = element.name();
    return name.substr(name.find(':') + 1);
}

/// The element of that name in `top` or up to four levels below it.
Element findBelow(const Element &top, std::string_view name, int levels = 4)
{
    for (const Element child : top.children()) {
        if (nameOf(child) == name)
            return child;
        if (levels > 0)
            if (const Element found = findBelow(child, name, levels - 1))
                return found;
    }
    return {};
}

/// All text directly in the element, which comments and CDATA may divide.
std::string textOf(const Element &element)
{
    std::string text;
    for (const Element child : element.children())
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
            text += child.value();
    return cleanText(text);
}

class Reader {
public:
    Reader(std::string_view text, std::string_view fileName)
        : m_source(text, declaredEncoding(text), fileName), m_fileName(fileName)
    {
    }

    Parsed run()
    {
        // Text between elements is not kept, character references are resolved, DTDs are skipped.
        const pugi::xml_parse_result result = m_document.load_buffer(m_source.utf8().data(), m_source.utf8().size(),
                                                                     pugi::parse_default, pugi::encoding_utf8);
        if (!result) {
            const auto at = std::min(m_source.utf8().size(), static_cast<std::size_t>(std::max<std::ptrdiff_t>(result.offset, 0)));
            m_source.error(at, fmt::format("this is no well-formed XML: {}", result.description()));
            return finish();
        }
        Element root;
        for (const Element child : m_document.children())
            if (child.type() == pugi::node_element)
                root = child;
        if (nameOf(root) != "graphml") {
            m_source.error(offsetOf(root), fmt::format("this is no GraphML: its element is <{:.40}>, not <graphml>", root.name()));
            return finish();
        }
        readGraphs(root);
        readEdges();
        return finish();
    }

private:
    struct Key {
        std::string name;
        std::string scope; ///< "node", "edge", "graph", "all"
        std::string preset;
    };
    /// An element with the element that it is below of: edges are read when all nodes are known.
    struct Graph {
        Element element;
        int depth;
        std::string group; ///< heading of the node that it is in
    };
    static constexpr int kMaxDepth = 20;
    static constexpr std::size_t kMaxKeys = 200; ///< every element is compared with each

    std::size_t offsetOf(const Element &element) const
    {
        const std::ptrdiff_t offset = element ? element.offset_debug() : 0;
        return offset < 0 ? 0 : std::min(m_source.utf8().size(), static_cast<std::size_t>(offset));
    }

    void readKey(const Element &element)
    {
        Key key{element.attribute("attr.name").value(), element.attribute("for").value(), {}};
        if (key.name.empty() && !element.attribute("yfiles.type"))
            key.name = element.attribute("id").value();
        if (key.scope.empty())
            key.scope = "all";
        for (const Element child : element.children())
            if (nameOf(child) == "default")
                key.preset = textOf(child);
        if (m_keys.size() < kMaxKeys)
            m_keys[element.attribute("id").value()] = std::move(key);
        else
            m_source.warn(offsetOf(element), fmt::format("more than {} keys; this one is left out", kMaxKeys));
    }

    Attributes attributesOf(const Element &element, std::string_view scope)
    {
        Attributes attributes;
        for (const Element data : element.children()) {
            if (nameOf(data) != "data")
                continue;
            const auto key = m_keys.find(std::string_view(data.attribute("key").value()));
            if (key == m_keys.end()) {
                if (!m_saidUnknownKey)
                    m_source.warn(offsetOf(data), fmt::format("no <key> has the id '{:.40}'; such data are left out",
                                                              data.attribute("key").value()));
                m_saidUnknownKey = true;
                continue;
            }
            if (std::string text = textOf(data); !text.empty() && !key->second.name.empty()) {
                if (find(attributes, key->second.name).empty())
                    attributes.emplace_back(key->second.name, std::move(text));
            }
            readDrawing(data, attributes);
        }
        for (const auto &[id, key] : m_keys)
            if (!key.preset.empty() && (key.scope == scope || key.scope == "all") && find(attributes, key.name).empty())
                attributes.emplace_back(key.name, key.preset);
        return attributes;
    }

    /// What yEd keeps of a node or an edge as elements of its own.
    static void readDrawing(const Element &data, Attributes &attributes)
    {
        if (!data.first_child() || data.first_child().type() != pugi::node_element)
            return;
        const auto add = [&](const char *name, std::string text) {
            if (!text.empty() && find(attributes, name).empty())
                attributes.emplace_back(name, std::move(text));
        };
        if (const Element geometry = findBelow(data, "Geometry")) {
            add("x", geometry.attribute("x").value());
            add("y", geometry.attribute("y").value());
        }
        if (const Element label = findBelow(data, "NodeLabel"))
            add("label", textOf(label));
        if (const Element label = findBelow(data, "EdgeLabel"))
            add("label", textOf(label));
    }

    void readGraphs(const Element &root)
    {
        std::vector<Graph> graphs;
        for (const Element child : root.children()) {
            if (nameOf(child) == "key")
                readKey(child);
            else if (nameOf(child) == "graph" && graphs.empty())
                graphs.push_back({child, 0, {}});
            else if (nameOf(child) == "graph")
                m_source.warn(offsetOf(child), "a second graph in the file is left out");
        }
        if (graphs.empty()) {
            m_source.error(offsetOf(root), "there is no <graph> in this GraphML");
            return;
        }
        m_isDirected = std::string_view(graphs.front().element.attribute("edgedefault").value()) == "directed";
        takeAttributes(m_topology, attributesOf(graphs.front().element, "graph"));
        if (m_topology.name.empty())
            m_topology.name = cleanText(graphs.front().element.attribute("id").value());
        while (!graphs.empty()) {
            const Graph graph = graphs.back();
            graphs.pop_back();
            for (const Element child : graph.element.children()) {
                const std::string_view name = nameOf(child);
                if (name == "edge" || name == "hyperedge")
                    m_edges.push_back(child);
                if (name != "node")
                    continue;
                const Element inner = innerGraph(child);
                if (!inner) {
                    readNode(child, graph.group);
                } else if (graph.depth < kMaxDepth) {
                    Node group; // read like a node, for its label
                    group.id = cleanText(child.attribute("id").value());
                    takeAttributes(group, attributesOf(child, "node"));
                    m_groups.insert(group.id);
                    graphs.push_back({inner, graph.depth + 1, isNoLabel(group.label) ? group.id : group.label});
                } else {
                    m_source.warn(offsetOf(inner), "a graph nested this deeply is left out");
                }
            }
        }
    }

    /// The graph within a group of nodes; an empty one makes no group.
    static Element innerGraph(const Element &node)
    {
        for (const Element child : node.children())
            if (nameOf(child) == "graph" && child.first_child())
                return child;
        return {};
    }

    std::size_t addNode(Node node, const Element &element)
    {
        if (m_topology.nodes.size() >= kMaxNodes) {
            if (!m_isTooLarge)
                m_source.error(offsetOf(element), fmt::format("more than {} nodes are too many", kMaxNodes));
            m_isTooLarge = true;
            return 0;
        }
        m_topology.nodes.push_back(std::move(node));
        return m_topology.nodes.size() - 1;
    }

    void readNode(const Element &element, const std::string &group)
    {
        Node node;
        node.group = group;
        node.id = cleanText(element.attribute("id").value());
        if (m_nodes.contains(node.id)) {
            m_source.warn(offsetOf(element), fmt::format("a second node of the id '{:.40}' is left out", node.id));
            return;
        }
        takeAttributes(node, attributesOf(element, "node"));
        const std::string id = node.id;
        m_nodes.emplace(id, addNode(std::move(node), element));
    }

    std::optional<std::size_t> findNode(const Element &element, const char *attribute)
    {
        const std::string id = cleanText(element.attribute(attribute).value());
        const auto found = m_nodes.find(id);
        if (found != m_nodes.end())
            return found->second;
        m_source.warn(offsetOf(element), fmt::format("{} '{:.40}'; the line to it is left out", m_groups.contains(id) ? "a group of nodes is" : "there is no node", id));
        return std::nullopt;
    }

    void addLink(Link link, const Element &element)
    {
        if (m_topology.links.size() >= kMaxLinks) {
            if (!m_isTooLarge)
                m_source.error(offsetOf(element), fmt::format("more than {} lines are too many", kMaxLinks));
            m_isTooLarge = true;
            return;
        }
        m_topology.links.push_back(std::move(link));
    }

    void readEdges()
    {
        for (const Element &element : m_edges) {
            if (nameOf(element) == "hyperedge") {
                readHyperedge(element);
                continue;
            }
            Link link;
            const auto from = findNode(element, "source"), to = findNode(element, "target");
            if (!from || !to)
                continue;
            link.from = *from;
            link.to = *to;
            takeAttributes(link, attributesOf(element, "edge"));
            addLink(std::move(link), element);
        }
    }

    /// A line between several nodes: a junction with a line to each.
    void readHyperedge(const Element &element)
    {
        std::vector<std::size_t> ends;
        for (const Element child : element.children())
            if (nameOf(child) == "endpoint")
                if (const auto end = findNode(child, "node"))
                    ends.push_back(*end);
        Link link;
        takeAttributes(link, attributesOf(element, "edge"));
        if (ends.size() == 2) {
            link.from = ends[0];
            link.to = ends[1];
            addLink(std::move(link), element);
        }
        if (ends.size() <= 2)
            return;
        Node node;
        node.id = cleanText(element.attribute("id").value());
        node.isJunction = true;
        link.from = addNode(std::move(node), element);
        for (const std::size_t end : ends) {
            link.to = end;
            addLink(link, element);
        }
    }

    Parsed finish()
    {
        Parsed parsed;
        parsed.problems = m_source.takeProblems();
        if (lab::hasErrors(parsed.problems))
            return parsed;
        if (m_topology.nodes.empty()) {
            parsed.problems.push_back({lab::Problem::Severity::error, m_fileName, 0, 0, "the graph has no nodes", {}});
            return parsed;
        }
        parsed.topology = std::move(m_topology);
        tidy(parsed, m_isDirected, m_fileName);
        return parsed;
    }

    SourceText m_source;
    std::string m_fileName;
    pugi::xml_document m_document;
    std::map<std::string, Key, std::less<>> m_keys;
    std::map<std::string, std::size_t, std::less<>> m_nodes;
    std::set<std::string> m_groups; // ids of nodes that are graphs
    std::vector<Element> m_edges;
    Topology m_topology;
    bool m_isDirected = false;
    bool m_isTooLarge = false;
    bool m_saidUnknownKey = false;
};

} // namespace

Parsed parseGraphml(std::string_view text, std::string_view fileName)
{
    if (text.size() > kMaxTextBytes) {
        Parsed parsed;
        parsed.problems.push_back(tooMuchText(text.size(), fileName));
        return parsed;
    }
    return Reader(text, fileName).run();
}

} // namespace hopyard::topology
