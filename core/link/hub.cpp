// Repeating; see hub.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/hub.h"

namespace hopyard::link {

base::PortIndex Hub::addPort()
{
    m_carrier.push_back(false);
    return base::PortIndex(static_cast<std::uint32_t>(m_carrier.size() - 1));
}

void Hub::carrierChanged(Context &, base::PortIndex port, bool up)
{
    m_carrier[port.index()] = up;
}

void Hub::handle(Context &context, base::PortIndex in, packet::Packet frame)
{
    if (!m_limit.allows(context.now)) {
        ++m_suppressed;
        dropFlooded(context, m_limit, frame);
        return;
    }
    for (std::uint32_t port = 0; port < m_carrier.size(); ++port)
        if (m_carrier[port] && port != in.value())
            context.out.send(base::PortIndex(port), frame);
}

} // namespace hopyard::link
