// Colours in the answers of a console: what is taken for an address or a state, and what is not.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/output_highlighter.h"

#include <QPlainTextEdit>
#include <QTest>
#include <QTextLayout>

using namespace hopyard::docks;

class TestOutputHighlighter : public QObject {
    Q_OBJECT

private slots:
    void spans_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QStringList>("expected"); // "a" address, "+" well, "-" unwell, then the text
        QTest::newRow("route") << "O>* 10.0.2.0/24 [110/20] via 10.0.12.2, eth1, 00:00:12" << QStringList{"a10.0.2.0/24", "a10.0.12.2"};
        QTest::newRow("neighbour") << "10.9.9.2        1 Full/DR         1.2s" << QStringList{"a10.9.9.2", "+Full/DR"};
        QTest::newRow("BGP") << "10.0.0.2  4 65002  3 3 0 0 0 never Active" << QStringList{"a10.0.0.2", "-Active"};
        QTest::newRow("interface") << "eth0 is up, line protocol is down" << QStringList{"+up", "-down"};
        QTest::newRow("MAC") << "02:48:00:00:00:01 on p1" << QStringList{"a02:48:00:00:00:01"};
        QTest::newRow("names are names") << "down1 up-link backup router.up.example 1.2.3.4.5 v1.2.3.4" << QStringList{};
        QTest::newRow("end of a sentence") << "No route to 10.0.9.9." << QStringList{"a10.0.9.9"};
        QTest::newRow("empty") << "" << QStringList{};
    }
    void spans()
    {
        QFETCH(QString, line);
        QFETCH(QStringList, expected);
        QStringList found;
        for (const OutputSpan &span : outputSpans(line))
            found += QString(QLatin1Char("a+-"[int(span.meaning)])) + line.mid(span.at, span.length);
        QCOMPARE(found, expected);
    }

    void anErrorKeepsItsColour()
    {
        QPlainTextEdit edit;
        OutputHighlighter highlighter(edit.document());
        QTextCursor cursor(edit.document());
        cursor.insertText("via 10.0.0.1");
        cursor.insertBlock();
        QTextCharFormat red;
        red.setForeground(Qt::red);
        cursor.insertText("no route to 10.0.0.1", red);
        highlighter.rehighlight();
        QCOMPARE(edit.document()->firstBlock().layout()->formats().size(), 1);
        QVERIFY(edit.document()->lastBlock().layout()->formats().isEmpty());
    }
};

QTEST_MAIN(TestOutputHighlighter)
#include "tst_output_highlighter.moc"
