// A computer with guests, at a cable with one host outside, in virtual time: what the tests of core/hypervisor stand on.
// Every step of the hypervisor is followed by verify(): what must always hold is asked for after each of them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hypervisor/hypervisor.h"
#include "core/hypervisor/outside_port.h"
#include "core/services/command.h"
#include "core/wire/ethernet.h"
#include "core/wire/ipv4.h"
#include "core/wire/udp.h"

#include <QtTest>

#include <functional>
#include <string>
#include <vector>

namespace hopyard::hypervisor {

using namespace base::literals;

/// Remembers the steps and changes as words, and why packets were dropped.
class Steps final : public base::trace::Sink {
public:
    std::vector<std::string> words, states, drops, output;
    void event(base::TimePoint, const base::trace::Event &event) override
    {
        if (const auto *step = std::get_if<base::trace::BufferStep>(&event))
            words.push_back(std::string(step->step) + (step->guest.empty() ? "" : " " + std::string(step->guest)));
        else if (const auto *guest = std::get_if<base::trace::GuestChanged>(&event))
            states.push_back(std::string(guest->guest) + " " + std::string(guest->state));
        else if (const auto *drop = std::get_if<base::trace::PacketDropped>(&event))
            drops.push_back(std::string(toString(drop->reason)));
        else if (const auto *line = std::get_if<base::trace::ApplicationOutput>(&event))
            output.push_back(std::string(line->line));
    }
};

inline GuestSpec guestAt(std::string name, const char *address, std::uint32_t share = 1)
{
    GuestSpec spec;
    spec.name = std::move(name);
    spec.memory = 2u << 20;
    spec.share = share;
    spec.nics.push_back({});
    spec.nics[0].addresses.push_back(*base::InterfaceAddress::parse(address));
    return spec;
}

inline HypervisorSpec smallComputer()
{
    HypervisorSpec spec;
    spec.name = "pc";
    spec.memory = 16u << 20;
    spec.dmaPages = 32;
    spec.lendLimit = 16;
    spec.costs = CostModel::none();
    return spec;
}

class Computer {
public:
    explicit Computer(const HypervisorSpec &spec = smallComputer(), const char *own = "10.0.0.5/24", const char *outsideAddress = "10.0.0.100/24",
                      std::unique_ptr<PageStore> store = nullptr)
        : hv(spec, base::Random(7), std::move(store)), outside("outside", base::Random(8), {})
    {
        AdapterSpec adapter{"eth0", base::MacAddress::local(5), 1500, {}};
        if (own)
            adapter.addresses.push_back(*base::InterfaceAddress::parse(own));
        hv.addAdapter(base::PortIndex(0), adapter);
        ip::InterfaceSpec interface;
        interface.name = "eth0";
        interface.mac = base::MacAddress::local(100);
        link::Context there = outsideContext();
        outsidePort = outside.addInterface(there, interface);
        router::RouterConfig config;
        config.interfaces["eth0"].addresses.push_back(*base::InterfaceAddress::parse(outsideAddress));
        outside.configure(there, config);
        hub.add(&steps);
        outside.carrierChanged(there, outsidePort, true);
        link::Context here = context();
        hv.carrierChanged(here, base::PortIndex(0), true);
        flush();
    }

    link::Context context() { return {now, base::NodeId(1), pool, out, hub}; }
    link::Context outsideContext() { return {now, base::NodeId(2), pool, outsideOut, hub}; }

    /// Adds and starts a guest.
    GuestId start(const GuestSpec &spec)
    {
        const auto id = hv.addGuest(spec);
        if (!id)
            qFatal("guest refused: %s", std::string(toString(id.error())).c_str());
        link::Context c = context();
        (void)hv.startGuest(c, *id);
        flush();
        return *id;
    }

    /// Runs until `end`, one deadline after the other.
    void runUntil(base::TimePoint end)
    {
        for (;;) {
            flush();
            base::TimePoint next = std::min(hv.nextDeadline(), outside.nextDeadline());
            if (!cable.empty())
                next = std::min(next, cable.front().when);
            if (next > end)
                break;
            now = std::max(now, next);
            if (!cable.empty() && cable.front().when <= now) {
                Flight flight = std::move(cable.front());
                cable.erase(cable.begin());
                if (flight.inwards) {
                    link::Context c = context();
                    hv.handle(c, base::PortIndex(0), std::move(flight.frame));
                    check();
                } else {
                    link::Context c = outsideContext();
                    outside.handle(c, outsidePort, std::move(flight.frame));
                }
            } else if (hv.nextDeadline() <= now) {
                link::Context c = context();
                hv.expire(c);
                check();
            } else {
                link::Context c = outsideContext();
                outside.expire(c);
            }
        }
        now = end;
    }
    void run(base::Duration time) { runUntil(now + time); }

