// Whom a console's lines go to: the engine of a run, or a world that was built from a lab file for the question and
// stands still in virtual time, but for `wait`.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/hop.h"
#include "core/base/time.h"
#include "core/world/world.h"
#include "emulation/rpc/client.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace hopyard::cli {

class ConsoleTalk {
public:
    struct Reply {
        bool ok = false;
        std::string text;
        rpc::Json json; ///< null where the command has none
    };
    struct LogLine {
        base::TimePoint time;
        std::string node, text;
    };

    virtual ~ConsoleTalk() = default;
    virtual bool hasNode(const std::string &node) = 0;
    /// A line for a node's console; for the router manager where `node` is empty. Nothing: nobody answers any more, and
    /// that has been said.
    virtual std::optional<Reply> ask(const std::string &node, const std::string &line) = 0;
    /// Wants the lines that nodes log, or no longer.
    virtual void listen(bool on) = 0;
    /// Lets virtual time pass. False: time passes by itself here.
    virtual bool wait(base::Duration time) = 0;
    /// Lets lines of the log come for so long, or until Ctrl-C.
    virtual void follow(base::Duration time) = 0;
    /// To be watched for lines of the log that come by themselves; -1: none do.
    virtual int descriptor() const = 0;
    virtual void onReadable() = 0;

    std::function<void(const LogLine &)> onLog;
};

/// To the engine of a run, or null: it has been said why.
std::unique_ptr<ConsoleTalk> talkToRun(Hop &hop, const std::string &run);
/// The same over a connection that is there already.
std::unique_ptr<ConsoleTalk> talkOver(Hop &hop, std::unique_ptr<rpc::Client> client);
/// The lab's network, run for `at` of virtual time; nothing where it cannot be built, and it has been said why.
std::optional<world::World> worldOf(Hop &hop, const std::string &labFile, base::Duration at);
/// To such a network, or null.
std::unique_ptr<ConsoleTalk> talkToLab(Hop &hop, const std::string &labFile, base::Duration at);

} // namespace hopyard::cli
