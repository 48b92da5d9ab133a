// The command grammar: syntax by example, abbreviations, ambiguity, where a line gets stuck, completion.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/grammar.h"

#include <QtTest/QTest>

#include <array>

using namespace hopyard::console;

namespace {

constexpr std::array<std::string_view, 9> kCommands{
    "show ip route [<A.B.C.D$where|A.B.C.D/M$where>] [json]",
    "show ip arp [json]",
    "show interface [INTERFACE$name] [json]",
    "show interfaces-of LINE$text",
    "ping ADDRESS$to [{count (1-1000)$count|interval TIME$every|quiet}]",
    "set <on|off>",
    "stop WORD$what",
    "a b c",
    "a (1-5)$n d",
};

const CommandSet &commands()
{
    static const CommandSet set(kCommands);
    return set;
}

Match match(std::string_view line, CommandSet::Abbreviations abbreviations = CommandSet::Abbreviations::yes)
{
    return commands().match(splitWords(line), abbreviations);
}

QString expectedText(const std::vector<std::string> &words)
{
    QStringList out;
    for (const std::string &w : words)
        out << QString::fromStdString(w);
    return out.join(' ');
}

using S = Match::Status;

} // namespace

class TestGrammar : public QObject {
    Q_OBJECT
private slots:
    void lines_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("commandOrStuckAt");
        const auto row = [](const char *line, S status, int n) { QTest::newRow(line) << line << int(status) << n; };
        row("show ip route", S::found, 0);
        row("sh ip ro", S::found, 0);
        row("show ip route 10.0.0.1", S::found, 0);
        row("show ip route 10.0.0.0/8 json", S::found, 0);
        row("show ip a", S::found, 1);
        row("show interface", S::found, 2); // a whole word before one that begins with it
        row("show inter", S::found, 2); // the other needs more
        row("show interface eth0 j", S::found, 2);
        row("show interfaces-of any text at all", S::found, 3);
        row("ping 10.0.0.1", S::found, 4);
        row("ping ::1 quiet interval 5ms count 3", S::found, 4);
        row("ping 10.0.0.1 count 3 count 4", S::unknown, 4);
        row("ping 10.0.0.1 count 1001", S::unknown, 3);
        row("ping 10.0.0.1 count", S::incomplete, 3);
        row("ping host", S::unknown, 1);
        row("set o", S::ambiguous, 1);
        row("set of", S::found, 5);
        row("stop ping", S::found, 6);
        row("s ip route", S::found, 0); // only one goes on like this
        row("show", S::incomplete, 1);
        row("", S::incomplete, 0);
        row("nonsense", S::unknown, 0);
        row("a b", S::incomplete, 2);
        row("a 6 d", S::unknown, 1);
        row("a b c d", S::unknown, 3);
    }
    void lines()
    {
        QFETCH(QString, line);
        QFETCH(int, status);
        QFETCH(int, commandOrStuckAt);
        const Match m = match(line.toStdString());
        QCOMPARE(int(m.status), status);
        QCOMPARE(int(m.status == S::found ? m.command : m.stuckAt), commandOrStuckAt);
    }

    void argumentsHaveTheirNames()
    {
        const Match m = match("ping 10.0.0.1 quiet interval 5ms");
        QCOMPARE(m.arguments.get("to"), std::string("10.0.0.1"));
        QCOMPARE(m.arguments.get("every"), std::string("5ms"));
        QVERIFY(m.arguments.has("quiet"));
        QVERIFY(!m.arguments.has("count"));
        QVERIFY(m.arguments.get("count").empty());
        QCOMPARE(match("show interfaces-of  any   text").arguments.get("text"), std::string("any text"));
        QVERIFY(match("show ip ro j").arguments.has("json")); // by its whole word
    }

    void abbreviationsOnlyWhereAllowed()
    {
        QCOMPARE(int(match("sh ip route", CommandSet::Abbreviations::no).status), int(S::unknown));
        QCOMPARE(int(match("show ip route", CommandSet::Abbreviations::no).status), int(S::found));
    }

    void whatCouldHaveStoodThere()
    {
        QCOMPARE(expectedText(match("show ip nothing").expected), QString("arp route"));
        QCOMPARE(expectedText(match("show ip route nothing").expected), QString("A.B.C.D A.B.C.D/M json <cr>"));
    }

    void completion()
    {
        const auto next = [](std::string_view line) { return expectedText(commands().next(splitWords(line))); };
        QCOMPARE(next(""), QString("a ping set show stop"));
        QCOMPARE(next("sh"), QString("interface interfaces-of ip"));
        QCOMPARE(next("ping 10.0.0.1 count 5"), QString("interval quiet <cr>"));
        QCOMPARE(next("a b c"), QString("<cr>"));
        QCOMPARE(next("nonsense"), QString());
    }
};

QTEST_APPLESS_MAIN(TestGrammar)
#include "tst_grammar.moc"
