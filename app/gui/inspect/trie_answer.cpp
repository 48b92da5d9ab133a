// See trie_answer.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/trie_answer.h"

#include "app/gui/client/json_fields.h"

#include <QCoreApplication>
#include <QLocale>

namespace hopyard::inspect {

namespace {

using namespace client::fields;

QString tr(const char *text, int n = -1)
{
    return QCoreApplication::translate("hopyard::inspect::Trie", text, nullptr, n);
}

/// Where a route leads, of one of fibRouteJson().
QString wayOf(const Json &route, QString *interface)
{
    QStringList ways;
    forEach(route, "paths", [&](const Json &path) {
        const QString via = string(path, "nextHop"), port = string(path, "interface");
        if (interface && interface->isEmpty())
            *interface = port;
        ways += via.isEmpty() ? tr("directly on %1").arg(port) : tr("%1 on %2").arg(via, port);
    });
    const QString kind = string(route, "kind");
    if (kind == QLatin1String("unicast"))
        return ways.join(QStringLiteral("; "));
    return kind == QLatin1String("local") ? tr("this node itself") : kind;
}

TrieLookup parseLookup(const Json &json)
{
    TrieLookup lookup;
    lookup.destination = string(json, "destination");
    lookup.longer = integer(json, "longer");
    forEach(json, "containing", [&](const Json &prefix) {
        if (prefix.is_string())
            lookup.containing += QString::fromStdString(prefix.get<std::string>());
    });
    forEach(json, "misses", [&](const Json &miss) {
        lookup.misses.push_back({string(miss, "prefix"), static_cast<int>(integer(miss, "sharedBits"))});
    });
    forEach(json, "reads", [&](const Json &read) {
        lookup.reads.push_back({string(read, "part"), integer(read, "row"), static_cast<int>(integer(read, "place")),
                                string(read, "first"), string(read, "last"),
                                static_cast<int>(rpc::intMember(read, "group").value_or(-1))});
    });
    if (const Json *route = rpc::member(json, "matched"))
        lookup.matchedWay = tr("%1: %2").arg(string(*route, "protocol"), wayOf(*route, nullptr));
    return lookup;
}

QString countText(qint64 count) { return QLocale().toString(count); }

} // namespace

TrieAnswer parseTrie(const Json &json)
{
    TrieAnswer answer;
    answer.isSix = text(json, "family") == "ipv6";
    if (const Json *structure = rpc::member(json, "structure")) {
        answer.structure = string(*structure, "kind");
        answer.prefixes = integer(*structure, "prefixes");
        answer.groups = integer(*structure, "groups");
        forEach(*structure, "levels", [&](const Json &level) {
            answer.levels.push_back({string(level, "part"), integer(level, "rows"), integer(level, "bytes")});
        });
    }
    bool isSound = true;
    forEach(json, "nodes", [&](const Json &row) {
        const auto place = static_cast<std::int64_t>(answer.nodes.size());
        const std::int64_t parent = row.is_array() ? integerAt(row, 1) : -1;
        isSound = isSound && row.is_array() && row.size() >= 8 && row[3].is_boolean() && row[4].is_boolean()
                  && parent >= 0 && parent <= place && (place == 0 || parent < place);
        if (!isSound)
            return;
        TrieNode node;
        node.prefix = QString::fromStdString(textAt(row, 0));
        node.length = node.prefix.section(QLatin1Char('/'), 1).toInt();
        node.inside = integerAt(row, 2);
        node.isFolded = row[3].get<bool>();
        node.isLit = row[4].get<bool>();
        node.firstRow = integerAt(row, 5);
        node.lastRow = integerAt(row, 6);
        node.isRoute = row[7].is_object();
        if (node.isRoute) {
            node.protocol = string(row[7], "protocol");
            node.way = wayOf(row[7], &node.interface);
        }
        if (place > 0) {
            TrieNode &above = answer.nodes[static_cast<std::size_t>(parent)];
            node.parent = static_cast<int>(parent);
            node.depth = above.depth + 1;
            above.children.push_back(static_cast<int>(place));
        }
        answer.nodes.push_back(std::move(node));
    });
    if (const Json *lookup = rpc::member(json, "lookup")) {
        answer.hasLookup = true;
        answer.lookup = parseLookup(*lookup);
    }
    return answer;
}

QString lookupSentence(const TrieLookup &lookup)
{
    QStringList parts;
    if (lookup.containing.isEmpty()) {
        parts += tr("%1 matches no prefix: there is no route.").arg(lookup.destination);
    } else {
        const QString &best = lookup.containing.front();
        parts += lookup.matchedWay.isEmpty()
                     ? tr("%1 matches %2.").arg(lookup.destination, best)
                     : tr("%1 matches %2 (%3).").arg(lookup.destination, best, lookup.matchedWay);
        if (lookup.containing.size() > 1)
            parts += tr("Shorter prefixes that contain it too lose: %1.")
                         .arg(lookup.containing.mid(1).join(QStringLiteral(", ")));
    }
    if (lookup.misses.empty()) {
        if (!lookup.containing.isEmpty())
            parts += tr("There is no longer prefix inside it.");
        return parts.join(QLatin1Char(' '));
    }
    constexpr std::size_t kNamed = 3; // a sentence, not a list
    QStringList misses;
    for (const TrieLookup::Miss &miss : lookup.misses)
        if (static_cast<std::size_t>(misses.size()) < kNamed)
            misses += tr("%1 (bit %2 differs)").arg(miss.prefix).arg(miss.sharedBits + 1);
    const qint64 more = lookup.longer - misses.size();
    QString text =
        lookup.containing.isEmpty() ? tr("Nearest, but not matching: %1") : tr("Longer ones that do not match: %1");
    text = text.arg(misses.join(QStringLiteral(", ")));
    parts += more > 0 ? tr("%1 and %2 more.").arg(text, countText(more)) : text + QLatin1Char('.');
    return parts.join(QLatin1Char(' '));
}

QString structureSentence(const TrieAnswer &answer)
{
    qint64 bytes = 0, indexes = 0, blocks = 0;
    for (const TrieAnswer::Level &level : answer.levels) {
        bytes += level.bytes;
        indexes += level.part == QLatin1String("index");
        blocks += level.part == QLatin1String("blocks") ? level.rows : 0;
    }
    const QString size = QLocale().formattedDataSize(bytes);
    if (answer.structure == QLatin1String("leaves"))
        return tr("Really stored as 524,288 groups of 32 networks and one leaf for each run of equal next hops (%1): "
                  "two reads, four inside a /24 that has longer prefixes.")
            .arg(size);
    const QString of = answer.isSix ? tr("Really stored as intervals of the first 64 bits")
                                    : tr("Really stored as intervals of addresses");
    if (blocks == 0)
        return tr("%1: none yet; a default route stands beside them.").arg(of);
    if (indexes == 0)
        return tr("%1, all in one block of at most sixteen (%2): one read.").arg(of, size);
    return tr("%1, in %2 blocks of at most sixteen; levels of index above them: %3 (%4).")
        .arg(of, countText(blocks))
        .arg(indexes)
        .arg(size);
}

QString readSentence(const TrieLookup::Read &read)
{
    const QString range = read.first == read.last ? read.first : tr("%1 to %2").arg(read.first, read.last);
    if (read.part == QLatin1String("default"))
        return read.group > 0 ? tr("Nothing there: the default route beside it, group %1").arg(read.group)
                              : tr("Nothing there, and no default route");
    QString text;
    if (read.part == QLatin1String("index") || read.part == QLatin1String("lowIndex"))
        text = tr("Index row %1, entry %2: %3").arg(read.row).arg(read.place + 1).arg(range);
    else if (read.part == QLatin1String("blocks") || read.part == QLatin1String("lowBlocks"))
        text = tr("Block %1, interval %2: %3").arg(read.row).arg(read.place + 1).arg(range);
    else if (read.part == QLatin1String("groups"))
        text = tr("Group %1, its network %2 of 32: %3").arg(countText(read.row)).arg(read.place + 1).arg(range);
    else if (read.part == QLatin1String("longer"))
        text = tr("Longer prefixes, group %1, its address %2 of 32: %3").arg(read.row).arg(read.place + 1).arg(range);
    else
        text = tr("Leaf %1: %2").arg(countText(read.row)).arg(range);
    if (read.group > 0)
        return tr("%1 → next-hop group %2").arg(text).arg(read.group);
    if (read.group == 0)
        return tr("%1 → nothing").arg(text);
    return read.part.contains(QLatin1String("eaves")) ? tr("%1 → has longer prefixes").arg(text) : text;
}

} // namespace hopyard::inspect
