// See client_application.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/client_application.h"

#include <fmt/format.h>

namespace hopyard::services {

using transport::AppContext;

void ClientApplication::start(AppContext &context)
{
    m_address = target().address;
    if (m_address.isValid())
        return begin(context);
    m_resolver.start(context, target().name);
    if (!m_resolver.isAsking())
        goOn(context);
}

void ClientApplication::goOn(AppContext &context)
{
    if (m_resolver.addresses().empty()) {
        context.print(fmt::format("{}: {}: {}", name(), target().name, m_resolver.failure()));
        return finish();
    }
    m_address = m_resolver.addresses().front();
    begin(context);
}

void ClientApplication::ready(AppContext &context, transport::SocketId socket)
{
    if (m_resolver.isAsking()) {
        m_resolver.ready(context);
        if (!m_resolver.isAsking())
            goOn(context);
    } else if (m_address.isValid() && !m_isFinished) {
        socketReady(context, socket);
    }
}

void ClientApplication::expire(AppContext &context)
{
    if (m_resolver.isAsking()) {
        m_resolver.expire(context);
        if (!m_resolver.isAsking())
            goOn(context);
    } else if (!m_isFinished) {
        deadline(context);
    }
}

base::TimePoint ClientApplication::nextDeadline() const
{
    if (m_isFinished)
        return base::TimePoint::never();
    return m_resolver.isAsking() ? m_resolver.nextDeadline() : ownDeadline();
}

void ClientApplication::stop(AppContext &context)
{
    if (m_isFinished)
        return;
    if (m_address.isValid())
        end(context);
    m_resolver.cancel(context);
    finish();
}

void ClientApplication::giveUp(AppContext &context, std::string_view call, transport::SocketError error)
{
    context.print(fmt::format("{}: {}: {}", name(), call, toString(error)));
    finish();
}

} // namespace hopyard::services
