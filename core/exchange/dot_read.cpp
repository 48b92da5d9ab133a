// The grammar of DOT by recursive descent; see dot_read.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/dot_read.h"

#include "core/base/quantity.h"
#include "core/exchange/dot_lexer.h"
#include "core/lab/values.h"
#include "core/topology/source_text.h"
#include "core/topology/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace hopyard::exchange {

namespace {

using Attributes = std::map<std::string, std::string>;
using Kind = DotToken::Kind;

/// Leaves the parser; caught in readDot().
struct Wrong {
    std::size_t at = 0;
    std::string message;
};

std::string lowered(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return text;
}

class Parser {
public:
    explicit Parser(std::string_view text) : m_lexer(text) { advance(); }

    topology::Topology run()
    {
        const bool strict = isKeyword("strict");
        if (strict)
            advance();
        const bool directed = isKeyword("digraph");
        if (!directed && !isKeyword("graph"))
            fail("this is no DOT file: it begins with neither 'graph' nor 'digraph'");
        advance();
        if (m_token.kind == Kind::id) {
            m_made.name = m_token.text;
            advance();
        }
        expect("{");
        std::set<std::size_t> members;
        statements({}, {}, members, 0);
        finish(directed, strict);
        return std::move(m_made);
    }
    /// Lines from a node to itself, which were left out.
    std::size_t loops() const { return m_loops; }

private:
    struct Edge {
        std::size_t from = 0;
        std::size_t to = 0;
        std::string fromPort, toPort;
        Attributes attributes;
    };
    /// One side of an edge.
    struct Side {
        std::set<std::size_t> nodes;
        bool isNode = false; ///< one by its name, and no subgraph
        std::string port;    ///< of that node: "leaf1":"swp1"
    };

    [[noreturn]] void fail(std::string message) const { throw Wrong{m_token.at, std::move(message)}; }
    void advance()
    {
        m_token = m_lexer.next();
        if (m_token.kind == Kind::wrong)
            fail(fmt::format("'{:.40}' was not expected here", m_token.text));
    }
    bool isSymbol(std::string_view symbol) const { return m_token.kind == Kind::symbol && m_token.text == symbol; }
    bool isKeyword(std::string_view word) const
    {
        return m_token.kind == Kind::id && !m_token.quoted && lowered(m_token.text) == word;
    }
    void expect(std::string_view symbol)
    {
        if (!isSymbol(symbol))
            fail(m_token.kind == Kind::end ? fmt::format("the file ends before '{}'", symbol)
                                           : fmt::format("'{}' was expected, but here is '{:.40}'", symbol, m_token.text));
        advance();
    }
    std::string id()
    {
        if (m_token.kind != Kind::id)
            fail(fmt::format("a name was expected, but here is '{:.40}'", m_token.kind == Kind::end ? "the end" : m_token.text));
        std::string text = m_token.text;
        advance();
        return text;
    }

    void attributeLists(Attributes &into)
    {
        while (isSymbol("[")) {
            advance();
            while (!isSymbol("]")) {
                const std::string key = lowered(id());
                if (isSymbol("=")) {
                    advance();
                    into[key] = id();
                } else {
                    into[key] = "true";
                }
                if (isSymbol(",") || isSymbol(";"))
                    advance();
            }
            advance();
        }
    }

    std::size_t node(const std::string &name, const Attributes &defaults)
    {
        const auto [at, isNew] = m_index.try_emplace(name, m_made.nodes.size());
        if (isNew) {
            if (m_made.nodes.size() >= topology::kMaxNodes)
                fail(fmt::format("more than {} nodes", topology::kMaxNodes));
            m_made.nodes.emplace_back();
            m_made.nodes.back().id = name;
            m_attributes.push_back(defaults);
        }
        return at->second;
    }

