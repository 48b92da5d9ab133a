// See pages.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/http/pages.h"

#include "core/services/pattern.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace hopyard::services::http {

namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t(1) << 50;

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '&': out += "&amp;"; break;
        case '"': out += "&quot;"; break;
        default: out += c;
        }
    }
    return out;
}

std::string indexPage(const Site &site, std::string_view client)
{
    std::string links;
    for (const auto &[path, page] : site.pages)
        links += fmt::format("<li><a href=\"{0}\">{0}</a></li>\n", escaped(path));
    return fmt::format("<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>{0}</title></head>\n<body>\n<h1>{0}</h1>\n"
                       "<p>This is {0}, a node of a Hopyard lab. You are {1}.</p>\n<ul>\n{2}"
                       "<li><a href=\"/bytes/1000000\">/bytes/1000000</a>: a million bytes, or as many as you name</li>\n"
                       "<li><a href=\"/headers\">/headers</a>: your request as it came</li>\n"
                       "<li>/echo: what you POST there comes back</li>\n</ul>\n</body>\n</html>\n",
                       escaped(site.node), escaped(client), links);
}

Response make(unsigned status, std::string_view type, std::string text)
{
    Response response;
    response.head.status = status;
    response.head.reason = reasonOf(status);
    response.head.fields = {{"Server", "hopyard"}, {"Content-Type", std::string(type)}};
    response.text = std::move(text);
    return response;
}

Response plain(unsigned status)
{
    return make(status, "text/plain", fmt::format("{} {}\n", status, reasonOf(status)));
}

std::uint64_t sizeOf(const Response &response)
{
    return response.text.empty() ? response.patternTo - response.patternFrom : response.text.size();
}

/// First and last byte of "bytes=…" in a body of that size; nothing where the field is to be ignored.
struct Range {
    std::uint64_t first = 0, last = 0;
    bool isSatisfiable = true;
};
std::optional<Range> parseRange(std::string_view value, std::uint64_t size)
{
    if (!value.starts_with("bytes=") || value.find(',') != std::string_view::npos)
        return std::nullopt;
    value.remove_prefix(6);
    const std::size_t dash = value.find('-');
    if (dash == std::string_view::npos)
        return std::nullopt;
    const std::string_view from = value.substr(0, dash), to = value.substr(dash + 1);
    const auto first = parseNumber(from), last = parseNumber(to);
    if ((!from.empty() && !first) || (!to.empty() && !last) || (first && last && *last < *first) || (!first && !last))
        return std::nullopt;
    Range range;
    if (!first) { // the last so many
        range.isSatisfiable = *last > 0 && size > 0;
        range.first = size - std::min(size, *last);
        range.last = size - 1;
    } else {
        range.isSatisfiable = *first < size;
        range.first = *first;
        range.last = std::min(last.value_or(size - 1), size - 1);
    }
    return range;
}

void applyRange(const Head &request, Response &response)
{
    const auto field = request.find("Range");
    response.head.fields.push_back({"Accept-Ranges", "bytes"});
    if (!field || request.method != "GET")
        return;
    const std::uint64_t size = sizeOf(response);
    const auto range = parseRange(*field, size);
    if (!range)
        return;
    if (!range->isSatisfiable) {
        response = plain(416);
        response.head.fields.push_back({"Content-Range", fmt::format("bytes */{}", size)});
        return;
    }
    response.head.status = 206;
    response.head.reason = reasonOf(206);
    response.head.fields.push_back({"Content-Range", fmt::format("bytes {}-{}/{}", range->first, range->last, size)});
    if (!response.text.empty()) {
        response.text = response.text.substr(range->first, range->last - range->first + 1);
    } else {
        response.patternTo = range->last + 1;
        response.patternFrom = range->first;
    }
}

Response bytes(std::uint64_t count)
{
    Response response = make(200, "application/octet-stream", {});
    response.patternTo = count;
    return response;
}

/// The path without query, of a target in either form (RFC 9112 section 3.2).
std::string_view pathOf(std::string_view target)
{
    if (const std::size_t scheme = target.find("://"); scheme != std::string_view::npos && !target.starts_with('/')) {
        const std::size_t slash = target.find('/', scheme + 3);
        target = slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
    }
    return target.substr(0, target.find_first_of("?#"));
}

Response content(const Site &site, const Head &request, std::string_view client)
{
    const std::string_view path = pathOf(request.target);
    if (const auto page = site.pages.find(std::string(path)); page != site.pages.end())
        return page->second.text.empty() ? bytes(page->second.patternSize)
                                         : make(200, page->second.text.starts_with('<') ? "text/html" : "text/plain",
                                                page->second.text);
    if (path == "/")
        return make(200, "text/html", indexPage(site, client));
    if (path == "/headers")
        return make(200, "text/plain", writeRequest(request));
    if (path.starts_with("/bytes/"))
        if (const auto count = parseNumber(path.substr(7)); count && *count <= kMostBytes)
            return bytes(*count);
    return plain(404);
}

} // namespace

Response answer(const Site &site, const Head &request, std::string_view body, std::string_view client)
{
    const bool isGet = request.method == "GET" || request.method == "HEAD";
    const bool isEcho = pathOf(request.target) == "/echo";
    Response response;
    if (isEcho && request.method == "POST") {
        response = make(200, request.find("Content-Type").value_or("application/octet-stream"), std::string(body));
    } else if (isGet && !isEcho) {
        response = content(site, request, client);
        if (response.head.status == 200)
            applyRange(request, response);
    } else if (isEcho || request.method == "POST" || request.method == "PUT" || request.method == "DELETE"
               || request.method == "OPTIONS" || request.method == "PATCH") {
        response = content(site, request, client).head.status == 404 && !isEcho ? plain(404) : plain(405);
        if (response.head.status == 405)
            response.head.fields.push_back({"Allow", isEcho ? "POST" : "GET, HEAD"});
    } else {
        response = plain(501);
    }
    response.head.fields.push_back({"Content-Length", fmt::format("{}", sizeOf(response))});
    if (!request.keepsAlive())
        response.head.fields.push_back({"Connection", "close"});
    else if (request.minorVersion == 0)
        response.head.fields.push_back({"Connection", "keep-alive"});
    if (request.method == "HEAD") {
        response.text.clear();
        response.patternFrom = response.patternTo = 0;
    }
    return response;
}

Response refusal(MessageError error)
{
    Response response = plain(static_cast<unsigned>(error));
    response.head.fields.push_back({"Content-Length", fmt::format("{}", response.text.size())});
    response.head.fields.push_back({"Connection", "close"});
    return response;
}

} // namespace hopyard::services::http
