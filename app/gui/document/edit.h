// An edit of a lab as a list of steps, each with the value before and after.
//
// `Edit` collects steps on a copy of the lab, so that rules such as "removing a node removes its links" are written
// once; `Delta` is the result: what a command keeps, applies and takes back, and what the change event is made from.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/document/change_event.h"
#include "core/lab/drawing.h"
#include "core/lab/lab.h"

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace hopyard::document {

/// One thing at one place of a list: no `before` inserts there, no `after` removes from there.
template <class T>
struct ListStep {
    std::size_t index = 0;
    std::optional<T> before;
    std::optional<T> after;
    bool operator==(const ListStep &) const = default;
};
using NodeStep = ListStep<lab::Node>;
using LinkStep = ListStep<lab::Link>;
/// Title and description.
struct Head {
    std::string title;
    std::string description;
    bool operator==(const Head &) const = default;
};
struct HeadStep {
    Head before;
    Head after;
    bool operator==(const HeadStep &) const = default;
};
/// Which problems the student is to find.
struct ToFindStep {
    lab::ToFind before;
    lab::ToFind after;
    bool operator==(const ToFindStep &) const = default;
};
/// The drawing is small: it is kept whole.
struct DrawingStep {
    lab::Drawing before;
    lab::Drawing after;
    bool operator==(const DrawingStep &) const = default;
};
using Step = std::variant<NodeStep, LinkStep, HeadStep, ToFindStep>;

struct Delta {
    std::vector<Step> steps;
    std::optional<DrawingStep> drawing; ///< applied by the document, which holds the drawing

    /// True where the values before and after are the same.
    bool isNothing() const;
    void apply(lab::Lab &lab) const;  ///< `lab` is as it was when the edit was made
    void revert(lab::Lab &lab) const; ///< `lab` is as apply() left it
    /// Continues with `later`, which was made on what this one left. Steps on the same things are folded into one.
    void append(const Delta &later);
    ChangeEvent event(bool forward) const;
};

class Edit {
public:
    explicit Edit(const lab::Lab &lab) : m_lab(lab) {}

    const lab::Lab &lab() const { return m_lab; } ///< as it is after the steps so far

    void addNode(lab::Node node);
    /// Removes the node and every link plugged into it. Does nothing where there is none.
    void removeNode(const std::string &name);
    /// Replaces the node's value. A new name goes along its links.
    void setNode(const std::string &name, lab::Node node);
    void addLink(lab::Link link);
    void removeLink(const LinkEnds &ends);
    /// Replaces the link's value; other ends re-plug it.
    void setLink(const LinkEnds &ends, lab::Link link);
    void setHead(Head head);
    void setToFind(lab::ToFind toFind);
    void setDrawing(lab::Drawing drawing) { m_drawing = std::move(drawing); }

    /// `drawing` is the one before the edit. Groups and ways of links follow nodes that were renamed or removed.
    Delta take(const lab::Drawing &drawing);

private:
    void record(Step step);

    lab::Lab m_lab;
    std::optional<lab::Drawing> m_drawing;
    Delta m_delta;
};

} // namespace hopyard::document
