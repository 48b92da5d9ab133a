// Difference and application of edits; see edit.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/edit.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace hopyard::lab {

namespace {

using LinkKey = std::pair<End, End>;

LinkKey keyOf(const Link &link)
{
    return {link.a, link.b};
}

std::string_view keyOf(const Node &node)
{
    return node.name;
}

template <class T>
using Index = std::map<decltype(keyOf(std::declval<const T &>())), const T *>;

template <class T>
Index<T> indexOf(const std::vector<T> &things)
{
    Index<T> index;
    for (const T &thing : things)
        index.emplace(keyOf(thing), &thing);
    return index;
}

/// What stays of `from` in `to`, and what is new there at its place; then moves until the order is that of `to`.
template <class T, class Add, class Replace, class Move>
void diffThings(const std::vector<T> &from, const std::vector<T> &to, Add add, Replace replace, Move move)
{
    const Index<T> before = indexOf(from), after = indexOf(to);
    std::vector<decltype(keyOf(std::declval<const T &>()))> order; // as it is while the edits are applied
    for (const T &thing : from)
        if (after.contains(keyOf(thing)))
            order.push_back(keyOf(thing));
    for (std::size_t i = 0; i < to.size(); ++i) {
        const T &thing = to[i];
        const auto old = before.find(keyOf(thing));
        if (old == before.end()) {
            add(thing, i);
            order.insert(order.begin() + static_cast<std::ptrdiff_t>(i), keyOf(thing));
            continue;
        }
        if (*old->second != thing)
            replace(thing);
        const auto here = order.begin() + static_cast<std::ptrdiff_t>(std::min(i, order.size()));
        const auto at = std::find(here, order.end(), keyOf(thing));
        if (at == here || at == order.end())
            continue;
        move(thing, i);
        std::rotate(here, at, at + 1);
    }
}

template <class T>
void insertAt(std::vector<T> &things, std::size_t position, T thing)
{
    things.insert(things.begin() + static_cast<std::ptrdiff_t>(std::min(position, things.size())), std::move(thing));
}

template <class T>
void moveTo(std::vector<T> &things, T *thing, std::size_t position)
{
    T moved = std::move(*thing);
    things.erase(things.begin() + (thing - things.data()));
    insertAt(things, position, std::move(moved));
}

Link *findExact(Lab &lab, const End &a, const End &b)
{
    const auto found = std::ranges::find_if(lab.links, [&](const Link &l) { return l.a == a && l.b == b; });
    return found == lab.links.end() ? nullptr : &*found;
}

class Applier {
public:
    explicit Applier(Lab &lab) : m_lab(lab) {}
    using Done = base::Result<void, EditError>;

    Done operator()(const SetTitle &e) { return m_lab.title = e.title, Done(); }
    Done operator()(const SetDescription &e) { return m_lab.description = e.description, Done(); }
    Done operator()(const SetTeaching &e) { return m_lab.teaching = e.teaching, Done(); }
    Done operator()(const SetSolution &e) { return m_lab.solution = e.solution, Done(); }
    Done operator()(const AddNode &e)
    {
        if (m_lab.findNode(e.node.name))
            return base::fail(EditError::nameTaken);
        insertAt(m_lab.nodes, e.position, e.node);
        return {};
    }
    Done operator()(const RemoveNode &e)
    {
        const Node *node = m_lab.findNode(e.name);
        if (!node)
            return base::fail(EditError::noSuchNode);
        const auto isPlugged = [&](const Link &l) { return l.a.node == e.name || l.b.node == e.name; };
        if (std::ranges::any_of(m_lab.links, isPlugged))
            return base::fail(EditError::nodeHasLinks);
        m_lab.nodes.erase(m_lab.nodes.begin() + (node - m_lab.nodes.data()));
        return {};
    }
    Done operator()(const ReplaceNode &e) { return assign(m_lab.findNode(e.node.name), e.node, EditError::noSuchNode); }
    Done operator()(const AddLink &e)
    {
        if (findExact(m_lab, e.link.a, e.link.b))
            return base::fail(EditError::nameTaken);
        insertAt(m_lab.links, e.position, e.link);
        return {};
    }
    Done operator()(const RemoveLink &e)
    {
        const Link *link = findExact(m_lab, e.a, e.b);
        if (!link)
            return base::fail(EditError::noSuchLink);
        m_lab.links.erase(m_lab.links.begin() + (link - m_lab.links.data()));
        return {};
    }
    Done operator()(const ReplaceLink &e)
    {
        return assign(findExact(m_lab, e.link.a, e.link.b), e.link, EditError::noSuchLink);
    }
    Done operator()(const MoveNode &e)
    {
        Node *node = m_lab.findNode(e.name);
        if (!node)
            return base::fail(EditError::noSuchNode);
        moveTo(m_lab.nodes, node, e.position);
        return {};
    }
    Done operator()(const MoveLink &e)
    {
        Link *link = findExact(m_lab, e.a, e.b);
        if (!link)
            return base::fail(EditError::noSuchLink);
        moveTo(m_lab.links, link, e.position);
        return {};
    }

private:
    template <class T>
    Done assign(T *target, const T &value, EditError missing)
    {
        if (!target)
            return base::fail(std::move(missing));
        *target = value;
        return {};
    }
    Lab &m_lab;
};

} // namespace

std::vector<Edit> diff(const Lab &from, const Lab &to)
{
    std::vector<Edit> edits;
    if (from.title != to.title)
        edits.push_back(SetTitle{to.title});
    if (from.description != to.description)
        edits.push_back(SetDescription{to.description});
    const Index<Link> linksAfter = indexOf(to.links);
    for (const Link &link : from.links)
        if (!linksAfter.contains(keyOf(link)))
            edits.push_back(RemoveLink{link.a, link.b});
    const Index<Node> nodesAfter = indexOf(to.nodes);
    for (const Node &node : from.nodes)
        if (!nodesAfter.contains(keyOf(node)))
            edits.push_back(RemoveNode{node.name});
    diffThings(
        from.nodes, to.nodes, [&](const Node &node, std::size_t at) { edits.push_back(AddNode{node, at}); },
        [&](const Node &node) { edits.push_back(ReplaceNode{node}); },
        [&](const Node &node, std::size_t at) { edits.push_back(MoveNode{node.name, at}); });
    diffThings(
        from.links, to.links, [&](const Link &link, std::size_t at) { edits.push_back(AddLink{link, at}); },
        [&](const Link &link) { edits.push_back(ReplaceLink{link}); },
        [&](const Link &link, std::size_t at) { edits.push_back(MoveLink{link.a, link.b, at}); });
    if (from.teaching != to.teaching)
        edits.push_back(SetTeaching{to.teaching});
    if (from.solution != to.solution)
        edits.push_back(SetSolution{to.solution});
    return edits;
}

base::Result<void, EditError> apply(Lab &lab, const Edit &edit)
{
    return std::visit(Applier(lab), edit);
}

} // namespace hopyard::lab