    /// One side of an edge: a node, or all nodes of a subgraph.
    Side side(const Attributes &nodes, const Attributes &edges, int depth)
    {
        Side made;
        std::string name;
        if (isKeyword("subgraph")) {
            advance();
            if (m_token.kind == Kind::id)
                name = id();
        }
        if (isSymbol("{")) {
            if (depth > 50)
                fail("subgraphs are nested too deeply");
            advance();
            std::string heading;
            std::string *const outer = std::exchange(m_heading, &heading);
            statements(nodes, edges, made.nodes, depth + 1);
            m_heading = outer;
            if (name.starts_with("cluster")) // drawn together; what is in a cluster within is in that one
                for (const std::size_t member : made.nodes)
                    if (m_made.nodes[member].group.empty())
                        m_made.nodes[member].group = heading.empty() ? name : topology::cleanText(heading);
            return made;
        }
        made.isNode = true;
        made.nodes.insert(node(id(), nodes));
        for (int part = 0; part < 2 && isSymbol(":"); ++part) { // a port and a side of the compass
            advance();
            const std::string text = id();
            if (part == 0)
                made.port = portOf(text);
        }
        return made;
    }

    /// The name of an interface, as "swp1" or "Gi0/1", and nothing for sides of the compass and what else ports are used for.
    static std::string portOf(std::string text)
    {
        std::replace(text.begin(), text.end(), '/', '-');
        const bool isName = !text.empty() && ((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z'))
            && text.find_first_of("0123456789") != std::string::npos && lab::isInterfaceName(text);
        return isName ? text : std::string();
    }

    /// Up to and with the closing brace. Attributes for all hold from where they stand, within these braces.
    void statements(Attributes nodes, Attributes edges, std::set<std::size_t> &members, int depth)
    {
        while (!isSymbol("}")) {
            if (m_token.kind == Kind::end)
                fail("the file ends before '}'");
            if (isSymbol(";") || isSymbol(",")) {
                advance();
                continue;
            }
            if (isKeyword("graph") || isKeyword("node") || isKeyword("edge")) {
                const std::string what = lowered(m_token.text);
                advance();
                Attributes ignored;
                attributeLists(what == "node" ? nodes : what == "edge" ? edges : ignored);
                if (const auto label = ignored.find("label"); label != ignored.end() && m_heading)
                    *m_heading = label->second;
                continue;
            }
            statement(nodes, edges, members, depth);
        }
        advance();
    }

    void statement(const Attributes &nodes, const Attributes &edges, std::set<std::size_t> &members, int depth)
    {
        const std::size_t before = m_made.nodes.size();
        const std::string firstWord = m_token.text;
        Side left = side(nodes, edges, depth);
        const bool isNode = left.isNode;
        if (isNode && isSymbol("=")) { // "rankdir = LR": an attribute of the graph, and no node
            advance();
            if (const std::string value = id(); lowered(firstWord) == "label" && m_heading)
                *m_heading = value;
            if (m_made.nodes.size() > before) {
                m_index.erase(firstWord);
                m_made.nodes.pop_back();
                m_attributes.pop_back();
            }
            return;
        }
        members.insert(left.nodes.begin(), left.nodes.end());
        const std::size_t firstNode = isNode ? *left.nodes.begin() : 0;
        const std::size_t firstEdge = m_edges.size();
        bool hasEdge = false;
        while (m_token.kind == Kind::edge) {
            hasEdge = true;
            advance();
            Side right = side(nodes, edges, depth);
            members.insert(right.nodes.begin(), right.nodes.end());
            for (const std::size_t from : left.nodes)
                for (const std::size_t to : right.nodes) {
                    if (m_edges.size() >= topology::kMaxLinks)
                        fail(fmt::format("more than {} links", topology::kMaxLinks));
                    m_edges.push_back({from, to, left.port, right.port, edges});
                }
            left = std::move(right);
        }
        Attributes own;
        attributeLists(own);
        for (const auto &[key, value] : own) {
            for (std::size_t i = firstEdge; i < m_edges.size(); ++i)
                m_edges[i].attributes[key] = value;
            if (!hasEdge && isNode)
                m_attributes[firstNode][key] = value;
        }
    }

    void finish(bool directed, bool strict)
    {
        for (std::size_t i = 0; i < m_made.nodes.size(); ++i) {
            topology::Node &node = m_made.nodes[i];
            if (const auto label = m_attributes[i].find("label"); label != m_attributes[i].end() && label->second != "\\N")
                node.label = topology::cleanText(label->second);
            if (const auto pos = m_attributes[i].find("pos"); pos != m_attributes[i].end())
                node.drawn = positionOf(pos->second);
            for (const char *key : {"type", "role", "function"}) // "function": files of Cumulus and NVIDIA Air
                if (const auto type = m_attributes[i].find(key); type != m_attributes[i].end())
                    node.type = topology::cleanText(type->second);
        }
        std::set<std::pair<std::size_t, std::size_t>> seen;
        for (const Edge &edge : m_edges) {
            m_loops += edge.from == edge.to ? 1 : 0;
            const bool isBack = seen.contains({edge.to, edge.from}), isAgain = seen.contains({edge.from, edge.to});
            if (edge.from == edge.to || (directed && isBack) || (strict && (isAgain || isBack)))
                continue;
            seen.insert({edge.from, edge.to});
            topology::Link link;
            link.from = edge.from;
            link.to = edge.to;
            link.fromPort = edge.fromPort;
            link.toPort = edge.toPort;
            for (const auto &[key, port] : {std::pair("src_port", &link.fromPort), std::pair("sport", &link.fromPort), std::pair("taillabel", &link.fromPort),
                                            std::pair("dst_port", &link.toPort), std::pair("dport", &link.toPort), std::pair("headlabel", &link.toPort)})
                if (const auto value = edge.attributes.find(key); value != edge.attributes.end() && port->empty())
                    *port = portOf(value->second);
            for (const char *key : {"cost", "weight", "metric", "label"})
                if (const auto value = edge.attributes.find(key); value != edge.attributes.end() && !link.cost) {
                    const auto parts = base::splitQuantity(value->second);
                    if (parts && parts->unit.empty() && parts->number > 0)
                        link.cost = parts->number;
                }
            for (const char *key : {"bandwidth", "speed", "rate", "capacity"})
                if (const auto value = edge.attributes.find(key); value != edge.attributes.end())
                    link.speed = base::parseBitRate(value->second);
            if (const auto label = edge.attributes.find("label"); label != edge.attributes.end())
                link.label = topology::cleanText(label->second);
            m_made.links.push_back(std::move(link));
        }
    }

    /// "100,200!" in points, y upwards.
    static std::optional<lab::Position> positionOf(std::string_view text)
    {
        const std::size_t comma = text.find(',');
        if (comma == std::string_view::npos)
            return std::nullopt;
        const auto x = base::splitQuantity(text.substr(0, comma)), y = base::splitQuantity(text.substr(comma + 1));
        if (!x || !y)
            return std::nullopt;
        return lab::Position{x->number, -y->number};
    }

    DotLexer m_lexer;
    DotToken m_token;
    topology::Topology m_made;
    std::map<std::string, std::size_t> m_index;
    std::vector<Attributes> m_attributes; // of the nodes
    std::vector<Edge> m_edges;
    std::string *m_heading = nullptr; ///< of the subgraph that is being read
    std::size_t m_loops = 0;
};

} // namespace

topology::Parsed readDot(std::string_view text, std::string_view fileName)
{
    topology::Parsed parsed;
    if (text.size() > topology::kMaxTextBytes) {
        parsed.problems.push_back(topology::tooMuchText(text.size(), fileName));
        return parsed;
    }
    topology::SourceText source(text, {}, fileName);
    try {
        Parser parser(source.utf8());
        parsed.topology = parser.run();
        if (parser.loops() > 0)
            parsed.problems.push_back({lab::Problem::Severity::hint, std::string(fileName), 0, 0,
                                       fmt::format("{} {} from a node to itself {} left out", parser.loops(), parser.loops() == 1 ? "line" : "lines",
                                                   parser.loops() == 1 ? "is" : "are"), {}});
        if (parsed.topology->nodes.empty())
            throw Wrong{0, "the graph has no nodes"};
    } catch (const Wrong &problem) {
        parsed.topology.reset();
        source.error(problem.at, problem.message);
    }
    for (lab::Problem &problem : source.takeProblems())
        parsed.problems.push_back(std::move(problem));
    return parsed;
}

bool looksLikeDot(std::string_view text)
{
    DotLexer lexer(text.substr(0, 10'000));
    const DotToken token = lexer.next();
    const std::string word = lowered(token.text);
    if (token.kind != Kind::id || token.quoted || (word != "graph" && word != "digraph" && word != "strict"))
        return false;
    if (word != "graph")
        return true;
    const DotToken second = lexer.next(); // GML begins with "graph [" too
    return second.kind == Kind::id || (second.kind == Kind::symbol && second.text == "{");
}

} // namespace hopyard::exchange
