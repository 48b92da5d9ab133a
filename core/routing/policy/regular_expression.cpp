// From pattern to automaton by recursive descent, and running it; see regular_expression.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/policy/regular_expression.h"

#include <algorithm>

namespace hopyard::routing::policy {

namespace {

constexpr int kDeepest = 64; // parentheses in each other
constexpr unsigned kMostRepeats = 255;
constexpr std::string_view kBetweenNumbers = ",{}() "; // what '_' stands for besides the ends

} // namespace

/// Parses into a tree, then lays the tree out backwards: each piece is compiled towards the state behind it.
class RegularExpression::Compiler {
public:
    Compiler(std::string_view pattern, RegularExpression &into) : m_rest(pattern), m_into(into) {}

    bool run()
    {
        const std::size_t root = alternatives(0);
        if (m_failed || !m_rest.empty())
            return false;
        m_into.m_states.push_back({});
        m_into.m_start = emit(root, 0);
        return !m_failed;
    }

private:
    struct Node {
        enum class Kind : std::uint8_t { empty, letters, begin, end, sequence, either, repeat } kind = Kind::empty;
        std::size_t a = 0, b = 0;
        std::uint32_t set = 0;
        unsigned least = 0;
        std::optional<unsigned> most; ///< nothing: without end
    };

    std::size_t add(Node node)
    {
        m_nodes.push_back(node);
        if (m_nodes.size() > kMostStates)
            m_failed = true;
        return m_nodes.size() - 1;
    }
    std::size_t lettersNode(const Letters &letters)
    {
        m_into.m_sets.push_back(letters);
        return add({Node::Kind::letters, 0, 0, static_cast<std::uint32_t>(m_into.m_sets.size() - 1), 0, {}});
    }
    std::size_t pair(Node::Kind kind, std::size_t a, std::size_t b) { return add({kind, a, b, 0, 0, {}}); }
    bool take(char c)
    {
        if (m_rest.empty() || m_rest.front() != c)
            return false;
        m_rest.remove_prefix(1);
        return true;
    }

    std::size_t alternatives(int depth)
    {
        std::size_t node = sequence(depth);
        while (!m_failed && take('|'))
            node = pair(Node::Kind::either, node, sequence(depth));
        return node;
    }

    std::size_t sequence(int depth)
    {
        std::size_t node = add({});
        while (!m_failed && !m_rest.empty() && m_rest.front() != '|' && m_rest.front() != ')')
            node = pair(Node::Kind::sequence, node, repeated(depth));
        return node;
    }

    std::size_t repeated(int depth)
    {
        std::size_t node = atom(depth);
        while (!m_failed && !m_rest.empty()) {
            Node repeat{Node::Kind::repeat, node, 0, 0, 0, {}};
            if (take('*')) {
            } else if (take('+')) {
                repeat.least = 1;
            } else if (take('?')) {
                repeat.most = 1;
            } else if (take('{')) {
                if (!bounds(repeat))
                    return fail();
            } else {
                break;
            }
            node = add(repeat);
        }
        return node;
    }

    bool bounds(Node &repeat)
    {
        const auto number = [this]() -> std::optional<unsigned> {
            std::optional<unsigned> n;
            while (!m_rest.empty() && m_rest.front() >= '0' && m_rest.front() <= '9' && n.value_or(0) <= kMostRepeats) {
                n = n.value_or(0) * 10 + static_cast<unsigned>(m_rest.front() - '0');
                m_rest.remove_prefix(1);
            }
            return n;
        };
        const auto least = number();
        if (!least || *least > kMostRepeats)
            return false;
        repeat.least = *least;
        repeat.most = least;
        if (take(','))
            repeat.most = number();
        return take('}') && (!repeat.most || (*repeat.most >= repeat.least && *repeat.most <= kMostRepeats));
    }

    std::size_t fail()
    {
        m_failed = true;
        return 0;
    }

    std::size_t atom(int depth)
    {
        if (depth > kDeepest)
            return fail();
        const char c = m_rest.front();
        m_rest.remove_prefix(1);
        Letters letters;
        switch (c) {
        case '(': {
            const std::size_t inner = alternatives(depth + 1);
            return take(')') ? inner : fail();
        }
        case '^': return add({Node::Kind::begin, 0, 0, 0, 0, {}});
        case '$': return add({Node::Kind::end, 0, 0, 0, 0, {}});
        case '_':
            for (const char each : kBetweenNumbers)
                letters.set(static_cast<unsigned char>(each));
            return pair(Node::Kind::either, lettersNode(letters),
                        pair(Node::Kind::either, add({Node::Kind::begin, 0, 0, 0, 0, {}}), add({Node::Kind::end, 0, 0, 0, 0, {}})));
        case '[': return bracket();
        case '.': letters.set(); return lettersNode(letters);
        case '*':
        case '+':
        case '?':
        case '{': return fail(); // nothing to repeat
        case '\\':
            if (m_rest.empty())
                return fail();
            letters.set(static_cast<unsigned char>(m_rest.front()));
            m_rest.remove_prefix(1);
            return lettersNode(letters);
        default: letters.set(static_cast<unsigned char>(c)); return lettersNode(letters);
        }
    }

