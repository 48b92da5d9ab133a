// The console of a hypervisor: every command answers, in words and in JSON; refusals say what to do.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/hypervisor_console.h"
#include "core/hypervisor/hypervisor.h"

#include <nlohmann/json.hpp>

#include <QtTest>

using namespace hopyard;
using hypervisor::GuestSpec;
using hypervisor::Hypervisor;

namespace {

hypervisor::HypervisorSpec specOf()
{
    hypervisor::HypervisorSpec spec;
    spec.name = "pc1";
    spec.memory = 16u << 20;
    spec.dmaPages = 32;
    return spec;
}

/// A computer with two guests, and its console.
struct Console {
    Console() : pc(specOf(), base::Random(1))
    {
        pc.addAdapter(base::PortIndex(0), {"eth0", base::MacAddress::local(5), 1500, {*base::InterfaceAddress::parse("10.0.0.2/24")}});
        for (const char *name : {"g1", "g2"}) {
            GuestSpec guest;
            guest.name = name;
            guest.memory = 2u << 20;
            guest.share = 100;
            guest.nics.push_back({});
            guest.nics[0].addresses.push_back(*base::InterfaceAddress::parse(name == std::string_view("g1") ? "10.0.0.11/24" : "10.0.0.12/24"));
            link::Context c = context();
            (void)pc.startGuest(c, *pc.addGuest(guest));
        }
    }
    link::Context context() { return {base::TimePoint(), base::NodeId(0), pool, out, hub}; }
    console::Answer run(std::string_view line)
    {
        link::Context c = context();
        return console::executeHypervisor(c, pc, line);
    }

    packet::PacketPool pool;
    link::Outbox out;
    base::trace::Hub hub;
    Hypervisor pc;
};

} // namespace

