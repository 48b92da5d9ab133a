// hop doctor: whether this machine has what labs with Linux nodes need, and how to mend what is missing.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/hop.h"

#include "emulation/linux/privileges.h"
#include "emulation/nodes/routing_daemons.h"
#include "emulation/rpc/run_directory.h"

#include <unistd.h>

#include <cstdlib>
#include <sstream>

#include <CLI/App.hpp>

namespace hopyard::cli {
namespace {

bool isInPath(const std::string &program)
{
    const char *path = std::getenv("PATH");
    std::istringstream folders(path ? path : "/usr/bin:/bin");
    for (std::string folder; std::getline(folders, folder, ':');)
        if (access((folder + "/" + program).c_str(), X_OK) == 0)
            return true;
    return false;
}

/// Programs that make life easier; nothing fails without them.
std::vector<linux::Check> optionalPrograms()
{
    std::vector<linux::Check> checks;
    const auto add = [&checks](const std::string &name, bool found, const char *what, const std::string &package) {
        checks.push_back({name, found, found ? "installed" : what, found ? "" : "apt-get install " + package});
    };
    for (const char *program : {"wireshark", "tshark", "sqlite3"})
        add(program, isInPath(program), "not installed (optional)", program);
    add("FRR", !nodes::frrMissing(""), "not installed (for nodes of kind frr)", "frr");
    add("BIRD", !nodes::birdMissing(), "not installed (for nodes of kind bird)", "bird2");
    return checks;
}

linux::Check runDirectory()
{
    const auto made = rpc::makeRunDirectory();
    if (made)
        return {"directory for sockets", true, *made, ""};
    return {"directory for sockets", false, made.error().message, "set XDG_RUNTIME_DIR to a directory of your own"};
}

void doctor(Hop &hop)
{
    std::vector<linux::Check> needed = linux::checkSystem();
    needed.push_back(runDirectory());
    const std::vector<linux::Check> optional = optionalPrograms();
    bool ok = true;
    rpc::Json checks = rpc::Json::array();
    std::vector<std::vector<std::string>> rows{{"", "WHAT", "FOUND"}};
    const auto add = [&](const linux::Check &check, bool isNeeded) {
        ok = ok && (check.ok || !isNeeded);
        checks.push_back({{"name", check.name}, {"ok", check.ok}, {"needed", isNeeded}, {"found", check.found},
                          {"mend", check.mend}});
        rows.push_back({check.ok ? "ok" : isNeeded ? "MISSING" : "-", check.name, check.found});
        if (!check.ok && !check.mend.empty())
            rows.push_back({"", "", "→ " + check.mend});
    };
    for (const linux::Check &check : needed)
        add(check, true);
    for (const linux::Check &check : optional)
        add(check, false);
    if (hop.out.json)
        hop.out.object({{"ok", ok}, {"checks", checks}});
    else
        hop.out.table(rows);
    if (!ok) {
        hop.exit = exitSystem;
        if (!hop.out.json)
            hop.out.note("Labs in virtual time and labs without namespace nodes run all the same.");
    }
}

} // namespace

void addDoctor(CLI::App &app, Hop &hop)
{
    CLI::App *command = addCommand(app, hop, "doctor", "Say what this machine lacks, and how to mend it",
                                   "  hop doctor\n  hop doctor --json | jq '.checks[] | select(.ok | not)'");
    command->callback([&hop] { doctor(hop); });
}

} // namespace hopyard::cli
