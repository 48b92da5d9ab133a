// A lab as a scenario of CORE: routers with their configurations as files of the service zebra's FRR, hosts as PCs.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/export_parts.h"

#include "core/base/xml_text.h"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <algorithm>
#include <map>
#include <sstream>
#include <tuple>
#include <utility>

namespace hopyard::exchange {

namespace {

std::string number(double value)
{
    return fmt::format("{:.10g}", value);
}

std::string interfaceXml(const lab::Node &node, const std::string &name, int side, std::size_t id)
{
    const auto own = std::find_if(node.interfaces.begin(), node.interfaces.end(), [&](const lab::Interface &i) { return i.name == name; });
    std::string text = fmt::format("      <iface{} id=\"{}\" name=\"{}\"", side, id, base::xmlText(name));
    if (own != node.interfaces.end()) {
        if (own->mac)
            text += fmt::format(" mac=\"{}\"", toString(*own->mac));
        bool has4 = false, has6 = false;
        for (const base::InterfaceAddress &address : own->addresses) {
            bool &has = address.address.isV6() ? has6 : has4;
            if (std::exchange(has, true))
                continue; // an interface has one of each family in this format
            text += fmt::format(" ip{0}=\"{1}\" ip{0}_mask=\"{2}\"", address.address.isV6() ? 6 : 4, toString(address.address), address.length);
        }
    }
    return text + "/>\n";
}

std::string optionsXml(const base::Impairment &impairment, bool oneWay)
{
    return fmt::format("      <options delay=\"{}\" bandwidth=\"{}\" loss=\"{}\" dup=\"{}\" jitter=\"{}\" unidirectional=\"{}\" buffer=\"{}\"/>\n",
                       impairment.delay.ns() / 1'000, impairment.rate.bps(), number(impairment.loss * 100), number(impairment.duplicate * 100),
                       impairment.jitter.ns() / 1'000, oneWay ? 1 : 0,
                       impairment.queue == base::QueueLimit() || impairment.queue.unit == base::QueueLimit::Unit::bytes ? 0 : impairment.queue.amount);
}

/// The element of a placeholder that came from a scenario, with the id that it has in this one; empty where there is none.
std::string keptElement(const lab::Node &node, std::size_t id)
{
    if (node.kind != lab::NodeKind::placeholder || node.was.tool != "core")
        return {};
    pugi::xml_document document;
    if (!document.load_buffer(node.was.properties.data(), node.was.properties.size()) || !document.child("network"))
        return {};
    pugi::xml_node element = document.child("network");
    if (!element.attribute("id"))
        element.prepend_attribute("id");
    element.attribute("id").set_value(fmt::format("{}", id).c_str());
    std::ostringstream text;
    element.print(text, "  ", pugi::format_default, pugi::encoding_utf8, 2);
    return text.str();
}

} // namespace

Exported writeCoreXml(const lab::Lab &lab)
{
    Exported made;
    std::map<std::string, std::size_t> ids;
    double left = 0, top = 0;
    for (const lab::Node &node : lab.nodes) {
        ids.emplace(node.name, ids.size() + 1);
        left = std::min(left, node.at.x);
        top = std::min(top, node.at.y);
    }
    std::string networks, devices, services;
    for (const lab::Node &node : lab.nodes) {
        const std::string head = fmt::format("id=\"{}\" name=\"{}\" icon=\"\" canvas=\"1\"", ids[node.name], base::xmlText(node.name));
        const std::string position = fmt::format("      <position x=\"{}\" y=\"{}\"/>\n", number(node.at.x - left + 50), number(node.at.y - top + 50));
        if (const std::string element = keptElement(node, ids[node.name]); !element.empty()) {
            networks += element;
            continue;
        }
        if (node.kind == lab::NodeKind::placeholder)
            made.left.push_back(fmt::format("{}: a placeholder becomes a PC", node.name));
        if (isForwarder(node.kind)) {
            networks += fmt::format("    <network {} type=\"{}\">\n{}    </network>\n", head,
                                    node.kind == lab::NodeKind::hub ? "HUB" : "SWITCH", position);
            continue;
        }
        const bool routes = isRouting(node.kind);
        devices += fmt::format("    <device {} type=\"{}\" class=\"\" image=\"\">\n{}      <services>\n", head, routes ? "router" : "PC", position);
        devices += routes ? "        <service name=\"FRRzebra\"/>\n        <service name=\"IPForward\"/>\n"
                          : "        <service name=\"DefaultRoute\"/>\n";
        devices += "      </services>\n    </device>\n";
        const auto file = [&](const char *service, const char *name, const std::string &text) {
            services += fmt::format("    <service name=\"{}\" node=\"{}\">\n      <files>\n        <file name=\"{}\">{}</file>\n      </files>\n    </service>\n",
                                    service, ids[node.name], name, base::xmlText(text));
        };
        if (routes)
            file("FRRzebra", "/usr/local/etc/frr/frr.conf", frrConfig(node));
        else if (node.gateway || !node.routes.empty()) {
            lab::Node routesOnly = node;
            routesOnly.interfaces.clear();
            routesOnly.start.clear();
            std::string script = "#!/bin/sh\n";
            for (const std::string &line : hostCommands(routesOnly))
                script += line + '\n';
            file("DefaultRoute", "defaultroute.sh", script);
        }
        if (!node.start.empty())
            made.left.push_back(fmt::format("{}: its commands are left out", node.name));
    }
    std::string links;
    std::map<std::string, std::size_t> plugged;
    for (const lab::Link &link : lab.links) {
        const lab::Node *a = lab.findNode(link.a.node), *b = lab.findNode(link.b.node);
        if (!a || !b)
            continue;
        std::string ends;
        for (const auto &[node, end, side] : {std::tuple(a, &link.a, 1), std::tuple(b, &link.b, 2)})
            if (!isForwarder(node->kind) && keptElement(*node, 0).empty())
                ends += interfaceXml(*node, end->interface, side, plugged[node->name]++);
        const std::string head = fmt::format("    <link node1=\"{}\" node2=\"{}\">\n{}", ids[a->name], ids[b->name], ends);
        links += head + optionsXml(link.forward, !link.isSymmetric()) + "    </link>\n";
        if (!link.isSymmetric())
            made.left.push_back(fmt::format("{} - {}: of a link with unlike directions the first is said", toString(link.a), toString(link.b)));
    }
    made.files[fileName(lab) + ".xml"] =
        fmt::format("<?xml version='1.0' encoding='UTF-8'?>\n<scenario name=\"{}\">\n  <networks>\n{}  </networks>\n  <devices>\n{}  </devices>\n"
                    "  <links>\n{}  </links>\n  <service_configurations>\n{}  </service_configurations>\n</scenario>\n",
                    base::xmlText(lab.title), networks, devices, links, services);
    return made;
}

} // namespace hopyard::exchange
