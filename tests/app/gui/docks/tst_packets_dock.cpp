// The packet list against a real engine, and against one without a network where it matters what is asked: rows, filter,
// fields and bytes, the way of a packet, conversations, Wireshark and its dissector.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/bytes_view.h"
#include "app/gui/docks/filter_edit.h"
#include "app/gui/docks/packets_dock.h"
#include "app/gui/docks/sharkd.h"
#include "app/gui/docks/stream_view.h"
#include "app/gui/docks/table_view.h"
#include "app/gui/models/packet_details_model.h"
#include "app/gui/models/packet_list_model.h"
#include "core/filter/packet_head.h"
#include "emulation/rpc/base64.h"
#include "tests/app/gui/client/fake_engine.h"
#include "tests/app/gui/client/real_engine.h"
#include "tests/support/named.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QFile>
#include <QFloat16> // QCOMPARE of Json tries every overload, one of which needs it complete
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTextDocument>
#include <QToolButton>
#include <QTreeView>

using namespace hopyard;
using namespace hopyard::docks;
using hopyard::test::FakeEngine;
using hopyard::test::RealEngine;
using models::PacketListModel;

namespace {

const char *const kLab = "hopyard: 1\ntitle: Three in a row\nnodes:\n"
                         "  h1:\n    kind: host\n    interfaces: {eth0: {address: 10.0.1.10/24}}\n    gateway: 10.0.1.1\n"
                         "    start: [\"ping 10.0.2.10 interval 100ms\"]\n"
                         "  r1:\n    kind: router\n"
                         "    interfaces: {eth0: {address: 10.0.1.1/24}, eth1: {address: 10.0.2.1/24}}\n"
                         "  h2:\n    kind: host\n    interfaces: {eth0: {address: 10.0.2.10/24}}\n    gateway: 10.0.2.1\n"
                         "links:\n  - {ends: [h1:eth0, r1:eth0], delay: 1ms}\n  - {ends: [r1:eth1, h2:eth0], delay: 1ms}\n";

using support::named;

constexpr std::int64_t kSecond = 1'000'000'000;

/// The parts of a dock that a person sees.
struct Parts {
    explicit Parts(PacketsDock &dock) :
        list(named<QTableView>(dock, "Packet list")), model(qobject_cast<PacketListModel *>(list->model())),
        tree(named<QTreeView>(dock, "Fields of the packet")), way(dock.findChild<TableView *>()),
        filter(dock.findChild<FilterEdit *>()), error(named<QLabel>(dock, "What is wrong with the filter")),
        dissector(named<QLabel>(dock, "Who dissected the packet")), autoscroll(named<QToolButton>(dock, "Follow the end"))
    {
    }
    void press(PacketsDock &dock, const char *button) { named<QToolButton>(dock, button)->click(); }
    QString cell(int row, PacketListModel::Column column) const { return model->index(row, column).data().toString(); }
    QTableView *list;
    PacketListModel *model;
    QTreeView *tree;
    TableView *way;
    FilterEdit *filter;
    QLabel *error;
    QLabel *dissector;
    QToolButton *autoscroll;
};

/// A program of a few lines.
QString script(const QTemporaryDir &directory, const char *name, const QByteArray &text)
{
    QFile file(directory.filePath(QLatin1String(name)));
    if (file.open(QIODevice::WriteOnly))
        file.write("#!/bin/sh\n" + text);
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return file.fileName();
}

} // namespace

