// See message.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/http/message.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <fmt/format.h>

namespace hopyard::services::http {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// RFC 9110 section 5.6.2.
bool isTokenCharacter(char c)
{
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9')
        || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}
bool isToken(std::string_view text) { return !text.empty() && std::ranges::all_of(text, isTokenCharacter); }

/// RFC 9110 section 5.5: visible characters, blanks and bytes above ASCII.
bool isValueCharacter(char c) { return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f); }

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

void writeFields(std::string &out, const Head &head)
{
    for (const Field &field : head.fields)
        out += fmt::format("{}: {}\r\n", field.name, field.value);
    out += "\r\n";
}

} // namespace

bool sameName(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::optional<std::uint64_t> parseNumber(std::string_view digits)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size())
        return std::nullopt;
    return value;
}

std::optional<std::string_view> Head::find(std::string_view name) const
{
    for (const Field &field : fields)
        if (sameName(field.name, name))
            return field.value;
    return std::nullopt;
}

std::size_t Head::count(std::string_view name) const
{
    return static_cast<std::size_t>(
        std::ranges::count_if(fields, [name](const Field &field) { return sameName(field.name, name); }));
}

bool Head::hasToken(std::string_view name, std::string_view token) const
{
    for (const Field &field : fields) {
        if (!sameName(field.name, name))
            continue;
        for (std::string_view rest = field.value; !rest.empty();) {
            const std::size_t comma = std::min(rest.find(','), rest.size());
            if (sameName(trimmed(rest.substr(0, comma)), token))
                return true;
            rest.remove_prefix(std::min(comma + 1, rest.size()));
        }
    }
    return false;
}

bool Head::keepsAlive() const
{
    if (hasToken("Connection", "close"))
        return false;
    return minorVersion >= 1 || hasToken("Connection", "keep-alive");
}

std::string_view reasonOf(unsigned status)
{
    switch (status) {
    case 100: return "Continue";
    case 200: return "OK";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 400: return "Bad Request";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 416: return "Range Not Satisfiable";
    case 431: return "Request Header Fields Too Large";
    case 501: return "Not Implemented";
    case 505: return "HTTP Version Not Supported";
    default: return {};
    }
}

std::string writeRequest(const Head &head)
{
    std::string out = fmt::format("{} {} HTTP/1.{}\r\n", head.method, head.target, head.minorVersion);
    writeFields(out, head);
    return out;
}

std::string writeResponse(const Head &head)
{
    std::string out = fmt::format("HTTP/1.{} {:03} {}\r\n", head.minorVersion, head.status, head.reason);
    writeFields(out, head);
    return out;
}

void MessageReader::reset() { *this = MessageReader(m_kind); }

void MessageReader::fail(MessageError error)
{
    m_state = State::failed;
    m_error = error;
}

bool MessageReader::takeLine(base::Bytes bytes, std::size_t &taken, std::size_t limit, MessageError tooLong)
{
    const auto *newline = bytes.empty() ? nullptr
                                        : static_cast<const std::uint8_t *>(std::memchr(bytes.data(), '\n', bytes.size()));
    const std::size_t length = newline ? static_cast<std::size_t>(newline - bytes.data()) : bytes.size();
    taken = newline ? length + 1 : length;
    m_headSize += taken;
    if (m_line.size() + length > limit || m_headSize > kMaxHead) {
        fail(m_line.size() + length > limit ? tooLong : MessageError::fieldsTooLarge);
        return false;
    }
    m_line.append(reinterpret_cast<const char *>(bytes.data()), length);
    if (!newline)
        return false;
    if (m_line.ends_with('\r')) // a bare line feed ends a line, too (RFC 9112 section 2.2)
        m_line.pop_back();
    return true;
}

