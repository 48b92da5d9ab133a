// Random labs for property tests: every field of the document in many combinations, names and texts that need quotes,
// addresses of both families, links of every impairment. The same seed gives the same lab.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/lab/drawing.h"
#include "core/lab/lab.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::test {

class RandomLab {
public:
    explicit RandomLab(std::uint64_t seed) : m_random(seed) {}

    lab::Lab lab()
    {
        lab::Lab out;
        if (flip())
            out.title = text();
        if (flip(0.3))
            out.description = text();
        const auto nodes = m_random.below(8);
        for (std::uint64_t i = 0; i < nodes; ++i)
            out.nodes.push_back(node(i));
        if (nodes > 0)
            for (std::uint64_t i = m_random.below(8); i > 0; --i)
                out.links.push_back(link(out, i));
        if (flip(0.4))
            out.teaching = teaching();
        if (flip(0.2))
            out.solution = solution(out);
        return out;
    }

    lab::Drawing drawing(const lab::Lab &lab)
    {
        lab::Drawing d;
        for (auto i = m_random.below(3); i > 0; --i) {
            lab::Layer layer{"layer " + std::to_string(i), flip()};
            for (const lab::Node &node : lab.nodes)
                if (flip(0.2))
                    layer.nodes.push_back(node.name);
            d.layers.push_back(layer);
        }
        for (auto i = m_random.below(5); i > 0; --i)
            d.shapes.push_back(shape(i));
        for (auto i = m_random.below(3); i > 0; --i) {
            lab::Group g{"yes: " + std::to_string(i), {}, flip()};
            for (const lab::Node &node : lab.nodes)
                if (flip(0.4))
                    g.nodes.push_back(node.name);
            d.groups.push_back(g);
        }
        for (const lab::Link &link : lab.links) {
            lab::LinkWay way{link.a, link.b, flip() ? lab::LinkRoute::orthogonal : lab::LinkRoute::straight, {}};
            for (auto i = m_random.below(4); i > 0; --i)
                way.bends.push_back({coordinate(), coordinate()});
            d.setWay(way);
        }
        return d;
    }

    lab::Shape shape(std::uint64_t number)
    {
        lab::Shape s;
        s.id = "s" + std::to_string(number);
        s.kind = static_cast<lab::ShapeKind>(m_random.below(lab::shapeKindNames().size()));
        s.at = {coordinate(), coordinate()};
        s.size = s.kind == lab::ShapeKind::line ? lab::Position{coordinate(), coordinate()}
                                                : lab::Position{1 + m_random.unit() * 500, 20};
        if (flip())
            s.text = text();
        if (flip(0.3))
            s.file = "pictures/rack 1.png";
        s.colour = static_cast<lab::ShapeColour>(m_random.below(lab::shapeColourNames().size()));
        if (flip())
            s.layer = flip() ? "layer 1" : text();
        s.arrow = flip(0.2);
        return s;
    }

    lab::Teaching teaching()
    {
        lab::Teaching t;
        if (flip())
            t.guide.title = text();
        if (flip())
            t.guide.text = text();
        for (auto i = m_random.below(3); i > 0; --i)
            t.guide.steps.push_back({text(), text(), texts(), flip() ? "console" : "", text(), texts(), texts(), text()});
        for (auto i = m_random.below(4); i > 0; --i)
            t.checks.push_back(check(i));
        if (flip(0.3))
            t.toFind = {true, {}};
        else if (flip(0.5))
            t.toFind.kinds = {lab::ProblemKind::loops, lab::ProblemKind::gateways};
        for (auto i = m_random.below(3); i > 0; --i)
            t.parameters.push_back(parameter(i));
        if (flip(0.3))
            t.student = "Ada \"L\"";
        return t;
    }

