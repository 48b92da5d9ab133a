// Notes, shapes and groups that another tool has on its canvas, as a drawing beside the lab: ids, Markdown, colours as words.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/drawing.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace hopyard::exchange {

/// "#ff0000", "#f00", "red": the word that is nearest; plain for greys and for what is no colour.
lab::ShapeColour colourOf(std::string_view foreign);

class DrawingMaker {
public:
    /// Plain text, line by line as it is. A size of 0 is guessed from the text and the height of its letters; `at` is the middle then.
    void addText(lab::Position at, lab::Position size, std::string_view text, lab::ShapeColour colour = {}, double fontSize = 12);
    /// A rectangle or an ellipse, `at` its corner with the smaller coordinates.
    void addBox(lab::ShapeKind kind, lab::Position at, lab::Position size, std::string_view label, lab::ShapeColour colour = {});
    void addLine(lab::Position from, lab::Position to, lab::ShapeColour colour = {}, bool arrow = false);
    /// `node` by its name in the lab.
    void addToGroup(std::string_view group, std::string node);

    bool isFull() const { return m_drawing.shapes.size() >= kMostShapes; }
    /// How many did not fit: a drawing has at most kMostShapes shapes.
    std::size_t lost() const { return m_lost; }
    lab::Drawing take() { return std::move(m_drawing); }

    static constexpr std::size_t kMostShapes = 5'000;

private:
    lab::Shape *add(lab::ShapeKind kind, lab::Position at, lab::Position size, lab::ShapeColour colour);

    lab::Drawing m_drawing;
    std::map<std::string, std::size_t> m_counts; // by kind
    std::size_t m_lost = 0;
};

} // namespace hopyard::exchange
