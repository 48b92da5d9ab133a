// Asking before a lab's programs run; see consent.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/consent.h"

#include "core/lab/programs.h"
#include "core/lab/wants.h"

#include <unistd.h>

#include <iostream>

namespace hopyard::cli {

bool mayRunPrograms(Hop &hop, const lab::Lab &lab, bool allowed)
{
    const std::vector<lab::Program> programs = lab::programs(lab);
    if (programs.empty() || allowed)
        return true;
    const bool canAsk = isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
    hop.out.note("This lab runs programs on this computer, as you and with your files in reach:");
    rpc::Json list = rpc::Json::array();
    for (const lab::Program &program : programs) {
        hop.out.note("  " + hop.out.styled(program.node + ":", Style::bold, true) + " " + visible(program.command));
        list.push_back({{"node", program.node}, {"command", program.command}});
    }
    for (const lab::Want &want : lab::wants(lab)) {
        if (want.kind == lab::Want::Kind::program || want.kind == lab::Want::Kind::machine)
            continue; // stand above
        hop.out.note("  " + hop.out.styled(want.node + ":", Style::bold, true) + " " + std::string(lab::toString(want.kind)) + " " + visible(want.text)
                     + (want.isOutsideFolder ? " (not in the lab's folder!)" : ""));
    }
    hop.exit = exitNeedsConsent;
    if (!canAsk) {
        if (hop.out.json)
            hop.out.object({{"type", "consent"}, {"programs", list}});
        hop.out.error("say --allow-programs if you trust it");
        return false;
    }
    std::cerr << "Run them? [y/N] " << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    if (answer != "y" && answer != "Y" && answer != "yes") {
        hop.out.note("Not run.");
        return false;
    }
    hop.exit = exitOk;
    return true;
}

} // namespace hopyard::cli
