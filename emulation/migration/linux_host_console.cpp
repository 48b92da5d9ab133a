// What a Linux node that is a host of a service is asked about its connections: the lines of core/console/show_migration.cpp
// that mean something here, with the same columns.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/migration/linux_host.h"

#include "core/base/words.h"

#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace hopyard::migration {

using Json = nlohmann::ordered_json;
using world::CommandAnswer;

namespace {

std::string endpoint(base::Ipv4Address address, std::uint16_t port) { return fmt::format("{}:{}", base::toString(address), port); }

/// As the kernel numbers them (include/net/tcp_states.h), in the words of core/transport.
std::string_view stateName(std::uint8_t state)
{
    constexpr std::array<std::string_view, 12> kNames{"UNKNOWN",   "ESTABLISHED", "SYN-SENT", "SYN-RECEIVED", "FIN-WAIT-1", "FIN-WAIT-2",
                                                      "TIME-WAIT", "CLOSED",      "CLOSE-WAIT", "LAST-ACK",   "LISTEN",     "CLOSING"};
    return kNames[state < kNames.size() ? state : 0];
}

CommandAnswer said(bool json, const std::string &text, const Json &value)
{
    return {true, json ? value.dump(2) + '\n' : text, value.dump()};
}

} // namespace

std::optional<CommandAnswer> LinuxHost::answer(const Now &now, std::string_view line)
{
    const std::vector<std::string_view> words = base::wordsOf(line);
    const bool json = words.size() == 3 && words.back() == "json";
    if (words.size() == (json ? 3u : 2u) && words[0] == "show") {
        if (words[1] == "connections")
            return showConnections(json);
        if (words[1] == "flows")
            return showFlows(json);
        if (words[1] == "moves")
            return showMoves(json);
        if (words[1] == "service")
            return showService(json);
    }
    if (words.size() != 4 || words[0] != "migrate" || words[2] != "to")
        return std::nullopt;
    std::vector<FourTuple> meant;
    for (const auto &[flow, known] : m_migrator.flows()) {
        const std::string client = endpoint(flow.source, flow.sourcePort);
        if (known.phase == Migrator::Phase::here
            && (words[1] == client || words[1] == client + '>' + endpoint(flow.destination, flow.destinationPort)))
            meant.push_back(flow);
    }
    if (meant.size() != 1)
        return CommandAnswer{false, fmt::format("'{}' is not one connection of this node; write CLIENT:PORT, or CLIENT:PORT>ADDRESS:PORT, "
                                                "as \"show connections\" has them", words[1]), {}};
    const auto begun = migrate(now, meant.front(), words[3]);
    return CommandAnswer{begun.has_value(), begun ? "moving\n" : begun.error().message, {}};
}

CommandAnswer LinuxHost::showConnections(bool json) const
{
    Json rows = Json::array();
    std::string text = fmt::format("{:<24}{:<24}{:<14}{:<12}{:>8}{:>8}\n", "Client", "Local", "State", "Flow", "Recv-Q", "Send-Q");
    for (const auto &[flow, known] : m_migrator.flows()) {
        const bool isFrozen = known.phase == Migrator::Phase::frozen;
        const auto kernel = m_diag->find(flow);
        if ((known.phase != Migrator::Phase::here && !isFrozen) || !kernel)
            continue;
        const std::string client = endpoint(flow.source, flow.sourcePort), local = endpoint(flow.destination, flow.destinationPort);
        const std::string_view state = isFrozen ? "MIGRATING" : stateName(kernel->state);
        text += fmt::format("{:<24}{:<24}{:<14}{:<12}{:>8}{:>8}\n", client, local, state, toString(known.mapping.id), kernel->receiveQueue, kernel->sendQueue);
        rows.push_back(Json{{"client", client}, {"local", local}, {"state", state}, {"flow", toString(known.mapping.id)},
                            {"receiveQueue", kernel->receiveQueue}, {"sendQueue", kernel->sendQueue}});
    }
    return said(json, text, rows);
}

