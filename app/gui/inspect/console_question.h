// Asks a node's console for the JSON of a line, for inspectors.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"

#include <QString>

#include <functional>

namespace hopyard::inspect {

/// `use` gets the JSON, or null and a sentence that says why there is none. Not called where the engine has gone.
inline void askConsole(client::EngineSession &session, const QString &node, const QString &line, QObject *context,
                       std::function<void(const client::Json &json, const QString &why)> use)
{
    session.call("console.run", {{"node", node.toStdString()}, {"line", line.toStdString()}}, context,
                 [use = std::move(use)](const client::EngineSession::Result &result) {
                     if (!result) {
                         if (result.error().code != rpc::disconnected)
                             use(nullptr, client::messageOf(result.error()));
                         return;
                     }
                     const client::Json *json = rpc::member(*result, "json");
                     if (json && rpc::boolMember(*result, "ok").value_or(false))
                         use(*json, {});
                     else
                         use(nullptr, QString::fromStdString(rpc::stringMember(*result, "text").value_or("")).trimmed());
                 });
}

} // namespace hopyard::inspect
