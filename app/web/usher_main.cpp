// hopyard-usher [--port N] (--to PATH | [--inetd] [--] PROGRAM [ARGUMENT]...)
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/web/usher.h"

#include <charconv>
#include <csignal>
#include <cstdio>
#include <string_view>

namespace {

constexpr char kHelp[] =
    "usage: hopyard-usher [--port N] --to PATH\n"
    "       hopyard-usher [--port N] [--inetd] [--] PROGRAM [ARGUMENT]...\n"
    "\n"
    "Hands connections that come from other machines to servers that know nothing of that (docs/linux-servers.md).\n"
    "\n"
    "  --port N   the service's port; usually 80\n"
    "  --to PATH  to a server that runs: over its Unix socket, by SCM_RIGHTS\n"
    "  PROGRAM    one for each connection, as systemd starts it with Accept=yes: LISTEN_FDS=1, descriptor 3\n"
    "  --inetd    descriptors 0 and 1 of the program are the connection too\n";

int usage()
{
    std::fputs(kHelp, stderr);
    return 2;
}

} // namespace

int main(int argc, char **argv)
{
    hopyard::web::UsherOptions options;
    int i = 1;
    for (; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--help" || argument == "-h") {
            std::fputs(kHelp, stdout);
            return 0;
        }
        if (argument == "--inetd") {
            options.isInetd = true;
        } else if (argument == "--to" && i + 1 < argc) {
            options.to = argv[++i];
        } else if (argument == "--port" && i + 1 < argc) {
            const std::string_view text = argv[++i];
            if (std::from_chars(text.data(), text.data() + text.size(), options.port).ptr != text.data() + text.size() || options.port == 0)
                return usage();
        } else {
            i += argument == "--";
            break;
        }
    }
    options.program.assign(argv + i, argv + argc);
    if (options.to.empty() == options.program.empty() || options.to.size() > 107)
        return usage();
    std::signal(SIGPIPE, SIG_IGN);
    auto usher = hopyard::web::Usher::create(std::move(options));
    if (!usher) {
        std::fprintf(stderr, "hopyard-usher: %s\n", usher.error().c_str());
        return 1;
    }
    return usher->run();
}
