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
    link::Context &context() override { return m_context; }

private:
    ip::Stack &m_stack;
    link::Context &m_context;
};

} // namespace hopyard::transport
