// See check_drawing.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/check_drawing.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace hopyard::lab {

std::vector<Problem> checkDrawing(const Drawing &drawing, const Lab &lab, const Places &places)
{
    std::vector<Problem> problems;
    const auto warn = [&](const std::string &path, std::string message) {
        problems.push_back(places.problem(Problem::Severity::warning, path, std::move(message)));
    };
    std::map<std::string_view, std::string_view> layerOf, groupOf;
    for (const Layer &layer : drawing.layers)
        for (const std::string &node : layer.nodes) {
            const std::string path = "drawing/layers/" + layer.name;
            if (!lab.findNode(node)) {
                warn(path, fmt::format("layer '{}' names '{:.60}', and there is no such node", layer.name, node));
                continue;
            }
            const auto [other, isNew] = layerOf.emplace(node, layer.name);
            if (!isNew)
                warn(path, fmt::format("'{}' is on layer '{}' and on layer '{}'; it is shown with the first", node, other->second, layer.name));
        }
    for (const Group &group : drawing.groups)
        for (const std::string &node : group.nodes) {
            const std::string path = "drawing/groups/" + group.name;
            if (!lab.findNode(node)) {
                warn(path, fmt::format("group '{}' names '{:.60}', and there is no such node", group.name, node));
                continue;
            }
            const auto [other, isNew] = groupOf.emplace(node, group.name);
            if (!isNew)
                warn(path, fmt::format("'{}' is in group '{}' and in group '{}'; it is drawn in the first", node, other->second, group.name));
        }
    for (const Shape &shape : drawing.shapes) {
        const std::string path = "drawing/shapes/" + shape.id;
        if (!shape.layer.empty() && std::ranges::find(drawing.layers, shape.layer, &Layer::name) == drawing.layers.end())
            warn(path, fmt::format("shape '{}' is on layer '{:.60}', which is not among the layers", shape.id, shape.layer));
        if (shape.kind == ShapeKind::picture && shape.file.empty())
            warn(path, fmt::format("picture '{}' has no file; write file: pictures/rack.png", shape.id));
    }
    return problems;
}

} // namespace hopyard::lab
