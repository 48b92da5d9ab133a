// Dates to seconds and back, and a lab's calendar.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/calendar.h"

#include <QtTest>

using namespace hopyard::base;

class TestCalendar : public QObject {
    Q_OBJECT
private slots:
    void known()
    {
        QCOMPARE(toSeconds({1970, 1, 1, 0, 0, 0}), CalendarSeconds(0));
        QCOMPARE(toSeconds({2000, 3, 1, 0, 0, 0}), CalendarSeconds(951'868'800)); // behind 29 February
        QCOMPARE(toSeconds({2026, 1, 1, 0, 0, 0}), kLabBegins);
        QCOMPARE(toSeconds({2035, 12, 31, 23, 59, 59}), CalendarSeconds(2'082'758'399));
    }
    void backAgain()
    {
        for (CalendarSeconds at = 725'846'400; at < 2'082'758'400; at += 86'399 * 17) {
            const Date date = toDate(at);
            QCOMPARE(toSeconds(date), at);
        }
    }
    void labTime()
    {
        QCOMPARE(calendarOf(TimePoint()), kLabBegins);
        QCOMPARE(calendarOf(TimePoint() + Duration::milliseconds(1999)), kLabBegins + 1);
        QCOMPARE(momentOf(kLabBegins + 5).ns(), Duration::seconds(5).ns());
        QCOMPARE(momentOf(0).ns(), std::int64_t(0));
    }
    void words()
    {
        QCOMPARE(monthNamed("January").value_or(0), 1);
        QCOMPARE(monthNamed("dec").value_or(0), 12);
        QCOMPARE(monthNamed("ju").value_or(0), 0);
        QCOMPARE(monthNamed("Junes").value_or(0), 0);
        QCOMPARE(parseTimeOfDay("23:59:59").value_or(-1), 86'399);
        QCOMPARE(parseTimeOfDay("24:00:00").value_or(-1), -1);
        QCOMPARE(parseTimeOfDay("1:00:00").value_or(-1), -1);
    }
};

QTEST_APPLESS_MAIN(TestCalendar)
#include "tst_calendar.moc"
