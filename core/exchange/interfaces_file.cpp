// Stanza by stanza; see interfaces_file.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/interfaces_file.h"

#include "core/exchange/linux_commands.h"
#include "core/lab/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <sstream>

namespace hopyard::exchange {

namespace {

/// "24", "255.255.255.0".
std::optional<std::uint8_t> lengthOf(std::string_view text)
{
    unsigned length = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (error == std::errc() && end == text.data() + text.size())
        return length <= 128 ? std::optional(static_cast<std::uint8_t>(length)) : std::nullopt;
    const auto mask = base::Ipv4Address::parse(text);
    if (!mask || std::countl_one(mask->value()) != std::popcount(mask->value()))
        return std::nullopt;
    return static_cast<std::uint8_t>(std::popcount(mask->value()));
}

class Reader {
public:
    explicit Reader(Machine &machine) : m_machine(machine) {}

    void run(std::string_view text)
    {
        std::istringstream lines{std::string(text)};
        std::string whole;
        for (std::string line; std::getline(lines, line);) {
            if (line.ends_with('\r'))
                line.pop_back();
            if (line.ends_with('\\')) {
                line.pop_back();
                whole += line;
                continue;
            }
            take(whole + line);
            whole.clear();
        }
        finish();
    }

private:
    void take(const std::string &line)
    {
        std::istringstream words(line);
        std::string key, value;
        words >> key;
        std::getline(words >> std::ws, value);
        value.erase(value.find_last_not_of(" \t") + 1);
        if (key.empty() || key.front() == '#')
            return;
        if (key == "iface") {
            finish();
            std::istringstream parts(value);
            std::string family, method;
            parts >> m_name >> family >> method;
            const bool isDevice = m_name == "lo" || lab::isInterfaceName(m_name);
            if (isDevice && family == "inet" && method == "dhcp")
                m_machine.interface(m_name).dhcp = true;
            if (!isDevice)
                leave(line);
            if (!isDevice)
                m_name.clear();
        } else if (key == "auto" || key.starts_with("allow-") || key == "source" || key == "source-directory" || key == "mapping" || key == "no-auto-down") {
            finish();
        } else if (!m_name.empty()) {
            option(line, key, value);
        }
    }

    void option(const std::string &line, const std::string &key, const std::string &value)
    {
        if (key == "address")
            m_address = value;
        else if (key == "netmask")
            m_mask = value;
        else if (key == "gateway")
            gateway(line, value);
        else if (key == "mtu" && lab::parseMtuValue(value))
            m_machine.interface(m_name).mtu = *lab::parseMtuValue(value);
        else if (key == "hwaddress")
            hardware(line, value.substr(value.rfind(' ') + 1));
        else if (key == "up" || key == "post-up" || key == "pre-up")
            m_commands += withName(value) + '\n';
        else if (key != "network" && key != "broadcast" && key != "metric" && key != "down" && key != "post-down" && key != "pre-down")
            leave(line);
    }

    void gateway(const std::string &line, const std::string &value)
    {
        const auto address = base::IpAddress::parse(value);
        if (address && (!m_machine.gateway || *m_machine.gateway == *address))
            m_machine.gateway = *address;
        else
            leave(line);
    }

    void hardware(const std::string &line, const std::string &value)
    {
        if (const auto mac = base::MacAddress::parse(value))
            m_machine.interface(m_name).mac = *mac;
        else
            leave(line);
    }

    /// "$IFACE" in the commands is the interface.
    std::string withName(std::string command) const
    {
        for (const std::string_view variable : {"${IFACE}", "$IFACE"})
            for (std::size_t at; (at = command.find(variable)) != std::string::npos;)
                command.replace(at, variable.size(), m_name);
        return command;
    }

    void leave(std::string line)
    {
        line.erase(0, std::min(line.find_first_not_of(" \t"), line.size()));
        m_machine.leftOut.push_back(fmt::format("{}{}", m_name.empty() ? "" : m_name + ": ", line));
    }

    /// What was said of an interface, when all of it is known.
    void finish()
    {
        if (!m_name.empty() && !m_address.empty()) {
            auto address = base::InterfaceAddress::parse(m_address);
            if (!address)
                if (const auto alone = base::IpAddress::parse(m_address.substr(0, m_address.find('/'))))
                    if (const auto length = lengthOf(m_address.find('/') == std::string::npos ? m_mask : m_address.substr(m_address.find('/') + 1));
                        length && *length <= (alone->isV6() ? 128 : 32))
                        address = base::InterfaceAddress{*alone, *length};
            if (address)
                addAddress(m_machine.interface(m_name), *address);
            else
                leave("address " + m_address + (m_mask.empty() ? "" : " netmask " + m_mask));
        }
        if (m_commands.find("/etc/network/interfaces") == std::string::npos) // it would begin again
            applyScript(m_machine, m_commands);
        m_name.clear();
        m_address.clear();
        m_mask.clear();
        m_commands.clear();
    }

    Machine &m_machine;
    std::string m_name; ///< of the interface whose stanza it is; empty outside of one
    std::string m_address, m_mask, m_commands;
};

} // namespace

void applyInterfacesFile(Machine &machine, std::string_view text)
{
    Reader(machine).run(text);
}

} // namespace hopyard::exchange
