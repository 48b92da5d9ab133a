// What a hypervisor can be asked for of its pages, what carrying packets costs, and of processor time.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/hypervisor_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace hopyard::console {

using hypervisor::Costs;
using hypervisor::GuestId;
using hypervisor::Hypervisor;
using hypervisor::PageState;

namespace {

std::string guestName(const Hypervisor &computer, GuestId id)
{
    const hypervisor::Guest *guest = id.isValid() ? computer.guest(id) : nullptr;
    return guest ? guest->spec.name : std::string();
}

Json numberOrNull(bool is, std::uint64_t value) { return is ? Json(value) : Json(); }

/// How often each step was taken, and what Json and text call it.
constexpr std::array<std::pair<std::string_view, std::uint64_t Costs::*>, 10> kCosts{{
    {"packets", &Costs::packets},
    {"bytes", &Costs::bytes},
    {"copies", &Costs::copies},
    {"bytesCopied", &Costs::bytesCopied},
    {"maps", &Costs::maps},
    {"unmaps", &Costs::unmaps},
    {"clears", &Costs::clears},
    {"bytesCleared", &Costs::bytesCleared},
    {"interrupts", &Costs::interrupts},
    {"exits", &Costs::exits},
}};

} // namespace

Answer showBuffers(const HypervisorCall &call)
{
    const Hypervisor &computer = call.computer;
    Json counts = Json::object(), runs = Json::array();
    std::string text = fmt::format("{} host pages of {} bytes\n", computer.pages().size(), hypervisor::kPageSize);
    for (std::size_t i = 0; i < hypervisor::kPageStates; ++i) {
        const auto state = static_cast<PageState>(i);
        counts[std::string(toString(state))] = computer.pages().count(state);
        text += fmt::format("  {:<16}{:>8}\n", toString(state), computer.pages().count(state));
    }
    text += fmt::format("{:<18}{:<16}{:<16}{:<12}{:<10}{}\n", "Host pages", "State", "Guest", "Guest page", "Packet", "Since");
    for (const Hypervisor::PageRun &run : computer.bufferMap()) {
        const bool isLent = run.state == PageState::mapped;
        const std::string guest = guestName(computer, run.guest) + (run.shared ? " and others" : "");
        const std::uint32_t last = run.first.value() + run.count - 1;
        const bool hasPlace = run.state == PageState::guest || isLent;
        text += fmt::format("{:<18}{:<16}{:<16}{:<12}{:<10}{}\n",
                            run.count == 1 ? fmt::format("{}", last) : fmt::format("{}-{}", run.first.value(), last), toString(run.state),
                            guest.empty() ? "-" : guest, hasPlace ? fmt::format("{}", run.at.value()) : "-",
                            isLent ? fmt::format("{}", run.packetId) : "-", isLent ? toString(run.since) : "-");
        Json row{{"first", run.first.value()}, {"count", run.count}, {"state", toString(run.state)}};
        row["guest"] = hasPlace ? Json(guestName(computer, run.guest)) : Json();
        row["guestPage"] = numberOrNull(hasPlace, run.at.value());
        row["shared"] = run.shared;
        row["packet"] = numberOrNull(isLent, run.packetId);
        row["since"] = isLent ? Json(run.since.ns()) : Json();
        runs.push_back(std::move(row));
    }
    const hypervisor::PageCounters &counters = computer.pages().counters();
    return answered(call, std::move(text),
                    {{"pages", computer.pages().size()}, {"pageSize", hypervisor::kPageSize},
                     {"resident", computer.pages().store().residentPages()}, {"counts", std::move(counts)},
                     {"steps", {{"maps", counters.maps}, {"unmaps", counters.unmaps}, {"clears", counters.clears},
                                {"bytesCleared", counters.bytesCleared}, {"relisted", counters.relisted}, {"refused", counters.refused}}},
                     {"runs", std::move(runs)}});
}

