// Movers of several machines and a client in virtual time, for tests: one client, machines that answer at one address, and
// what moves packets and control messages between them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/mover.h"
#include "tests/support/tcp_bench.h"

#include <QTest>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::test {

using migration::MoveEvent;
using migration::MovePhase;
using migration::Mover;
using migration::Outgoing;
using transport::SocketId;
using transport::SocketKind;
using transport::SocketLayer;

inline const base::SipKey kKey{5, 6};
inline const base::Ipv4Address kClient(192, 0, 2, 1), kService(10, 0, 0, 80);
inline constexpr std::uint16_t kPort = 80;

struct Machine {
    Machine(std::shared_ptr<packet::PacketPool> pool, base::Ipv4Address own, std::uint64_t seed)
        : address(own), ip(std::make_unique<FakeIp>(pool, own == kClient ? kClient : kService)), sockets(base::Random(seed)), mover(base::Random(seed * 77))
    {
        mover.configure(own, kKey);
    }
    base::Ipv4Address address;
    std::unique_ptr<FakeIp> ip;
    SocketLayer sockets;
    Mover mover;
    SocketId listener;
    std::vector<MoveEvent> events;
    bool isDead = false;

    std::optional<migration::FlowTable> table; ///< of a forwarder

    Mover::Around around() { return {sockets, *ip, table ? &*table : nullptr}; }
    void listen()
    {
        listener = *sockets.socket(SocketKind::tcp, base::Family::ipv4);
        QVERIFY(sockets.bind(*ip, listener, {kService, kPort}));
        QVERIFY(sockets.listen(*ip, listener, 64));
    }
};

/// Machine 0 is the client; the others answer at one address. Packets of the client go to who owns the connection, as
/// a forwarder below the stack would have it, and are held while it moves.
struct Rig {
    explicit Rig(std::uint64_t seed = 1) : pool(std::make_shared<packet::PacketPool>()), random(seed)
    {
        add(kClient);
        for (std::uint8_t i = 1; i <= 3; ++i)
            add(base::Ipv4Address(10, 0, 0, i)).listen();
    }
    Machine &add(base::Ipv4Address at)
    {
        machines.push_back(std::make_unique<Machine>(pool, at, 10 + machines.size()));
        machines.back()->ip->setNow(now);
        return *machines.back();
    }
    Machine &operator[](std::size_t i) { return *machines[i]; }

    std::shared_ptr<packet::PacketPool> pool;
    base::Random random;
    base::TimePoint now;
    std::vector<std::unique_ptr<Machine>> machines;
    std::size_t owner = 1; ///< of the client's packets
    bool holds = false;
    std::vector<ip::Delivered> held;
    double controlLoss = 0;
    int resets = 0;
    std::uint64_t events = 0;
    base::Duration delay = base::Duration::milliseconds(5), between = base::Duration::milliseconds(1);
    struct Flying {
        std::size_t to;
        bool isControl;
        base::Ipv4Address from;
        std::vector<std::uint8_t> control;
        ip::Delivered packet;
    };
    std::multimap<base::TimePoint, Flying> flying;
    SocketId client, server;

