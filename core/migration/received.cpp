// See received.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/received.h"

#include <algorithm>

namespace hopyard::migration {

namespace {

constexpr std::size_t kMaxHello = 16'384; // bytes of handshake; a ClientHello of more is nobody's

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool sameName(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

/// RFC 9110 section 5.6.2.
bool isTokenCharacter(char c)
{
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

std::string_view trimmed(std::string_view text)
{
    const std::size_t from = text.find_first_not_of(" \t");
    if (from == std::string_view::npos)
        return {};
    return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

/// "example.org:8080" → "example.org"; "[2001:db8::1]:80" → "[2001:db8::1]"
std::string_view withoutPort(std::string_view authority)
{
    if (authority.starts_with('['))
        return authority.substr(0, std::min(authority.find(']'), authority.size() - 1) + 1);
    return authority.substr(0, authority.find(':'));
}

} // namespace

RequestHead::RequestHead(base::Bytes received)
{
    std::string_view text(reinterpret_cast<const char *>(received.data()), received.size());
    while (text.starts_with("\r\n")) // RFC 9112 section 2.2: an empty line before the request is passed over
        text.remove_prefix(2);
    const std::size_t method = std::find_if_not(text.begin(), text.end(), isTokenCharacter) - text.begin();
    if (method > kMaxMethod || (method < text.size() && (method == 0 || text[method] != ' '))) {
        if (text == "\r")
            return;
        m_method = m_path = Known::no();
        m_isOver = true;
        return;
    }
    if (method < text.size())
        m_method = Known::yes(text.substr(0, method));
    for (bool first = true;; first = false) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos)
            return;
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        text.remove_prefix(end + 1);
        if (first) {
            if (!readRequestLine(line)) {
                m_method = m_path = Known::no();
                m_isOver = true;
                return;
            }
        } else if (line.empty()) {
            m_isOver = true;
            return;
        } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
            m_fields.push_back({line.substr(0, colon), trimmed(line.substr(colon + 1))});
        }
    }
}

/// "GET /a?b HTTP/1.1"; false where it is no request of HTTP/1.
bool RequestHead::readRequestLine(std::string_view line)
{
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || last <= first || !line.substr(last + 1).starts_with("HTTP/1."))
        return false;
    std::string_view target = line.substr(first + 1, last - first - 1);
    if (const std::size_t scheme = target.find("://"); !target.starts_with('/') && scheme != std::string_view::npos) {
        target.remove_prefix(scheme + 3);
        const std::size_t slash = std::min(target.find('/'), target.size());
        m_authority = Known::yes(target.substr(0, slash));
        target = slash < target.size() ? target.substr(slash) : std::string_view("/");
    }
    m_path = Known::yes(target.substr(0, target.find_first_of("?#")));
    return true;
}

Known RequestHead::field(std::string_view name) const
{
    for (const Field &field : m_fields)
        if (sameName(field.name, name))
            return Known::yes(field.value);
    return m_isOver ? Known::no() : Known::more();
}

Known RequestHead::host() const
{
    Known known = m_authority.answer == Answer::yes ? m_authority : field("host");
    if (known.answer == Answer::yes)
        known.value = withoutPort(known.value);
    return known;
}

Known RequestHead::cookie(std::string_view name) const
{
    for (const Field &field : m_fields) {
        if (!sameName(field.name, "cookie"))
            continue;
        for (std::string_view rest = field.value; !rest.empty();) {
            const std::size_t end = std::min(rest.find(';'), rest.size());
            const std::string_view pair = trimmed(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
            const std::size_t equals = pair.find('=');
            if (equals != std::string_view::npos && pair.substr(0, equals) == name)
                return Known::yes(pair.substr(equals + 1));
        }
    }
    return m_isOver ? Known::no() : Known::more();
}

Known serverName(base::Bytes received, std::string &storage)
{
    constexpr std::uint8_t kHandshake = 22, kClientHello = 1;
    // The handshake's bytes, out of their records.
    std::vector<std::uint8_t> hello;
    std::size_t wanted = 4; // the message's own head, then all of it
    while (hello.size() < wanted) {
        if (!received.empty() && received[0] != kHandshake)
            return Known::no();
        if (received.size() >= 2 && received[1] != 3)
            return Known::no();
        if (received.size() < 5)
            return Known::more();
        const std::size_t length = base::loadU16(received.data() + 3);
        if (length == 0 || length > 16'384)
            return Known::no();
        const base::Bytes record = received.subspan(5, std::min(length, received.size() - 5));
        hello.insert(hello.end(), record.begin(), record.end());
        if (!hello.empty() && hello[0] != kClientHello)
            return Known::no();
        if (hello.size() >= 4)
            wanted = 4 + (std::size_t(hello[1]) << 16 | std::size_t(hello[2]) << 8 | hello[3]);
        if (wanted > kMaxHello)
            return Known::no();
        if (record.size() < length && hello.size() < wanted)
            return Known::more();
        received = received.subspan(5 + record.size());
    }
    base::ByteReader body(base::Bytes(hello).subspan(4, wanted - 4));
    body.skip(2 + 32); // legacy version, random
    body.skip(body.u8());  // session
    body.skip(body.u16()); // cipher suites
    body.skip(body.u8());  // compression
    base::ByteReader extensions(body.bytes(body.u16()));
    if (!body.ok())
        return Known::no();
    while (extensions.remaining() >= 4) {
        const std::uint16_t type = extensions.u16();
        base::ByteReader data(extensions.bytes(extensions.u16()));
        if (!extensions.ok())
            return Known::no();
        if (type != 0)
            continue;
        base::ByteReader names(data.bytes(data.u16()));
        while (names.ok() && names.remaining() > 0) {
            const std::uint8_t kind = names.u8();
            const base::Bytes name = names.bytes(names.u16());
            if (names.ok() && kind == 0 && !name.empty()) {
                storage.assign(name.begin(), name.end());
                return Known::yes(storage);
            }
        }
        return Known::no();
    }
    return Known::no();
}

bool matchesGlob(std::string_view pattern, std::string_view text, bool anyCase)
{
    std::size_t p = 0, t = 0;
    std::size_t star = std::string_view::npos, after = 0; // the last star, and the text it is tried to end at
    while (t < text.size()) {
        const bool same = p < pattern.size() && pattern[p] != '*' &&
                          (pattern[p] == '?' || pattern[p] == text[t] || (anyCase && lower(pattern[p]) == lower(text[t])));
        if (same) {
            ++p;
            ++t;
        } else if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            after = t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++after;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

} // namespace hopyard::migration
