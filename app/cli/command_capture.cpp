// hop capture: the frames of a link end of a run, or of a Linux interface, to a file or to a program that reads them live.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/duration_option.h"
#include "app/cli/interrupt.h"
#include "app/cli/runs.h"

#include <unistd.h>

#include <filesystem>
#include <memory>

#include <CLI/App.hpp>
#include <fmt/format.h>

namespace hopyard::cli {
namespace {

struct Options {
    std::string end, run, filter, file = "-", where = "port", node, interface;
    unsigned snaplen = 262'144;
    base::Duration duration = base::Duration::max();
};

/// Waits until the capture has ended by itself (true), or somebody wants it to end.
bool waitForEnd(rpc::Client &client, const rpc::Json &capture, base::Duration duration, std::string &reason)
{
    bool ended = false;
    client.onNotification = [&](std::string_view method, const rpc::Json &params) {
        const rpc::Json *which = rpc::member(params, "capture");
        if (method != "capture.ended" || !which || *which != capture)
            return;
        ended = true;
        reason = rpc::stringMember(params, "reason").value_or("");
    };
    const Interrupt interrupt;
    const Deadline deadline(duration);
    while (!ended && !interrupt.wanted() && !deadline.isOver() && client.isOpen())
        client.waitForEvents(deadline.wait());
    client.onNotification = nullptr;
    if (!client.isOpen() && !ended) {
        ended = true;
        reason = "the run has ended";
    }
    return ended;
}

/// The place as the engine wants it. False where what was said makes no sense.
bool place(Hop &hop, const Options &options, rpc::Json &params, std::string &name)
{
    const char *wrong = nullptr;
    if (options.end.empty() == options.interface.empty())
        wrong = "either an end of a link, such as r1:eth1, or --interface and its name is needed";
    else if (options.interface.empty() && !options.node.empty())
        wrong = "--on goes with --interface; an end of a link is written NODE:INTERFACE";
    else if (!options.interface.empty() && options.where != "port")
        wrong = "--where is for ends of links; an interface of Linux has no delay or loss before it";
    if (wrong) {
        hop.out.error(wrong);
        hop.exit = exitUsage;
        return false;
    }
    if (options.interface.empty()) {
        params["at"] = name = options.end;
        params["where"] = options.where;
        return true;
    }
    params["interface"] = name = options.interface;
    if (!options.node.empty()) {
        params["node"] = options.node;
        name += " of " + options.node;
    }
    return true;
}

void capture(Hop &hop, const Options &options)
{
    rpc::Json params = {{"snaplen", options.snaplen}};
    std::string name;
    if (!place(hop, options, params, name))
        return;
    const bool toStdout = options.file == "-";
    if (toStdout && isatty(STDOUT_FILENO)) {
        hop.out.error("a capture is no text for a terminal; use -w FILE, or a pipe: hop capture "
                      + (options.interface.empty() ? options.end
                         : options.node.empty()    ? "--interface " + options.interface
                                                   : "--on " + options.node + " --interface " + options.interface)
                      + " | wireshark -k -i -");
        hop.exit = exitUsage;
        return;
    }
    const auto client = connectTo(hop, options.run);
    if (!client)
        return;
    if (!options.filter.empty())
        params["filter"] = options.filter;
    std::vector<rpc::OwnedFd> descriptors;
    if (toStdout)
        descriptors.emplace_back(dup(STDOUT_FILENO));
    else
        params["file"] = std::filesystem::absolute(options.file).string(); // the engine stands in another directory
    const auto started = ask(hop, *client, "capture.start", std::move(params), std::move(descriptors));
    if (!started)
        return;
    const rpc::Json *id = rpc::member(*started, "capture");
    if (!id)
        return;
    if (!toStdout)
        hop.out.note("Capturing at " + name + "; Ctrl-C ends it.");
    std::string reason;
    if (waitForEnd(*client, *id, options.duration, reason)) {
        // A reader that has seen enough is the usual end of a pipe, not a failure.
        if (!toStdout || reason != "the reader has gone") {
            hop.out.error(reason);
            hop.exit = exitFailed;
        }
        return;
    }
    const auto counters = ask(hop, *client, "capture.stop", {{"capture", *id}});
    if (!counters)
        return;
    if (hop.out.json && !toStdout)
        return hop.out.object(*counters);
    hop.out.note(fmt::format("{} packets captured, {} dropped.", rpc::intMember(*counters, "packets").value_or(0),
                             rpc::intMember(*counters, "dropped").value_or(0)));
}

} // namespace

void addCapture(CLI::App &app, Hop &hop)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = addCommand(app, hop, "capture", "Capture packets of a run, live or to a file",
                                   "  hop capture r1:eth1 -w r1.pcap\n"
                                   "  hop capture r1:eth1 | wireshark -k -i -\n"
                                   "  hop capture r1:eth1 --filter 'tcp port 80' | tshark -i -\n"
                                   "  hop capture r1:eth1 --where after --for 10s -w arrived.pcap\n"
                                   "  hop capture --on web --interface lo -w web-lo.pcap   # inside a namespace node");
    command->add_option("end", options->end, "An end of a link, such as r1:eth1");
    command->add_option("--interface,-i", options->interface,
                        "Instead of a link: an interface of Linux, such as lo or eth0, of the node named by --on, or of the "
                        "network that the run's engine stands in");
    command->add_option("--on", options->node, "The namespace node whose interface it is");
    command->add_option("--run", options->run, "Name of the run; not needed where there is only one");
    command->add_option("--filter,-f", options->filter, "Only packets that match, in the language of pcap-filter(7)");
    command->add_option("--write,-w", options->file, "File to write; - is stdout, for a pipe");
    command->add_option("--where", options->where,
                        "port: what that end sees; before, after: both directions, before or after the link's delay and loss")
        ->check(CLI::IsMember({"port", "before", "after"}));
    command->add_option("--snaplen,-s", options->snaplen, "Bytes kept of each frame")->check(CLI::Range(14u, 262'144u));
    addDuration(*command, "--for", options->duration, "End after this time, such as 10s");
    command->callback([&hop, options] { capture(hop, *options); });
}

} // namespace hopyard::cli
