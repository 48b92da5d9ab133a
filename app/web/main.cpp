// hopyard-web [--port N] [--quiet] [--no-listen] [PATH=SIZE]...
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/web/inherited.h"
#include "app/web/web_server.h"

#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <unistd.h>

namespace {

constexpr char kHelp[] =
    "usage: hopyard-web [--port N] [--quiet] [--no-listen] [PATH=SIZE]...\n"
    "\n"
    "A small HTTP server whose connections can come from other machines and go to others, in the middle of an answer\n"
    "(docs/linux-servers.md). /bytes/N is N bytes of a pattern; PATH=SIZE puts such a page at another path.\n"
    "Sockets handed over in the manner of systemd (LISTEN_FDS) are served: listening ones, or one connection.\n"
    "\n"
    "  --port N      the service's port; usually 80\n"
    "  --quiet       no line for each request\n"
    "  --no-listen   take connections from other machines only\n";

template <class T>
bool parse(std::string_view text, T &value)
{
    return std::from_chars(text.data(), text.data() + text.size(), value).ptr == text.data() + text.size() && !text.empty();
}

int usage()
{
    std::fputs(kHelp, stderr);
    return 2;
}

} // namespace

int main(int argc, char **argv)
{
    hopyard::web::Options options;
    char name[256] = "";
    ::gethostname(name, sizeof name - 1);
    options.site.node = name;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        const std::size_t equals = argument.find('=');
        if (argument == "--help" || argument == "-h") {
            std::fputs(kHelp, stdout);
            return 0;
        }
        if (argument == "--quiet") {
            options.isQuiet = true;
        } else if (argument == "--no-listen") {
            options.listens = false;
        } else if (argument == "--port" && i + 1 < argc) {
            if (!parse(argv[++i], options.port) || options.port == 0)
                return usage();
        } else if (argument.starts_with('/') && equals != std::string_view::npos) {
            auto &page = options.site.pages[std::string(argument.substr(0, equals))];
            if (!parse(argument.substr(equals + 1), page.patternSize))
                return usage();
        } else {
            return usage();
        }
    }
    std::signal(SIGPIPE, SIG_IGN);
    auto server = hopyard::web::Server::create(std::move(options), hopyard::web::takeInherited());
    if (!server) {
        std::fprintf(stderr, "hopyard-web: %s\n", server.error().c_str());
        return 1;
    }
    return server->run();
}
