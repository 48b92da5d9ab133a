// The models under Qt's own tester through changes of every kind, and the rows that the lab becomes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/models/lab_rows.h"
#include "app/gui/models/log_model.h"
#include "app/gui/models/natural_order.h"
#include "app/gui/models/table_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace hopyard;
using namespace hopyard::models;

namespace {

std::vector<Row> rowsOf(const QString &keys)
{
    std::vector<Row> rows;
    for (const QChar c : keys)
        rows.push_back({QString(c), {QString(c), QString(c).toUpper()}, {}});
    return rows;
}
QString keysOf(const TableModel &model)
{
    QString keys;
    for (int row = 0; row < model.rowCount(); ++row)
        keys += model.index(row, 0).data(TableModel::KeyRole).toString();
    return keys;
}

lab::Lab sampleLab()
{
    lab::Lab lab;
    lab::Node h1;
    h1.name = "h1";
    h1.interfaces.push_back({"eth0", {*base::InterfaceAddress::parse("10.0.1.10/24")}, {}, {}});
    lab::Node s1;
    s1.name = "s1";
    s1.kind = lab::NodeKind::switch_;
    lab.nodes = {h1, s1};
    lab::Link link;
    link.a = {"h1", "eth0"};
    link.b = {"s1", "p1"};
    link.forward.delay = base::Duration::milliseconds(5);
    link.forward.loss = 0.001;
    link.backward = link.forward;
    lab.links = {link};
    return lab;
}

} // namespace

