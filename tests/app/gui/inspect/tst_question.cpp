// Questions that are put over and over: one at a time, and once more where the answer may be old.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/question.h"

#include <QTest>
#include <QWidget>

using hopyard::inspect::Question;

class TestQuestion : public QObject {
    Q_OBJECT

private slots:
    void oneAtATime()
    {
        QWidget asker;
        int put = 0;
        Question question(asker, [&] { return ++put > 0; });
        question.ask();
        question.ask();
        question.ask();
        QCOMPARE(put, 1);
        question.answered(); // it was asked for meanwhile
        QCOMPARE(put, 2);
        question.answered();
        QCOMPARE(put, 2);
        question.ask();
        QCOMPARE(put, 3);
        question.forget(); // its answer is not waited for
        question.ask();
        QCOMPARE(put, 4);
    }

    void nothingToAsk()
    {
        QWidget asker;
        int put = 0;
        Question question(asker, [&] { return ++put < 0; });
        question.ask();
        question.ask(); // none is under way
        QCOMPARE(put, 2);
    }

    void itIsFollowed()
    {
        QWidget asker;
        int put = 0;
        Question question(asker, [&] { return ++put < 0; });
        question.follow(true);
        QCOMPARE(put, 1);
        QTRY_VERIFY(put >= 3);
    }
};

QTEST_MAIN(TestQuestion)
#include "tst_question.moc"
