// See client.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/http/client.h"

#include "core/services/arguments.h"
#include "core/services/format.h"
#include "core/services/pattern.h"

#include <fmt/format.h>

namespace hopyard::services {

using http::MessageReader;
using transport::AppContext;
using transport::SocketError;

namespace {

constexpr std::size_t kLongestLine = 1'000;

std::string rateText(std::uint64_t bytes, base::Duration time)
{
    const double seconds = time.inSeconds();
    return seconds > 0 ? fmt::format("{:.4g} Mbit/s", static_cast<double>(bytes) * 8e-6 / seconds) : "at once";
}

/// Where in the pattern a range that a response names begins.
std::uint64_t patternStart(const http::Head &head)
{
    const auto range = head.find("Content-Range");
    if (head.status != 206 || !range || !range->starts_with("bytes "))
        return 0;
    return http::parseNumber(range->substr(6, range->find('-') - 6)).value_or(0);
}

} // namespace

http::Head Http::request() const
{
    http::Head head;
    head.method = m_options.head ? "HEAD" : m_options.post ? "POST" : "GET";
    head.target = m_options.url.target;
    head.fields = {{"Host", http::authority(m_options.url)}, {"User-Agent", "hopyard"}, {"Accept", "*/*"}};
    if (!m_options.range.empty())
        head.fields.push_back({"Range", "bytes=" + m_options.range});
    if (m_options.post) {
        head.fields.push_back({"Content-Type", "text/plain"});
        head.fields.push_back({"Content-Length", fmt::format("{}", m_options.post->size())});
    }
    if (!m_options.keepAlive || m_sent + 1 == m_options.count)
        head.fields.push_back({"Connection", "close"});
    return head;
}

void Http::begin(AppContext &context)
{
    m_startedAt = context.now();
    if (!m_options.quiet)
        context.print(fmt::format("http: {} {} at {}", request().method, http::toString(m_options.url),
                                  transport::toString({address(), m_options.url.port})));
    nextRequest(context);
}

void Http::nextRequest(AppContext &context)
{
    m_requestAt = m_lastByte = context.now();
    m_firstByteAt.reset();
    m_bodySize = 0;
    m_reader.reset();
    m_out.clear();
    m_out.append(http::writeRequest(request()));
    if (m_options.post)
        m_out.append(*m_options.post);
    ++m_sent;
    if (m_socket.isValid())
        return;
    m_connectedAt.reset();
    m_connectAt = context.now();
    const auto socket = context.socket(transport::SocketKind::tcp, address().family());
    if (!socket)
        return failed(context, toString(socket.error()));
    m_socket = *socket;
    const auto connected = context.connect(m_socket, {address(), m_options.url.port});
    if (!connected && connected.error() != SocketError::inProgress)
        failed(context, toString(connected.error()));
}

void Http::socketReady(AppContext &context, transport::SocketId socket)
{
    while (!isFinished() && m_socket.isValid() && socket == m_socket && move(context)) {
    }
}

bool Http::move(AppContext &context)
{
    if (const auto written = m_out.flush(context, m_socket); !written) {
        failed(context, toString(written.error()));
        return false;
    }
    if (!m_connectedAt && m_out.isEmpty())
        m_connectedAt = context.now();
    const StreamEnd end = readStream(context, m_socket, [&](base::Bytes bytes) {
        m_lastByte = context.now();
        if (!m_firstByteAt)
            m_firstByteAt = context.now();
        std::size_t taken = 0;
        while (taken < bytes.size() && m_reader.state() != MessageReader::State::complete
               && m_reader.state() != MessageReader::State::failed) {
            const bool hadHead = m_reader.state() != MessageReader::State::head;
            const MessageReader::Step step = m_reader.take(bytes.subspan(taken));
            taken += step.taken;
            take(context, step.body);
            if (hadHead || m_reader.state() == MessageReader::State::head)
                continue;
            if (m_reader.head().status == 100) // and the answer itself follows
                m_reader.reset();
            else if (m_options.head)
                m_reader.bodyless();
        }
        return taken;
    });
    if (end.state != StreamState::open && m_reader.state() != MessageReader::State::complete) {
        m_reader.endOfStream();
        if (m_reader.state() == MessageReader::State::failed) {
            failed(context, end.state == StreamState::failed ? toString(end.error)
                                                             : "the connection ended before the answer did");
            return false;
        }
    }
    if (m_reader.state() == MessageReader::State::failed) {
        failed(context, "the answer is not HTTP");
        return false;
    }
    if (m_reader.state() != MessageReader::State::complete)
        return false;
    responseComplete(context);
    return true;
}

void Http::take(AppContext &context, base::Bytes body)
{
    if (body.empty())
        return;
    if (m_options.check)
        m_wrongBytes += differences(body, patternStart(m_reader.head()) + m_bodySize);
    m_bodySize += body.size();
    m_bytes += body.size();
    if (!m_options.show)
        return;
    for (const std::uint8_t c : body) {
        if (c == '\n' || m_line.size() == kLongestLine)
            context.print(std::exchange(m_line, {}));
        if (c != '\n' && c != '\r')
            m_line += c == '\t' || (c >= 0x20 && c != 0x7f) ? static_cast<char>(c) : '.';
    }
}

void Http::responseComplete(AppContext &context)
{
    const http::Head &head = m_reader.head();
    m_lastStatus = head.status;
    m_succeeded += head.status < 400;
    m_took = context.now() - m_startedAt;
    if (!m_line.empty())
        context.print(std::exchange(m_line, {}));
    if (!m_options.quiet) {
        const base::Duration took = context.now() - m_requestAt;
        const std::string connect = m_connectAt == m_requestAt && m_connectedAt
                                      ? fmt::format("connect {} ms, ", roundTripText(*m_connectedAt - m_connectAt))
                                      : std::string();
        context.print(fmt::format("http: {} {}, {} in {:.3f} s ({}first byte {} ms), {}", head.status, head.reason,
                                  byteText(m_bodySize), took.inSeconds(), connect,
                                  roundTripText(m_firstByteAt.value_or(context.now()) - m_requestAt),
                                  rateText(m_bodySize, took)));
    }
    if (!m_options.keepAlive || !head.keepsAlive())
        closeConnection(context);
    if (m_sent < m_options.count)
        nextRequest(context);
    else
        end(context);
}

void Http::failed(AppContext &context, std::string_view why)
{
    ++m_failed;
    m_took = context.now() - m_startedAt;
    context.print(fmt::format("http: {}: {}", http::toString(m_options.url), why));
    end(context); // the next one would hardly fare better
}

void Http::closeConnection(AppContext &context)
{
    if (m_socket.isValid())
        context.close(m_socket);
    m_socket = {};
}

void Http::deadline(AppContext &context)
{
    if (ownDeadline() <= context.now())
        failed(context, "no answer in time");
}

void Http::end(AppContext &context)
{
    if (m_options.count > 1 || m_options.quiet)
        context.print(fmt::format("http: {} of {} requests answered, {} in {:.3f} s, {}", m_sent - m_failed,
                                  m_options.count, byteText(m_bytes), m_took.inSeconds(), rateText(m_bytes, m_took)));
    if (m_options.check)
        context.print(fmt::format("http: {} wrong bytes", m_wrongBytes));
    finish();
}

std::string Http::commandLine() const
{
    std::string line = "http " + http::toString(m_options.url);
    if (m_options.count != 1)
        line += fmt::format(" count {}", m_options.count);
    if (m_options.head)
        line += " head";
    if (m_options.post)
        line += " post " + Arguments::quoted(*m_options.post);
    if (!m_options.range.empty())
        line += " range " + m_options.range;
    if (m_options.keepAlive)
        line += " keep-alive";
    if (m_options.show)
        line += " show";
    if (m_options.check)
        line += " check";
    if (m_options.quiet)
        line += " quiet";
    if (m_options.timeout != HttpOptions().timeout)
        line += fmt::format(" timeout {}", base::toString(m_options.timeout));
    return line;
}

std::string Http::resultJson() const
{
    return fmt::format(R"({{"url":{},"requests":{},"succeeded":{},"failed":{},"lastStatus":{},"bytes":{},)"
                       R"("wrongBytes":{},"seconds":{}}})",
                       jsonText(http::toString(m_options.url)), m_sent, m_succeeded, m_failed, m_lastStatus, m_bytes,
                       m_wrongBytes, m_took.inSeconds());
}

} // namespace hopyard::services
