// The grammar of DOT by recursive descent; see dot_read.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/dot_read.h"

#include "core/base/quantity.h"
#include "core/exchange/dot_lexer.h"
#include "core/topology/source_text.h"
#include "core/topology/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

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
        if (isKeyword("strict"))
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
        finish(directed);
        return std::move(m_made);
    }

private:
    struct Edge {
        std::size_t from = 0;
        std::size_t to = 0;
        Attributes attributes;
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
    std::set<std::size_t> side(const Attributes &nodes, const Attributes &edges, int depth, bool &isNode)
    {
        std::set<std::size_t> members;
        isNode = false;
        if (isKeyword("subgraph")) {
            advance();
            if (m_token.kind == Kind::id)
                advance();
        }
        if (isSymbol("{")) {
            if (depth > 50)
                fail("subgraphs are nested too deeply");
            advance();
            statements(nodes, edges, members, depth + 1);
            return members;
        }
        isNode = true;
        members.insert(node(id(), nodes));
        for (int part = 0; part < 2 && isSymbol(":"); ++part) { // a port and a side of the compass
            advance();
            id();
        }
        return members;
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
        bool isNode = false;
        std::set<std::size_t> left = side(nodes, edges, depth, isNode);
        if (isNode && isSymbol("=")) { // "rankdir = LR": an attribute of the graph, and no node
            advance();
            id();
            if (m_made.nodes.size() > before) {
                m_index.erase(firstWord);
                m_made.nodes.pop_back();
                m_attributes.pop_back();
            }
            return;
        }
        members.insert(left.begin(), left.end());
        const std::size_t firstEdge = m_edges.size();
        bool hasEdge = false;
        while (m_token.kind == Kind::edge) {
            hasEdge = true;
            advance();
            bool ignored = false;
            const std::set<std::size_t> right = side(nodes, edges, depth, ignored);
            members.insert(right.begin(), right.end());
            for (const std::size_t from : left)
                for (const std::size_t to : right) {
                    if (m_edges.size() >= topology::kMaxLinks)
                        fail(fmt::format("more than {} links", topology::kMaxLinks));
                    m_edges.push_back({from, to, edges});
                }
            left = right;
        }
        Attributes own;
        attributeLists(own);
        for (const auto &[key, value] : own) {
            for (std::size_t i = firstEdge; i < m_edges.size(); ++i)
                m_edges[i].attributes[key] = value;
            if (!hasEdge && isNode)
                m_attributes[*left.begin()][key] = value;
        }
    }

    void finish(bool directed)
    {
        for (std::size_t i = 0; i < m_made.nodes.size(); ++i) {
            topology::Node &node = m_made.nodes[i];
            if (const auto label = m_attributes[i].find("label"); label != m_attributes[i].end() && label->second != "\\N")
                node.label = topology::cleanText(label->second);
            if (const auto pos = m_attributes[i].find("pos"); pos != m_attributes[i].end())
                node.drawn = positionOf(pos->second);
        }
        std::set<std::pair<std::size_t, std::size_t>> seen;
        for (const Edge &edge : m_edges) {
            if (edge.from == edge.to || (directed && seen.contains({edge.to, edge.from})))
                continue;
            seen.insert({edge.from, edge.to});
            topology::Link link;
            link.from = edge.from;
            link.to = edge.to;
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
        parsed.topology = Parser(source.utf8()).run();
        if (parsed.topology->nodes.empty())
            throw Wrong{0, "the graph has no nodes"};
    } catch (const Wrong &problem) {
        parsed.topology.reset();
        source.error(problem.at, problem.message);
    }
    parsed.problems = source.takeProblems();
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