    std::size_t bracket()
    {
        Letters letters;
        const bool inverted = take('^');
        bool isFirst = true;
        while (!m_rest.empty() && (isFirst || m_rest.front() != ']')) {
            isFirst = false;
            const auto from = static_cast<unsigned char>(m_rest.front());
            m_rest.remove_prefix(1);
            auto to = from;
            if (m_rest.size() > 1 && m_rest[0] == '-' && m_rest[1] != ']') {
                to = static_cast<unsigned char>(m_rest[1]);
                m_rest.remove_prefix(2);
            }
            if (to < from || (from == '[' && !m_rest.empty() && (m_rest.front() == ':' || m_rest.front() == '.' || m_rest.front() == '=')))
                return fail();
            for (unsigned each = from; each <= to; ++each)
                letters.set(each);
        }
        if (!take(']'))
            return fail();
        return lettersNode(inverted ? ~letters : letters);
    }

    std::uint32_t push(State state)
    {
        if (m_into.m_states.size() >= kMostStates)
            m_failed = true;
        else
            m_into.m_states.push_back(state);
        return static_cast<std::uint32_t>(m_into.m_states.size() - 1);
    }

    /// The state at which the piece begins that goes on at `next`.
    std::uint32_t emit(std::size_t number, std::uint32_t next)
    {
        if (m_failed)
            return next;
        const Node node = m_nodes[number];
        switch (node.kind) {
        case Node::Kind::empty: return next;
        case Node::Kind::letters: return push({State::Kind::letters, next, 0, node.set});
        case Node::Kind::begin: return push({State::Kind::begin, next, 0, 0});
        case Node::Kind::end: return push({State::Kind::end, next, 0, 0});
        case Node::Kind::sequence: return emit(node.a, emit(node.b, next));
        case Node::Kind::either: {
            const std::uint32_t a = emit(node.a, next), b = emit(node.b, next);
            return push({State::Kind::fork, a, b, 0});
        }
        case Node::Kind::repeat:
            if (!node.most) {
                const std::uint32_t loop = push({State::Kind::fork, next, next, 0});
                const std::uint32_t body = emit(node.a, loop);
                m_into.m_states[loop].next = body;
                next = loop;
            } else {
                for (unsigned i = node.least; i < *node.most && !m_failed; ++i)
                    next = push({State::Kind::fork, emit(node.a, next), next, 0});
            }
            for (unsigned i = 0; i < node.least && !m_failed; ++i)
                next = emit(node.a, next);
            return next;
        }
        return next;
    }

    std::string_view m_rest;
    RegularExpression &m_into;
    std::vector<Node> m_nodes;
    bool m_failed = false;
};

std::optional<RegularExpression> RegularExpression::compile(std::string_view pattern)
{
    RegularExpression made;
    made.m_pattern = pattern;
    if (pattern.empty() || pattern.size() > kMostStates || !Compiler(pattern, made).run())
        return {};
    return made;
}

bool RegularExpression::matches(std::string_view text) const
{
    if (m_states.empty()) // never compiled
        return false;
    std::vector<std::uint32_t> now, then, open;
    std::vector<std::size_t> seen(m_states.size(), static_cast<std::size_t>(-1)); // at which letter each was reached
    // Follows forks and ends from `state`; true where that finds.
    const auto reach = [&](std::uint32_t state, std::size_t at, std::vector<std::uint32_t> &into) {
        open.push_back(state);
        while (!open.empty()) {
            const std::uint32_t number = open.back();
            open.pop_back();
            if (seen[number] == at)
                continue;
            seen[number] = at;
            const State &s = m_states[number];
            switch (s.kind) {
            case State::Kind::found: open.clear(); return true;
            case State::Kind::letters: into.push_back(number); break;
            case State::Kind::fork:
                open.push_back(s.next);
                open.push_back(s.other);
                break;
            case State::Kind::begin:
                if (at == 0)
                    open.push_back(s.next);
                break;
            case State::Kind::end:
                if (at == text.size())
                    open.push_back(s.next);
                break;
            }
        }
        return false;
    };
    for (std::size_t at = 0;; ++at) {
        if (reach(m_start, at, now)) // a match may begin at every letter
            return true;
        if (at == text.size())
            return false;
        then.clear();
        const std::size_t next = at + 1;
        for (const std::uint32_t state : now)
            if (m_sets[m_states[state].set].test(static_cast<unsigned char>(text[at])) &&
                reach(m_states[state].next, next, then))
                return true;
        now.swap(then);
    }
}

} // namespace hopyard::routing::policy
