// HTTP: a message read whole and in small pieces is the same message, and every request gets an answer that can be read.
// The first byte chooses request or response and the size of the pieces.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/http/message.h"
#include "core/services/http/pages.h"
#include "core/services/stream_writer.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <string>

using namespace hopyard;
using services::http::MessageReader;

namespace {

struct Result {
    MessageReader::State state;
    services::http::Head head;
    std::string body;
    std::size_t taken = 0;
};

Result read(MessageReader::Kind kind, base::Bytes input, std::size_t piece)
{
    MessageReader reader(kind);
    Result result{reader.state(), {}, {}, 0};
    const auto goesOn = [&] {
        return reader.state() == MessageReader::State::head || reader.state() == MessageReader::State::body;
    };
    while (result.taken < input.size() && goesOn()) {
        const MessageReader::Step step
            = reader.take(input.subspan(result.taken, std::min(piece, input.size() - result.taken)));
        result.taken += step.taken;
        result.body += services::textOf(step.body);
        fuzz::require(step.taken > 0 || !goesOn());
    }
    result.state = reader.state();
    result.head = reader.head();
    return result;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const auto kind = (data[0] & 1) != 0 ? MessageReader::Kind::response : MessageReader::Kind::request;
    const base::Bytes input(data + 1, size - 1);
    const Result whole = read(kind, input, input.size());
    const Result pieces = read(kind, input, 1 + data[0] / 2);
    fuzz::require(whole.state == pieces.state);
    if (whole.state == MessageReader::State::failed)
        return 0;
    fuzz::require(whole.head == pieces.head && whole.body == pieces.body && whole.taken == pieces.taken);
    if (kind == MessageReader::Kind::response || whole.state != MessageReader::State::complete)
        return 0;
    const services::http::Response answer = services::http::answer({"h1", {}}, whole.head, whole.body, "10.0.0.1:1");
    const Result again = read(MessageReader::Kind::response, services::bytesOf(writeResponse(answer.head)), 4096);
    fuzz::require(again.state != MessageReader::State::failed && again.head == answer.head);
    return 0;
}
