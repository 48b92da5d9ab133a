// A lab as a graph for programs that draw or compute: GraphML, DOT, Mermaid, SVG; and the folder of FRR's configurations.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/export_parts.h"

#include "core/base/xml_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace hopyard::exchange {

namespace {

std::string shown(const lab::Node &node)
{
    return node.label.empty() ? node.name : node.label;
}

/// "10ms, 100mbit": what a line's label says.
std::string lineLabel(const lab::Link &link)
{
    std::string text;
    const auto add = [&](const std::string &part) { text += (text.empty() ? "" : ", ") + part; };
    if (link.forward.delay.ns() > 0)
        add(toString(link.forward.delay));
    if (!link.forward.rate.isUnlimited())
        add(toString(link.forward.rate));
    if (link.forward.loss > 0)
        add(base::probabilityToString(link.forward.loss) + " loss");
    return text;
}

} // namespace

Exported writeFrrFolder(const lab::Lab &lab)
{
    Exported made;
    for (const lab::Node &node : lab.nodes) {
        if (isRouting(node.kind)) {
            const std::string config = frrConfig(node);
            made.files[node.name + "/frr.conf"] = config;
            made.files[node.name + "/daemons"] = frrDaemons(config);
        } else {
            made.left.push_back(fmt::format("{}: a {} has no configuration of FRR", node.name, toString(node.kind)));
        }
    }
    return made;
}

Exported writeGraphml(const lab::Lab &lab)
{
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
                       "  <key id=\"d0\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n"
                       "  <key id=\"d1\" for=\"node\" attr.name=\"kind\" attr.type=\"string\"/>\n"
                       "  <key id=\"d2\" for=\"node\" attr.name=\"x\" attr.type=\"double\"/>\n"
                       "  <key id=\"d3\" for=\"node\" attr.name=\"y\" attr.type=\"double\"/>\n"
                       "  <key id=\"d4\" for=\"edge\" attr.name=\"LinkSpeedRaw\" attr.type=\"double\"/>\n"
                       "  <key id=\"d5\" for=\"edge\" attr.name=\"delay\" attr.type=\"string\"/>\n"
                       "  <key id=\"d6\" for=\"edge\" attr.name=\"sourceInterface\" attr.type=\"string\"/>\n"
                       "  <key id=\"d7\" for=\"edge\" attr.name=\"targetInterface\" attr.type=\"string\"/>\n";
    text += fmt::format("  <graph id=\"{}\" edgedefault=\"undirected\">\n", base::xmlText(fileName(lab)));
    for (const lab::Node &node : lab.nodes)
        text += fmt::format("    <node id=\"{0}\"><data key=\"d0\">{1}</data><data key=\"d1\">{2}</data><data key=\"d2\">{3}</data>"
                            "<data key=\"d3\">{4}</data></node>\n",
                            base::xmlText(node.name), base::xmlText(shown(node)), toString(node.kind), node.at.x, node.at.y);
    for (const lab::Link &link : lab.links) {
        text += fmt::format("    <edge source=\"{}\" target=\"{}\">", base::xmlText(link.a.node), base::xmlText(link.b.node));
        if (!link.forward.rate.isUnlimited())
            text += fmt::format("<data key=\"d4\">{}</data>", link.forward.rate.bps());
        if (link.forward.delay.ns() > 0)
            text += fmt::format("<data key=\"d5\">{}</data>", toString(link.forward.delay));
        text += fmt::format("<data key=\"d6\">{}</data><data key=\"d7\">{}</data></edge>\n", base::xmlText(link.a.interface), base::xmlText(link.b.interface));
    }
    return {{{fileName(lab) + ".graphml", text + "  </graph>\n</graphml>\n"}}, {"configurations and addresses are not said"}};
}

Exported writeDot(const lab::Lab &lab)
{
    std::string text = fmt::format("graph {} {{\n", inQuotes(lab.title.empty() ? fileName(lab) : lab.title));
    for (const lab::Node &node : lab.nodes)
        text += fmt::format("  {} [label={}, kind={}, shape={}, pos=\"{},{}\"];\n", inQuotes(node.name), inQuotes(shown(node)), inQuotes(toString(node.kind)),
                            isRouting(node.kind) ? "ellipse" : isForwarder(node.kind) ? "diamond" : "box", node.at.x, -node.at.y);
    for (const lab::Link &link : lab.links) {
        const std::string label = lineLabel(link);
        text += fmt::format("  {} -- {} [taillabel={}, headlabel={}{}];\n", inQuotes(link.a.node), inQuotes(link.b.node), inQuotes(link.a.interface),
                            inQuotes(link.b.interface), label.empty() ? "" : ", label=" + inQuotes(label));
    }
    return {{{fileName(lab) + ".dot", text + "}\n"}}, {"configurations and addresses are not said"}};
}

