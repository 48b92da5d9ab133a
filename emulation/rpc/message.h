// JSON-RPC 2.0 messages (https://www.jsonrpc.org/specification): text to value and back, checked.
//
// Deliberately missing: batches (an array of requests), which one line a message makes needless; positional params.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "emulation/rpc/json.h"
#include "emulation/rpc/protocol.h"

#include <string>
#include <string_view>
#include <variant>

namespace hopyard::rpc {

struct RpcError {
    int code = internalError; ///< an ErrorCode, or what a later engine invents
    std::string message;      ///< a sentence for a person
    Json data;                ///< null where there is none
};

/// A call, or a notification where `id` is null.
struct Request {
    Json id; ///< string, integer or null
    std::string method;
    Json params = Json::object(); ///< always an object

    bool wantsAnswer() const { return !id.is_null(); }
};

struct Answer {
    Json id; ///< null where the other side could not read ours
    base::Result<Json, RpcError> result;
};

using Message = std::variant<Request, Answer>;

/// Why a line is no message, and the id to answer with (null where it had none that is valid).
struct MessageError {
    Json id;
    RpcError error;
};

base::Result<Message, MessageError> parseMessage(std::string_view line);

/// One line without its end. `params` is an object; a null `id` makes a notification.
std::string requestLine(const Json &id, std::string_view method, const Json &params);
std::string notificationLine(std::string_view method, const Json &params);
/// The same around params that are printed already.
std::string notificationLineOf(std::string_view method, std::string_view printedParams);
std::string resultLine(const Json &id, const Json &result);
std::string errorLine(const Json &id, const RpcError &error);

} // namespace hopyard::rpc
