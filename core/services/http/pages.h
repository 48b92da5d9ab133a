// What http-server answers to a request, as a function of both: no sockets, no clock.
//
//     /            a page about the node, or what the command line put there
//     /bytes/N     N bytes of the pattern (core/services/pattern.h)
//     /echo        POST: the body back
//     /headers     the request as it came
// GET and HEAD everywhere; ranges of bytes, one at a time (RFC 9110 section 14; several are answered with the whole).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/services/http/message.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace hopyard::services::http {

/// What stands at a path: a text, or so many bytes of the pattern.
struct Page {
    std::string text;
    std::uint64_t patternSize = 0; ///< counts where the text is empty
    bool operator==(const Page &) const = default;
};

struct Site {
    std::string node;                 ///< its name, for the page about it
    std::map<std::string, Page> pages; ///< by path; before those of the server itself
};

struct Response {
    Head head;        ///< with all fields, Content-Length too
    std::string text; ///< the body, or
    std::uint64_t patternFrom = 0, patternTo = 0; ///< the body: this part of the pattern
};

/// `client`: who asks, for the page about the node. The answer keeps the connection exactly where the request does.
Response answer(const Site &site, const Head &request, std::string_view body, std::string_view client);
/// The answer to what could not be read; the connection ends with it.
Response refusal(MessageError error);

} // namespace hopyard::services::http
