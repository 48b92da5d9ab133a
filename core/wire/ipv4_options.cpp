// Walking, collecting and copying IPv4 options.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/ipv4_options.h"

#include <cstring>

namespace hopyard::wire {

std::optional<Ipv4Option> Ipv4OptionReader::next()
{
    while (!m_rest.empty()) {
        const auto type = static_cast<Ipv4OptionType>(m_rest[0]);
        if (type == Ipv4OptionType::end) {
            m_rest = {};
            break;
        }
        if (type == Ipv4OptionType::noOperation) {
            m_rest = m_rest.subspan(1);
            continue;
        }
        if (m_rest.size() < 2 || m_rest[1] < 2 || m_rest[1] > m_rest.size()) {
            m_ok = false;
            m_rest = {};
            break;
        }
        const std::size_t length = m_rest[1];
        const Ipv4Option option{type, m_rest.subspan(2, length - 2)};
        m_rest = m_rest.subspan(length);
        return option;
    }
    return std::nullopt;
}

base::Result<Ipv4Options, ParseError> Ipv4Options::parse(base::Bytes options)
{
    Ipv4Options result;
    Ipv4OptionReader reader(options);
    while (const auto option = reader.next())
        if (!result.append(option->type, option->data))
            return base::fail(ParseError::badLength);
    if (!reader.ok())
        return base::fail(ParseError::badOption);
    return result;
}

std::optional<Ipv4Option> Ipv4Options::find(Ipv4OptionType type) const
{
    Ipv4OptionReader reader = read();
    while (const auto option = reader.next())
        if (option->type == type)
            return option;
    return std::nullopt;
}

bool Ipv4Options::append(Ipv4OptionType type, base::Bytes data)
{
    if (data.size() + 2 > kMaxLength - m_length)
        return false;
    std::uint8_t *p = m_bytes.data() + m_length;
    p[0] = static_cast<std::uint8_t>(type);
    p[1] = static_cast<std::uint8_t>(data.size() + 2);
    if (!data.empty())
        std::memcpy(p + 2, data.data(), data.size());
    m_length = static_cast<std::uint8_t>(m_length + data.size() + 2);
    return true;
}

bool Ipv4Options::appendRouterAlert(std::uint16_t value)
{
    std::uint8_t data[2];
    base::storeU16(data, value);
    return append(Ipv4OptionType::routerAlert, data);
}

Ipv4Options Ipv4Options::copiedOnFragmentation() const
{
    Ipv4Options copied;
    Ipv4OptionReader reader = read();
    while (const auto option = reader.next())
        if (option->isCopied())
            copied.append(option->type, option->data);
    return copied;
}

} // namespace hopyard::wire
