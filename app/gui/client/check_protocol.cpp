// See check_protocol.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/client/check_protocol.h"

namespace hopyard::client {

Verdict parseVerdict(std::string_view text)
{
    if (text == "passed")
        return Verdict::passed;
    if (text == "failed")
        return Verdict::failed;
    if (text == "error")
        return Verdict::error;
    return text == "waiting" ? Verdict::waiting : Verdict::unknown;
}

CheckBatch parseCheckBatch(const rpc::Json &json)
{
    CheckBatch batch;
    batch.error = rpc::stringMember(json, "error").value_or("");
    const rpc::Json *list = rpc::member(json, "results");
    if (!list)
        list = rpc::member(json, "checks");
    if (!list || !list->is_array())
        return batch;
    for (const rpc::Json &row : *list) {
        CheckState state;
        state.id = rpc::stringMember(row, "id").value_or("");
        state.verdict = parseVerdict(rpc::stringMember(row, "verdict").value_or(""));
        state.earned = rpc::intMember(row, "earned").value_or(0);
        state.sentence = rpc::stringMember(row, "sentence").value_or("");
        state.seen = rpc::stringMember(row, "seen").value_or("");
        if (const rpc::Json *nodes = rpc::member(row, "nodes"); nodes && nodes->is_array())
            for (const rpc::Json &node : *nodes)
                if (node.is_string())
                    state.nodes.push_back(node.get<std::string>());
        batch.checks.push_back(std::move(state));
    }
    return batch;
}

} // namespace hopyard::client
