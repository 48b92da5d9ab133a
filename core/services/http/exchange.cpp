// See exchange.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/http/exchange.h"

#include "core/services/http/packer.h"
#include "core/services/pattern.h"

#include <algorithm>

#include <fmt/format.h>

namespace hopyard::services::http {

namespace {
constexpr std::size_t kMaxBody = 1024 * 1024;

base::Bytes bytesOf(std::string_view text) { return {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()}; }
} // namespace

bool Exchange::isTooBig() const
{
    return m_body.size() > kMaxBody || m_reader.contentLength().value_or(0) > kMaxBody;
}

std::size_t Exchange::take(base::Bytes bytes)
{
    if (m_phase == Phase::draining)
        return bytes.size();
    std::size_t taken = 0;
    const auto isOver = [&] {
        return m_reader.state() == MessageReader::State::complete || m_reader.state() == MessageReader::State::failed || isTooBig();
    };
    while (taken < bytes.size() && !isOver()) {
        const MessageReader::Step step = m_reader.take(bytes.subspan(taken));
        m_body.append(reinterpret_cast<const char *>(step.body.data()), step.body.size());
        taken += step.taken;
    }
    return taken;
}

Exchange::Step Exchange::advance(const Site &site, std::string_view client, std::optional<Answered> &answered)
{
    if (m_phase == Phase::draining)
        return Step::wait;
    const MessageReader::State state = m_reader.state();
    if (state == MessageReader::State::failed) {
        send(refusal(m_reader.error()), answered);
        return Step::write;
    }
    if (isTooBig()) {
        send(refusal(MessageError::contentTooLarge), answered);
        return Step::write;
    }
    if (state == MessageReader::State::complete) {
        send(answer(site, m_reader.head(), m_body, client), answered);
        m_reader.reset();
        m_body.clear();
        m_hasSeenHead = false;
        return Step::write;
    }
    if (state == MessageReader::State::body && !m_hasSeenHead) {
        m_hasSeenHead = true;
        if (m_reader.head().minorVersion >= 1 && m_reader.head().hasToken("Expect", "100-continue")) {
            m_out += "HTTP/1.1 100 Continue\r\n\r\n";
            return Step::write;
        }
    }
    return Step::wait;
}

void Exchange::send(const Response &response, std::optional<Answered> &answered)
{
    m_out += writeResponse(response.head);
    m_out += response.text;
    m_patternAt = response.patternFrom;
    m_patternTo = response.patternTo;
    if (response.head.hasToken("Connection", "close"))
        m_phase = Phase::lastAnswer;
    const Head &request = m_reader.head();
    answered = Answered{request.method.empty() ? std::string() : fmt::format("{} {} HTTP/1.{}", request.method, request.target, request.minorVersion),
                        response.head.status, response.text.size() + response.patternTo - response.patternFrom, response.text.size(),
                        m_reader.state() != MessageReader::State::complete};
}

base::Bytes Exchange::output() const
{
    if (m_outAt < m_out.size())
        return bytesOf(m_out).subspan(m_outAt);
    if (m_patternAt >= m_patternTo)
        return {};
    const base::Bytes bytes = pattern(m_patternAt);
    return bytes.first(static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), m_patternTo - m_patternAt)));
}

std::size_t Exchange::written(std::size_t count)
{
    if (m_outAt == m_out.size()) {
        m_patternAt += count;
        return count;
    }
    m_outAt += count;
    if (m_outAt == m_out.size()) {
        m_out.clear(); // keeps its memory
        m_outAt = 0;
    }
    return 0;
}

/// How far a request has been read, and an answer written: what TCP's own state does not tell.
std::string Exchange::pack() const
{
    Packer packer;
    packer.number(static_cast<std::uint64_t>(m_phase));
    packer.number(m_hasSeenHead);
    packer.number(m_patternAt);
    packer.number(m_patternTo);
    packer.text(m_body);
    packer.text(std::string_view(m_out).substr(m_outAt));
    m_reader.pack(packer);
    return packer.take();
}

std::optional<Exchange> Exchange::unpack(std::string_view packed)
{
    Unpacker unpacker(packed);
    Exchange e;
    const std::uint64_t phase = unpacker.number();
    e.m_hasSeenHead = unpacker.number() != 0;
    e.m_patternAt = unpacker.number();
    e.m_patternTo = unpacker.number();
    e.m_body = unpacker.text();
    e.m_out = unpacker.text();
    if (!e.m_reader.unpack(unpacker) || !unpacker.isOver() || phase > static_cast<std::uint64_t>(Phase::draining) || e.m_body.size() > 2 * kMaxBody)
        return std::nullopt;
    e.m_phase = static_cast<Phase>(phase);
    return e;
}

} // namespace hopyard::services::http
