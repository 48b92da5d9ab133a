// Paragraphs flow in fields and are broken in files; lists and indented lines keep their breaks.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/paragraphs.h"

#include <QtTest>

using hopyard::document::unwrapped;
using hopyard::document::wrapped;

class TstParagraphs : public QObject {
    Q_OBJECT

private slots:
    void linesOfAParagraphFlow()
    {
        QCOMPARE(unwrapped("one\ntwo\n\nthree\nfour\n"), QString("one two\n\nthree four\n"));
        QCOMPARE(unwrapped(""), QString(""));
        QCOMPARE(unwrapped("\n\n"), QString("\n\n"));
        QCOMPARE(unwrapped("- a\n- b\nmore"), QString("- a\n- b\nmore"));
        QCOMPARE(unwrapped("text\n  code\n  code\ntext"), QString("text\n  code\n  code\ntext"));
        QCOMPARE(unwrapped("text\n1. first\n2. second"), QString("text\n1. first\n2. second"));
        QCOMPARE(unwrapped("break  \nhere"), QString("break  \nhere"));
    }

    void longOnesAreBroken()
    {
        QCOMPARE(wrapped("aaa bbb ccc ddd", 7), QString("aaa bbb\nccc ddd"));
        QCOMPARE(wrapped("aaaaaaaaaaaa bbb", 7), QString("aaaaaaaaaaaa\nbbb"));
        QCOMPARE(wrapped("aaa - bbb ccc", 5), QString("aaa -\nbbb\nccc")); // "- bbb" would be a list
        QCOMPARE(wrapped("- a list item that is longer", 7), QString("- a list item that is longer"));
    }

    void nothingIsLostOnTheWayAround()
    {
        const char *const texts[] = {"Two Linux namespaces, \"web\" and \"client\", talk through three routers.\n\nTry: this - and 2. that * now.\n",
                                     "one", "", "a\n\n\nb\n", "- x\n- y\n\n  code\n> quote\n"};
        for (const char *text : texts)
            for (const int width : {5, 10, 20, 80})
                QCOMPARE(unwrapped(wrapped(text, width)), unwrapped(text));
    }
};

QTEST_APPLESS_MAIN(TstParagraphs)
#include "tst_paragraphs.moc"