    lab::Check check(std::uint64_t number)
    {
        lab::Check c;
        c.id = "c" + std::to_string(number);
        if (flip())
            c.title = text();
        c.points = static_cast<std::uint32_t>(m_random.below(20));
        c.at = base::Duration::milliseconds(static_cast<std::int64_t>(m_random.below(100'000)));
        if (flip())
            c.after = {{lab::CheckAction::Kind::fail, {}, "r1:eth0", {}}, {lab::CheckAction::Kind::wait, base::Duration::seconds(40), {}, {}},
                       {lab::CheckAction::Kind::stop, {}, "r2", {}}, {lab::CheckAction::Kind::run, {}, "h1", "ping 10.0.0.1 count 1"}};
        c.condition = condition(0);
        if (flip())
            c.failure = text();
        return c;
    }

    lab::Condition condition(int depth)
    {
        using Kind = lab::ConditionKind;
        lab::Condition c;
        if (depth < 3 && flip(0.4)) {
            c.kind = flip() ? Kind::all : flip() ? Kind::any : Kind::not_;
            for (auto i = c.kind == Kind::not_ ? 1 : 1 + m_random.below(3); i > 0; --i)
                c.parts.push_back(condition(depth + 1));
            return c;
        }
        switch (m_random.below(4)) {
        case 0: return {Kind::ping, {{"from", {"null"}}, {"to", {flip() ? "10.0.0.1" : "h2"}}, {"count", {"3"}}}, {}};
        case 1: return {Kind::traceroute, {{"from", {"h1"}}, {"to", {"h2"}}, {"path", {"r1", "*", "10.0.0.2"}}}, {}};
        case 2: return {Kind::seen, {{"at", {"r1:eth0"}}, {"filter", {"icmp[0] == 8 and not arp"}}, {"since", {"check"}}}, {}};
        default: return {Kind::config, {{"on", {"r1"}}, {"contains", {text()}}, {"absent", {"true"}}}, {}};
        }
    }

    lab::Parameter parameter(std::uint64_t number)
    {
        lab::Parameter p;
        p.name = "p" + std::to_string(number);
        p.kind = static_cast<lab::Parameter::Kind>(m_random.below(3));
        if (p.kind == lab::Parameter::Kind::choice) {
            p.choices = {text(), "b"};
        } else if (p.kind == lab::Parameter::Kind::number) {
            p.from = -5;
            p.to = static_cast<std::int64_t>(m_random.below(100));
            p.step = static_cast<std::int64_t>(1 + m_random.below(5));
        } else {
            p.within = base::IpPrefix(base::Ipv4Address(10, 0, 0, 0), 8);
            p.length = static_cast<unsigned>(8 + m_random.below(20));
        }
        return p;
    }

    lab::Solution solution(const lab::Lab &lab)
    {
        lab::Solution s;
        if (flip())
            s.text = text();
        for (auto i = m_random.below(3); i > 0; --i)
            s.nodes.push_back(node(i));
        for (std::uint64_t i = lab.nodes.empty() ? 0 : m_random.below(3); i > 0; --i)
            s.links.push_back(link(lab, i));
        return s;
    }

    std::vector<std::string> texts()
    {
        std::vector<std::string> out;
        for (auto i = m_random.below(3); i > 0; --i)
            out.push_back(text());
        return out;
    }

    lab::Node node(std::uint64_t number)
    {
        lab::Node n;
        constexpr std::array<std::string_view, 5> kNames{"h", "null", "007-", "R_", "x."};
        n.name = std::string(kNames[m_random.below(kNames.size())]) + std::to_string(number);
        n.kind = static_cast<lab::NodeKind>(m_random.below(lab::nodeKindNames().size()));
        n.at = {coordinate(), coordinate()};
        for (auto i = m_random.below(4); i > 0; --i) {
            lab::Interface interface;
            interface.name = "eth" + std::to_string(i);
            for (auto k = m_random.below(3); k > 0; --k)
                interface.addresses.push_back({address(), 0});
            for (auto &a : interface.addresses)
                a.length = static_cast<std::uint8_t>(m_random.below(base::addressBits(a.address.family()) + 1));
            if (flip(0.3))
                interface.mac = base::MacAddress::local(static_cast<std::uint32_t>(m_random.next()));
            if (flip(0.3))
                interface.mtu = static_cast<std::uint32_t>(68 + m_random.below(9000));
            n.interfaces.push_back(interface);
        }
        if (flip(0.4))
            n.gateway = address();
        if (flip(0.3))
            n.config = text();
        if (flip(0.2))
            n.config = "interface eth0\n ip address 10.0.0.1/24\n!\nip route 0.0.0.0/0 10.0.0.2\n";
        for (auto i = m_random.below(3); i > 0; --i)
            n.start.push_back(text());
        if (flip(0.2))
            n.label = text();
        if (flip(0.2))
            n.note = text();
        if (n.kind == lab::NodeKind::hypervisor)
            n.computer = computer();
        if (n.kind == lab::NodeKind::placeholder || flip(0.1))
            n.was = {text(), text(), flip() ? text() : std::string(), text(), {}, {}};
        if (flip(0.1))
            n.was.ports = {{"eth1", text()}, {"e-1-1", "ethernet-1/1"}};
        if (flip(0.1))
            n.was.files = {{"a/b.cfg", text()}, {"c", ""}};
        if (n.kind == lab::NodeKind::qemu) {
            n.machine.card = static_cast<lab::MachineCard>(m_random.below(lab::machineCardNames().size()));
            n.machine.disk = static_cast<lab::MachineDisk>(m_random.below(lab::machineDiskNames().size()));
        }
        return n;
    }

    lab::Computer computer()
    {
        lab::Computer c;
        if (flip())
            c.memory = (1 + m_random.below(100'000)) * lab::kPageBytes;
        if (flip())
            c.processors = static_cast<std::uint32_t>(1 + m_random.below(lab::nodeKindNames().size()));
        c.mode = static_cast<lab::CarryMode>(m_random.below(3));
        c.receive = static_cast<lab::ReceiveMode>(m_random.below(2));
        c.headerSplit = flip(0.2);
        for (auto &cost : c.costs)
            if (flip(0.2))
                cost = base::Duration::nanoseconds(static_cast<std::int64_t>(m_random.below(1'000'000)));
        if (flip(0.2))
            c.costs.fill(base::Duration());
        for (auto i = m_random.below(3); i > 0; --i)
            c.nat.push_back({flip(), static_cast<std::uint16_t>(1 + m_random.below(65'535)), flip() ? "g1" : "10.0.0.1",
                             static_cast<std::uint16_t>(1 + m_random.below(65'535))});
        for (auto i = m_random.below(4); i > 0; --i) {
            lab::Guest g;
            g.name = "g" + std::to_string(i);
            if (flip())
                g.memory = (1 + m_random.below(10'000)) * lab::kPageBytes;
            if (flip())
                g.share = static_cast<std::uint32_t>(1 + m_random.below(1'000));
            for (auto k = m_random.below(3); k > 0; --k) {
                lab::GuestInterface interface;
                interface.name = "eth" + std::to_string(k - 1);
                for (auto a = m_random.below(3); a > 0; --a)
                    interface.addresses.push_back({address(), 8});
                if (flip(0.3))
                    interface.mac = base::MacAddress::local(static_cast<std::uint32_t>(m_random.next()));
                if (flip(0.3))
                    interface.vlan = static_cast<std::uint16_t>(1 + m_random.below(4094));
                if (flip(0.2))
                    interface.adapter = "eth1";
                g.interfaces.push_back(interface);
            }
            if (flip(0.4))
                g.gateway = address();
            g.forwards = flip(0.1);
            g.release = static_cast<lab::ReleaseMode>(m_random.below(3));
            g.isStopped = flip(0.2);
            for (auto k = m_random.below(2); k > 0; --k)
                g.start.push_back(text());
            if (flip(0.2))
                g.note = text();
            c.guests.push_back(g);
        }
        return c;
    }

    lab::Link link(const lab::Lab &lab, std::uint64_t number)
    {
        const auto end = [&] {
            return lab::End{lab.nodes[m_random.below(lab.nodes.size())].name, "eth" + std::to_string(number)};
        };
        lab::Link l;
        l.a = end();
        l.b = end();
        if (flip(0.7))
            l.forward = impairment();
        l.backward = flip(0.6) ? l.forward : impairment();
        if (flip(0.2))
            l.note = text();
        return l;
    }

    base::Impairment impairment()
    {
        base::Impairment i;
        if (flip())
            i.delay = base::Duration::nanoseconds(static_cast<std::int64_t>(m_random.next() >> (1 + m_random.below(62))));
        if (flip(0.3))
            i.jitter = base::Duration::microseconds(static_cast<std::int64_t>(m_random.below(100'000)));
        if (flip())
            i.rate = base::BitRate::bitsPerSecond(m_random.next() >> m_random.below(63));
        if (flip(0.3))
            i.queue = {m_random.next() >> m_random.below(64),
                       flip() ? base::QueueLimit::Unit::packets : base::QueueLimit::Unit::bytes};
        if (flip())
            i.loss = chance();
        if (flip(0.2))
            i.burst = base::BurstLoss{chance(), chance(), chance(), chance()};
        if (flip(0.2))
            i.duplicate = chance();
        if (flip(0.2))
            i.reorder = chance();
        if (flip(0.2))
            i.corrupt = chance();
        i.down = flip(0.1);
        return i;
    }

    std::string text()
    {
        constexpr std::array<std::string_view, 34> kWords{
            "nginx", "-g", " ", "  ", "'daemon off;'", "\"quoted\"", "# no comment", ": ", "- item", "\n", "\n\n", "{a: b}",
            "[1, 2]", "|", ">", "yes", "42", "1.5e3", "~", "null", "%TAG", "@at", "`tick`", "\t", "\\n", "é", "…",
            "\xf0\x9f\x8c\xbf", "&anchor", "*alias", "!tag", "...", "---", "\xe2\x80\xa8"};
        std::string out;
        for (auto i = 1 + m_random.below(6); i > 0; --i)
            out += kWords[m_random.below(kWords.size())];
        return out;
    }

    bool flip(double p = 0.5) { return m_random.chance(p); }
    base::Random &random() { return m_random; }

private:
    double chance() { return flip() ? static_cast<double>(m_random.below(1001)) / 1000 : m_random.unit(); }
    double coordinate() { return flip() ? static_cast<double>(m_random.below(2000)) - 1000 : m_random.unit() * 1e5; }
    base::IpAddress address()
    {
        if (flip(0.7))
            return base::Ipv4Address(static_cast<std::uint32_t>(m_random.next()));
        std::array<std::uint8_t, 16> bytes{};
        for (auto &b : bytes)
            b = flip(0.6) ? 0 : static_cast<std::uint8_t>(m_random.next());
        return base::IpAddress(base::Ipv6Address(bytes));
    }

    base::Random m_random;
};

} // namespace hopyard::test
