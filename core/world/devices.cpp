// The kinds of devices; see devices.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/devices.h"

#include "core/console/console.h"
#include "core/link/hub.h"
#include "core/link/switch.h"
#include "core/migration/node.h"
#include "core/router/virtual_router.h"
#include "core/services/command.h"
#include "core/services/speaker/bgp_speaker.h"
#include "core/world/bridges.h"
#include "core/world/computers.h"
#include "core/world/outside_node.h"

#include <fmt/format.h>

#include <algorithm>

namespace hopyard::world {

using base::PortIndex;
using link::Context;
namespace trace = base::trace;

namespace {

void addRouterInterface(Context &context, router::VirtualRouter &router, const PortSlot &port, std::uint32_t mtu, PortIndex at)
{
    ip::InterfaceSpec spec;
    spec.name = port.name;
    spec.mac = port.mac;
    spec.mtu = mtu;
    router.addInterface(context, std::move(spec), at);
}

std::uint32_t mtuOf(const NodePlan &plan, const std::string &name)
{
    const auto planned = std::find_if(plan.ports.begin(), plan.ports.end(), [&](const PlannedPort &p) { return p.name == name; });
    return planned == plan.ports.end() ? 1500 : planned->mtu;
}

/// A speaker that announces what a file has is given it before it starts; everything else is the console's. False: it
/// is none.
bool launchSpeaker(Context &context, router::VirtualRouter &router, std::string_view line, const RouteFiles &files,
                   CommandAnswer &answer)
{
    if (line.find("bgp-speaker") == std::string_view::npos || !services::isCommand(line))
        return false;
    auto application = services::parseCommand(line);
    auto *speaker = application ? dynamic_cast<services::BgpSpeaker *>(application->get()) : nullptr;
    if (!speaker)
        return false;
    if (const auto found = files.files.find(speaker->options().file); found != files.files.end())
        speaker->setFile(found->second);
    std::vector<std::string> lines;
    router.launch(context, std::move(*application), &lines);
    for (const std::string &text : lines)
        answer.text += text + '\n';
    return true;
}

void runStartLines(Context &context, router::VirtualRouter &router, const std::vector<std::string> &lines, const RouteFiles &files)
{
    for (const std::string &line : lines) {
        CommandAnswer answer = runLine(context, router, line, files);
        if (answer.text.ends_with('\n'))
            answer.text.pop_back(); // what is traced are lines without their ends
        if (!answer.ok)
            context.trace.emit(context.now, trace::Notice{trace::Notice::Level::error, context.self,
                                                          fmt::format("start line '{}': {}", line, answer.text)});
        else if (!answer.text.empty())
            context.trace.emit(context.now, trace::ApplicationOutput{context.self, "start", answer.text});
    }
}

} // namespace

bool hasAddresses(lab::NodeKind kind)
{
    return kind != lab::NodeKind::hub && kind != lab::NodeKind::switch_;
}

void makeDevice(Context &context, NodeSlot &slot, const NodePlan &plan, std::uint64_t seed,
                const World::PageStoreMaker &pageStores)
{
    switch (slot.kind) {
    case lab::NodeKind::hub:
        slot.device = std::make_unique<link::Hub>();
        break;
    case lab::NodeKind::switch_:
        slot.device = std::make_unique<link::Switch>();
        break;
    case lab::NodeKind::namespaceNode:
    case lab::NodeKind::frr:
    case lab::NodeKind::bird:
    case lab::NodeKind::qemu:
    case lab::NodeKind::uml:
        slot.device = std::make_unique<OutsideNode>();
        break;
    case lab::NodeKind::host:
    case lab::NodeKind::forwarder:
    case lab::NodeKind::classifier:
    case lab::NodeKind::router: {
        ip::StackOptions options;
        options.forwarding = slot.kind == lab::NodeKind::router;
        slot.device = std::make_unique<router::VirtualRouter>(slot.name, base::Random::derive(seed, "node " + slot.name), options);
        break;
    }
    case lab::NodeKind::placeholder:
        break; // there is no device: nothing runs there
    case lab::NodeKind::hypervisor:
        slot.device = makeComputer(slot, plan, seed, pageStores);
        break;
    }
    for (std::uint32_t p = 0; p < slot.ports.size(); ++p)
        addPort(context, slot, PortIndex(p), plan);
}

void addPort(Context &context, NodeSlot &slot, PortIndex port, const NodePlan &plan)
{
    // Hubs and switches keep a place for a removed port, so that numbers stay the same; it never has carrier.
    if (auto *hub = dynamic_cast<link::Hub *>(slot.device.get()))
        hub->addPort();
    else if (auto *bridge = dynamic_cast<link::Switch *>(slot.device.get()))
        bridge->addPort();
    else if (auto *router = dynamic_cast<router::VirtualRouter *>(slot.device.get())) {
        const PortSlot &added = slot.ports[port.index()];
        if (!added.name.empty())
            addRouterInterface(context, *router, added, mtuOf(plan, added.name), port);
    } else if (auto *computer = dynamic_cast<hypervisor::Hypervisor *>(slot.device.get())) {
        if (!slot.ports[port.index()].name.empty())
            computer->addAdapter(port, adapterSpec(slot.ports[port.index()], plan));
    }
}

void removePort(Context &context, NodeSlot &slot, PortIndex port)
{
    if (auto *router = dynamic_cast<router::VirtualRouter *>(slot.device.get()))
        router->removeInterface(context, port);
    else if (auto *computer = dynamic_cast<hypervisor::Hypervisor *>(slot.device.get()))
        computer->removeAdapter(context, port);
}

void configureDevice(Context &context, NodeSlot &slot, const NodePlan &plan)
{
    if (auto *computer = dynamic_cast<hypervisor::Hypervisor *>(slot.device.get())) {
        configureComputer(context, *computer, slot, plan);
        return;
    }
    if (auto *bridge = dynamic_cast<link::Switch *>(slot.device.get())) {
        bridge->configure(context, bridgeSettings(context.self, slot, plan));
        return;
    }
    auto *router = dynamic_cast<router::VirtualRouter *>(slot.device.get());
    if (!router)
        return;
    for (std::uint32_t p = 0; p < slot.ports.size(); ++p)
        if (!slot.ports[p].name.empty())
            router->setMtu(PortIndex(p), mtuOf(plan, slot.ports[p].name));
    router->configure(context, plan.config);
    router->configureMigration(context, plan.migration);
}

void lookAhead(const NodeSlot &slot, const link::LinkDirection &line)
{
    constexpr std::size_t kPlace = 4, kEntry = 1; // packets from now: memory answers in the time that two or three take
    const auto *router = dynamic_cast<const router::VirtualRouter *>(slot.device.get());
    const migration::Node *part = router ? router->migration() : nullptr;
    if (!part)
        return;
    if (const packet::Packet *later = line.upcoming(kPlace))
        part->lookAhead(later->bytes(), migration::Forwarder::Ahead::place);
    if (const packet::Packet *next = line.upcoming(kEntry))
        part->lookAhead(next->bytes(), migration::Forwarder::Ahead::entry);
}

CommandAnswer runLine(Context &context, router::VirtualRouter &router, std::string_view line, const RouteFiles &files)
{
    if (CommandAnswer answer; launchSpeaker(context, router, line, files, answer))
        return answer;
    console::Answer answer = console::execute(context, router, line);
    return {answer.ok, std::move(answer.text), std::move(answer.json)};
}

void startApplications(Context &context, NodeSlot &slot, const lab::Node &spec, const RouteFiles &files)
{
    if (auto *computer = dynamic_cast<hypervisor::Hypervisor *>(slot.device.get())) {
        for (const hypervisor::GuestId id : computer->takeStartLines())
            computer->useGuest(context, id, [&](router::VirtualRouter &router, Context &inside) {
                runStartLines(inside, router, computer->guest(id)->spec.start, files);
            });
        return;
    }
    if (auto *router = dynamic_cast<router::VirtualRouter *>(slot.device.get()))
        runStartLines(context, *router, spec.start, files);
}

bool hasStartLines(const NodeSlot &slot, const lab::Node &spec)
{
    if (const auto *computer = dynamic_cast<const hypervisor::Hypervisor *>(slot.device.get()))
        return computer->hasStartLines();
    return !spec.start.empty();
}

} // namespace hopyard::world