MessageReader::Step MessageReader::take(base::Bytes bytes)
{
    Step step;
    while (step.taken < bytes.size() && step.body.empty() && m_state != State::complete && m_state != State::failed) {
        const base::Bytes rest = bytes.subspan(step.taken);
        std::size_t taken = 0;
        if (m_state == State::head) {
            const bool isFirst = !m_hasStartLine;
            if (takeLine(rest, taken, kMaxLine, isFirst && m_kind == Kind::request ? MessageError::uriTooLong
                                                                                   : MessageError::fieldsTooLarge)) {
                if (isFirst)
                    startLine();
                else if (m_line.empty())
                    headEnded();
                else
                    field();
                m_line.clear();
            }
            step.taken += taken;
            if (m_state != State::head)
                return step;
            continue;
        }
        switch (m_framing) {
        case Framing::none: complete(); break;
        case Framing::untilClose:
            taken = rest.size();
            step.body = rest;
            break;
        case Framing::length:
        case Framing::chunk:
            taken = static_cast<std::size_t>(std::min<std::uint64_t>(rest.size(), m_left));
            step.body = rest.first(taken);
            m_left -= taken;
            if (m_left == 0 && m_framing == Framing::length)
                complete();
            else if (m_left == 0)
                m_framing = Framing::chunkEnd;
            break;
        case Framing::chunkEnd:
            if (takeLine(rest, taken, 1, MessageError::badRequest)) {
                if (m_line.empty())
                    m_framing = Framing::chunkSize;
                else
                    fail(MessageError::badRequest);
                m_line.clear();
                m_headSize = 0;
            }
            break;
        case Framing::chunkSize:
            if (takeLine(rest, taken, kMaxLine, MessageError::badRequest)) {
                chunkSize();
                m_line.clear();
                m_headSize = 0;
            }
            break;
        case Framing::trailer:
            if (takeLine(rest, taken, kMaxLine, MessageError::fieldsTooLarge)) {
                if (m_line.empty())
                    complete();
                m_line.clear();
            }
            break;
        }
        step.taken += taken;
    }
    return step;
}

void MessageReader::startLine()
{
    if (m_line.empty()) { // RFC 9112 section 2.2: empty lines before a message are passed over
        if (m_headSize > 8)
            fail(MessageError::badRequest);
        return;
    }
    m_hasStartLine = true;
    if (m_kind == Kind::request)
        requestLine();
    else
        statusLine();
}

bool MessageReader::version(std::string_view text)
{
    const bool wellFormed = text.size() == 8 && text.starts_with("HTTP/") && text[5] >= '0' && text[5] <= '9'
                         && text[6] == '.' && text[7] >= '0' && text[7] <= '9';
    if (!wellFormed)
        fail(MessageError::badRequest);
    else if (text[5] != '1')
        fail(MessageError::versionNotSupported);
    else
        m_head.minorVersion = text[7] == '0' ? 0 : 1; // RFC 9110 section 2.5: a later one is read as what we know
    return m_state != State::failed;
}

void MessageReader::requestLine()
{
    const std::string_view line = m_line;
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || first == last)
        return fail(MessageError::badRequest);
    const std::string_view method = line.substr(0, first);
    const std::string_view target = line.substr(first + 1, last - first - 1);
    const bool isClean = std::ranges::all_of(target, [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7f; });
    if (!isToken(method) || target.empty() || !isClean)
        return fail(MessageError::badRequest);
    if (!version(line.substr(last + 1)))
        return;
    m_head.method = method;
    m_head.target = target;
}

void MessageReader::statusLine()
{
    // HTTP/1.1 200 OK; the reason, and with careless servers the blank before it, may be missing.
    const std::string_view line = m_line;
    const bool wellFormed = line.size() >= 12 && line[8] == ' ' && (line.size() == 12 || line[12] == ' ');
    const auto status = wellFormed ? parseNumber(line.substr(9, 3)) : std::nullopt;
    if (!status || *status < 100 || *status > 599)
        return fail(MessageError::badRequest);
    if (!version(line.substr(0, 8)))
        return;
    m_head.status = static_cast<unsigned>(*status);
    m_head.reason = line.size() > 13 ? line.substr(13) : std::string_view();
    if (!std::ranges::all_of(m_head.reason, isValueCharacter))
        fail(MessageError::badRequest);
}

void MessageReader::field()
{
    const std::string_view line = m_line;
    const std::size_t colon = line.find(':');
    // A line that begins with a blank continues the one before (obsolete): its name is no token, so it is refused.
    if (colon == std::string_view::npos || !isToken(line.substr(0, colon)))
        return fail(MessageError::badRequest);
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (!std::ranges::all_of(value, isValueCharacter))
        return fail(MessageError::badRequest);
    if (m_head.fields.size() == kMaxFields)
        return fail(MessageError::fieldsTooLarge);
    m_head.fields.push_back({std::string(line.substr(0, colon)), std::string(value)});
}

