// Finding runs and talking to them; see runs.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runs.h"

#include <algorithm>

namespace hopyard::cli {
namespace {

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

} // namespace

std::optional<std::size_t> chooseRun(const std::vector<std::string> &runs, const std::string &name, std::string &why)
{
    if (const auto exact = std::find(runs.begin(), runs.end(), name); exact != runs.end())
        return static_cast<std::size_t>(exact - runs.begin());
    std::vector<std::string> fitting;
    std::size_t last = 0;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (runs[i].starts_with(name)) {
            fitting.push_back(runs[i]);
            last = i;
        }
    }
    if (fitting.size() == 1)
        return last;
    std::sort(fitting.begin(), fitting.end());
    if (runs.empty())
        why = "no lab is running; start one with `hop run LAB`";
    else if (fitting.empty())
        why = "there is no run \"" + name + "\"; running: " + joined(runs);
    else
        why = (name.empty() ? "several labs are running" : "several runs begin with \"" + name + "\"")
            + std::string(", say which with --run: ") + joined(fitting);
    return std::nullopt;
}

std::optional<rpc::RunInfo> findRun(Hop &hop, const std::string &name)
{
    std::vector<rpc::RunInfo> runs = rpc::listRuns();
    std::vector<std::string> names;
    for (const rpc::RunInfo &run : runs)
        names.push_back(run.run);
    std::string why;
    if (const auto chosen = chooseRun(names, name, why))
        return std::move(runs[*chosen]);
    hop.out.error(why);
    hop.exit = exitNotFound;
    return std::nullopt;
}

std::unique_ptr<rpc::Client> connect(Hop &hop, const rpc::RunInfo &run)
{
    auto client = rpc::Client::connect(run.socket);
    if (!client) {
        hop.out.error(client.error().message);
        hop.exit = exitNotFound;
        return nullptr;
    }
    if (const auto hello = (*client)->hello("hop"); !hello) {
        report(hop, hello.error());
        return nullptr;
    }
    return std::move(*client);
}

std::unique_ptr<rpc::Client> connectTo(Hop &hop, const std::string &runName)
{
    const auto run = findRun(hop, runName);
    return run ? connect(hop, *run) : nullptr;
}

void report(Hop &hop, const rpc::RpcError &error)
{
    switch (error.code) {
    case rpc::labHasErrors: hop.exit = exitLabErrors; break;
    case rpc::needsConsent: hop.exit = exitNeedsConsent; break;
    case rpc::noSuchNode:
    case rpc::noSuchLink:
    case rpc::noSuchId: hop.exit = exitNotFound; break;
    case rpc::systemError: hop.exit = exitSystem; break;
    default: hop.exit = exitFailed;
    }
    if (const rpc::Json *problems = rpc::member(error.data, "problems"); problems && problems->is_array())
        for (const rpc::Json &problem : *problems)
            hop.out.problem(problemFromJson(problem));
    hop.out.error(error.message);
}

std::optional<rpc::Json> ask(Hop &hop, rpc::Client &client, std::string_view method, rpc::Json params,
                             std::vector<rpc::OwnedFd> descriptors)
{
    auto answer = client.call(method, std::move(params), std::move(descriptors));
    if (answer)
        return std::move(*answer);
    report(hop, answer.error());
    return std::nullopt;
}

} // namespace hopyard::cli
