// hop pause, resume, step, speed: a run's clock.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runs.h"

#include "core/base/time.h"

#include <memory>
#include <string>

#include <CLI/App.hpp>
#include <fmt/format.h>

namespace hopyard::cli {
namespace {

void tell(Hop &hop, const rpc::Json &status)
{
    if (hop.out.json)
        return hop.out.object(status);
    const auto now = base::TimePoint::fromNs(rpc::intMember(status, "now").value_or(0));
    const bool fastest = rpc::boolMember(status, "fastest").value_or(false);
    hop.out.line(fmt::format("{}: {} at {} s, {}", rpc::stringMember(status, "run").value_or("run"),
                             rpc::stringMember(status, "state").value_or("?"), toString(now),
                             fastest ? "as fast as it goes"
                                     : fmt::format("speed {:g}", rpc::numberMember(status, "speed").value_or(1))));
}

void control(Hop &hop, const std::string &run, const char *method, const rpc::Json &params)
{
    const auto client = connectTo(hop, run);
    if (!client)
        return;
    if (const auto status = ask(hop, *client, method, params))
        tell(hop, *status);
}

struct Options {
    std::string run;
    int count = 1;
    std::string factor;
};

} // namespace

void addControl(CLI::App &app, Hop &hop)
{
    const auto options = std::make_shared<Options>();
    CLI::App *pause = addCommand(app, hop, "pause", "Stop a run's clock; nothing is lost",
                                 "  hop pause\n  hop pause first-hops");
    pause->add_option("run", options->run, "Name of the run; not needed where there is only one");
    pause->callback([&hop, options] { control(hop, options->run, "run.pause", rpc::Json::object()); });

    CLI::App *resume = addCommand(app, hop, "resume", "Let a paused run go on", "  hop resume");
    resume->add_option("run", options->run, "Name of the run; not needed where there is only one");
    resume->callback([&hop, options] { control(hop, options->run, "run.resume", rpc::Json::object()); });

    CLI::App *step = addCommand(app, hop, "step", "Pause a run and do its next event, or the next few",
                                "  hop step\n  hop step first-hops --count 10");
    step->add_option("run", options->run, "Name of the run; not needed where there is only one");
    step->add_option("--count,-n", options->count, "How many events")->check(CLI::Range(1, 1'000'000));
    step->callback([&hop, options] { control(hop, options->run, "run.step", {{"count", options->count}}); });

    CLI::App *speed = addCommand(app, hop, "speed", "Make a run slower or faster than real time",
                                 "  hop speed 0.1                 # ten times slower\n"
                                 "  hop speed 20 --run classroom  # faster, without Linux nodes only\n"
                                 "  hop speed fastest             # as fast as it goes, in virtual time only");
    speed->add_option("factor", options->factor, "0.01 to 1, or up to 1000 where no Linux node takes part; or 'fastest', in virtual time")
        ->required()
        ->check(CLI::Range(0.01, 1000.0) | CLI::IsMember({"fastest"}));
    speed->add_option("--run", options->run, "Name of the run; not needed where there is only one");
    speed->callback([&hop, options] { 
        const bool fastest = options->factor == "fastest";
        control(hop, options->run, "run.speed", fastest ? rpc::Json{{"fastest", true}} : rpc::Json{{"factor", std::stod(options->factor)}});
    });
}

} // namespace hopyard::cli
