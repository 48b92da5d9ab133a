// Where an application's lines go.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/application.h"

namespace hopyard::transport {

void AppContext::print(std::string line)
{
    if (m_lines)
        m_lines->push_back(std::move(line));
    else
        m_link.trace.emit(m_link.now, base::trace::ApplicationOutput{m_link.self, m_application, line});
}

} // namespace hopyard::transport
