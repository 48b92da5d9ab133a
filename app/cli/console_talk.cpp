// See console_talk.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/console_talk.h"

#include "app/cli/duration_option.h"
#include "app/cli/interrupt.h"
#include "app/cli/lab_file.h"
#include "app/cli/runs.h"
#include "core/lab/computer_values.h"
#include "core/world/manager_console.h"
#include "core/world/world.h"
#include "emulation/route_files/load.h"

#include <utility>

namespace hopyard::cli {
namespace {

constexpr int kLogRate = 20; // batches a second

class RunTalk : public ConsoleTalk {
public:
    RunTalk(Hop &hop, std::unique_ptr<rpc::Client> client) : m_hop(hop), m_client(std::move(client))
    {
        m_client->onNotification = [this](std::string_view method, const rpc::Json &params) {
            const rpc::Json *log = method == "telemetry" ? rpc::member(params, "log") : nullptr;
            if (!log || !log->is_array() || !onLog)
                return;
            for (const rpc::Json &entry : *log)
                onLog({base::TimePoint::fromNs(rpc::intMember(entry, "time").value_or(0)),
                       rpc::stringMember(entry, "node").value_or(""), rpc::stringMember(entry, "text").value_or("")});
        };
    }

    bool hasNode(const std::string &) override { return true; } // the engine says so where it has not
    std::optional<Reply> ask(const std::string &node, const std::string &line) override
    {
        const auto answer = node.empty()
                                ? cli::ask(m_hop, *m_client, "manager.run", {{"line", line}})
                                : cli::ask(m_hop, *m_client, "console.run", {{"node", node}, {"line", line}});
        if (!answer)
            return std::nullopt;
        const rpc::Json *json = rpc::member(*answer, "json");
        return Reply{rpc::boolMember(*answer, "ok").value_or(false), rpc::stringMember(*answer, "text").value_or(""),
                     json ? *json : rpc::Json()};
    }
    void listen(bool on) override
    {
        if (on)
            (void)cli::ask(m_hop, *m_client, "telemetry.subscribe", {{"topics", {"log"}}, {"rate", kLogRate}});
        else
            (void)cli::ask(m_hop, *m_client, "telemetry.subscribe", {{"topics", rpc::Json::array()}});
    }
    bool wait(base::Duration) override { return false; }
    void follow(base::Duration time) override
    {
        const Interrupt interrupt;
        const Deadline deadline(time);
        while (!interrupt.wanted() && !deadline.isOver() && m_client->isOpen())
            m_client->waitForEvents(deadline.wait());
        if (!m_client->isOpen()) {
            m_hop.out.error("the run has ended");
            m_hop.exit = exitFailed;
        }
    }
    int descriptor() const override { return m_client->isOpen() ? m_client->fd() : -1; }
    void onReadable() override { m_client->onReadable(); }

private:
    Hop &m_hop;
    std::unique_ptr<rpc::Client> m_client;
};

class LabTalk : public ConsoleTalk, private base::trace::Sink {
public:
    LabTalk(world::World world, std::string name) : m_world(std::move(world)), m_name(std::move(name)) {}
    ~LabTalk() override { m_world.trace().remove(this); }

    bool hasNode(const std::string &node) override { return m_world.findNode(lab::splitGuestPlace(node).node).isValid(); }
    std::optional<Reply> ask(const std::string &node, const std::string &line) override
    {
        world::CommandAnswer answer;
        if (node.empty())
            answer = world::managerCommand(m_world, line);
        else if (hasNode(node))
            answer = m_world.command(node, line);
        else
            answer = {false, "there is no node \"" + node + "\" in " + m_name, {}};
        return Reply{answer.ok, answer.text, rpc::parseJson(answer.json).value_or(rpc::Json())};
    }
    void listen(bool on) override
    {
        m_world.trace().remove(this);
        if (on)
            m_world.trace().add(this, base::trace::kindOf<base::trace::ApplicationOutput>());
    }
    bool wait(base::Duration time) override
    {
        m_world.runUntil(m_world.now() + time);
        return true;
    }
    void follow(base::Duration time) override { (void)wait(time); }
    int descriptor() const override { return -1; }
    void onReadable() override {}

private:
    void event(base::TimePoint time, const base::trace::Event &event) override
    {
        const auto *output = std::get_if<base::trace::ApplicationOutput>(&event);
        if (output && onLog)
            onLog({time, lab::speakerOf(m_world.name(output->node), output->application), std::string(output->line)});
    }

    world::World m_world;
    std::string m_name;
};

} // namespace

std::unique_ptr<ConsoleTalk> talkToRun(Hop &hop, const std::string &run)
{
    auto client = connectTo(hop, run);
    return client ? std::make_unique<RunTalk>(hop, std::move(client)) : nullptr;
}

std::unique_ptr<ConsoleTalk> talkOver(Hop &hop, std::unique_ptr<rpc::Client> client)
{
    return std::make_unique<RunTalk>(hop, std::move(client));
}

std::optional<world::World> worldOf(Hop &hop, const std::string &labFile, base::Duration at)
{
    const auto file = loadLab(hop, labFile);
    if (!file)
        return std::nullopt;
    auto world = world::World::build(file->lab, 1);
    if (!world) {
        reportProblems(hop, world.error());
        return std::nullopt;
    }
    route_files::Loaded routes = route_files::load(file->lab, file->path);
    reportProblems(hop, routes.problems);
    world->setRouteFiles(std::move(routes.files));
    world->runUntil(base::TimePoint() + at);
    return std::move(*world);
}

std::unique_ptr<ConsoleTalk> talkToLab(Hop &hop, const std::string &labFile, base::Duration at)
{
    auto world = worldOf(hop, labFile, at);
    return world ? std::make_unique<LabTalk>(std::move(*world), labFile) : nullptr;
}

} // namespace hopyard::cli
