// A line that has no room ends in an ellipsis; its text stays whole for those who ask.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/theme/elided_label.h"

#include <QtTest>

using namespace hopyard;

class TstElidedLabel : public QObject {
    Q_OBJECT

private slots:
    void whatHasNoRoomEndsInAnEllipsis()
    {
        theme::ElidedLabel label;
        label.setText("Really stored as intervals of addresses, in 3 blocks of at most 64");
        label.resize(label.sizeHint());
        QCOMPARE(label.shown(), label.text());
        label.resize(label.sizeHint().width() / 2, label.height());
        QVERIFY(label.shown().endsWith(QChar(0x2026)));
        QVERIFY(label.fontMetrics().horizontalAdvance(label.shown()) <= label.width());
        QVERIFY(label.text().endsWith("64"));
    }
};

QTEST_MAIN(TstElidedLabel)
#include "tst_elided_label.moc"
