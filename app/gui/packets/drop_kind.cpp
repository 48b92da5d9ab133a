// See drop_kind.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/packets/drop_kind.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace hopyard::packets {

std::optional<DropKind> dropKindOf(std::string_view reason)
{
    static constexpr std::pair<std::string_view, DropKind> kKinds[] = {
        {"loss", DropKind::impairment},
        {"burst loss", DropKind::impairment},
        {"queue full", DropKind::queue},
        {"no buffer", DropKind::queue},
        {"socket buffer full", DropKind::queue},
        {"link down", DropKind::link},
        {"no link", DropKind::link},
        {"port down", DropKind::link},
        {"node stopped", DropKind::link},
        {"no route", DropKind::route},
        {"blackhole", DropKind::route},
        {"TTL exceeded", DropKind::ttl},
        {"bad checksum", DropKind::checksum},
        {"malformed", DropKind::checksum},
        {"filtered", DropKind::filter},
        {"spoofed source", DropKind::filter},
        {"rate limited", DropKind::filter},
        {"neighbour unreachable", DropKind::neighbour},
        {"neighbour queue full", DropKind::neighbour},
        {"too big", DropKind::size},
        {"fragmentation needed", DropKind::size},
        {"no socket", DropKind::program},
        {"unsupported", DropKind::protocol},
    };
    if (reason == "not for us")
        return std::nullopt;
    const auto found = std::find_if(std::begin(kKinds), std::end(kKinds), [reason](const auto &kind) { return kind.first == reason; });
    return found == std::end(kKinds) ? DropKind::other : found->second;
}

QString signOf(DropKind kind)
{
    switch (kind) {
    case DropKind::impairment: return QStringLiteral("~");
    case DropKind::queue: return QStringLiteral("≡");
    case DropKind::link: return QStringLiteral("/");
    case DropKind::route: return QStringLiteral("?");
    case DropKind::ttl: return QStringLiteral("0");
    case DropKind::checksum: return QStringLiteral("Σ");
    case DropKind::filter: return QStringLiteral("⊘");
    case DropKind::neighbour: return QStringLiteral("A");
    case DropKind::size: return QStringLiteral("+");
    case DropKind::program: return QStringLiteral("…");
    case DropKind::protocol: return QStringLiteral("×");
    case DropKind::other: break;
    }
    return QStringLiteral("!");
}

QString sentenceOf(DropKind kind)
{
    const auto text = [](const char *words) { return QCoreApplication::translate("DropKind", words); };
    switch (kind) {
    case DropKind::impairment: return text(QT_TRANSLATE_NOOP("DropKind", "lost by the link's impairment"));
    case DropKind::queue: return text(QT_TRANSLATE_NOOP("DropKind", "the queue was full"));
    case DropKind::link: return text(QT_TRANSLATE_NOOP("DropKind", "the link or the node was down"));
    case DropKind::route: return text(QT_TRANSLATE_NOOP("DropKind", "no route to the destination"));
    case DropKind::ttl: return text(QT_TRANSLATE_NOOP("DropKind", "its time to live ran out"));
    case DropKind::checksum: return text(QT_TRANSLATE_NOOP("DropKind", "its checksum or form was wrong"));
    case DropKind::filter: return text(QT_TRANSLATE_NOOP("DropKind", "a filter refused it"));
    case DropKind::neighbour: return text(QT_TRANSLATE_NOOP("DropKind", "the next hop did not answer ARP"));
    case DropKind::size: return text(QT_TRANSLATE_NOOP("DropKind", "too large for what lies ahead"));
    case DropKind::program: return text(QT_TRANSLATE_NOOP("DropKind", "no program waits for it"));
    case DropKind::protocol: return text(QT_TRANSLATE_NOOP("DropKind", "nobody there speaks its protocol"));
    case DropKind::other: break;
    }
    return text(QT_TRANSLATE_NOOP("DropKind", "dropped"));
}

} // namespace hopyard::packets
