// A scanner for keys and values, and the walk over graph, node and edge; see gml.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/topology/gml.h"

#include "core/topology/attributes.h"
#include "core/topology/source_text.h"
#include "core/topology/text.h"

#include <fmt/format.h>

#include <map>

namespace hopyard::topology {

namespace {

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Reader {
public:
    Reader(std::string_view text, std::string_view fileName) : m_source(text, {}, fileName), m_fileName(fileName), m_text(m_source.utf8())
    {
    }

    Parsed run()
    {
        bool found = false;
        Entry entry;
        while (!m_failed && next(entry)) {
            if (entry.isList && entry.key == "graph" && !found) {
                found = true;
                readGraph();
            } else if (entry.isList) {
                skipList();
            }
        }
        if (!m_failed && !found)
            fail(0, "there is no 'graph [ … ]' in this GML");
        if (!m_failed)
            addEdges();
        return finish();
    }

private:
    struct Entry {
        std::size_t offset = 0;
        std::string_view key;
        std::string value; ///< of everything but a list
        bool isList = false;
    };
    struct Edge {
        std::size_t offset;
        std::string from, to;
        Link link;
    };

    bool fail(std::size_t offset, std::string message)
    {
        if (!m_failed)
            m_source.error(offset, std::move(message));
        m_failed = true;
        return false;
    }

    void skipBlanks()
    {
        while (m_at < m_text.size() && (isBlank(m_text[m_at]) || m_text[m_at] == '#')) {
            if (m_text[m_at] == '#')
                m_at = std::min(m_text.find('\n', m_at), m_text.size());
            else
                ++m_at;
        }
    }

    /// The next key and its value, of a list only its beginning; false at the end of the list, of the text, and of sense.
    bool next(Entry &entry)
    {
        skipBlanks();
        if (m_at >= m_text.size())
            return m_depth > 0 ? fail(m_text.size(), "the text ends within a list: a ']' is missing") : false;
        if (m_text[m_at] == ']') {
            if (m_depth == 0)
                return fail(m_at, "this ']' ends no list");
            --m_depth;
            ++m_at;
            return false;
        }
        entry.offset = m_at;
        entry.key = word();
        skipBlanks();
        if (entry.key.empty() || m_at >= m_text.size() || m_text[m_at] == ']')
            return fail(entry.offset, "this is no GML: a key and its value should stand here");
        entry.isList = m_text[m_at] == '[';
        if (entry.isList) {
            ++m_at;
            ++m_depth;
        } else if (m_text[m_at] == '"') {
            const std::size_t end = m_text.find('"', m_at + 1);
            if (end == std::string_view::npos)
                return fail(m_at, "this text has no closing '\"'");
            entry.value = cleanText(m_text.substr(m_at + 1, end - m_at - 1));
            m_at = end + 1;
        } else {
            entry.value = cleanText(word());
        }
        return true;
    }

    std::string_view word()
    {
        const std::size_t start = m_at;
        while (m_at < m_text.size() && !isBlank(m_text[m_at]) && m_text[m_at] != '[' && m_text[m_at] != ']' && m_text[m_at] != '"')
            ++m_at;
        return m_text.substr(start, m_at - start);
    }

    void skipList()
    {
        const int outside = m_depth - 1;
        Entry entry;
        while (!m_failed && m_depth > outside)
            next(entry);
    }

    /// The values of a list, with x and y of its `graphics`.
    Attributes readList()
    {
        Attributes attributes;
        Entry entry;
        while (!m_failed && next(entry)) {
            if (!entry.isList) {
                add(attributes, entry);
            } else if (entry.key == "graphics") {
                while (!m_failed && next(entry)) {
                    if (entry.isList)
                        skipList();
                    else if (entry.key == "x" || entry.key == "y")
                        add(attributes, entry);
                }
            } else if (entry.key == "LabelGraphics") { // yEd: where there is no label, what is written there
                while (!m_failed && next(entry)) {
                    if (entry.isList)
                        skipList();
                    else if (entry.key == "text") {
                        entry.key = "label";
                        add(attributes, entry);
                    }
                }
            } else {
                skipList();
            }
        }
        return attributes;
    }

    static void add(Attributes &attributes, Entry &entry)
    {
        constexpr std::size_t kMost = 100; // each is compared with all before it
        if (attributes.size() < kMost && !entry.value.empty() && find(attributes, entry.key).empty())
            attributes.emplace_back(std::string(entry.key), std::move(entry.value));
    }

    void readGraph()
    {
        Attributes attributes;
        Entry entry;
        while (!m_failed && next(entry)) {
            const std::size_t offset = entry.offset;
            if (!entry.isList)
                add(attributes, entry);
            else if (entry.key == "node")
                addNode(offset, readList());
            else if (entry.key == "edge")
                readEdge(offset, readList());
            else
                skipList();
        }
        m_isDirected = find(attributes, "directed") == "1";
        takeAttributes(m_topology, attributes);
    }

    void addNode(std::size_t offset, const Attributes &attributes)
    {
        Node node;
        node.id = find(attributes, "id");
        if (m_topology.nodes.size() >= kMaxNodes) {
            fail(offset, fmt::format("more than {} nodes are too many", kMaxNodes));
        } else if (find(attributes, "isGroup") == "1") { // yEd: not a node but what others are in
            m_groups.emplace(node.id, std::string(find(attributes, "label")));
        } else if (m_nodes.contains(node.id)) {
            m_source.warn(offset, fmt::format("a second node of the id '{:.40}' is left out", node.id));
        } else {
            takeAttributes(node, attributes);
            node.group = find(attributes, "gid"); // its heading is known at the end
            m_nodes.emplace(node.id, m_topology.nodes.size());
            m_topology.nodes.push_back(std::move(node));
        }
    }

    void readEdge(std::size_t offset, const Attributes &attributes)
    {
        if (m_edges.size() >= kMaxLinks) {
            fail(offset, fmt::format("more than {} lines are too many", kMaxLinks));
            return;
        }
        m_edges.push_back({offset, std::string(find(attributes, "source")), std::string(find(attributes, "target")), {}});
        takeAttributes(m_edges.back().link, attributes);
    }

    /// When all nodes are known.
    void addEdges()
    {
        for (Node &node : m_topology.nodes) {
            const auto group = m_groups.find(node.group);
            node.group = group == m_groups.end() ? std::string() : group->second.empty() ? group->first : group->second;
        }
        for (Edge &edge : m_edges) {
            const auto from = m_nodes.find(edge.from), to = m_nodes.find(edge.to);
            if (from == m_nodes.end() || to == m_nodes.end()) {
                const std::string &missing = from == m_nodes.end() ? edge.from : edge.to;
                m_source.warn(edge.offset, fmt::format("{} '{:.40}'; the line to it is left out", m_groups.contains(missing) ? "a group of nodes is" : "there is no node", missing));
                continue;
            }
            edge.link.from = from->second;
            edge.link.to = to->second;
            m_topology.links.push_back(std::move(edge.link));
        }
    }

    Parsed finish()
    {
        Parsed parsed;
        if (!m_failed && m_topology.nodes.empty())
            fail(0, "the graph has no nodes");
        parsed.problems = m_source.takeProblems();
        if (m_failed)
            return parsed;
        parsed.topology = std::move(m_topology);
        tidy(parsed, m_isDirected, m_fileName);
        return parsed;
    }

    SourceText m_source;
    std::string m_fileName;
    std::string_view m_text;
    std::size_t m_at = 0;
    int m_depth = 0;
    bool m_failed = false;
    bool m_isDirected = false;
    Topology m_topology;
    std::map<std::string, std::size_t, std::less<>> m_nodes;
    std::map<std::string, std::string, std::less<>> m_groups; // id to heading
    std::vector<Edge> m_edges;
};

} // namespace

Parsed parseGml(std::string_view text, std::string_view fileName)
{
    if (text.size() > kMaxTextBytes) {
        Parsed parsed;
        parsed.problems.push_back(tooMuchText(text.size(), fileName));
        return parsed;
    }
    return Reader(text, fileName).run();
}

} // namespace hopyard::topology