Exported writeMermaid(const lab::Lab &lab)
{
    std::string text = "graph LR\n";
    std::map<std::string, std::size_t> ids;
    const auto escaped = [](std::string_view label) { // of Mermaid: entities with '#', in quotes
        std::string out;
        for (const char c : label)
            out += c == '"' ? std::string("#quot;") : c == '\n' ? std::string(" ") : std::string(1, c);
        return out;
    };
    for (const lab::Node &node : lab.nodes) {
        const std::size_t id = ids.emplace(node.name, ids.size()).first->second;
        const auto [open, close] = isRouting(node.kind) ? std::pair("([", "])") : isForwarder(node.kind) ? std::pair("{", "}") : std::pair("[", "]");
        text += fmt::format("  n{}{}\"{}\"{}\n", id, open, escaped(shown(node)), close);
    }
    for (const lab::Link &link : lab.links) {
        const std::string label = lineLabel(link);
        text += fmt::format("  n{} ---{} n{}\n", ids[link.a.node], label.empty() ? "" : "|\"" + label + "\"|", ids[link.b.node]);
    }
    return {{{fileName(lab) + ".mmd", text}}, {"positions, configurations and addresses are not said"}};
}

Exported writeSvg(const lab::Lab &lab)
{
    constexpr double kMargin = 70;
    double left = 0, top = 0, right = 0, bottom = 0;
    if (!lab.nodes.empty()) {
        left = right = lab.nodes.front().at.x;
        top = bottom = lab.nodes.front().at.y;
    }
    for (const lab::Node &node : lab.nodes) {
        left = std::min(left, node.at.x);
        right = std::max(right, node.at.x);
        top = std::min(top, node.at.y);
        bottom = std::max(bottom, node.at.y);
    }
    std::string text = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{} {} {} {}\" font-family=\"Inter, sans-serif\" font-size=\"13\">\n"
        "<title>{}</title>\n",
        left - kMargin, top - kMargin, right - left + 2 * kMargin, bottom - top + 2 * kMargin, base::xmlText(lab.title));
    for (const lab::Link &link : lab.links) {
        const lab::Node *a = lab.findNode(link.a.node), *b = lab.findNode(link.b.node);
        if (!a || !b)
            continue;
        text += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"#64748b\" stroke-width=\"2\"/>\n", a->at.x, a->at.y, b->at.x, b->at.y);
        if (const std::string label = lineLabel(link); !label.empty())
            text += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-size=\"10\" fill=\"#64748b\">{}</text>\n",
                                (a->at.x + b->at.x) / 2, (a->at.y + b->at.y) / 2 - 5, base::xmlText(label));
    }
    for (const lab::Node &node : lab.nodes) {
        const double x = node.at.x, y = node.at.y;
        if (isRouting(node.kind))
            text += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"24\" fill=\"#dbeafe\" stroke=\"#2563eb\" stroke-width=\"2\"/>\n", x, y);
        else if (node.kind == lab::NodeKind::placeholder)
            text += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"48\" height=\"38\" rx=\"6\" fill=\"#f8fafc\" stroke=\"#94a3b8\" stroke-width=\"2\" stroke-dasharray=\"5 4\"/>\n"
                                "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-size=\"20\" fill=\"#94a3b8\">?</text>\n",
                                x - 24, y - 19, x, y + 7);
        else if (isForwarder(node.kind))
            text += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"56\" height=\"26\" rx=\"4\" fill=\"#dcfce7\" stroke=\"#16a34a\" stroke-width=\"2\"/>\n", x - 28, y - 13);
        else
            text += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"48\" height=\"38\" rx=\"6\" fill=\"#f1f5f9\" stroke=\"#475569\" stroke-width=\"2\"/>\n", x - 24, y - 19);
        text += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" fill=\"#0f172a\">{}</text>\n", x, y + 42, base::xmlText(shown(node)));
    }
    return {{{fileName(lab) + ".svg", text + "</svg>\n"}}, {}};
}

} // namespace hopyard::exchange
