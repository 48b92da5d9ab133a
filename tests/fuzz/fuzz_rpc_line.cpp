// What comes over the engine's socket, in two reads: lines, then messages; a request survives being written again.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/rpc/framing.h"
#include "emulation/rpc/message.h"
#include "tests/fuzz/fuzz.h"

#include <string>
#include <string_view>
#include <variant>

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view bytes(reinterpret_cast<const char *>(data + 1), size - 1);
    const std::size_t cut = data[0] % (bytes.size() + 1);
    rpc::LineSplitter splitter(256);
    splitter.feed(bytes.substr(0, cut));
    splitter.feed(bytes.substr(cut));
    while (const auto line = splitter.next()) {
        const auto message = rpc::parseMessage(line->text);
        const auto *request = message ? std::get_if<rpc::Request>(&*message) : nullptr;
        if (!request)
            continue;
        const std::string written = request->wantsAnswer()
            ? rpc::requestLine(request->id, request->method, request->params)
            : rpc::notificationLine(request->method, request->params);
        const auto again = rpc::parseMessage(written);
        fuzz::require(again && std::get<rpc::Request>(*again).method == request->method);
        fuzz::require(std::get<rpc::Request>(*again).params == request->params);
    }
    return 0;
}
