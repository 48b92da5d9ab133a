// The grammar of http and http-server.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/http/client.h"
#include "core/services/http/server.h"
#include "core/services/parsers.h"

#include <fmt/format.h>

namespace hopyard::services {

namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t(1) << 50;
constexpr std::size_t kLongestUrl = 4'000;

} // namespace

Parsed parseHttp(Arguments &arguments)
{
    HttpOptions o;
    const std::string_view text = arguments.word();
    if (auto url = http::Url::parse(text.substr(0, kLongestUrl)))
        o.url = std::move(*url);
    else
        arguments.fail(std::move(url.error().message));
    while (const auto option = arguments.nextOption()) {
        if (option == "count" || option == "-c")
            o.count = arguments.number(1, 1'000'000'000);
        else if (option == "head" || option == "-I")
            o.head = true;
        else if (option == "post" || option == "-d")
            o.post = arguments.word();
        else if (option == "range" || option == "-r")
            o.range = arguments.word();
        else if (option == "keep-alive")
            o.keepAlive = true;
        else if (option == "show")
            o.show = true;
        else if (option == "check")
            o.check = true;
        else if (option == "quiet" || option == "-q")
            o.quiet = true;
        else if (option == "timeout" || option == "-m")
            o.timeout = arguments.duration();
        else
            arguments.unknown("count, head, post, range, keep-alive, show, check, quiet, timeout");
    }
    if (o.head && o.post)
        arguments.fail("'head' and 'post' are two different requests");
    if (o.range.find_first_not_of("0123456789-") != std::string::npos)
        arguments.fail(fmt::format("'{}' behind 'range' is not a range of bytes, such as 0-99, 100- or -100", o.range));
    if (o.timeout <= base::Duration())
        arguments.fail("the timeout is above 0");
    return std::make_unique<Http>(std::move(o));
}

Parsed parseHttpServer(Arguments &arguments)
{
    HttpServerOptions o;
    std::string path = "/";
    while (const auto option = arguments.nextOption()) {
        if (option == "port" || option == "-p") {
            o.port = arguments.port();
        } else if (option == "quiet" || option == "-q") {
            o.quiet = true;
        } else if (option == "path") {
            path = arguments.word();
            if (!path.starts_with('/'))
                arguments.fail(fmt::format("'{}' behind 'path' does not begin with /", path));
        } else if (option == "text") {
            o.pages[path] = {std::string(arguments.word()), 0};
        } else if (option == "size") {
            o.pages[path] = {{}, arguments.number(0, kMostBytes)};
        } else {
            arguments.unknown("port, path, text, size, quiet");
        }
    }
    return std::make_unique<HttpServer>(std::move(o));
}

} // namespace hopyard::services
