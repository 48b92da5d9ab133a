// See fix_changes.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/fix_changes.h"

namespace hopyard::document {

Fix changeNode(const QString &text, const std::string &name, std::function<void(lab::Node &)> change)
{
    return {text, [name, change = std::move(change)](Edit &edit) {
                if (const lab::Node *old = edit.lab().findNode(name)) {
                    lab::Node changed = *old;
                    change(changed);
                    edit.setNode(name, std::move(changed));
                }
            }};
}

void appendLines(std::string &config, const std::string &lines)
{
    if (!config.empty() && config.back() != '\n')
        config += '\n';
    config += lines;
}

std::string routeLine(const base::IpPrefix &network, const base::IpAddress &via)
{
    return (network.address().isV4() ? "ip route " : "ipv6 route ") + base::toString(network) + ' ' + base::toString(via);
}

std::string networkLine(const base::IpPrefix &network, const std::string &protocol)
{
    return " network " + base::toString(network) + (protocol == "ospf" ? " area 0\n" : "\n");
}

} // namespace hopyard::document
