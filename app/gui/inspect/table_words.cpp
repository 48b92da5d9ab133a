// See table_words.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/table_words.h"

#include "app/gui/client/computer_protocol.h"
#include "app/gui/models/buffer_map_model.h"
#include "app/gui/packets/drop_kind.h"

#include <algorithm>
#include <QCoreApplication>
#include <span>
#include <string>
#include <utility>

namespace hopyard::inspect {

namespace {

struct TableWords {
    Q_DECLARE_TR_FUNCTIONS(TableWords)
};

struct Word {
    const char *name; ///< of the engine
    const char *text;
};
constexpr Word kHeadings[] = {
    {"active", QT_TRANSLATE_NOOP("TableWords", "Counts")},
    {"address", QT_TRANSLATE_NOOP("TableWords", "Address")},
    {"addresses", QT_TRANSLATE_NOOP("TableWords", "Addresses")},
    {"age", QT_TRANSLATE_NOOP("TableWords", "Age")},
    {"ageSeconds", QT_TRANSLATE_NOOP("TableWords", "Age (s)")},
    {"application", QT_TRANSLATE_NOOP("TableWords", "Application")},
    {"badFromGuest", QT_TRANSLATE_NOOP("TableWords", "Bad frames from guest")},
    {"bytes", QT_TRANSLATE_NOOP("TableWords", "Bytes")},
    {"bytesAcked", QT_TRANSLATE_NOOP("TableWords", "Bytes acknowledged")},
    {"bytesCleared", QT_TRANSLATE_NOOP("TableWords", "Bytes cleared")},
    {"bytesCopied", QT_TRANSLATE_NOOP("TableWords", "Bytes copied")},
    {"bytesFromGuest", QT_TRANSLATE_NOOP("TableWords", "Bytes from guest")},
    {"bytesReceived", QT_TRANSLATE_NOOP("TableWords", "Bytes received")},
    {"bytesSent", QT_TRANSLATE_NOOP("TableWords", "Bytes sent")},
    {"bytesToGuest", QT_TRANSLATE_NOOP("TableWords", "Bytes to guest")},
    {"carrier", QT_TRANSLATE_NOOP("TableWords", "Carrier")},
    {"clears", QT_TRANSLATE_NOOP("TableWords", "Pages cleared")},
    {"code", QT_TRANSLATE_NOOP("TableWords", "Code")},
    {"congestionControl", QT_TRANSLATE_NOOP("TableWords", "Congestion control")},
    {"congestionWindow", QT_TRANSLATE_NOOP("TableWords", "Congestion window")},
    {"congestionWindowBytes", QT_TRANSLATE_NOOP("TableWords", "Congestion window (bytes)")},
    {"copiedInstead", QT_TRANSLATE_NOOP("TableWords", "Copied instead")},
    {"copies", QT_TRANSLATE_NOOP("TableWords", "Copies")},
    {"cost", QT_TRANSLATE_NOOP("TableWords", "Cost")},
    {"count", QT_TRANSLATE_NOOP("TableWords", "Count")},
    {"counter", QT_TRANSLATE_NOOP("TableWords", "Counter")},
    {"deliveryRate", QT_TRANSLATE_NOOP("TableWords", "Delivery rate (bytes/s)")},
    {"designatedBridge", QT_TRANSLATE_NOOP("TableWords", "Designated bridge")},
    {"designatedCost", QT_TRANSLATE_NOOP("TableWords", "Designated cost")},
    {"designatedPort", QT_TRANSLATE_NOOP("TableWords", "Designated port")},
    {"distance", QT_TRANSLATE_NOOP("TableWords", "Distance")},
    {"dropped", QT_TRANSLATE_NOOP("TableWords", "Dropped")},
    {"droppedToGuest", QT_TRANSLATE_NOOP("TableWords", "Dropped to guest")},
    {"edge", QT_TRANSLATE_NOOP("TableWords", "Edge port")},
    {"exits", QT_TRANSLATE_NOOP("TableWords", "Exits of guests")},
    {"expires", QT_TRANSLATE_NOOP("TableWords", "Expires")},
    {"faults", QT_TRANSLATE_NOOP("TableWords", "Faults")},
    {"first", QT_TRANSLATE_NOOP("TableWords", "First page")},
    {"framesFromGuest", QT_TRANSLATE_NOOP("TableWords", "Frames from guest")},
    {"framesToGuest", QT_TRANSLATE_NOOP("TableWords", "Frames to guest")},
    {"from", QT_TRANSLATE_NOOP("TableWords", "From")},
    {"guest", QT_TRANSLATE_NOOP("TableWords", "Guest")},
    {"guestPage", QT_TRANSLATE_NOOP("TableWords", "Guest page")},
    {"id", QT_TRANSLATE_NOOP("TableWords", "ID")},
    {"inFlight", QT_TRANSLATE_NOOP("TableWords", "In flight")},
    {"input", QT_TRANSLATE_NOOP("TableWords", "In ring")},
    {"inside", QT_TRANSLATE_NOOP("TableWords", "Inside")},
    {"insidePort", QT_TRANSLATE_NOOP("TableWords", "Port inside")},
    {"installed", QT_TRANSLATE_NOOP("TableWords", "Installed")},
    {"interface", QT_TRANSLATE_NOOP("TableWords", "Interface")},
    {"interfaceName", QT_TRANSLATE_NOOP("TableWords", "Interface")},
    {"interrupts", QT_TRANSLATE_NOOP("TableWords", "Interrupts")},
    {"isGuest", QT_TRANSLATE_NOOP("TableWords", "A guest's")},
    {"kind", QT_TRANSLATE_NOOP("TableWords", "Kind")},
    {"lent", QT_TRANSLATE_NOOP("TableWords", "Lent")},
    {"local", QT_TRANSLATE_NOOP("TableWords", "Local")},
    {"mac", QT_TRANSLATE_NOOP("TableWords", "MAC")},
    {"maps", QT_TRANSLATE_NOOP("TableWords", "Pages mapped")},
    {"memory", QT_TRANSLATE_NOOP("TableWords", "Memory")},
    {"metric", QT_TRANSLATE_NOOP("TableWords", "Metric")},
    {"minimumRttMs", QT_TRANSLATE_NOOP("TableWords", "Least RTT (ms)")},
    {"mode", QT_TRANSLATE_NOOP("TableWords", "Mode")},
    {"mtu", QT_TRANSLATE_NOOP("TableWords", "MTU")},
    {"nextHop", QT_TRANSLATE_NOOP("TableWords", "Next hop")},
    {"nextHops", QT_TRANSLATE_NOOP("TableWords", "Next hops")},
    {"noBuffer", QT_TRANSLATE_NOOP("TableWords", "No buffer")},
    {"output", QT_TRANSLATE_NOOP("TableWords", "Out ring")},
    {"outsidePort", QT_TRANSLATE_NOOP("TableWords", "Port outside")},
    {"owner", QT_TRANSLATE_NOOP("TableWords", "Owner")},
    {"packet", QT_TRANSLATE_NOOP("TableWords", "Packet")},
    {"packets", QT_TRANSLATE_NOOP("TableWords", "Packets")},
    {"packetsIn", QT_TRANSLATE_NOOP("TableWords", "Packets in")},
    {"packetsOut", QT_TRANSLATE_NOOP("TableWords", "Packets out")},
    {"peer", QT_TRANSLATE_NOOP("TableWords", "Peer")},
    {"phase", QT_TRANSLATE_NOOP("TableWords", "Phase")},
    {"pid", QT_TRANSLATE_NOOP("TableWords", "Process")},
    {"pointToPoint", QT_TRANSLATE_NOOP("TableWords", "Point-to-point")},
    {"port", QT_TRANSLATE_NOOP("TableWords", "Port")},
    {"prefix", QT_TRANSLATE_NOOP("TableWords", "Prefix")},
    {"probes", QT_TRANSLATE_NOOP("TableWords", "Probes")},
    {"program", QT_TRANSLATE_NOOP("TableWords", "Program")},
    {"protocol", QT_TRANSLATE_NOOP("TableWords", "Protocol")},
    {"queuedBytes", QT_TRANSLATE_NOOP("TableWords", "Queued bytes")},
    {"queuedPackets", QT_TRANSLATE_NOOP("TableWords", "Queued packets")},
    {"rapid", QT_TRANSLATE_NOOP("TableWords", "Rapid")},
    {"receive", QT_TRANSLATE_NOOP("TableWords", "Receives by")},
    {"receiveQueue", QT_TRANSLATE_NOOP("TableWords", "To read")},
    {"receiveScale", QT_TRANSLATE_NOOP("TableWords", "Receive scale")},
    {"receiveWindow", QT_TRANSLATE_NOOP("TableWords", "Receive window")},
    {"received", QT_TRANSLATE_NOOP("TableWords", "Received")},
    {"receivedBytes", QT_TRANSLATE_NOOP("TableWords", "Received bytes")},
    {"receivedDropped", QT_TRANSLATE_NOOP("TableWords", "Received, dropped")},
    {"receivedErrors", QT_TRANSLATE_NOOP("TableWords", "Receive errors")},
    {"receivedPackets", QT_TRANSLATE_NOOP("TableWords", "Received packets")},
    {"release", QT_TRANSLATE_NOOP("TableWords", "Release")},
    {"remainingMs", QT_TRANSLATE_NOOP("TableWords", "Left (ms)")},
    {"remainingSecs", QT_TRANSLATE_NOOP("TableWords", "Left (s)")},
    {"retransmissions", QT_TRANSLATE_NOOP("TableWords", "Sent again")},
    {"retransmits", QT_TRANSLATE_NOOP("TableWords", "Retransmits now")},
    {"role", QT_TRANSLATE_NOOP("TableWords", "Role")},
    {"rtoMs", QT_TRANSLATE_NOOP("TableWords", "RTO (ms)")},
    {"rttMs", QT_TRANSLATE_NOOP("TableWords", "RTT (ms)")},
    {"rttVariationMs", QT_TRANSLATE_NOOP("TableWords", "RTT variation (ms)")},
    {"selected", QT_TRANSLATE_NOOP("TableWords", "Selected")},
    {"sendMss", QT_TRANSLATE_NOOP("TableWords", "Send MSS")},
    {"sendQueue", QT_TRANSLATE_NOOP("TableWords", "To send")},
    {"sendScale", QT_TRANSLATE_NOOP("TableWords", "Send scale")},
    {"sendWindow", QT_TRANSLATE_NOOP("TableWords", "Send window")},
    {"sent", QT_TRANSLATE_NOOP("TableWords", "Sent")},
    {"sentBytes", QT_TRANSLATE_NOOP("TableWords", "Sent bytes")},
    {"sentDropped", QT_TRANSLATE_NOOP("TableWords", "Dropped on sending")},
    {"sentErrors", QT_TRANSLATE_NOOP("TableWords", "Send errors")},
    {"sentPackets", QT_TRANSLATE_NOOP("TableWords", "Sent packets")},
    {"share", QT_TRANSLATE_NOOP("TableWords", "Share")},
    {"shared", QT_TRANSLATE_NOOP("TableWords", "Shared")},
    {"since", QT_TRANSLATE_NOOP("TableWords", "Since (ns)")},
    {"slowStartThreshold", QT_TRANSLATE_NOOP("TableWords", "Slow-start threshold")},
    {"slowStartThresholdBytes", QT_TRANSLATE_NOOP("TableWords", "Slow-start threshold (bytes)")},
    {"spoofed", QT_TRANSLATE_NOOP("TableWords", "Spoofed")},
    {"state", QT_TRANSLATE_NOOP("TableWords", "State")},
    {"static", QT_TRANSLATE_NOOP("TableWords", "Static")},
    {"tag", QT_TRANSLATE_NOOP("TableWords", "Tag")},
    {"tagged", QT_TRANSLATE_NOOP("TableWords", "Tagged")},
    {"threads", QT_TRANSLATE_NOOP("TableWords", "Threads")},
    {"timeNs", QT_TRANSLATE_NOOP("TableWords", "Time (ns)")},
    {"timer", QT_TRANSLATE_NOOP("TableWords", "Timer")},
    {"unmaps", QT_TRANSLATE_NOOP("TableWords", "Pages unmapped")},
    {"untagged", QT_TRANSLATE_NOOP("TableWords", "Untagged")},
    {"up", QT_TRANSLATE_NOOP("TableWords", "Switched on")},
    {"uptime", QT_TRANSLATE_NOOP("TableWords", "For")},
    {"usedMs", QT_TRANSLATE_NOOP("TableWords", "Processor time (ms)")},
    {"usedNs", QT_TRANSLATE_NOOP("TableWords", "Processor time (ns)")},
    {"verdict", QT_TRANSLATE_NOOP("TableWords", "Outcome")},
    {"vlan", QT_TRANSLATE_NOOP("TableWords", "VLAN")},
    {"waitingPackets", QT_TRANSLATE_NOOP("TableWords", "Waiting packets")},
    {"where", QT_TRANSLATE_NOOP("TableWords", "Where")},
    {"why", QT_TRANSLATE_NOOP("TableWords", "Why")},
};
constexpr Word kCounters[] = {
    {"received", QT_TRANSLATE_NOOP("TableWords", "received")},
    {"forwarded", QT_TRANSLATE_NOOP("TableWords", "forwarded")},
    {"delivered", QT_TRANSLATE_NOOP("TableWords", "delivered")},
    {"sent", QT_TRANSLATE_NOOP("TableWords", "sent")},
    {"reassembled", QT_TRANSLATE_NOOP("TableWords", "reassembled")},
    {"fragmented", QT_TRANSLATE_NOOP("TableWords", "fragmented")},
    {"fragmentsCreated", QT_TRANSLATE_NOOP("TableWords", "fragments created")},
    {"icmpErrorsSent", QT_TRANSLATE_NOOP("TableWords", "ICMP errors sent")},
    {"icmpErrorsLimited", QT_TRANSLATE_NOOP("TableWords", "ICMP errors held back (too many)")},
};
constexpr Word kGuestStates[] = {
    {"stopped", QT_TRANSLATE_NOOP("TableWords", "stopped")},
    {"running", QT_TRANSLATE_NOOP("TableWords", "running")},
    {"paused", QT_TRANSLATE_NOOP("TableWords", "paused")},
};
constexpr Word kAnswers[] = {
    {"yes", QT_TRANSLATE_NOOP("TableWords", "yes")},
    {"no", QT_TRANSLATE_NOOP("TableWords", "no")},
};

const char *find(std::span<const Word> words, const QString &name)
{
    const auto found = std::ranges::find(words, name, [](const Word &word) { return QLatin1String(word.name); });
    return found == words.end() ? nullptr : found->text;
}

QString textOf(std::span<const Word> words, const QString &name)
{
    const char *text = find(words, name);
    return text ? TableWords::tr(text) : name;
}

QString counterText(const QString &name)
{
    constexpr QLatin1String kDropped("dropped: ");
    if (name.startsWith(kDropped))
        return TableWords::tr("dropped: %1").arg(packets::wordOf(name.mid(kDropped.size()).toStdString()));
    return textOf(kCounters, name);
}

} // namespace

QString headingOfColumn(const QString &column)
{
    if (const char *text = find(kHeadings, column))
        return TableWords::tr(text);
    QString text;
    for (const QChar c : column) {
        if (text.isEmpty())
            text += c.toUpper();
        else if (c.isUpper() && !text.back().isUpper() && text.back() != QLatin1Char(' '))
            text += QLatin1Char(' ') + c.toLower();
        else
            text += c;
    }
    return text;
}

bool isKnownColumn(const QString &column) { return find(kHeadings, column); }

QString wordOfCell(const QString &table, const QString &column, const QString &cell)
{
    const auto is = [&](const char *ofTable, const char *name) {
        return table == QLatin1String(ofTable) && column == QLatin1String(name);
    };
    if (is("counter", "counter"))
        return counterText(cell);
    if (is("guest", "state"))
        return textOf(kGuestStates, cell);
    if (is("buffer", "state"))
        return models::BufferMapModel::stateText(client::parsePageState(cell.toStdString()));
    constexpr QLatin1String kAdapter("adapter ");
    if (is("mac", "where") && cell.startsWith(kAdapter))
        return TableWords::tr("adapter %1").arg(cell.mid(kAdapter.size()));
    return textOf(kAnswers, cell); // "up" and the like are words of protocols
}

std::vector<models::Row> inWords(const QString &table, const QStringList &columns, std::vector<models::Row> rows)
{
    for (models::Row &row : rows)
        for (qsizetype i = 0; i < std::min(row.cells.size(), columns.size()); ++i)
            row.cells[i] = wordOfCell(table, columns[i], row.cells[i]);
    return rows;
}

} // namespace hopyard::inspect
