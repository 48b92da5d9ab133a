// See control.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/iperf3/control.h"

namespace hopyard::services::iperf3 {

void Control::send(State state)
{
    const auto byte = static_cast<std::uint8_t>(state);
    m_out.append(base::Bytes(&byte, 1));
}

void Control::sendJson(std::string_view json)
{
    std::array<std::uint8_t, 4> length{};
    base::storeU32(length.data(), static_cast<std::uint32_t>(json.size()));
    m_out.append(length);
    m_out.append(json);
}

std::optional<std::string> Control::move(transport::AppContext &context)
{
    if (const auto written = m_out.flush(context, m_socket); !written)
        return std::string(toString(written.error()));
    const StreamEnd end = readStream(context, m_socket, [&](base::Bytes bytes) {
        if (m_in.size() > kMaxJson + 8) // more than can be meant; the window shuts
            return std::size_t(0);
        m_in.insert(m_in.end(), bytes.begin(), bytes.end());
        return bytes.size();
    });
    if (end.state == StreamState::failed)
        return std::string(toString(end.error));
    if (end.state == StreamState::ended)
        return std::string();
    return std::nullopt;
}

std::optional<std::vector<std::uint8_t>> Control::takeBytes(std::size_t count)
{
    if (m_in.size() < count)
        return std::nullopt;
    const auto end = m_in.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<std::uint8_t> bytes(m_in.begin(), end);
    m_in.erase(m_in.begin(), end);
    return bytes;
}

std::optional<State> Control::takeState()
{
    const auto byte = takeBytes(1);
    if (!byte)
        return std::nullopt;
    return static_cast<State>(static_cast<std::int8_t>(byte->front()));
}

std::optional<std::string> Control::takeJson()
{
    if (m_in.size() < 4)
        return std::nullopt;
    const std::size_t length = base::loadU32(m_in.data());
    if (length > kMaxJson)
        return std::string();
    if (m_in.size() < 4 + length)
        return std::nullopt;
    takeBytes(4);
    const std::vector<std::uint8_t> text = *takeBytes(length);
    return std::string(textOf(text));
}

} // namespace hopyard::services::iperf3