    void carry()
    {
        for (std::size_t i = 0; i < machines.size(); ++i) {
            Machine &m = *machines[i];
            if (m.isDead) { // what it had to say it never said
                m.mover.takeOutgoing();
                m.ip->sent.clear();
                continue;
            }
            for (const MoveEvent &event : m.mover.takeEvents()) {
                m.events.push_back(event);
                if (event.phase == MovePhase::frozen)
                    holds = true;
                if (event.phase == MovePhase::injected || event.phase == MovePhase::resumed) {
                    holds = false;
                    owner = i;
                    for (const ip::Delivered &packet : std::exchange(held, {}))
                        m.sockets.deliver(*m.ip, packet);
                }
            }
            for (Outgoing &o : m.mover.takeOutgoing())
                for (std::size_t to = 0; to < machines.size(); ++to)
                    if (machines[to]->address == o.to && !random.chance(controlLoss))
                        flying.emplace(now + between, Flying{to, true, m.address, o.bytes, {}});
            while (!m.ip->sent.empty()) {
                ip::Datagram d = std::move(m.ip->sent.front());
                m.ip->sent.pop_front();
                const auto view = wire::TcpView::parse(d.payload.bytes());
                resets += wire::TcpRepr::parse(*view)->flags.has(TcpFlags::rst);
                ip::Delivered in;
                in.source = i == 0 ? kClient : kService;
                in.destination = d.destination;
                in.protocol = wire::IpProtocol::tcp;
                in.ttl = d.ttl;
                const packet::Offload offload = d.payload.offload();
                in.datagram = std::move(d.payload);
                in.datagram.pushFront(20);
                in.datagram.setOffload(offload);
                in.payloadOffset = 20;
                flying.emplace(now + delay, Flying{i == 0 ? std::size_t(1) : std::size_t(0), false, {}, {}, std::move(in)});
            }
        }
    }
    bool step(base::TimePoint until)
    {
        carry();
        base::TimePoint next = flying.empty() ? base::TimePoint::never() : flying.begin()->first;
        Machine *who = nullptr;
        for (const auto &m : machines)
            if (const base::TimePoint at = std::min(m->sockets.nextDeadline(), m->mover.nextDeadline()); !m->isDead && at < next) {
                next = at;
                who = m.get();
            }
        if (next > until) {
            setNow(until);
            return false;
        }
        setNow(std::max(now, next));
        ++events;
        if (who) {
            who->sockets.expire(*who->ip);
            who->mover.expire(who->around());
        } else {
            Flying f = std::move(flying.begin()->second);
            flying.erase(flying.begin());
            if (f.isControl) {
                if (Machine &m = *machines[f.to]; !m.isDead)
                    m.mover.receive(m.around(), f.from, f.control);
            } else if (f.to == 0) {
                machines[0]->sockets.deliver(*machines[0]->ip, f.packet);
            } else if (holds) {
                held.push_back(f.packet);
            } else if (Machine &m = *machines[owner]; !m.isDead) {
                m.sockets.deliver(*m.ip, f.packet);
            }
        }
        carry();
        return true;
    }
    void run(base::Duration time)
    {
        const base::TimePoint end = now + time;
        while (step(end)) {
        }
    }
    void setNow(base::TimePoint t)
    {
        now = t;
        for (const auto &m : machines)
            m->ip->setNow(t);
    }
    void connect(int receiveBuffer = 0)
    {
        Machine &c = *machines[0];
        client = *c.sockets.socket(SocketKind::tcp, base::Family::ipv4);
        if (receiveBuffer > 0)
            static_cast<void>(c.sockets.setOption(*c.ip, client, transport::SocketOption::receiveBuffer, receiveBuffer));
        static_cast<void>(c.sockets.connect(*c.ip, client, {kService, kPort}));
        run(base::Duration::milliseconds(50));
        server = machines[1]->sockets.accept(machines[1]->listener)->socket;
    }
    std::string text(std::size_t machine, SocketId socket)
    {
        std::string all;
        std::uint8_t buffer[2'000];
        for (;;) {
            const auto count = machines[machine]->sockets.read(*machines[machine]->ip, socket, buffer);
            if (!count || *count == 0)
                return all;
            all.append(buffer, buffer + *count);
        }
    }
    void write(std::size_t machine, SocketId socket, const std::string &text)
    {
        const auto taken = machines[machine]->sockets.write(
            *machines[machine]->ip, socket, {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()});
        QVERIFY(taken && *taken == text.size());
    }
    std::string phases(std::size_t machine) const
    {
        std::string all;
        for (const MoveEvent &event : machines[machine]->events)
            all += (all.empty() ? "" : ", ") + std::string(migration::toString(event.phase));
        return all;
    }
};

} // namespace hopyard::test
