// What the editors of containerlab files keep beside a file: NAME.annotations.json with places, groups, texts and shapes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/foreign.h"
#include "core/exchange/json.h"
#include "core/lab/drawing.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::exchange {

class ContainerlabCanvas {
public:
    /// Reads the file beside the topology of `around`; without one, or with one that is no JSON, there is nothing on the canvas.
    explicit ContainerlabCanvas(const Surroundings &around);

    std::optional<lab::Position> positionOf(const std::string &node) const;
    /// Texts, shapes and groups; `nameInLab` gives a node's name in the lab, empty where it is not there.
    lab::Drawing drawing(const std::function<std::string(const std::string &node)> &nameInLab) const;
    void sayLost(std::vector<std::string> &left) const;

private:
    json::Json m_root;
    std::map<std::string, lab::Position> m_places; // by the names of the nodes
    bool m_isDamaged = false;
};

} // namespace hopyard::exchange
