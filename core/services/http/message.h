// HTTP/1.1 messages: start line, header fields, and the framing of bodies (RFC 9112; fields' meaning RFC 9110).
//
// MessageReader takes bytes as they come, in pieces of any size, and stops at the head's end and at the message's end,
// so that pipelined messages are taken one by one. It is strict where leniency lets two readers disagree about where a
// message ends (RFC 9112 section 11.2): no blank before a colon, no folded lines, no two lengths.
// Deliberately missing: transfer codings other than chunked, trailers (passed over), upgrade, HTTP/2.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/services/http/packer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::services::http {

struct Field {
    std::string name; ///< as it came; compared without regard to case
    std::string value;
    bool operator==(const Field &) const = default;
};

/// The head of a request or response.
struct Head {
    std::string method;  ///< requests
    std::string target;  ///< requests: "/bytes/100?x=1"
    unsigned status = 0; ///< responses: 100..599
    std::string reason;  ///< responses; may be empty
    unsigned minorVersion = 1; ///< HTTP/1.0, HTTP/1.1
    std::vector<Field> fields;
    bool operator==(const Head &) const = default;

    /// The value of the first field of that name; nothing where there is none.
    std::optional<std::string_view> find(std::string_view name) const;
    std::size_t count(std::string_view name) const;
    /// A comma-separated field has this token, in any case ("Connection: keep-alive, x").
    bool hasToken(std::string_view name, std::string_view token) const;
    /// The connection goes on after this message (RFC 9112 section 9.3).
    bool keepsAlive() const;
};

/// The bytes of a request's head, and of a response's.
std::string writeRequest(const Head &head);
std::string writeResponse(const Head &head);
/// "Not Found"; empty for a status that has no name here.
std::string_view reasonOf(unsigned status);

/// Why a message cannot be read, as the status that a server answers.
enum class MessageError : std::uint16_t {
    badRequest = 400,
    contentTooLarge = 413,
    uriTooLong = 414,
    fieldsTooLarge = 431,
    notImplemented = 501,
    versionNotSupported = 505,
};

class MessageReader {
public:
    static constexpr std::size_t kMaxLine = 8'000;    ///< RFC 9112 section 3: what one ought to take at least
    static constexpr std::size_t kMaxHead = 32 * 1024; ///< start line and fields
    static constexpr std::size_t kMaxFields = 100;

    enum class Kind : std::uint8_t { request, response };
    enum class State : std::uint8_t { head, body, complete, failed };

    explicit MessageReader(Kind kind) : m_kind(kind) {}

    struct Step {
        std::size_t taken = 0; ///< of the bytes that were given
        base::Bytes body;      ///< a piece of the body: some of them
    };
    /// Takes bytes until something has happened: the head is there, a piece of the body, the end, or no bytes are left.
    /// After the head it has taken nothing of the body, so that bodyless() can still be said.
    Step take(base::Bytes bytes);
    /// The message has no body whatever its fields say: the answer to HEAD.
    void bodyless();
    /// No more bytes will come. A body that ends with the connection is complete, everything else has failed.
    void endOfStream();
    /// For the next message on the same connection.
    void reset();

    /// How far it has read, for another reader to go on with (a connection that moves); false where that is no such thing.
    void pack(Packer &packer) const;
    bool unpack(Unpacker &unpacker);

    State state() const { return m_state; }
    MessageError error() const { return m_error; }
    const Head &head() const { return m_head; }     ///< from State::body on
    /// How long the body is, where the head says so.
    std::optional<std::uint64_t> contentLength() const { return m_length; }

private:
    enum class Framing : std::uint8_t { none, length, untilClose, chunkSize, chunk, chunkEnd, trailer };

    void fail(MessageError error);
    /// Takes up to and including the line's end; true where a whole line is in m_line.
    bool takeLine(base::Bytes bytes, std::size_t &taken, std::size_t limit, MessageError tooLong);
    void startLine();
    void requestLine();
    void statusLine();
    bool version(std::string_view text);
    void field();
    void headEnded();
    void chunkSize();
    void complete() { m_state = State::complete; }

    Kind m_kind;
    State m_state = State::head;
    Framing m_framing = Framing::none;
    MessageError m_error = MessageError::badRequest;
    Head m_head;
    std::string m_line;
    std::size_t m_headSize = 0; // bytes of the head so far, later of the trailer
    bool m_hasStartLine = false;
    std::optional<std::uint64_t> m_length;
    std::uint64_t m_left = 0; // of the body or the chunk
};

/// Equal without regard to the case of letters.
bool sameName(std::string_view a, std::string_view b);
/// Decimal digits only; nothing where it is no number or too large.
std::optional<std::uint64_t> parseNumber(std::string_view digits);

} // namespace hopyard::services::http
