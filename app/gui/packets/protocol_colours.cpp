// See protocol_colours.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/packets/protocol_colours.h"

#include <QCoreApplication>
#include <QPainter>

namespace hopyard::packets {

using client::Protocol;

QColor colourOf(Protocol protocol, bool dark)
{
    switch (protocol) {
    case Protocol::arp: return dark ? QColor(0xffd428) : QColor(0xb48e58);
    case Protocol::stp: return dark ? QColor(0xa8a1ff) : QColor(0x8366f5);
    case Protocol::igmp: return dark ? QColor(0x00a46f) : QColor(0x00623f);
    case Protocol::icmp: return dark ? QColor(0xf5483a) : QColor(0xa8101c);
    case Protocol::icmpv6: return dark ? QColor(0xffa7fe) : QColor(0xdc5cd9);
    case Protocol::rip: return dark ? QColor(0x05ccd8) : QColor(0x32a690);
    case Protocol::ospf: return dark ? QColor(0x966be3) : QColor(0x7000c2);
    case Protocol::bgp: return dark ? QColor(0xdf7c00) : QColor(0xf85f00);
    case Protocol::dhcp: return dark ? QColor(0xa8bb00) : QColor(0x766d00);
    case Protocol::dns: return dark ? QColor(0xe130a4) : QColor(0x812f60);
    case Protocol::http: return dark ? QColor(0x99eaff) : QColor(0x0083c0);
    case Protocol::udp: return dark ? QColor(0x4fe88a) : QColor(0x0a9f22);
    case Protocol::tcp: return dark ? QColor(0x3f95ff) : QColor(0x0f2fd8);
    case Protocol::other: break;
    }
    return dark ? QColor(0x99a0a9) : QColor(0x626871);
}

DotShape shapeOf(Protocol protocol)
{
    switch (protocol) {
    case Protocol::arp:
    case Protocol::stp:
    case Protocol::igmp: return DotShape::triangle;
    case Protocol::rip:
    case Protocol::ospf:
    case Protocol::bgp: return DotShape::diamond;
    case Protocol::dhcp:
    case Protocol::dns:
    case Protocol::http: return DotShape::square;
    case Protocol::icmp:
    case Protocol::icmpv6:
    case Protocol::udp:
    case Protocol::tcp:
    case Protocol::other: break;
    }
    return DotShape::disc;
}

QString nameOf(Protocol protocol)
{
    switch (protocol) {
    case Protocol::arp: return QStringLiteral("ARP");
    case Protocol::stp: return QStringLiteral("STP");
    case Protocol::igmp: return QStringLiteral("IGMP");
    case Protocol::icmp: return QStringLiteral("ICMP");
    case Protocol::icmpv6: return QStringLiteral("ICMPv6");
    case Protocol::rip: return QStringLiteral("RIP");
    case Protocol::ospf: return QStringLiteral("OSPF");
    case Protocol::bgp: return QStringLiteral("BGP");
    case Protocol::dhcp: return QStringLiteral("DHCP");
    case Protocol::dns: return QStringLiteral("DNS");
    case Protocol::http: return QStringLiteral("HTTP");
    case Protocol::udp: return QStringLiteral("UDP");
    case Protocol::tcp: return QStringLiteral("TCP");
    case Protocol::other: break;
    }
    return QCoreApplication::translate("Protocol", "Other");
}

void drawDot(QPainter &painter, const QPointF &centre, double radius, DotShape shape)
{
    constexpr double kDiamond = 1.25, kSquare = 0.9, kTriangle = 1.3; // of the disc's radius, for about its area
    const auto at = [&](double x, double y) { return centre + radius * QPointF(x, y); };
    switch (shape) {
    case DotShape::disc: painter.drawEllipse(centre, radius, radius); return;
    case DotShape::diamond: {
        const QPointF corners[] = {at(0, -kDiamond), at(kDiamond, 0), at(0, kDiamond), at(-kDiamond, 0)};
        painter.drawConvexPolygon(corners, 4);
        return;
    }
    case DotShape::square: painter.drawRect(QRectF(at(-kSquare, -kSquare), at(kSquare, kSquare))); return;
    case DotShape::triangle: {
        const QPointF corners[] = {at(0, -kTriangle), at(kTriangle, kTriangle * 0.8), at(-kTriangle, kTriangle * 0.8)};
        painter.drawConvexPolygon(corners, 3);
        return;
    }
    }
}

} // namespace hopyard::packets