class HypervisorConsoleTest : public QObject {
    Q_OBJECT
private slots:
    void everyShowAnswersInWordsAndJson_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("has");
        const std::pair<const char *, const char *> rows[] = {
            {"guests", "Mode direct, receive copy; of 16 MiB"}, {"guest g1", "Guest g1 is running, 2 MiB of memory, share 100"},
            {"buffers", "4096 host pages of 4096 bytes"}, {"dma", "32 of 32 pages wait"}, {"addresses", "10.0.0.12         g2:eth0"},
            {"mac-table", "Mode direct does not look at MAC addresses"}, {"nat", "Address outside: 10.0.0.2"}, {"costs", ""},
            {"adapters", "eth0 is down"}, {"scheduler", "1 processor\n"}};
        for (const auto &[what, has] : rows)
            QTest::newRow(what) << what << has;
    }
    void everyShowAnswersInWordsAndJson()
    {
        QFETCH(QString, what);
        QFETCH(QString, has);
        Console console;
        const console::Answer answer = console.run(("show " + what).toStdString());
        QVERIFY2(answer.ok && QString::fromStdString(answer.text).contains(has), answer.text.c_str());
        const auto json = nlohmann::json::parse(answer.json, nullptr, false);
        QVERIFY(!json.is_discarded());
        QVERIFY(nlohmann::json::parse(console.run(("show " + what + " json").toStdString()).text, nullptr, false) == json);
    }

    void guestsAreFormedAndControlled()
    {
        Console c;
        const auto text = [&](std::string_view line) { return QString::fromStdString(c.run(line).text); };
        QCOMPARE(text("guest add g3 memory 4MiB share 50 address 10.0.0.13/24"), QString("guest g3 runs: 4 MiB of memory, share 50\n"));
        QVERIFY(text("show addresses").contains("10.0.0.13         g3:eth0"));
        QCOMPARE(text("guest g3 pause"), QString("guest g3 is paused\n"));
        QCOMPARE(text("guest g3 resume"), QString("guest g3 runs\n"));
        QCOMPARE(text("guest g3 share 70"), QString("guest g3 has a share of 70\n"));
        QCOMPARE(text("guest g3 release when-asked"), QString("guest g3 releases when-asked\n"));
        QCOMPARE(text("guest g3 stop"), QString("guest g3 is stopped, its memory cleared\n"));
        QCOMPARE(text("guest g3 start"), QString("guest g3 runs\n"));
        QCOMPARE(text("guest g3 remove"), QString("guest g3 is no more\n"));
        QCOMPARE(text("move address 10.0.0.11 to g2"), QString("10.0.0.11 is g2:eth0's\n"));
        QVERIFY(text("mode nat").startsWith("datagrams are carried nat"));
        QVERIFY(text("receive remap").startsWith("the page that a packet landed in is lent"));
        QCOMPARE(text("nat add tcp 8080 10.0.0.12 80"), QString("tcp port 8080 leads to 10.0.0.12:80\n"));
        QVERIFY(text("show nat").contains("10.0.0.12:80"));
        QCOMPARE(text("nat delete tcp 8080"), QString("tcp port 8080 leads nowhere any more\n"));
        QVERIFY(text("on g2 show ip route").contains("10.0.0.0/24"));
        QVERIFY(text("on g2 show ip route | count").trimmed().toInt() > 0);
        QVERIFY(text("verify").startsWith("every page is in one state"));
    }

    void refusalsSayWhatToDo_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("said");
        const std::pair<const char *, const char *> rows[] = {
            {"show guest g9", "there is no guest 'g9'; there are: g1, g2"},
            {"guest g1 start", "guest g1 is running; \"guest g1 pause\" or \"guest g1 stop\" comes first"},
            {"guest g1 resume", "guest g1 is running"},
            {"guest g1 share 1000", "the computer has not that many shares left; it has 800 left: lower another guest's share first"},
            {"guest add g3 memory 64MiB", "the computer has not that much memory left; it has 11."},
            {"guest add g3 memory 64KiB", "that is not enough memory for its buffers; 1.0 MiB are the least for one interface"},
            {"guest add g1", "another guest has that name; choose another name"},
            {"guest add g3 address 10.0.0.11/24", "another guest has that address; \"show addresses\" says whose"},
            {"nat delete tcp 80", "no static row has tcp port 80; \"show nat\" lists the rows"},
            {"move address 10.0.0.11 to g2 eth5", "guest g2 has no such interface; \"show guest g2\" lists them"},
            {"touch g1 here", "'here' is no address of memory: a number of bytes such as 4096 or 0x1000"},
            {"show gests", "did you mean 'guests'?"},
            {"mode", "'mode' is not complete: bridged, direct or nat follows"},
            {"frobnicate", "unknown command 'frobnicate'; \"help\" lists what there is"},
        };
        for (const auto &[line, said] : rows)
            QTest::newRow(line) << line << said;
    }
    void refusalsSayWhatToDo()
    {
        QFETCH(QString, line);
        QFETCH(QString, said);
        Console console;
        const console::Answer answer = console.run(line.toStdString());
        QVERIFY2(!answer.ok, answer.text.c_str());
        QVERIFY2(QString::fromStdString(answer.text).contains(said), answer.text.c_str());
        QVERIFY(!console.pc.verify());
    }

    void aPausedGuestAnswersNobody()
    {
        Console c;
        QVERIFY(c.run("guest g1 pause").ok);
        const console::Answer answer = c.run("on g1 show ip route");
        QVERIFY(!answer.ok);
        QCOMPARE(QString::fromStdString(answer.text), QString("guest g1 is paused; \"guest g1 resume\" lets it go on, \"guest g1 stop\" ends it\n"));
    }

    void touchingWhatIsNotItsOwnIsAFault()
    {
        Console c;
        QVERIFY(QString::fromStdString(c.run("touch g1 0x1000 7").text).startsWith("guest g1 wrote 7 at 0x1000"));
        QCOMPARE(QString::fromStdString(c.run("touch g1 4096").text), QString("guest g1 reads 7 at 0x1000\n"));
        QVERIFY(QString::fromStdString(c.run("touch g1 0x4000000").text).startsWith("fault: guest g1 touched 0x4000000: outside its memory"));
        QCOMPARE(nlohmann::json::parse(c.run("show guest g1").json).at("faults").get<int>(), 1);
    }

    void tabAndQuestionMark()
    {
        Console c;
        using Words = std::vector<std::string>;
        QCOMPARE(console::hypervisorCompletions("mo"), (Words{"mode", "move"}));
        QCOMPARE(console::hypervisorCompletions("receive "), (Words{"copy", "remap"}));
        QCOMPARE(console::hypervisorCompletions("on g1 show ip ro"), (Words{"route"}));
        QCOMPARE(QString::fromStdString(c.run("receive ?").text), QString("  copy\n  remap\n"));
        const QString help = QString::fromStdString(c.run("help").text);
        QVERIFY(help.contains("show buffers [json]") && help.contains("guest add WORD"));
        QVERIFY(console::mistakeInHypervisor("show buffers").empty());
        QVERIFY(!console::mistakeInHypervisor("show bufers").empty());
        QVERIFY(!console::mistakeInHypervisor("on g1 show ip rout e").empty());
        // A guest's name is not a command's word, shortened.
        QVERIFY(QString::fromStdString(c.run("guest a start").text).contains("there is no guest 'a'"));
    }
};

QTEST_APPLESS_MAIN(HypervisorConsoleTest)
#include "tst_hypervisor_console.moc"
