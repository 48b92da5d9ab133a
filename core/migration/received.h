// What the first bytes of a connection say, as far as they have come: an HTTP/1 request's head (RFC 9112 sections 2 to 5),
// or the server name in a TLS ClientHello (RFC 8446 section 4.1.2, RFC 6066 section 3).
//
// Read anew from the beginning each time, without a copy: a classifier looks at a few kilobytes, a few times. Every
// question has three answers: yes with a value, no, and "more bytes are needed". Views end with the bytes.
// Deliberately missing: HTTP/2 and HTTP/3 (their heads are compressed), encrypted ClientHello (its outer name is read).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::migration {

enum class Answer : std::uint8_t { yes, no, needMore };

/// A value, the knowledge that there is none, or neither yet.
struct Known {
    Answer answer = Answer::needMore;
    std::string_view value; ///< where yes
    static Known yes(std::string_view v) { return {Answer::yes, v}; }
    static Known no() { return {Answer::no, {}}; }
    static Known more() { return {}; }
};

class RequestHead {
public:
    static constexpr std::size_t kMaxMethod = 32; ///< longer is no HTTP

    explicit RequestHead(base::Bytes received);

    Known method() const { return m_method; }
    /// Without the query; of the absolute form ("http://h/p") the path of the address.
    Known path() const { return m_path; }
    /// The Host field without its port; of the absolute form the address's (RFC 9112 section 3.2.2).
    Known host() const;
    /// The first field of that name, in any case of letters.
    Known field(std::string_view name) const;
    /// A cookie's value (RFC 6265 section 4.2.1).
    Known cookie(std::string_view name) const;

private:
    struct Field {
        std::string_view name, value;
    };
    bool readRequestLine(std::string_view line);

    Known m_method, m_path, m_authority = Known::no();
    std::vector<Field> m_fields;
    bool m_isOver = false; // the head has ended: what has not come does not come
};

/// The server name of a TLS ClientHello, which may be spread over records; no where it is not TLS or has no name. The
/// name is copied to `storage`, of which the answer is a view.
Known serverName(base::Bytes received, std::string &storage);

/// Matches a whole text: '*' any number of characters, '?' one. Never slower than pattern times text.
bool matchesGlob(std::string_view pattern, std::string_view text, bool anyCase = false);

} // namespace hopyard::migration