class TestModels : public QObject {
    Q_OBJECT

private slots:
    void tableBecomesAnyOtherTable_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        const QStringList states{"", "a", "abc", "abcd", "xabc", "abxc", "bc", "ac", "cba", "xyz", "abcxyz", "c"};
        for (const QString &before : states)
            for (const QString &after : states)
                QTest::addRow("%s to %s", qPrintable(before), qPrintable(after)) << before << after;
    }
    void tableBecomesAnyOtherTable()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        TableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setColumns({"one", "two"});
        model.setRows(rowsOf(before));
        model.setRows(rowsOf(after));
        QCOMPARE(keysOf(model), after);
        QCOMPARE(model.rowOf("c"), int(after.indexOf('c')));
    }

    void rowsThatStayKeepTheirPlace()
    {
        TableModel model;
        model.setColumns({"one", "two"});
        model.setRows(rowsOf("abcd"));
        const QPersistentModelIndex first = model.index(0, 0);
        const QPersistentModelIndex last = model.index(3, 1);
        model.setRows(rowsOf("axyd"));
        QVERIFY(first.isValid() && last.isValid());
        QCOMPARE(last.row(), 3);
    }

    void changedCellsAreSaidOnce()
    {
        TableModel model;
        model.setColumns({"one", "two"});
        model.setRows(rowsOf("abc"));
        QSignalSpy changed(&model, &TableModel::dataChanged);
        auto rows = rowsOf("abc");
        model.setRows(rows);
        QCOMPARE(changed.size(), 0);
        rows[1].cells[1] = "new";
        model.setRows(rows);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(model.index(1, 1).data().toString(), "new");
    }

    void otherColumnsBeginAnew()
    {
        TableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setColumns({"one", "two"});
        model.setRows(rowsOf("abc"));
        model.setColumns({"three"});
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.headerData(0, Qt::Horizontal).toString(), "three");
    }

    void naturalOrder_data()
    {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<int>("order");
        QTest::newRow("numbers") << "eth2" << "eth10" << -1;
        QTest::newRow("addresses") << "10.0.9.0/24" << "10.0.10.0/24" << -1;
        QTest::newRow("prefix lengths") << "10.0.0.0/8" << "10.0.0.0/24" << -1;
        QTest::newRow("case") << "R1" << "r1" << 0;
        QTest::newRow("zeros") << "a007" << "a7" << 0;
        QTest::newRow("shorter") << "a" << "ab" << -1;
        QTest::newRow("long numbers") << "123456789012345678901" << "123456789012345678902" << -1;
        QTest::newRow("empty") << "" << "" << 0;
    }
    void naturalOrder()
    {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QFETCH(int, order);
        const auto sign = [](int x) { return (x > 0) - (x < 0); };
        QCOMPARE(sign(compareNaturally(a, b)), order);
        QCOMPARE(sign(compareNaturally(b, a)), -order);
    }

    void proxySortsAndFilters()
    {
        TableModel model;
        model.setColumns({"name"});
        model.setRows({{"1", {"eth10"}, {}}, {"2", {"eth9"}, {}}, {"3", {"lo"}, {}}});
        NaturalProxy proxy;
        const QAbstractItemModelTester tester(&proxy, QAbstractItemModelTester::FailureReportingMode::Fatal);
        proxy.setSourceModel(&model);
        proxy.sort(0);
        QCOMPARE(proxy.index(0, 0).data().toString(), "eth9");
        proxy.setFilterText("ETH");
        QCOMPARE(proxy.rowCount(), 2);
    }

    void logKeepsTheNewestLines()
    {
        LogModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        std::vector<client::LogLine> lines(LogModel::kMostLines);
        for (std::size_t i = 0; i < lines.size(); ++i)
            lines[i].text = std::to_string(i);
        model.append(lines);
        QCOMPARE(model.rowCount(), LogModel::kMostLines);
        model.append({{base::TimePoint::fromNs(1'234'567'890), "h1", "error", "last"}});
        QVERIFY(model.rowCount() < LogModel::kMostLines);
        const int row = model.rowCount() - 1;
        QCOMPARE(model.index(row, LogModel::Text).data().toString(), "last");
        QCOMPARE(model.index(row, LogModel::Time).data().toString(), "1.235");
        QCOMPARE(model.index(row, 0).data(LogModel::LevelRole).toString(), "error");
        lines.resize(3 * std::size_t(LogModel::kMostLines));
        model.append(lines);
        QCOMPARE(model.rowCount(), LogModel::kMostLines);
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void logOfAMomentAndOfAnotherWay()
    {
        LogModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const auto at = [](std::int64_t ns) { return base::TimePoint::fromNs(ns); };
        model.append({{at(10), "h1", "output", "common"}, {at(20), "h1", "output", "first"}}, 1);
        model.append({{at(15), "h1", "output", "second"}}, 2);
        const auto why = [&](int row) { return model.index(row, LogModel::Text).data(Qt::ToolTipRole).toString(); };
        const auto isPale = [&](int row) { return model.index(row, LogModel::Text).data(Qt::ForegroundRole).isValid(); };
        QVERIFY(!isPale(0) && !isPale(1) && !isPale(2));
        model.setWay(2, at(12));
        QVERIFY(!isPale(0) && isPale(1) && !isPale(2));
        QCOMPARE(why(1), QString("said on another way of the run"));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setMoment(at(12));
        QVERIFY(!isPale(0) && isPale(2));
        QCOMPARE(why(2), QString("later than the moment that is shown"));
        model.setMoment(at(13)); // nothing passes from one to the other
        QCOMPARE(changed.size(), 1);
        model.setMoment({});
        QVERIFY(!isPale(2));
        model.setWay(1, at(12)); // back on the first one
        QVERIFY(!isPale(0) && !isPale(1) && isPale(2));
    }

    void logFilters()
    {
        LogModel model;
        LogFilter filter;
        const QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::Fatal);
        filter.setSourceModel(&model);
        model.append({{{}, "h1", "output", "64 bytes"}, {{}, "r1", "info", "up"}, {{}, "h1", "output", "timeout"}});
        filter.setNodes({"h1"});
        QCOMPARE(filter.rowCount(), 2);
        filter.setText("BYTES");
        QCOMPARE(filter.rowCount(), 1);
        model.append({{{}, "h1", "output", "65 bytes"}});
        QCOMPARE(filter.rowCount(), 2);
    }

    void devices()
    {
        const lab::Lab lab = sampleLab();
        lab::Drawing drawing;
        drawing.groups = {{"Office", {"h1"}, false}};
        drawing.layers = {{"Backup", true, {"s1"}}, {"Front", false, {"h1"}}};
        auto rows = deviceRows(lab, drawing, nullptr, {});
        QCOMPARE(rows.size(), 2u);
        QCOMPARE(rows[0].cells, (QStringList{"h1", "Host", "–", "eth0 10.0.1.10/24", "s1", "Office", "Front"}));
        QCOMPARE(rows[1].cells.back(), "Backup (hidden)");
        QCOMPARE(rows[1].icon, "switch");
        client::Topology topology;
        topology.nodes = {{0, "h1", "host", true, {{0, "eth0", "02:48:00:00:00:01", {"10.0.1.99/24"}}}},
                          {1, "s1", "switch", false, {}}};
        rows = deviceRows(lab, drawing, &topology, {{"s1", "started"}});
        QCOMPARE(rows[0].cells[2], "running");
        QCOMPARE(rows[0].cells[3], "eth0 10.0.1.99/24");
        QCOMPARE(rows[1].cells[2], "running");
    }

    void links()
    {
        lab::Lab lab = sampleLab();
        auto rows = linkRows(lab, nullptr, {});
        QCOMPARE(rows[0].key, "h1:eth0 s1:p1");
        QCOMPARE(rows[0].cells.mid(0, 5), (QStringList{"h1:eth0", "s1:p1", "–", "5ms, loss 0.1%", ""}));
        QCOMPARE(rows[0].cells.size(), linkColumns().size());
        client::Topology topology;
        topology.links = {{client::LinkId(7), {"s1", "p1"}, {"h1", "eth0"}, true}}; // named the other way round
        client::LinkCounters counters;
        counters.forward = {3, 300, 1, 0, 0};
        counters.backward = {5, 5000, 0, 0, 0};
        rows = linkRows(lab, &topology, {{client::LinkId(7), counters}});
        QCOMPARE(rows[0].cells.mid(5), (QStringList{"5", "5.0 kB", "0", "3", "300 B", "1"}));
        lab.links[0].backward = {};
        lab.links[0].backward.down = true;
        QCOMPARE(impairmentText(lab.links[0]), "to s1: 5ms, loss 0.1%; to h1: down");
        lab.nodes[0].config = "interface eth0\n ip ospf cost 10\n";
        QCOMPARE(linkRows(lab, nullptr, {})[0].cells[4], "10 / –");
        lab.nodes[1].config = "interface p1\n ip ospf cost 10\n";
        QCOMPARE(linkRows(lab, nullptr, {})[0].cells[4], "10");
    }

    void shapes()
    {
        lab::Drawing drawing;
        lab::Shape note;
        note.id = "note1";
        note.at = {-10, 20};
        note.size = {200, 80};
        note.text = "# Look\nhere";
        note.layer = "Hints";
        drawing.shapes = {note};
        const auto rows = shapeRows(drawing);
        QCOMPARE(rows[0].key, "note1");
        QCOMPARE(rows[0].cells, (QStringList{"note1", "Note", "# Look here", "Hints", "-10, 20", "200 × 80"}));
        QCOMPARE(rows[0].cells.size(), shapeColumns().size());
    }

    void byteTexts()
    {
        QCOMPARE(byteText(0), "0 B");
        QCOMPARE(byteText(999), "999 B");
        QCOMPARE(byteText(1000), "1.0 kB");
        QCOMPARE(byteText(999'999), "1.0 MB");
        QCOMPARE(byteText(~std::uint64_t(0)), "18.4 EB");
    }
};

QTEST_MAIN(TestModels)
#include "tst_models.moc"
