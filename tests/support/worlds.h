// For tests that need a running network: a world from a lab's text, and a sink that keeps what applications print.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/read.h"
#include "core/world/world.h"

#include <QtTest>

#include <string>
#include <string_view>
#include <vector>

namespace hopyard::support {

inline lab::Lab labFrom(std::string_view text)
{
    auto lab = lab::read(text, "test.yaml");
    if (!lab)
        qFatal("%s", lab::toString(lab.error().front()).c_str());
    return std::move(*lab);
}

inline world::World worldFrom(std::string_view text, std::uint64_t seed = 1)
{
    auto world = world::World::build(labFrom(text), seed);
    if (!world)
        qFatal("%s", lab::toString(world.error().front()).c_str());
    return std::move(*world);
}

inline base::TimePoint seconds(double s) { return base::TimePoint::fromNs(static_cast<std::int64_t>(s * 1e9)); }

/// Keeps the lines of applications (without their nodes) and the notices.
struct Lines final : base::trace::Sink {
    explicit Lines(world::World &world) : m_hub(world.trace())
    {
        m_hub.add(this, base::trace::kindOf<base::trace::ApplicationOutput>() | base::trace::kindOf<base::trace::Notice>());
    }
    void event(base::TimePoint, const base::trace::Event &event) override
    {
        if (const auto *output = std::get_if<base::trace::ApplicationOutput>(&event))
            lines.emplace_back(output->line);
        else
            notices.emplace_back(std::get<base::trace::Notice>(event).text);
    }
    /// The first line that contains `part`, or empty.
    std::string with(std::string_view part) const
    {
        for (const std::string &line : lines)
            if (line.find(part) != std::string::npos)
                return line;
        return {};
    }
    std::vector<std::string> lines;
    std::vector<std::string> notices;

    ~Lines() override { m_hub.remove(this); }
    Lines(const Lines &) = delete;
    Lines &operator=(const Lines &) = delete;

private:
    base::trace::Hub &m_hub;
};

/// Every frame that arrives anywhere, with time, link and direction: two runs are the same if these are.
struct Everything final : base::trace::Sink {
    explicit Everything(world::World &world)
    {
        world.trace().add(this, base::trace::kindOf<base::trace::PacketArrived>() | base::trace::kindOf<base::trace::PacketDropped>());
    }
    void event(base::TimePoint time, const base::trace::Event &event) override
    {
        const auto add = [&](base::LinkId link, base::Direction direction, std::uint64_t id, base::Bytes bytes) {
            log += std::to_string(time.ns()) + ' ' + std::to_string(link.value()) + ' ' + std::to_string(int(direction)) + ' '
                + std::to_string(id) + ' ';
            log.append(bytes.begin(), bytes.end());
            log += '\n';
            ++count;
        };
        if (const auto *arrived = std::get_if<base::trace::PacketArrived>(&event))
            add(arrived->link, arrived->direction, arrived->packetId, arrived->bytes);
        else if (const auto *dropped = std::get_if<base::trace::PacketDropped>(&event))
            add(dropped->link, dropped->direction, dropped->packetId, dropped->bytes);
    }
    std::string log;
    int count = 0;
};

} // namespace hopyard::support