Answer showDma(const HypervisorCall &call)
{
    const std::vector<hypervisor::HostPage> table = call.computer.pages().dmaTable();
    Json pages = Json::array();
    std::string text = fmt::format("{} of {} pages wait for packets, the next first:\n", table.size(), call.computer.spec().dmaPages);
    for (std::size_t i = 0; i < table.size(); ++i) {
        text += fmt::format("{}{}{}", i % 12 == 0 ? "  " : " ", table[i].value(), i % 12 == 11 || i + 1 == table.size() ? "\n" : "");
        pages.push_back(table[i].value());
    }
    return answered(call, std::move(text), {{"begun", call.computer.spec().dmaPages}, {"pages", std::move(pages)}});
}

Answer showCosts(const HypervisorCall &call)
{
    Json json = Json::array();
    std::string text;
    for (std::size_t m = 0; m < hypervisor::kModes; ++m)
        for (std::size_t r = 0; r < hypervisor::kReceives; ++r) {
            const auto mode = static_cast<hypervisor::Mode>(m);
            const auto receive = static_cast<hypervisor::Receive>(r);
            const Costs &costs = call.computer.costs(mode, receive);
            if (costs == Costs())
                continue;
            Json row{{"mode", toString(mode)}, {"receive", toString(receive)}};
            text += fmt::format("Mode {}, receive {}\n", toString(mode), toString(receive));
            for (const auto &[name, member] : kCosts) {
                text += fmt::format("  {:<14}{:>14}{}\n", name, costs.*member,
                                    costs.packets == 0 ? "" : fmt::format("{:>14.2f} a packet", static_cast<double>(costs.*member) / static_cast<double>(costs.packets)));
                row[std::string(name)] = costs.*member;
            }
            text += fmt::format("  {:<14}{:>14}{}\n", "time ns", costs.time.ns(),
                                costs.packets == 0 ? "" : fmt::format("{:>14.2f} a packet", static_cast<double>(costs.time.ns()) / static_cast<double>(costs.packets)));
            row["timeNs"] = costs.time.ns();
            json.push_back(std::move(row));
        }
    return answered(call, text.empty() ? "Nothing has been carried yet\n" : std::move(text), json);
}

Answer showScheduler(const HypervisorCall &call)
{
    Json rows = Json::array();
    std::int64_t all = 0;
    const std::vector<GuestId> guests = call.computer.guests();
    for (const GuestId id : guests)
        all += call.computer.scheduler().used(id).ns();
    std::string text = fmt::format("{} processor{}\n{:<16}{:>8}{:>14}{:>9}{:>14}  {}\n", call.computer.spec().processors,
                                   call.computer.spec().processors == 1 ? "" : "s", "Guest", "Share", "Used ms", "Part", "Credit ms", "Ready");
    for (const GuestId id : guests) {
        const hypervisor::CreditScheduler &scheduler = call.computer.scheduler();
        const hypervisor::Guest &guest = *call.computer.guest(id);
        const double part = all == 0 ? 0 : static_cast<double>(scheduler.used(id).ns()) / static_cast<double>(all);
        text += fmt::format("{:<16}{:>8}{:>14.3f}{:>8.1f}%{:>14.3f}  {}\n", guest.spec.name, guest.spec.share, scheduler.used(id).inMilliseconds(),
                            100 * part, scheduler.credit(id).inMilliseconds(), scheduler.isReady(id) ? "yes" : "no");
        rows.push_back({{"guest", guest.spec.name}, {"share", guest.spec.share}, {"usedNs", scheduler.used(id).ns()},
                        {"creditNs", scheduler.credit(id).ns()}, {"ready", scheduler.isReady(id)}});
    }
    return answered(call, std::move(text), {{"processors", call.computer.spec().processors}, {"guests", std::move(rows)}});
}

Answer showMemory(const HypervisorCall &call)
{
    const hypervisor::PageStore &store = call.computer.pages().store();
    return answered(call, store.describe() + '\n',
                    {{"pages", store.pageCount()}, {"residentPages", store.residentPages()}, {"what", store.describe()}});
}

Answer verifyPages(const HypervisorCall &call)
{
    if (const auto wrong = call.computer.verify())
        return refused(*wrong);
    return {true, "every page is in one state, cleared where it must be, and with those who hold it; none is lost\n", {}};
}

} // namespace hopyard::console
