// See lab_change.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/client/lab_change.h"

#include <algorithm>

namespace hopyard::client {

namespace {

/// The node as the network sees it.
lab::Node bare(lab::Node node)
{
    node.at = {};
    node.label.clear();
    node.note.clear();
    return node;
}

bool sameNetworkNodes(const std::vector<lab::Node> &a, const std::vector<lab::Node> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const lab::Node &x, const lab::Node &y) { return bare(x) == bare(y); });
}

bool samePlugs(const std::vector<lab::Link> &a, const std::vector<lab::Link> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const lab::Link &x, const lab::Link &y) { return x.a == y.a && x.b == y.b; });
}

/// False where an impairment cannot be told by link.set.
bool addSets(const lab::Link &before, const lab::Link &after, std::vector<rpc::Json> &sets)
{
    const bool together = before.isSymmetric() && after.isSymmetric();
    if (after.forward != before.forward) {
        auto set = linkSet(after.a, together ? "both" : "forward", before.forward, after.forward);
        if (!set)
            return false;
        sets.push_back(std::move(*set));
    }
    if (!together && after.backward != before.backward) {
        auto set = linkSet(after.a, "backward", before.backward, after.backward);
        if (!set)
            return false;
        sets.push_back(std::move(*set));
    }
    return true;
}

} // namespace

std::optional<rpc::Json> linkSet(const lab::End &end, std::string_view direction, const base::Impairment &before,
                                 const base::Impairment &after)
{
    if (before.queue != after.queue || before.burst != after.burst)
        return std::nullopt;
    rpc::Json set{{"link", toString(end)}, {"direction", direction}};
    const auto probability = [&set](const char *key, double from, double to) {
        if (from != to)
            set[key] = base::probabilityToString(to);
    };
    if (before.delay != after.delay)
        set["delay"] = base::toString(after.delay);
    if (before.jitter != after.jitter)
        set["jitter"] = base::toString(after.jitter);
    if (before.rate != after.rate)
        set["rate"] = base::toString(after.rate);
    probability("loss", before.loss, after.loss);
    probability("duplicate", before.duplicate, after.duplicate);
    probability("reorder", before.reorder, after.reorder);
    probability("corrupt", before.corrupt, after.corrupt);
    if (before.down != after.down)
        set["down"] = after.down;
    return set;
}

LabChange compare(const lab::Lab &before, const lab::Lab &after)
{
    if (before == after)
        return {};
    if (!sameNetworkNodes(before.nodes, after.nodes) || !samePlugs(before.links, after.links))
        return {ChangeKind::network, {}};
    LabChange change{ChangeKind::cosmetic, {}};
    for (std::size_t i = 0; i < after.links.size(); ++i)
        if (!addSets(before.links[i], after.links[i], change.linkSets))
            return {ChangeKind::network, {}};
    if (!change.linkSets.empty())
        change.kind = ChangeKind::impairments;
    return change;
}

} // namespace hopyard::client
