// What an inspector or a tool wants lit on the canvas: nodes with a word beside them, links with an arrow. Plain values;
// painted by MarksOverlay (marks_overlay.h).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QString>

#include <vector>

namespace hopyard::inspect {

/// What a mark means decides its colour; the theme has one for each.
enum class Tone { accent, other, good, bad };

struct CanvasMarks {
    struct Node {
        QString name;
        QString label = {}; ///< "20": a cost; may be empty
        Tone tone = Tone::accent;
        bool operator==(const Node &) const = default;
    };
    struct Link {
        QString from; ///< the end at which the arrow begins: "r1:eth0"
        QString label = {};
        Tone tone = Tone::accent;
        bool arrow = true;
        bool operator==(const Link &) const = default;
    };
    std::vector<Node> nodes = {};
    std::vector<Link> links = {};
    bool isEmpty() const { return nodes.empty() && links.empty(); }
    bool operator==(const CanvasMarks &) const = default;
};

} // namespace hopyard::inspect

Q_DECLARE_METATYPE(hopyard::inspect::CanvasMarks)
