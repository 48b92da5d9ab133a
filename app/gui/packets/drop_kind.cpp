// See drop_kind.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/packets/drop_kind.h"

#include <QCoreApplication>

#undef emit // Qt's macro is the name of a function there, and nothing here sends signals
#include "core/base/trace.h"

namespace hopyard::packets {

std::optional<DropKind> dropKindOf(base::DropReason reason)
{
    using base::DropReason;
    switch (reason) {
    case DropReason::loss:
    case DropReason::burstLoss: return DropKind::impairment;
    case DropReason::queueFull:
    case DropReason::noBuffer:
    case DropReason::socketBufferFull: return DropKind::queue;
    case DropReason::linkDown:
    case DropReason::noLink:
    case DropReason::portDown:
    case DropReason::nodeStopped: return DropKind::link;
    case DropReason::noRoute:
    case DropReason::blackhole: return DropKind::route;
    case DropReason::ttlExceeded: return DropKind::ttl;
    case DropReason::badChecksum:
    case DropReason::malformed: return DropKind::checksum;
    case DropReason::filtered:
    case DropReason::spoofedSource:
    case DropReason::rateLimited: return DropKind::filter;
    case DropReason::neighbourUnreachable:
    case DropReason::neighbourQueueFull: return DropKind::neighbour;
    case DropReason::tooBig:
    case DropReason::fragmentationNeeded: return DropKind::size;
    case DropReason::noSocket: return DropKind::program;
    case DropReason::unsupported: return DropKind::protocol;
    case DropReason::reassemblyTimeout:
    case DropReason::reassemblyLimit: return DropKind::reassembly;
    case DropReason::noTranslation: return DropKind::translation;
    case DropReason::guestPaused: return DropKind::guest;
    case DropReason::outsideGone: return DropKind::outside;
    case DropReason::notForUs: return std::nullopt;
    }
    return DropKind::other;
}

std::optional<DropKind> dropKindOf(std::string_view reason)
{
    const auto known = base::parseDropReason(reason);
    return known ? dropKindOf(*known) : DropKind::other;
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
    case DropKind::reassembly: return QStringLiteral("½");
    case DropKind::translation: return QStringLiteral("⇄");
    case DropKind::guest: return QStringLiteral("‖");
    case DropKind::outside: return QStringLiteral("∅");
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
    case DropKind::reassembly: return text(QT_TRANSLATE_NOOP("DropKind", "its fragments were not put together"));
    case DropKind::translation: return text(QT_TRANSLATE_NOOP("DropKind", "no translation of its address (NAT)"));
    case DropKind::guest: return text(QT_TRANSLATE_NOOP("DropKind", "the guest was paused"));
    case DropKind::outside: return text(QT_TRANSLATE_NOOP("DropKind", "its program or machine outside is gone"));
    case DropKind::other: break;
    }
    return text(QT_TRANSLATE_NOOP("DropKind", "dropped"));
}

QString wordOf(base::DropReason reason)
{
    using base::DropReason;
    const auto text = [](const char *words) { return QCoreApplication::translate("DropReason", words); };
    switch (reason) {
    case DropReason::loss: return text(QT_TRANSLATE_NOOP("DropReason", "loss"));
    case DropReason::burstLoss: return text(QT_TRANSLATE_NOOP("DropReason", "burst loss"));
    case DropReason::queueFull: return text(QT_TRANSLATE_NOOP("DropReason", "queue full"));
    case DropReason::linkDown: return text(QT_TRANSLATE_NOOP("DropReason", "link down"));
    case DropReason::noLink: return text(QT_TRANSLATE_NOOP("DropReason", "no link"));
    case DropReason::portDown: return text(QT_TRANSLATE_NOOP("DropReason", "port down"));
    case DropReason::malformed: return text(QT_TRANSLATE_NOOP("DropReason", "malformed"));
    case DropReason::badChecksum: return text(QT_TRANSLATE_NOOP("DropReason", "bad checksum"));
    case DropReason::notForUs: return text(QT_TRANSLATE_NOOP("DropReason", "not for us"));
    case DropReason::tooBig: return text(QT_TRANSLATE_NOOP("DropReason", "too big"));
    case DropReason::noRoute: return text(QT_TRANSLATE_NOOP("DropReason", "no route"));
    case DropReason::blackhole: return text(QT_TRANSLATE_NOOP("DropReason", "blackhole"));
    case DropReason::ttlExceeded: return text(QT_TRANSLATE_NOOP("DropReason", "TTL exceeded"));
    case DropReason::fragmentationNeeded: return text(QT_TRANSLATE_NOOP("DropReason", "fragmentation needed"));
    case DropReason::filtered: return text(QT_TRANSLATE_NOOP("DropReason", "filtered"));
    case DropReason::neighbourUnreachable: return text(QT_TRANSLATE_NOOP("DropReason", "neighbour unreachable"));
    case DropReason::neighbourQueueFull: return text(QT_TRANSLATE_NOOP("DropReason", "neighbour queue full"));
    case DropReason::reassemblyTimeout: return text(QT_TRANSLATE_NOOP("DropReason", "reassembly timeout"));
    case DropReason::reassemblyLimit: return text(QT_TRANSLATE_NOOP("DropReason", "reassembly limit"));
    case DropReason::spoofedSource: return text(QT_TRANSLATE_NOOP("DropReason", "spoofed source"));
    case DropReason::noBuffer: return text(QT_TRANSLATE_NOOP("DropReason", "no buffer"));
    case DropReason::noTranslation: return text(QT_TRANSLATE_NOOP("DropReason", "no translation"));
    case DropReason::guestPaused: return text(QT_TRANSLATE_NOOP("DropReason", "guest paused"));
    case DropReason::noSocket: return text(QT_TRANSLATE_NOOP("DropReason", "no socket"));
    case DropReason::socketBufferFull: return text(QT_TRANSLATE_NOOP("DropReason", "socket buffer full"));
    case DropReason::rateLimited: return text(QT_TRANSLATE_NOOP("DropReason", "rate limited"));
    case DropReason::nodeStopped: return text(QT_TRANSLATE_NOOP("DropReason", "node stopped"));
    case DropReason::unsupported: return text(QT_TRANSLATE_NOOP("DropReason", "unsupported"));
    case DropReason::outsideGone: return text(QT_TRANSLATE_NOOP("DropReason", "outside gone"));
    }
    const std::string_view unknown = base::toString(reason);
    return QString::fromUtf8(unknown.data(), static_cast<qsizetype>(unknown.size()));
}

QString wordOf(std::string_view reason)
{
    const auto known = base::parseDropReason(reason);
    return known ? wordOf(*known) : QString::fromUtf8(reason.data(), static_cast<qsizetype>(reason.size()));
}

} // namespace hopyard::packets
