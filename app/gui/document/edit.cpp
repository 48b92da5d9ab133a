// See edit.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/edit.h"

#include <algorithm>

namespace hopyard::document {

namespace {

std::vector<lab::Node> &listOf(lab::Lab &lab, const NodeStep &) { return lab.nodes; }
std::vector<lab::Link> &listOf(lab::Lab &lab, const LinkStep &) { return lab.links; }

template <class T>
void replaceAt(std::vector<T> &list, std::size_t index, const std::optional<T> &from, const std::optional<T> &to)
{
    const auto at = list.begin() + static_cast<std::ptrdiff_t>(index);
    if (from && to)
        *at = *to;
    else if (to)
        list.insert(at, *to);
    else if (from)
        list.erase(at);
}

struct Applier {
    lab::Lab &lab;
    bool forward;

    template <class T>
    void operator()(const ListStep<T> &step) const
    {
        replaceAt(listOf(lab, step), step.index, forward ? step.before : step.after,
                  forward ? step.after : step.before);
    }
    void operator()(const HeadStep &step) const
    {
        const Head &head = forward ? step.after : step.before;
        lab.title = head.title;
        lab.description = head.description;
    }
    void operator()(const ToFindStep &step) const { lab.teaching.toFind = forward ? step.after : step.before; }
};

struct Describer {
    ChangeEvent &event;
    bool forward;

