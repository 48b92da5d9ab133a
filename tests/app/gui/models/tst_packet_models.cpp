// The packet list's model and that of a packet's fields: rows come once a frame, the ring keeps its limit, the filter and
// the tree say what they should.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/models/packet_details_model.h"
#include "app/gui/models/packet_list_model.h"

#include <QAbstractItemModelTester>
#include <QColor>
#include <QSignalSpy>
#include <QtTest>

using namespace hopyard;
using models::PacketDetailsModel;
using models::PacketListModel;

namespace {

std::vector<filter::PacketHead> heads(std::uint64_t first, std::size_t count)
{
    std::vector<filter::PacketHead> all(count);
    for (std::size_t i = 0; i < count; ++i) {
        all[i].number = first + i;
        all[i].length = 60 + static_cast<std::uint32_t>(i % 2) * 1'000;
        all[i].layers.add(filter::Layer::ethernet);
        all[i].layers.add(filter::Layer::udp);
        all[i].sourcePort = 5'000;
        all[i].destinationPort = 53;
    }
    return all;
}

/// Each at as many nanoseconds as its number says.
std::vector<filter::PacketHead> timed(std::uint64_t first, std::size_t count)
{
    std::vector<filter::PacketHead> all = heads(first, count);
    for (filter::PacketHead &head : all) {
        head.time = base::TimePoint::fromNs(static_cast<std::int64_t>(head.number));
        head.length = head.number % 2 == 0 ? 1'060 : 60;
    }
    return all;
}

filter::Filter parsed(const char *text) { return *filter::Filter::parse(text); }

} // namespace

class TestPacketModels : public QObject {
    Q_OBJECT
private slots:
    void rowsComeOnceAFrame()
    {
        PacketListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        model.append(heads(1, 10));
        model.append(heads(11, 10));
        QCOMPARE(model.rowCount(), 0);
        model.flush();
        QCOMPARE(model.rowCount(), 20);
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(model.rowOf(15), 14);
        QCOMPARE(model.rowOf(99), -1);
        QCOMPARE(model.index(0, PacketListModel::ProtocolName).data().toString(), "UDP");
        QCOMPARE(model.index(0, PacketListModel::Info).data().toString(), QString::fromUtf8("5000 → 53 len 0"));
    }

    void filterHoldsForWhatIsThereAndWhatComes()
    {
        PacketListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.append(heads(1, 10));
        model.flush();
        model.setFilter(parsed("frame.len > 100"));
        QCOMPARE(model.rowCount(), 5);
        model.append(heads(11, 10));
        model.flush();
        QCOMPARE(model.rowCount(), 10);
        QCOMPARE(model.at(0).number, std::uint64_t(2));
        QCOMPARE(model.rowOf(3), -1);
        model.setFilter(parsed("tcp"));
        QCOMPARE(model.rowCount(), 0);
        model.append(heads(21, 1));
        model.flush();
        model.setFilter({});
        QCOMPARE(model.rowCount(), 21);
    }

    void ringKeepsItsLimit()
    {
        PacketListModel model;
        model.append(heads(1, PacketListModel::kMostPackets));
        model.flush();
        model.setFilter(parsed("frame.len > 100"));
        model.append(heads(PacketListModel::kMostPackets + 1, 2));
        model.flush();
        QCOMPARE(model.packetCount(), PacketListModel::kMostPackets - PacketListModel::kPortion + 2);
        QCOMPARE(model.at(0).number, std::uint64_t(PacketListModel::kPortion + 2));
        QCOMPARE(model.rowOf(2), -1);
        QCOMPARE(model.rowOf(PacketListModel::kMostPackets + 2), model.rowCount() - 1);
    }

    void pauseKeepsWhatComes()
    {
        PacketListModel model;
        model.setPaused(true);
        model.append(heads(1, 5));
        model.flush();
        QCOMPARE(model.rowCount(), 0);
        model.setPaused(false);
        QCOMPARE(model.rowCount(), 5);
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void whatIsLaterThanTheMomentIsPale()
    {
        PacketListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.append(timed(1, 10));
        model.flush();
        QCOMPARE(model.firstLater(), 10);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setMoment(base::TimePoint::fromNs(4));
        QCOMPARE(model.firstLater(), 4); // that of the moment itself has been
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].toModelIndex().row(), 4);
        QCOMPARE(changed[0][1].toModelIndex().row(), 9);
        const auto isPale = [&](int row) {
            return !model.index(row, 0).data(Qt::AccessibleDescriptionRole).toString().isEmpty()
                && model.index(row, PacketListModel::Info).data(Qt::ForegroundRole).value<QColor>().alpha() < 255;
        };
        QVERIFY(!isPale(3) && isPale(4));
        model.setMoment(base::TimePoint::fromNs(6));
        QVERIFY(!isPale(5) && isPale(6));
        model.setFilter(parsed("frame.len > 100")); // those of 2, 4, 6, 8, 10 ns
        QCOMPARE(model.firstLater(), 3);
        model.append(timed(11, 2));
        model.flush();
        QCOMPARE(model.firstLater(), 3);
        model.setMoment({});
        QCOMPARE(model.firstLater(), model.rowCount());
    }

    void whatHasNotBeenGoes()
    {
        PacketListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.append(timed(1, 10));
        model.flush();
        model.append(timed(11, 5)); // waits for its frame
        model.cutAfter(base::TimePoint::fromNs(12));
        QCOMPARE(model.rowCount(), 10);
        model.flush();
        QCOMPARE(model.rowCount(), 12);
        model.setFilter(parsed("frame.len > 100"));
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        model.cutAfter(base::TimePoint::fromNs(7));
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(removed.size(), 1);
        model.cutAfter(base::TimePoint::fromNs(6)); // of the rows that are shown none goes
        QCOMPARE(removed.size(), 1);
        QCOMPARE(model.packetCount(), std::size_t(6));
        model.setFilter({});
        model.append(timed(20, 1));
        model.flush();
        QCOMPARE(model.at(6).number, std::uint64_t(20));
    }

    void fieldsAreATree()
    {
        PacketDetailsModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setFields({{0, "eth", "Ethernet", 0, 14}, {1, "eth.dst", "Destination", 0, 6}, {1, "eth.src", "Source", 6, 6},
                         {0, "ip", "IPv4", 14, 20}, {1, "", "Options", 34, 4}, {2, "", "Router alert", 34, 4}});
        QCOMPARE(model.rowCount(), 2);
        const QModelIndex ethernet = model.index(0, 0);
        QCOMPARE(model.rowCount(ethernet), 2);
        QCOMPARE(model.index(1, 0, ethernet).data().toString(), "Source");
        QCOMPARE(model.fieldAt(7).data().toString(), "Source");
        QCOMPARE(model.fieldAt(35).data().toString(), "Router alert"); // the deepest
        QCOMPARE(model.fieldAt(20).data().toString(), "IPv4");
        QVERIFY(!model.fieldAt(1'000).isValid());
        QCOMPARE(model.parent(model.fieldAt(7)), ethernet);
        model.setFields({});
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_GUILESS_MAIN(TestPacketModels)
#include "tst_packet_models.moc"
