// The parser of scripts in packetdrill's language, and what takes live packets apart: any text gives a script or an error
// with a line of it, any bytes a packet or none, and what was built from a script can be read again.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz.h"
#include "tests/tcp/packets.h"
#include "tests/tcp/script.h"

#include <algorithm>

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    (void)script::takeApart({data, size});
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const auto lines = 1 + std::count(text.begin(), text.end(), '\n');
    const auto parsed = script::parse(text);
    if (!parsed) {
        fuzz::require(parsed.error().line >= 1 && parsed.error().line <= lines && !parsed.error().message.empty());
        return 0;
    }
    const script::Flow flow{80, 50'000, 12'345, {}, {1, 2, 3, 4}};
    for (const script::Event &event : parsed->events) {
        fuzz::require(event.line >= 1 && event.line <= lines);
        const auto *packet = std::get_if<script::Packet>(&event.what);
        const auto *tcp = packet ? std::get_if<script::TcpPacket>(&packet->body) : nullptr;
        if (!tcp || tcp->options.size() > 5) // more options may not fit a header
            continue;
        (void)script::describe(*tcp);
        const auto bytes = script::build(*packet, flow);
        (void)script::takeApart(bytes);
    }
    return 0;
}