class TestPacketsDock : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!m_engine.run(kLab))
            QFAIL(qPrintable(m_engine.error));
    }

    void listsAndFilters()
    {
        PacketsDock dock(m_engine.session);
        Parts p(dock);
        const QAbstractItemModelTester tester(p.model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        dock.resize(900, 300);
        QTest::qWait(200);
        QCOMPARE(p.model->packetCount(), std::size_t(0)); // nobody sees it: nothing is asked for
        dock.show();
        QTRY_VERIFY_WITH_TIMEOUT(p.model->rowCount() >= 8, RealEngine::kPatienceMs);
        dock.setFilterText("icmp.type == 0");
        QVERIFY(p.error->isHidden());
        QTRY_VERIFY_WITH_TIMEOUT(p.model->rowCount() >= 2, RealEngine::kPatienceMs);
        for (int row = 0; row < p.model->rowCount(); ++row) {
            QCOMPARE(p.cell(row, PacketListModel::ProtocolName), "ICMP");
            QCOMPARE(p.cell(row, PacketListModel::Source), "10.0.2.10");
            QVERIFY(QStringList({"h2:eth0 → r1:eth1", "r1:eth0 → h1:eth0"}).contains(p.cell(row, PacketListModel::Where)));
        }
        const int shown = p.model->rowCount();
        dock.setFilterText("icmp.type ==");
        QTRY_VERIFY(!p.error->isHidden());
        QVERIFY(p.model->rowCount() >= shown); // the last good one stays
        dock.setFilterText("");
        QTRY_VERIFY(p.error->isHidden());
        QVERIFY(p.model->rowCount() > shown);
    }

    void fieldsBytesAndWayOfAPacket()
    {
        PacketsDock dock(m_engine.session);
        Parts p(dock);
        dock.show();
        dock.setFilterText("icmp.type == 8 && ip.ttl == 63");
        QTRY_VERIFY_WITH_TIMEOUT(p.model->rowCount() >= 1, RealEngine::kPatienceMs);
        QVERIFY(!named<QToolButton>(dock, "Follow this packet")->isEnabled());
        p.list->selectRow(0);
        QTRY_COMPARE_WITH_TIMEOUT(p.tree->model()->rowCount(), 3, RealEngine::kPatienceMs); // Ethernet, IPv4, ICMP
        auto *bytes = dock.findChild<BytesView *>();
        QVERIFY(bytes->toPlainText().contains("0a 00 01 0a"));
        p.tree->setCurrentIndex(p.tree->model()->index(1, 0));
        QVERIFY(!bytes->extraSelections().isEmpty());
        emit bytes->bytePicked(0);
        QCOMPARE(p.tree->currentIndex().data(models::PacketDetailsModel::OffsetRole).toInt(), 0);

        QSignalSpy found(&dock, &PacketsDock::wayFound);
        p.press(dock, "Follow this packet");
        QTRY_COMPARE(found.size(), 1);
        QCOMPARE(found[0][0].value<std::vector<base::LinkId>>().size(), std::size_t(2));
        QStringList way;
        for (int row = 0; row < p.way->model()->rowCount(); ++row)
            way += p.way->model()->index(row, 2).data().toString() + " | " + p.way->model()->index(row, 3).data().toString();
        const QString all = way.join("\n");
        QVERIFY2(all.contains("10.0.2.0/24 matched"), qPrintable(all));
        QVERIFY2(all.contains("TTL 64 → 63"), qPrintable(all));
        p.press(dock, "Clear the list");
        QCOMPARE(p.model->packetCount(), std::size_t(0));
        QVERIFY(found.last()[0].value<std::vector<base::LinkId>>().empty()); // the way is no longer lit
    }

    void theKeyboardComesToAListThatGoesOn()
    {
        PacketsDock dock(m_engine.session);
        Parts p(dock);
        dock.show();
        QTRY_VERIFY_WITH_TIMEOUT(p.model->rowCount() >= 4, RealEngine::kPatienceMs);
        QVERIFY(p.autoscroll->isChecked());
        QFocusEvent comes(QEvent::FocusIn, Qt::ShortcutFocusReason);
        QCoreApplication::sendEvent(p.list, &comes);
        QVERIFY(p.autoscroll->isChecked()); // nobody picked a row
        QVERIFY(p.list->currentIndex().row() > 0);
        QTest::keyClick(p.list, Qt::Key_Up); // from the end on
        QVERIFY(!p.autoscroll->isChecked());
        QVERIFY(p.list->currentIndex().row() > 0);
    }

    void conversationBecomesTheFilter()
    {
        PacketsDock dock(m_engine.session);
        Parts p(dock);
        dock.show();
        dock.setFilterText("icmp");
        QTRY_VERIFY_WITH_TIMEOUT(p.model->rowCount() >= 1, RealEngine::kPatienceMs);
        p.list->selectRow(0);
        p.press(dock, "Follow this stream");
        QVERIFY2(p.filter->text().contains("10.0.1.10") && p.filter->text().contains("10.0.2.10"), qPrintable(p.filter->text()));
        QVERIFY(p.model->rowCount() >= 1);
        QVERIFY(p.list->currentIndex().isValid()); // what was picked stays picked
    }

    void onlyALinkIsListed()
    {
        PacketsDock dock(m_engine.session);
        Parts p(dock);
        dock.setWhere({"h2:eth0"});
        dock.show();
        QTRY_VERIFY_WITH_TIMEOUT(p.model->rowCount() >= 4, RealEngine::kPatienceMs);
        for (int row = 0; row < p.model->rowCount(); ++row)
            QVERIFY(p.cell(row, PacketListModel::Where).contains("h2:eth0"));
    }

    void followsTheEndUntilSomethingIsPicked()
    {
        PacketsDock dock(m_engine.session);
        Parts p(dock);
        dock.resize(900, 120);
        dock.show();
        QTRY_VERIFY_WITH_TIMEOUT(p.model->rowCount() >= 20, RealEngine::kPatienceMs);
        QVERIFY(p.autoscroll->isChecked());
        const int atEnd = p.list->rowAt(0);
        QVERIFY(atEnd > 0);
        p.list->selectRow(atEnd);
        QVERIFY(!p.autoscroll->isChecked());
        const int rows = p.model->rowCount();
        QTRY_VERIFY_WITH_TIMEOUT(p.model->rowCount() > rows + 4, RealEngine::kPatienceMs);
        QVERIFY(p.list->rowAt(0) <= atEnd);
        p.autoscroll->click();
        QVERIFY(p.list->rowAt(0) > atEnd);
        // Pausing holds the list, and nothing is lost.
        p.press(dock, "Hold the list");
        const std::size_t held = p.model->packetCount();
        QTest::qWait(300);
        QCOMPARE(p.model->packetCount(), held);
        p.press(dock, "Hold the list");
        QVERIFY(p.model->packetCount() > held);
    }

    void selectionOpensInWireshark()
    {
        QTemporaryDir directory;
        PacketsDock dock(m_engine.session);
        Parts p(dock);
        const QString copy = directory.filePath("copy.pcap");
        dock.setWireshark(script(directory, "wireshark", QStringLiteral("cp \"$1\" '%1.part' && mv '%1.part' '%1'\n").arg(copy).toUtf8()));
        dock.show();
        dock.setFilterText("icmp");
        QTRY_VERIFY_WITH_TIMEOUT(p.model->rowCount() >= 3, RealEngine::kPatienceMs);
        p.list->selectRow(0);
        p.list->selectionModel()->select(p.model->index(2, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
        dock.openInWireshark();
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(copy), RealEngine::kPatienceMs);
        QFile file(copy);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const int frame = 14 + 20 + 8 + 56;
        QCOMPARE(file.size(), 24 + 2 * (16 + frame));
    }

    void wiresharkDissects()
    {
        PacketsDock dock(m_engine.session);
        Parts p(dock);
        if (!dock.sharkd().isInstalled())
            QSKIP("sharkd (wireshark-common) is not installed");
        dock.show();
        dock.setFilterText("icmp.type == 8");
        QTRY_VERIFY_WITH_TIMEOUT(p.model->rowCount() >= 1, RealEngine::kPatienceMs);
        p.list->selectRow(0);
        p.press(dock, "Dissect with Wireshark");
        QTRY_COMPARE_WITH_TIMEOUT(p.dissector->text(), "Dissected by Wireshark.", RealEngine::kPatienceMs);
        QCOMPARE(p.tree->model()->index(1, 0).data(models::PacketDetailsModel::NameRole).toString(), "eth");
        QVERIFY(p.tree->model()->index(2, 0).data().toString().startsWith("Internet Protocol Version 4, Src: 10.0.1.10"));
        QCOMPARE(p.tree->model()->index(2, 0).data(models::PacketDetailsModel::OffsetRole).toInt(), 14);
        p.press(dock, "Dissect with Wireshark");
        QTRY_VERIFY_WITH_TIMEOUT(p.dissector->isHidden(), RealEngine::kPatienceMs); // the workbench's own again
        QTRY_COMPARE(p.tree->model()->index(0, 0).data(models::PacketDetailsModel::NameRole).toString(), "eth");
    }

    void itIsSaidWhyWiresharkDoesNotDissect()
    {
        QTemporaryDir directory;
        PacketsDock dock(m_engine.session);
        Parts p(dock);
        dock.show();
        QTRY_VERIFY_WITH_TIMEOUT(p.model->rowCount() >= 1, RealEngine::kPatienceMs);
        dock.sharkd().setProgram({});
        p.list->selectRow(0);
        p.press(dock, "Dissect with Wireshark");
        QTRY_VERIFY(p.dissector->text().contains("not installed"));
        QTRY_VERIFY(p.tree->model()->rowCount() > 0);
        dock.sharkd().setProgram(script(directory, "sharkd", "read line; exit 1\n"));
        p.press(dock, "Dissect with Wireshark");
        p.press(dock, "Dissect with Wireshark");
        QTRY_VERIFY_WITH_TIMEOUT(p.dissector->text().contains("ended unexpectedly"), RealEngine::kPatienceMs);
        QVERIFY(p.tree->model()->rowCount() > 0);
        dock.sharkd().setProgram(directory.filePath("nothing"));
        p.press(dock, "Dissect with Wireshark");
        p.press(dock, "Dissect with Wireshark");
        QTRY_VERIFY_WITH_TIMEOUT(!p.dissector->isHidden(), RealEngine::kPatienceMs);
    }

    /// Without a network: what came later than the moment that is shown is pale, and gone where another way is taken.
    void theListGoesToTheMomentThatIsShown()
    {
        QTemporaryDir directory;
        FakeEngine engine(directory.filePath("fake.sock"));
        engine.state = "paused";
        engine.now = 100 * kSecond;
        const auto tell = [&](std::int64_t now, bool past) {
            engine.now = now;
            rpc::Json status = engine.status();
            status["history"] = true;
            status["past"] = past;
            engine.notify("state", status);
        };
        client::EngineSession session;
        session.attach(directory.filePath("fake.sock"));
        QTRY_VERIFY(session.isConnected());
        PacketsDock dock(session);
        Parts p(dock);
        dock.resize(900, 160);
        dock.show();
        QTRY_COMPARE(engine.count("packets.subscribe"), 1);
        QTest::qWait(0);
        std::vector<std::uint8_t> bytes;
        for (std::uint64_t number = 1; number <= 100; ++number) {
            filter::PacketHead head;
            head.number = number;
            head.time = base::TimePoint::fromNs(static_cast<std::int64_t>(number) * kSecond);
            filter::append(bytes, head);
        }
        engine.notify("packets", {{"now", engine.now}, {"seen", 100}, {"matched", 100}, {"count", 100}, {"heads", rpc::encodeBase64(bytes)}});
        QTRY_COMPARE(p.model->rowCount(), 100);
        auto *count = named<QLabel>(dock, "How many packets");
        const auto isSeen = [&](int row) { return p.list->visualRect(p.model->index(row, 0)).intersects(p.list->viewport()->rect()); };
        QTRY_VERIFY(isSeen(99)); // the end
        tell(40 * kSecond, true);
        QTRY_COMPARE(p.model->firstLater(), 40);
        QVERIFY(isSeen(39) && isSeen(40)); // both sides of the line
        QVERIFY2(count->text().endsWith("60 later than this moment"), qPrintable(count->text()));
        tell(41 * kSecond, true);
        QTRY_COMPARE(p.model->firstLater(), 41);
        tell(100 * kSecond, false); // the present again
        QTRY_COMPARE(p.model->firstLater(), 100);
        QVERIFY(isSeen(99));
        QVERIFY2(!count->text().contains("later"), qPrintable(count->text()));
        tell(30 * kSecond, true);
        QTRY_COMPARE(p.model->firstLater(), 30);
        tell(30 * kSecond, false); // from there another way
        QTRY_COMPARE(p.model->rowCount(), 30);
        QCOMPARE(p.model->firstLater(), 30);
        engine.notify("packets", {{"now", engine.now}, {"cut", 20 * kSecond}, {"seen", 0}, {"matched", 0}, {"count", 0}, {"heads", ""}});
        QTRY_COMPARE(p.model->rowCount(), 20); // as the engine says
        engine.state = "stopped";
        tell(0, false);
        QTRY_VERIFY(!session.status().isAlive());
        QCOMPARE(p.model->rowCount(), 20); // to be read
        engine.state = "running";
        tell(0, false);
        QTRY_COMPARE(p.model->rowCount(), 0); // another run
    }

    /// Without a network: what was said is read, found, saved, and grows.
    void theStreamIsRead()
    {
        QTemporaryDir directory;
        FakeEngine engine(directory.filePath("fake.sock"));
        engine.state = "running";
        const auto piece = [](const char *kind, int end, int number, const std::string &data, std::size_t length = 0) {
            const std::vector<std::uint8_t> bytes(data.begin(), data.end());
            return rpc::Json{kind, end, number * kSecond, number, length > 0 ? length : data.size(), rpc::encodeBase64(bytes)};
        };
        rpc::Json pieces{piece("data", 0, 1, "GET /caf\xc3"), piece("data", 0, 2, "\xa9\r\n"), piece("again", 0, 3, "", 2),
                         piece("data", 1, 4, "HTTP/1.1 200 OK"), piece("gap", 1, 5, "", 700)};
        engine.answers["packets.stream"] = [&](const rpc::Json &) {
            return FakeEngine::Answer(rpc::Json{{"protocol", "tcp"}, {"stream", 0}, {"ends", {"10.0.1.10:40000", "10.0.2.10:80"}},
                                                {"packets", 5}, {"pieces", pieces}, {"more", false}});
        };
        client::EngineSession session;
        session.attach(directory.filePath("fake.sock"));
        QTRY_VERIFY(session.isConnected());
        PacketsDock dock(session);
        Parts p(dock);
        dock.show();
        QTRY_COMPARE(engine.count("packets.subscribe"), 1);
        const auto tell = [&](std::uint64_t from, std::uint64_t to) {
            std::vector<std::uint8_t> bytes;
            for (std::uint64_t number = from; number <= to; ++number) {
                filter::PacketHead head;
                head.number = number;
                for (const filter::Layer layer : {filter::Layer::ipv4, filter::Layer::tcp})
                    head.layers.add(layer);
                head.stream = 0;
                head.payloadLength = 10;
                filter::append(bytes, head);
            }
            engine.notify("packets", {{"now", engine.now}, {"seen", to - from + 1}, {"matched", to - from + 1}, {"count", to - from + 1},
                                      {"heads", rpc::encodeBase64(bytes)}});
        };
        tell(1, 5);
        QTRY_COMPARE(p.model->rowCount(), 5);
        p.list->selectRow(1);
        p.press(dock, "Follow this stream");
        QCOMPARE(p.filter->text(), QString("tcp.stream == 0"));
        auto *view = dock.findChild<StreamView *>();
        auto *text = named<QPlainTextEdit>(*view, "What was said");
        const QString all = QString::fromUtf8("10.0.1.10:40000 at 1.000000 s\nGET /café\n— sent again: 2 bytes —\n"
                                              "10.0.2.10:80 at 4.000000 s\nHTTP/1.1 200 OK\n— missing: 700 bytes that no packet brought here —\n");
        QTRY_COMPARE(text->toPlainText(), all);
        QCOMPARE(engine.last("packets.stream")->params["number"], rpc::Json(2));
        QCOMPARE(named<QLabel>(*view, "How much was said")->text(),
                 QString("12 bytes from 10.0.1.10:40000, 15 from 10.0.2.10:80; 1 packet(s) sent again; 700 bytes missing"));
        // The sides differ in their ground, also where colours do not.
        const auto groundAt = [&](const char *word) { return text->document()->find(QString::fromLatin1(word)).charFormat().background(); };
        QVERIFY(groundAt("GET").style() != Qt::NoBrush && groundAt("GET") != groundAt("HTTP"));
        QVERIFY(groundAt("missing").style() == Qt::NoBrush);

        named<QLineEdit>(*view, "Find in the content")->setText("200");
        view->find(false);
        QCOMPARE(text->textCursor().selectedText(), QString("200"));
        view->find(false); // round the end
        QCOMPARE(text->textCursor().selectedText(), QString("200"));
        // A click on what was said picks its packet.
        QTextCursor click = text->document()->find("HTTP");
        click.setPosition(click.selectionStart() + 1);
        text->setTextCursor(click);
        QTest::mouseClick(text->viewport(), Qt::LeftButton, {}, text->cursorRect(click).center());
        QCOMPARE(p.list->currentIndex().row(), 3);

        auto *speakers = named<QComboBox>(*view, "Whose words");
        QCOMPARE(speakers->itemText(2), QString("10.0.2.10:80"));
        speakers->setCurrentIndex(1);
        QVERIFY(!text->toPlainText().contains("HTTP"));
        QVERIFY(view->save(directory.filePath("said.bin")));
        QFile saved(directory.filePath("said.bin"));
        QVERIFY(saved.open(QIODevice::ReadOnly));
        QCOMPARE(saved.readAll(), QByteArray("GET /caf\xc3\xa9\r\n"));
        speakers->setCurrentIndex(0);
        named<QComboBox>(*view, "Form of the content")->setCurrentIndex(1);
        QVERIFY2(text->toPlainText().contains("00000009  a9 0d 0a "), qPrintable(text->toPlainText()));
        QVERIFY(view->save(directory.filePath("said.txt")));
        QSignalSpy failed(&dock, &PacketsDock::failed);
        QVERIFY(!view->save(directory.filePath("nowhere/said.bin")));
        QCOMPARE(failed.size(), 1);

        pieces.push_back(piece("data", 1, 7, "more"));
        tell(6, 7);
        QTRY_VERIFY(text->toPlainText().contains("6d 6f 72 65"));
        QCOMPARE(engine.last("packets.stream")->params["number"], rpc::Json(7));
        engine.answers["packets.stream"] = [](const rpc::Json &) {
            return FakeEngine::Answer(base::fail(rpc::RpcError{rpc::noSuchId, "that packet is no longer kept", nullptr}));
        };
        p.press(dock, "Follow this stream");
        QTRY_COMPARE(named<QLabel>(*view, "How much was said")->text(), QString("that packet is no longer kept"));
        QVERIFY(text->toPlainText().isEmpty());
    }

    /// Without a network: of a moment of the past, Stream has what had been said and Way what had happened by then; both follow
    /// without asking again.
    void streamAndWayGoToTheMomentThatIsShown()
    {
        QTemporaryDir directory;
        FakeEngine engine(directory.filePath("fake.sock"));
        engine.state = "paused";
        engine.now = 100 * kSecond;
        const auto tell = [&](std::int64_t now, bool past, std::int64_t line = 1, std::int64_t parted = 0) {
            engine.now = now;
            rpc::Json status = engine.status();
            status.update({{"history", true}, {"past", past}, {"line", line}, {"parted", parted}});
            engine.notify("state", status);
        };
        const auto piece = [](const char *kind, int end, int number, const std::string &data) {
            return rpc::Json{kind, end, number * kSecond, number, data.size(), rpc::encodeBase64(std::vector<std::uint8_t>(data.begin(), data.end()))};
        };
        const auto step = [](const char *kind, int second, int link) {
            return rpc::Json{{"kind", kind}, {"time", second * kSecond}, {"node", "r1"}, {"text", "step"}, {"changes", rpc::Json::array()}, {"link", link}};
        };
        // The second packet of the second end came before the first one, which was sent again.
        const rpc::Json pieces{piece("data", 0, 10, "one "), piece("data", 1, 30, "two "), piece("data", 1, 20, "three "), piece("data", 0, 40, "four")};
        engine.answers["packets.stream"] = [&](const rpc::Json &) {
            return FakeEngine::Answer(rpc::Json{{"protocol", "tcp"}, {"stream", 0}, {"ends", {"a", "b"}}, {"packets", 4}, {"pieces", pieces}, {"more", false}});
        };
        const rpc::Json steps{step("sent", 10, 0), step("sent", 20, 1), step("dropped", 30, 2)};
        engine.answers["packets.path"] = [&](const rpc::Json &) { return FakeEngine::Answer(rpc::Json{{"steps", steps}}); };
        client::EngineSession session;
        session.attach(directory.filePath("fake.sock"));
        QTRY_VERIFY(session.isConnected());
        PacketsDock dock(session);
        Parts p(dock);
        dock.show();
        QTRY_COMPARE(engine.count("packets.subscribe"), 1);
        QTest::qWait(0);
        std::vector<std::uint8_t> bytes;
        for (const std::uint64_t number : {10U, 20U, 30U, 40U}) {
            filter::PacketHead head;
            head.number = number;
            head.packetId = 7;
            head.time = base::TimePoint::fromNs(static_cast<std::int64_t>(number) * kSecond);
            for (const filter::Layer layer : {filter::Layer::ipv4, filter::Layer::tcp})
                head.layers.add(layer);
            head.stream = 0;
            head.payloadLength = 10;
            filter::append(bytes, head);
        }
        engine.notify("packets", {{"now", engine.now}, {"seen", 4}, {"matched", 4}, {"count", 4}, {"heads", rpc::encodeBase64(bytes)}});
        QTRY_COMPARE(p.model->rowCount(), 4);
        p.list->selectRow(3);
        QSignalSpy found(&dock, &PacketsDock::wayFound);
        p.press(dock, "Follow this packet");
        QTRY_COMPARE(p.way->model()->rowCount(), 3);
        auto *note = named<QLabel>(dock, "How much of the way");
        QVERIFY(note->isHidden());
        QCOMPARE(found.last()[0].value<std::vector<base::LinkId>>().size(), std::size_t(3));
        p.press(dock, "Follow this stream");
        auto *text = named<QPlainTextEdit>(dock, "What was said");
        auto *summary = named<QLabel>(dock, "How much was said");
        QTRY_VERIFY2(text->toPlainText().contains("two three"), qPrintable(text->toPlainText()));
        auto *later = named<QToolButton>(dock, "What came later");
        QVERIFY(later->isHidden());

        tell(25 * kSecond, true);
        QTRY_COMPARE(text->toPlainText(), QString::fromUtf8("a at 10.000000 s\none \nb at 25.000000 s\n"
                                                            "— missing: 4 bytes that no packet brought here —\nthree "));
        QVERIFY2(summary->text().startsWith("up to 0:25.000, the moment shown: 4 bytes from a, 6 from b"), qPrintable(summary->text()));
        QVERIFY2(summary->text().endsWith("8 bytes came later"), qPrintable(summary->text()));
        QCOMPARE(p.way->model()->rowCount(), 2);
        QCOMPARE(note->text(), QString("up to 0:25.000, the moment shown; 1 step(s) came later"));
        QCOMPARE(found.last()[0].value<std::vector<base::LinkId>>().size(), std::size_t(2));
        tell(5 * kSecond, true);
        QTRY_VERIFY(text->toPlainText().isEmpty());
        QCOMPARE(p.way->model()->rowCount(), 0);
        tell(35 * kSecond, true);
        QTRY_VERIFY(text->toPlainText().endsWith("two three "));
        QCOMPARE(p.way->model()->rowCount(), 3);
        // Saved is what is shown.
        auto *view = dock.findChild<StreamView *>();
        QVERIFY(view->save(directory.filePath("said.bin")));
        QFile saved(directory.filePath("said.bin"));
        QVERIFY(saved.open(QIODevice::ReadOnly));
        QCOMPARE(saved.readAll(), QByteArray("one two three "));

        QVERIFY(!later->isHidden());
        tell(15 * kSecond, true);
        QTRY_COMPARE(p.way->model()->rowCount(), 1);
        later->click();
        QCOMPARE(p.way->model()->rowCount(), 3);
        const auto colourOf = [&](int row) { return p.way->model()->index(row, 0).data(Qt::ForegroundRole).value<QColor>(); };
        QVERIFY(colourOf(0) != colourOf(1) && colourOf(1) == colourOf(2));
        QVERIFY(text->toPlainText().endsWith("four"));
        const auto groundAt = [&](const char *word) { return text->document()->find(QString::fromLatin1(word)).charFormat().background().style(); };
        QVERIFY(groundAt("one") != Qt::NoBrush && groundAt("four") == Qt::NoBrush);
        QCOMPARE(found.last()[0].value<std::vector<base::LinkId>>().size(), std::size_t(1)); // on the canvas, what has been alone
        later->click();

        tell(15 * kSecond, false, 2, 15 * kSecond); // from there another way
        QTRY_VERIFY(later->isHidden());
        QCOMPARE(text->toPlainText(), QString("a at 10.000000 s\none "));
        QCOMPARE(summary->text(), QString("4 bytes from a, 0 from b"));
        QCOMPARE(p.way->model()->rowCount(), 1);
        QCOMPARE(engine.count("packets.stream"), 1);
        QCOMPARE(engine.count("packets.path"), 1);
    }

    /// Without a network: a way of the run is shown that was taken before and that goes further than the one that was left.
    void rowsOfAnotherWayGoAlsoWhileTheListIsHidden()
    {
        QTemporaryDir directory;
        FakeEngine engine(directory.filePath("fake.sock"));
        engine.state = "paused";
        engine.now = 100 * kSecond;
        client::EngineSession session;
        session.attach(directory.filePath("fake.sock"));
        QTRY_VERIFY(session.isConnected());
        PacketsDock dock(session);
        Parts p(dock);
        dock.show();
        QTRY_COMPARE(engine.count("packets.subscribe"), 1);
        QTest::qWait(0);
        std::vector<std::uint8_t> bytes;
        for (std::uint64_t number = 1; number <= 100; ++number) {
            filter::PacketHead head;
            head.number = number;
            head.time = base::TimePoint::fromNs(static_cast<std::int64_t>(number) * kSecond);
            filter::append(bytes, head);
        }
        engine.notify("packets", {{"now", engine.now}, {"seen", 100}, {"matched", 100}, {"count", 100}, {"heads", rpc::encodeBase64(bytes)}});
        QTRY_COMPARE(p.model->rowCount(), 100);
        dock.hide();
        engine.now = 200 * kSecond; // further than anything before
        rpc::Json status = engine.status();
        status.update({{"history", true}, {"past", false}, {"line", 2}, {"parted", 30 * kSecond}});
        engine.notify("state", status);
        QTRY_COMPARE(p.model->rowCount(), 30); // what both have in common
        dock.show();
        QTRY_COMPARE(engine.count("packets.subscribe"), 2);
        QCOMPARE(p.model->rowCount(), 30);
    }

    /// Without a network: what is asked when.
    void subscribesWhileItIsSeen()
    {
        QTemporaryDir directory;
        FakeEngine engine(directory.filePath("fake.sock"));
        engine.state = "running";
        client::EngineSession session;
        session.attach(directory.filePath("fake.sock"));
        QTRY_VERIFY(session.isConnected());
        PacketsDock dock(session);
        QTest::qWait(0);
        QCOMPARE(engine.count("packets.subscribe"), 0);
        dock.show();
        QTRY_COMPARE(engine.count("packets.subscribe"), 1);
        dock.setWhere({"h1:eth0"});
        QTRY_COMPARE(engine.count("packets.subscribe"), 2);
        QCOMPARE(engine.last("packets.subscribe")->params["where"], rpc::Json::array({"h1:eth0"}));
        dock.hide();
        QTRY_COMPARE(engine.count("packets.unsubscribe"), 1);
        for (QWidget *widget : dock.findChildren<QWidget *>())
            if (widget->focusPolicy() != Qt::NoFocus && !widget->objectName().startsWith("qt_") && widget->window() == &dock)
                QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
    }

private:
    RealEngine m_engine;
};

QTEST_MAIN(TestPacketsDock)
#include "tst_packets_dock.moc"
