// See message.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/rpc/message.h"

namespace hopyard::rpc {
namespace {

auto refuse(Json id, int code, const char *why)
{
    return base::fail(MessageError{std::move(id), RpcError{code, why, nullptr}});
}

base::Result<Message, MessageError> parseAnswer(const Json &json, const Json &id)
{
    const Json *result = member(json, "result");
    const Json *error = member(json, "error");
    if (!result == !error)
        return refuse(id, invalidRequest, "a message has a method, or one of result and error");
    if (result)
        return Message(Answer{id, *result});
    const auto code = intMember(*error, "code");
    const auto message = stringMember(*error, "message");
    if (!code || !message)
        return refuse(id, invalidRequest, "an error has an integer code and a message");
    const Json *data = member(*error, "data");
    return Message(Answer{id, base::fail(RpcError{static_cast<int>(*code), *message, data ? *data : Json()})});
}

} // namespace

base::Result<Message, MessageError> parseMessage(std::string_view line)
{
    std::optional<Json> json = parseJson(line);
    if (!json)
        return refuse(nullptr, parseError, "the line is not JSON in UTF-8, or is nested more than 64 deep");
    if (!json->is_object())
        return refuse(nullptr, invalidRequest, "a message is one object; batches are not supported");

    Json id;
    if (const Json *given = member(*json, "id")) {
        if (!given->is_null() && !given->is_string() && !given->is_number_integer())
            return refuse(nullptr, invalidRequest, "id is a string or an integer");
        id = *given;
    }
    if (stringMember(*json, "jsonrpc") != "2.0")
        return refuse(id, invalidRequest, "jsonrpc is missing or not \"2.0\"");

    const Json *method = member(*json, "method");
    if (!method)
        return parseAnswer(*json, id);
    // A call that names an id wants an answer, and null could not be told from an answer to nothing.
    if (member(*json, "id") && id.is_null())
        return refuse(nullptr, invalidRequest, "id is a string or an integer; leave it out where no answer is wanted");
    if (!method->is_string())
        return refuse(id, invalidRequest, "method is a string");
    Request request{id, method->get<std::string>(), Json::object()};
    if (const Json *params = member(*json, "params")) {
        if (!params->is_object())
            return refuse(id, params->is_array() ? invalidParams : invalidRequest, "params is an object");
        request.params = *params;
    }
    return Message(std::move(request));
}

std::string requestLine(const Json &id, std::string_view method, const Json &params)
{
    Json json{{"jsonrpc", "2.0"}, {"method", method}};
    if (!id.is_null())
        json["id"] = id;
    if (!params.is_null())
        json["params"] = params;
    return printJson(json);
}

std::string notificationLine(std::string_view method, const Json &params)
{
    return requestLine(nullptr, method, params);
}

std::string notificationLineOf(std::string_view method, std::string_view printedParams)
{
    std::string line = R"({"jsonrpc":"2.0","method":)" + printJson(method) + R"(,"params":)";
    line += printedParams;
    line += '}';
    return line;
}

std::string resultLine(const Json &id, const Json &result)
{
    return printJson({{"jsonrpc", "2.0"}, {"id", id}, {"result", result}});
}

std::string errorLine(const Json &id, const RpcError &error)
{
    Json body{{"code", error.code}, {"message", error.message}};
    if (!error.data.is_null())
        body["data"] = error.data;
    return printJson({{"jsonrpc", "2.0"}, {"id", id}, {"error", body}});
}

} // namespace hopyard::rpc
