// Lines out of reads that are cut anywhere, and descriptors on the right line.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/rpc/framing.h"

#include <QtTest/QtTest>

#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>

using namespace hopyard::rpc;

namespace {

std::vector<OwnedFd> descriptors(std::size_t n)
{
    std::vector<OwnedFd> fds;
    for (std::size_t i = 0; i < n; ++i)
        fds.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    return fds;
}

/// "text/number of descriptors" of every whole line.
QStringList linesOf(LineSplitter &splitter)
{
    QStringList lines;
    while (auto line = splitter.next())
        lines << QString::fromStdString(line->text) + '/' + QString::number(line->descriptors.size());
    return lines;
}

} // namespace

class TestFraming : public QObject {
    Q_OBJECT
private slots:
    void cutAnywhere()
    {
        const std::string stream = "one\n\nthree\nfour";
        for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
            LineSplitter splitter;
            splitter.feed(std::string_view(stream).substr(0, cut));
            splitter.feed(std::string_view(stream).substr(cut));
            QCOMPARE(linesOf(splitter), QStringList({"one/0", "/0", "three/0"}));
            QCOMPARE(splitter.partialSize(), std::size_t(4));
        }
    }

    void byteByByte()
    {
        LineSplitter splitter;
        for (const char c : std::string("ab\ncd\n"))
            splitter.feed({&c, 1});
        QCOMPARE(linesOf(splitter), QStringList({"ab/0", "cd/0"}));
    }

    void descriptorsBelongToTheLastLineThatBegins_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("with");
        QTest::addColumn<QStringList>("lines");
        QTest::addColumn<bool>("stray");
        QTest::newRow("alone") << "" << "a\n" << QStringList{"a/2"} << false;
        QTest::newRow("begun, ended later") << "" << "a" << QStringList{"a/2"} << false;
        QTest::newRow("behind another in the same read") << "" << "x\na\n" << QStringList{"x/0", "a/2"} << false;
        QTest::newRow("behind the end of another") << "x" << "y\na" << QStringList{"xy/0", "a/2"} << false;
        QTest::newRow("in the middle") << "x" << "y\n" << QStringList{"xy/0"} << true;
        QTest::newRow("in the middle, no end") << "x" << "y" << QStringList{} << true;
        QTest::newRow("an empty line") << "" << "\n" << QStringList{"/2"} << false;
        QTest::newRow("no byte at all") << "" << "" << QStringList{} << true;
    }
    void descriptorsBelongToTheLastLineThatBegins()
    {
        QFETCH(QString, before);
        QFETCH(QString, with);
        QFETCH(QStringList, lines);
        QFETCH(bool, stray);
        LineSplitter splitter;
        splitter.feed(before.toStdString());
        const FramingError error = splitter.feed(with.toStdString(), descriptors(2));
        QCOMPARE(error == FramingError::strayDescriptors, stray);
        splitter.feed("\n");
        QStringList got = linesOf(splitter);
        if (!stray && !with.isEmpty() && with.endsWith('\n'))
            got.removeLast(); // the empty line just fed
        QCOMPARE(got, lines);
    }

    void tooManyDescriptorsTakeTheirLineWithThem()
    {
        LineSplitter splitter;
        QVERIFY(splitter.feed("good\nbad\n", descriptors(kMaxDescriptors + 1)) == FramingError::tooManyDescriptors);
        QCOMPARE(linesOf(splitter), QStringList{"good/0"});
        QVERIFY(splitter.feed("more\n") == FramingError::tooManyDescriptors);
        QVERIFY(!splitter.next());
    }

    void refusedDescriptorsAreClosed()
    {
        auto fds = descriptors(1);
        const int number = fds.front().get();
        LineSplitter splitter;
        splitter.feed("x");
        splitter.feed("y", std::move(fds));
        struct stat st;
        QVERIFY(::fstat(number, &st) != 0);
    }

    void limit()
    {
        LineSplitter splitter(4);
        QVERIFY(splitter.feed("1234\n12345") == FramingError::lineTooLong);
        QCOMPARE(linesOf(splitter), QStringList{"1234/0"});

        LineSplitter slow(4);
        QVERIFY(slow.feed("1234") == FramingError::none);
        QVERIFY(slow.feed("5") == FramingError::lineTooLong);
        QVERIFY(slow.partialSize() <= 4);
    }
};

QTEST_APPLESS_MAIN(TestFraming)
#include "tst_framing.moc"
