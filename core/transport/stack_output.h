// IpOutput by a real ip::Stack, lent together with the context for one call.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ip/stack.h"
#include "core/link/device.h"
#include "core/transport/ip_output.h"

#include <utility>

namespace hopyard::transport {

class StackOutput final : public IpOutput {
public:
    StackOutput(ip::Stack &stack, link::Context &context) : m_stack(stack), m_context(context) {}

    base::Result<void, ip::SendError> send(ip::Datagram datagram) override
    {
        return m_stack.send(m_context, std::move(datagram));
    }
    base::IpAddress sourceFor(const base::IpAddress &destination, base::PortIndex out) const override
    {
        return m_stack.sourceFor(m_context.now, destination, out);
    }
    bool isOwnAddress(const base::IpAddress &address) const override { return m_stack.isOwnAddress(address); }
    std::uint32_t mtuTo(const base::IpAddress &destination) const override
    {
        return m_stack.mtuTo(m_context.now, destination);
    }
    bool isBroadcast(const base::IpAddress &address) const override { return m_stack.isBroadcast(address); }
    base::PortIndex findInterface(std::string_view name) const override { return m_stack.findInterface(name); }
    std::string interfaceName(base::PortIndex port) const override
    {
        const ip::Interface *interface = m_stack.interface(port);
        return interface ? interface->name : std::string();
    }
    base::IpAddress addressOf(base::PortIndex port, base::Family family) const override
    {
        const ip::Interface *interface = m_stack.interface(port);
        const base::InterfaceAddress *own = interface ? interface->first(family) : nullptr;
        return own ? own->address : base::IpAddress();
    }
    base::PortIndex interfaceFor(const base::IpAddress &address) const override
    {
        return m_stack.interfaceFor(m_context.now, address);
    }
    void setGroupFilter(base::PortIndex port, const base::IpAddress &group, const ip::GroupFilter &filter) override
    {
        m_stack.setGroupFilter(m_context, port, group, filter);
    }
    link::Context &context() override { return m_context; }

private:
    ip::Stack &m_stack;
    link::Context &m_context;
};

} // namespace hopyard::transport
