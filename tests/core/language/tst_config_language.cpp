// What an editor of configurations is told: kinds of words, mistakes with the piece of the line they are about, completion.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/config_language.h"

#include <QtTest>

using namespace hopyard::language;

class TstConfigLanguage : public QObject {
    Q_OBJECT

    static std::vector<std::string> words(const Completions &c) { return c.words; }
    static bool has(const std::vector<std::string> &list, const char *word)
    {
        return std::find(list.begin(), list.end(), word) != list.end();
    }

private slots:
    void wordsHaveKinds()
    {
        Analyser analyser;
        const Analysis a = analyser.analyse("! uplink\ninterface eth0\n ip address 10.0.1.1/24\n description to the network\n"
                                            "router ospf\n network 10.0.0.0/8 area 0\n");
        QVERIFY(a.mistakes.empty());
        QCOMPARE(a.lines.size(), std::size_t(7));
        QCOMPARE(a.lines[0], (std::vector<Span>{{0, 8, WordKind::comment}}));
        QCOMPARE(a.lines[1], (std::vector<Span>{{0, 9, WordKind::keyword}, {10, 4, WordKind::name}}));
        QCOMPARE(a.lines[2], (std::vector<Span>{{1, 2, WordKind::keyword}, {4, 7, WordKind::keyword}, {12, 11, WordKind::address}}));
        // "network" is a keyword of another block: here it is free text.
        QCOMPARE(a.lines[3][0].kind, WordKind::keyword);
        QCOMPARE(a.lines[3][3].kind, WordKind::name);
        QCOMPARE(a.lines[5], (std::vector<Span>{{1, 7, WordKind::keyword}, {9, 10, WordKind::address}, {20, 4, WordKind::keyword},
                                                {25, 1, WordKind::number}}));
        QVERIFY(a.lines[6].empty());
    }

    void mistakesNameTheirPiece()
    {
        Analyser analyser;
        const Analysis a = analyser.analyse("interface eth0\n ip address 10.0.1.1/99\n ip addres 10.0.1.1/24\n ip address\nfoo bar\n");
        QCOMPARE(a.mistakes.size(), std::size_t(4));
        QCOMPARE(a.mistakes[0].line, 1);
        QCOMPARE(a.mistakes[0].column, 12);
        QCOMPARE(a.mistakes[0].length, 11);
        QCOMPARE(a.mistakes[1].column, 4);
        QVERIFY(a.mistakes[1].message.find("address") != std::string::npos); // did you mean
        QCOMPARE(a.mistakes[2].column, 4); // incomplete: what stands last
        QCOMPARE(a.mistakes[2].length, 7);
        QCOMPARE(a.mistakes[3].column, 0); // the whole line
        QCOMPARE(a.mistakes[3].length, 7);
    }

    void theSameLineIsReadByItsBlock()
    {
        Analyser analyser;
        const auto inOspf = analyser.analyse("router ospf\n redistribute connected\n");
        QCOMPARE(inOspf.lines[1][1].kind, WordKind::keyword);
        const auto inInterface = analyser.analyse("interface eth0\n redistribute connected\n");
        QCOMPARE(inInterface.mistakes.size(), std::size_t(1));
    }

    void completionKnowsTheBlock()
    {
        QVERIFY(has(words(completionsAt("", "rou")), "router"));
        QCOMPARE(completionsAt("", "rou").begun, std::string("rou"));
        QVERIFY(has(words(completionsAt("interface eth0\n", " ip ad")), "address"));
        QVERIFY(!has(words(completionsAt("", "ip ad")), "address"));
        QVERIFY(has(completionsAt("interface eth0\n", " ip address ").placeholders, "A.B.C.D/M"));
        QVERIFY(has(words(completionsAt("interface eth0\n", "")), "router")); // ends the block
        QVERIFY(has(words(completionsAt("interface eth0\n", "")), "exit"));
        QVERIFY(completionsAt("", "! rou").words.empty());
    }

    void whatMeansTheSameIsTheSame()
    {
        QCOMPARE(normalised("interface eth0\n  ip address 10.0.1.1/24\n"), normalised("! x\ninterface eth0\nip address 10.0.1.1/24\nexit\n"));
        QVERIFY(normalised("nonsense\n").empty());
    }
};

QTEST_APPLESS_MAIN(TstConfigLanguage)
#include "tst_config_language.moc"