    void operator()(const NodeStep &step) const
    {
        const auto name = [](const std::optional<lab::Node> &n) { return n ? n->name : std::string(); };
        NodeChange change{name(step.before), name(step.after)};
        if (!forward)
            std::swap(change.before, change.after);
        event.nodes.push_back(std::move(change));
    }
    void operator()(const LinkStep &step) const
    {
        const auto ends = [](const std::optional<lab::Link> &l) {
            return l ? std::optional(endsOf(*l)) : std::nullopt;
        };
        LinkChange change{ends(step.before), ends(step.after)};
        if (!forward)
            std::swap(change.before, change.after);
        event.links.push_back(std::move(change));
    }
    void operator()(const HeadStep &) const { event.head = true; }
    void operator()(const ToFindStep &) const { event.head = true; }
};

/// Folds `later` into `step` where both only replace values at the same place.
bool fold(Step &step, const Step &later)
{
    if (step.index() != later.index())
        return false;
    if (auto *head = std::get_if<HeadStep>(&step)) {
        head->after = std::get<HeadStep>(later).after;
        return true;
    }
    if (auto *toFind = std::get_if<ToFindStep>(&step)) {
        toFind->after = std::get<ToFindStep>(later).after;
        return true;
    }
    const auto foldList = [](auto &one, const auto &two) {
        if (one.index != two.index || !one.before || !one.after || !two.before || !two.after)
            return false;
        one.after = two.after;
        return true;
    };
    if (auto *node = std::get_if<NodeStep>(&step))
        return foldList(*node, std::get<NodeStep>(later));
    return foldList(std::get<LinkStep>(step), std::get<LinkStep>(later));
}

} // namespace

bool Delta::isNothing() const
{
    if (drawing && drawing->before != drawing->after)
        return false;
    return std::all_of(steps.begin(), steps.end(), [](const Step &step) {
        return std::visit([](const auto &s) { return s.before == s.after; }, step);
    });
}

void Delta::apply(lab::Lab &lab) const
{
    for (const Step &step : steps)
        std::visit(Applier{lab, true}, step);
}

void Delta::revert(lab::Lab &lab) const
{
    for (auto step = steps.rbegin(); step != steps.rend(); ++step)
        std::visit(Applier{lab, false}, *step);
}

void Delta::append(const Delta &later)
{
    if (drawing && later.drawing)
        drawing->after = later.drawing->after;
    else if (later.drawing)
        drawing = later.drawing;
    if (steps.size() == later.steps.size()) {
        std::vector<Step> folded = steps;
        bool same = true;
        for (std::size_t i = 0; same && i < folded.size(); ++i)
            same = fold(folded[i], later.steps[i]);
        if (same) {
            steps = std::move(folded);
            return;
        }
    }
    steps.insert(steps.end(), later.steps.begin(), later.steps.end());
}

ChangeEvent Delta::event(bool forward) const
{
    ChangeEvent event;
    event.drawing = drawing.has_value();
    if (forward) {
        for (const Step &step : steps)
            std::visit(Describer{event, true}, step);
    } else {
        for (auto step = steps.rbegin(); step != steps.rend(); ++step)
            std::visit(Describer{event, false}, *step);
    }
    return event;
}

Delta Edit::take(const lab::Drawing &before)
{
    lab::Drawing after = m_drawing.value_or(before);
    for (const Step &step : m_delta.steps) {
        const auto *node = std::get_if<NodeStep>(&step);
        if (node && node->before && (!node->after || node->after->name != node->before->name))
            after.renameNode(node->before->name, node->after ? node->after->name : std::string());
        if (const auto *link = std::get_if<LinkStep>(&step); link && link->before) {
            const LinkEnds from = endsOf(*link->before);
            const lab::LinkWay *way = after.wayOf(from.a, from.b);
            if (!way || (link->after && endsOf(*link->after) == from))
                continue;
            lab::LinkWay moved = *way;
            after.setWay({from.a, from.b, {}, {}});
            if (link->after) {
                moved.a = link->after->a;
                moved.b = link->after->b;
                after.setWay(std::move(moved));
            }
        }
    }
    if (after != before)
        m_delta.drawing = DrawingStep{before, std::move(after)};
    return std::move(m_delta);
}

void Edit::record(Step step)
{
    std::visit(Applier{m_lab, true}, step);
    m_delta.steps.push_back(std::move(step));
}

void Edit::addNode(lab::Node node) { record(NodeStep{m_lab.nodes.size(), std::nullopt, std::move(node)}); }

void Edit::removeNode(const std::string &name)
{
    for (std::size_t i = m_lab.links.size(); i-- > 0;) {
        const lab::Link &link = m_lab.links[i];
        if (link.a.node == name || link.b.node == name)
            record(LinkStep{i, link, std::nullopt});
    }
    for (std::size_t i = 0; i < m_lab.nodes.size(); ++i)
        if (m_lab.nodes[i].name == name) {
            record(NodeStep{i, m_lab.nodes[i], std::nullopt});
            return;
        }
}

void Edit::setNode(const std::string &name, lab::Node node)
{
    const std::string newName = node.name;
    for (std::size_t i = 0; i < m_lab.nodes.size(); ++i)
        if (m_lab.nodes[i].name == name) {
            record(NodeStep{i, m_lab.nodes[i], std::move(node)});
            break;
        }
    if (newName == name)
        return;
    for (std::size_t i = 0; i < m_lab.links.size(); ++i) {
        lab::Link link = m_lab.links[i];
        if (link.a.node != name && link.b.node != name)
            continue;
        if (link.a.node == name)
            link.a.node = newName;
        if (link.b.node == name)
            link.b.node = newName;
        record(LinkStep{i, m_lab.links[i], std::move(link)});
    }
}

void Edit::addLink(lab::Link link) { record(LinkStep{m_lab.links.size(), std::nullopt, std::move(link)}); }

void Edit::removeLink(const LinkEnds &ends)
{
    for (std::size_t i = 0; i < m_lab.links.size(); ++i)
        if (endsOf(m_lab.links[i]) == ends) {
            record(LinkStep{i, m_lab.links[i], std::nullopt});
            return;
        }
}

void Edit::setLink(const LinkEnds &ends, lab::Link link)
{
    for (std::size_t i = 0; i < m_lab.links.size(); ++i)
        if (endsOf(m_lab.links[i]) == ends) {
            record(LinkStep{i, m_lab.links[i], std::move(link)});
            return;
        }
}

void Edit::setToFind(lab::ToFind toFind) { record(ToFindStep{m_lab.teaching.toFind, std::move(toFind)}); }

void Edit::setHead(Head head) { record(HeadStep{{m_lab.title, m_lab.description}, std::move(head)}); }

} // namespace hopyard::document