CommandAnswer LinuxHost::showFlows(bool json) const
{
    Json rows = Json::array();
    std::string text = fmt::format("{:<10}{:<24}{:<24}{:<16}{:>6}  {:<8}{}\n", "Flow", "Client", "Service", "Host", "Epoch", "Way", "State");
    for (const auto &[flow, known] : m_migrator.flows()) {
        const std::string client = endpoint(flow.source, flow.sourcePort), service = endpoint(flow.destination, flow.destinationPort);
        const std::string host = m_config.nameOf(known.phase == Migrator::Phase::gone ? known.next : m_config.own);
        const std::string way = known.held.empty() ? "-" : fmt::format("{} held", known.held.size());
        text += fmt::format("{:<10}{:<24}{:<24}{:<16}{:>6}  {:<8}{}\n", toString(known.mapping.id), client, service, host, known.mapping.epoch,
                            way, Migrator::toString(known.phase));
        rows.push_back(Json{{"id", toString(known.mapping.id)}, {"client", client}, {"service", service}, {"host", host},
                            {"epoch", known.mapping.epoch}, {"encapsulation", way}, {"state", Migrator::toString(known.phase)}});
    }
    return said(json, rows.empty() ? "no flows\n" : text, rows);
}

CommandAnswer LinuxHost::showMoves(bool json) const
{
    Json rows = Json::array();
    std::string text;
    for (const MoveEvent &event : m_events) {
        const std::string host = m_config.nameOf(event.host);
        text += fmt::format("{:>16}  {:<10}{:<44}{:<12}{:<16}{}\n", base::toString(event.at), toString(event.mapping.id),
                            toString(event.mapping.flow), toString(event.phase), host, event.detail);
        rows.push_back(Json{{"at", event.at.ns()}, {"flow", toString(event.mapping.id)}, {"epoch", event.mapping.epoch},
                            {"connection", toString(event.mapping.flow)}, {"phase", toString(event.phase)}, {"host", host},
                            {"detail", event.detail}});
    }
    return said(json, text.empty() ? "no moves\n" : text, rows);
}

CommandAnswer LinuxHost::showService(bool json) const
{
    Json services = Json::array();
    std::string text;
    for (const Service &service : m_config.serves) {
        const bool hasServer = m_servers.contains(service.port);
        text += fmt::format("{}:{} as host, {} by {}, forwarder {}; {}\n", base::toString(service.address), service.port, toString(service.mode),
                            toString(service.encapsulation), service.forwarder.name,
                            hasServer ? "a server takes its connections" : "no server has taken a connection yet");
        services.push_back(Json{{"address", base::toString(service.address)}, {"port", service.port}, {"part", "host"},
                                {"mode", toString(service.mode)}, {"encapsulation", toString(service.encapsulation)},
                                {"forwarder", service.forwarder.name}, {"server", hasServer}});
    }
    const Migrator::Counters &m = m_migrator.counters();
    const Mover::Counters &v = m_mover.counters();
    const Json counters{{"restored", m.restored}, {"held", m.held}, {"sentOn", m.sentOn}, {"unknownFlow", m.unknownFlow},
                        {"wrongForwarder", m.wrongForwarder}, {"malformed", m.malformed}, {"holdFull", m.holdFull},
                        {"badControl", m.badControl + v.forged}, {"movedOut", v.out}, {"movedIn", v.in}, {"takenBack", v.resumed},
                        {"refused", v.refused}, {"reassembled", m_reassembled}, {"fragmentsLost", m_fragmentsLost},
                        {"errorsShown", m_errorsShown}};
    text += "counted:";
    for (const auto &[name, value] : counters.items())
        if (value != 0)
            text += fmt::format(" {} {}", name, value.get<std::uint64_t>());
    text += '\n';
    return said(json, text, Json{{"services", services}, {"counters", counters}});
}

} // namespace hopyard::migration