void MessageReader::headEnded()
{
    m_headSize = 0;
    const bool isRequest = m_kind == Kind::request;
    const std::size_t hosts = m_head.count("Host");
    if (isRequest && (hosts > 1 || (hosts == 0 && m_head.minorVersion >= 1))) // RFC 9112 section 3.2
        return fail(MessageError::badRequest);
    m_state = State::body;
    const bool hasCoding = m_head.count("Transfer-Encoding") > 0;
    for (const Field &field : m_head.fields) {
        if (!sameName(field.name, "Content-Length"))
            continue;
        const auto length = parseNumber(field.value);
        // Two that say the same are let pass (RFC 9110 section 8.6).
        if (!length || (m_length && *m_length != *length))
            return fail(MessageError::badRequest);
        m_length = length;
    }
    const bool hasNoBody = !isRequest && (m_head.status < 200 || m_head.status == 204 || m_head.status == 304);
    if (hasNoBody)
        return bodyless();
    if (hasCoding) {
        if (m_length || m_head.minorVersion == 0) // RFC 9112 section 6.1: who sends both is not to be trusted
            return fail(MessageError::badRequest);
        if (m_head.count("Transfer-Encoding") > 1 || !sameName(*m_head.find("Transfer-Encoding"), "chunked"))
            return fail(MessageError::notImplemented);
        m_framing = Framing::chunkSize;
        return;
    }
    if (m_length) {
        m_left = *m_length;
        m_framing = m_left > 0 ? Framing::length : Framing::none;
    } else {
        m_framing = isRequest ? Framing::none : Framing::untilClose;
    }
    if (m_framing == Framing::none)
        complete();
}

void MessageReader::bodyless()
{
    m_framing = Framing::none;
    if (m_state != State::failed)
        complete();
}

void MessageReader::chunkSize()
{
    std::string_view digits = m_line;
    digits = trimmed(digits.substr(0, digits.find(';'))); // extensions are passed over
    std::uint64_t size = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size, 16);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size())
        return fail(MessageError::badRequest);
    m_left = size;
    m_framing = size > 0 ? Framing::chunk : Framing::trailer;
}

void MessageReader::endOfStream()
{
    if (m_state == State::body && m_framing == Framing::untilClose)
        complete();
    else if (m_state != State::complete)
        fail(MessageError::badRequest);
}

void MessageReader::pack(Packer &packer) const
{
    for (const std::uint64_t number : {std::uint64_t(m_state), std::uint64_t(m_framing), std::uint64_t(m_error), std::uint64_t(m_head.status),
                                       std::uint64_t(m_head.minorVersion), std::uint64_t(m_headSize), std::uint64_t(m_hasStartLine),
                                       std::uint64_t(m_length.has_value()), m_length.value_or(0), m_left, std::uint64_t(m_head.fields.size())})
        packer.number(number);
    packer.text(m_head.method);
    packer.text(m_head.target);
    packer.text(m_head.reason);
    packer.text(m_line);
    for (const Field &field : m_head.fields) {
        packer.text(field.name);
        packer.text(field.value);
    }
}

bool MessageReader::unpack(Unpacker &unpacker)
{
    MessageReader read(m_kind);
    const std::uint64_t state = unpacker.number(), framing = unpacker.number();
    read.m_error = static_cast<MessageError>(unpacker.number());
    read.m_head.status = static_cast<unsigned>(unpacker.number());
    read.m_head.minorVersion = static_cast<unsigned>(unpacker.number());
    read.m_headSize = unpacker.number();
    read.m_hasStartLine = unpacker.number() != 0;
    const bool hasLength = unpacker.number() != 0;
    const std::uint64_t length = unpacker.number();
    if (hasLength)
        read.m_length = length;
    read.m_left = unpacker.number();
    const std::uint64_t fields = unpacker.number();
    read.m_head.method = unpacker.text();
    read.m_head.target = unpacker.text();
    read.m_head.reason = unpacker.text();
    read.m_line = unpacker.text();
    if (!unpacker.isGood() || state > std::uint64_t(State::failed) || framing > std::uint64_t(Framing::trailer) ||
        fields > kMaxFields || read.m_headSize > 2 * kMaxHead || read.m_line.size() > kMaxHead)
        return false;
    read.m_state = static_cast<State>(state);
    read.m_framing = static_cast<Framing>(framing);
    for (std::uint64_t i = 0; i < fields; ++i) {
        Field &field = read.m_head.fields.emplace_back();
        field.name = unpacker.text();
        field.value = unpacker.text();
    }
    if (unpacker.isGood())
        *this = std::move(read);
    return unpacker.isGood();
}

} // namespace hopyard::services::http
