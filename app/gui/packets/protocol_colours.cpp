// See protocol_colours.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/packets/protocol_colours.h"

#include <QCoreApplication>

namespace hopyard::packets {

QColor colourOf(client::Protocol protocol, bool dark)
{
    switch (protocol) {
    case client::Protocol::arp: return dark ? QColor(0xf2c14e) : QColor(0xc98a00);
    case client::Protocol::icmp: return dark ? QColor(0xff7a8a) : QColor(0xd1304a);
    case client::Protocol::udp: return dark ? QColor(0x6fd08c) : QColor(0x1e8a4c);
    case client::Protocol::tcp: return dark ? QColor(0x6db3ff) : QColor(0x1f6fd6);
    case client::Protocol::ospf: return dark ? QColor(0xc59bff) : QColor(0x8246d8);
    case client::Protocol::other: break;
    }
    return dark ? QColor(0xaab2bd) : QColor(0x6b7480);
}

QString nameOf(client::Protocol protocol)
{
    switch (protocol) {
    case client::Protocol::arp: return QStringLiteral("ARP");
    case client::Protocol::icmp: return QStringLiteral("ICMP");
    case client::Protocol::udp: return QStringLiteral("UDP");
    case client::Protocol::tcp: return QStringLiteral("TCP");
    case client::Protocol::ospf: return QStringLiteral("OSPF");
    case client::Protocol::other: break;
    }
    return QCoreApplication::translate("Protocol", "Other");
}

} // namespace hopyard::packets