    void check()
    {
        if (checks)
            if (const auto wrong = hv.verify())
                qFatal("%s", wrong->c_str());
    }

    /// A frame from outside, as it comes in.
    void inject(base::Bytes frame)
    {
        link::Context c = context();
        packet::Packet packet = pool.copyOf(frame);
        packet.setId(++lastId);
        hv.handle(c, base::PortIndex(0), std::move(packet));
        check();
        flush();
    }

    static void launch(router::VirtualRouter &router, link::Context &c, const std::string &line)
    {
        auto application = services::parseCommand(line);
        if (!application)
            qFatal("%s", application.error().message.c_str());
        router.launch(c, std::move(*application));
    }
    /// Starts a program on a guest, or outside.
    void program(GuestId guest, const std::string &line)
    {
        link::Context c = context();
        hv.useGuest(c, guest, [&](router::VirtualRouter &router, link::Context &inside) { launch(router, inside, line); });
        flush();
    }
    void programOutside(const std::string &line)
    {
        link::Context c = outsideContext();
        launch(outside, c, line);
        flush();
    }
    /// What the last program that ended there found: JSON.
    std::string result(GuestId guest) const { return resultOf(*hv.guest(guest)->router); }
    std::string resultOutside() const { return resultOf(outside); }
    static std::string resultOf(const router::VirtualRouter &router)
    {
        const auto all = router.applications().applications();
        return all.empty() ? std::string() : all.back().resultJson;
    }
    /// True where the ping of a guest got all its answers.
    static bool allAnswered(const std::string &json, int count)
    {
        return json.find("\"received\":" + std::to_string(count)) != std::string::npos;
    }

    void flush()
    {
        for (link::Outbox::Item &item : out.items()) {
            if (isOutsidePort(item.port)) {
                handed.push_back(item);
                continue;
            }
            sent.push_back(item.packet);
            cable.push_back({now + 1_us, false, std::move(item.packet)});
        }
        out.items().clear();
        for (link::Outbox::Item &item : outsideOut.items()) {
            item.packet.setId(++lastId);
            arrived.push_back(item.packet);
            cable.push_back({now + 1_us, true, std::move(item.packet)});
        }
        outsideOut.items().clear();
    }

    struct Flight {
        base::TimePoint when;
        bool inwards;
        packet::Packet frame;
    };
    bool checks = true;
    base::TimePoint now;
    packet::PacketPool pool;
    base::trace::Hub hub;
    Steps steps;
    link::Outbox out, outsideOut;
    Hypervisor hv;
    router::VirtualRouter outside;
    base::PortIndex outsidePort;
    std::vector<Flight> cable;
    std::vector<packet::Packet> sent, arrived; ///< frames that left the computer, and that came
    std::vector<link::Outbox::Item> handed;    ///< for machines outside that are guests
    std::uint64_t lastId = 0;
};

/// IPv4 datagrams among frames, with their addresses: "10.0.0.11>10.0.0.100".
inline std::vector<std::string> datagrams(const std::vector<packet::Packet> &frames)
{
    std::vector<std::string> said;
    for (const packet::Packet &frame : frames)
        if (const auto view = wire::Ipv4View::parse(frame.bytes().subspan(14)); view && base::loadU16(frame.bytes().data() + 12) == 0x0800)
            said.push_back(base::toString(view->source()) + ">" + base::toString(view->destination()));
    return said;
}
inline bool holds(const std::vector<std::string> &list, const std::string &what)
{
    return std::find(list.begin(), list.end(), what) != list.end();
}

/// An Ethernet frame with a UDP datagram.
inline std::vector<std::uint8_t> udpFrame(const base::MacAddress &to, const base::MacAddress &from, const char *source,
                                          const char *destination, std::uint16_t sourcePort, std::uint16_t destinationPort,
                                          std::size_t payload, std::uint8_t fill = 0xab)
{
    std::vector<std::uint8_t> bytes(14 + 20 + 8 + payload, fill);
    const base::MutableBytes frame(bytes);
    wire::EthernetRepr{to, from, wire::EtherType::ipv4}.emit(frame);
    wire::Ipv4Repr ip;
    ip.source = *base::Ipv4Address::parse(source);
    ip.destination = *base::Ipv4Address::parse(destination);
    ip.payloadLength = static_cast<std::uint16_t>(8 + payload);
    ip.emit(frame.subspan(14));
    wire::UdpRepr{sourcePort, destinationPort}.emit(frame.subspan(34), base::IpAddress(ip.source), base::IpAddress(ip.destination));
    return bytes;
}

} // namespace hopyard::hypervisor
