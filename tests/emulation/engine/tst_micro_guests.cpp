// The lab "Read where it landed" in real time: a micro-guest formed and controlled by the base portion as the others,
// its counters by console and by RPC. Without KVM it stays off with a sentence, and the run goes on.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/micro_guest/virtual_processor.h"
#include "places.h"
#include "tests/emulation/engine/harness.h"

#include <QFile>
#include <QtTest>

using namespace hopyard;
using engine::Harness;
using rpc::Json;

namespace {

class Run {
public:
    Run()
    {
        QFile file(QStringLiteral(HOPYARD_SOURCE_DIR "/resources/labs/read-where-it-landed.yaml"));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("no lab");
        text = file.readAll().toStdString();
    }
    std::string line(const char *place, const char *what)
    {
        const auto answer = h.ask("console.run", {{"node", place}, {"line", what}});
        if (!answer)
            return "refused: " + answer.error().message;
        return (answer->at("ok").get<bool>() ? "" : "error: ") + answer->at("text").get<std::string>();
    }
    Json guest(std::size_t number)
    {
        const auto answer = h.ask("hypervisor.guests", {{"node", "pc1"}});
        return answer ? answer->at("guests").at(number) : Json();
    }
    std::uint64_t packets()
    {
        const Json one = guest(0);
        return one.contains("micro") ? one.at("micro").at("packets").get<std::uint64_t>() : 0;
    }

    Harness h;
    std::string text;
};

} // namespace

class MicroGuestsTest : public QObject {
    Q_OBJECT
private slots:
    void itLivesAsTheBasePortionHasIt()
    {
        if (const auto why = micro_guest::missing())
            QSKIP(why->c_str());
        Run run;
        QCOMPARE(run.h.code("lab.load", {{"text", run.text}, {"time", "real"}}), 0);
        QCOMPARE(run.h.code("run.start"), 0); // nobody has to agree: the program is ours
        QVERIFY2(run.h.until([&] { return run.packets() >= 10; }), run.line("pc1", "show guest g1").c_str());
        const Json micro = run.guest(0).at("micro");
        QCOMPARE(micro.at("stale").get<int>(), 0);
        QVERIFY(micro.at("answered").get<int>() >= 9);
        QVERIFY(run.guest(0).at("interfaces").at(0).at("lent").get<int>() >= 9);
        const std::string said = run.line("pc1/g1", "show packets");
        QVERIFY2(said.find(" 0 of them stale") != std::string::npos && said.find("Virtual processor: ") != std::string::npos, said.c_str());
        QVERIFY(run.line("pc1/g1", "ping h1").starts_with("error: a micro-guest reads packets"));
        QVERIFY2(run.line("pc1", "verify").starts_with("every page is in one state"), run.line("pc1", "verify").c_str());

        QCOMPARE(run.line("pc1", "guest g1 pause"), std::string("guest g1 is paused\n"));
        QVERIFY(run.h.until([&] { return run.line("pc1/g1", "show packets").find("Virtual processor: paused") != std::string::npos; }));
        const std::uint64_t before = run.packets();
        QVERIFY(run.h.until([&] { return !run.guest(0).at("loans").empty(); })); // what comes now stays lent
        QCOMPARE(run.packets(), before);
        QCOMPARE(run.line("pc1/g1", "resume"), std::string("guest g1 runs\n"));
        QVERIFY(run.h.until([&] { return run.packets() > before; }));
        QVERIFY(run.h.until([&] { return run.guest(0).at("loans").empty(); }));

        QCOMPARE(run.line("pc1/g1", "stop"), std::string("guest g1 is stopped, its memory cleared\n"));
        QVERIFY(!run.guest(0).contains("micro"));
        QCOMPARE(run.line("pc1", "guest g1 start"), std::string("guest g1 runs\n"));
        QVERIFY2(run.h.until([&] { return run.packets() >= 3; }), run.line("pc1/g1", "show packets").c_str());
        QCOMPARE(run.guest(0).at("micro").at("stale").get<int>(), 0);
        QCOMPARE(run.h.code("run.stop"), 0);
    }

    void withoutKvmTheRestRuns()
    {
        if (!micro_guest::missing())
            QSKIP("there is KVM here");
        Run run;
        QCOMPARE(run.h.code("lab.load", {{"text", run.text}, {"time", "real"}}), 0);
        QCOMPARE(run.h.code("run.start"), 0);
        QVERIFY(run.h.until([&] { return run.h.notification("problem") != nullptr; }));
        const std::string said = run.h.notification("problem")->dump();
        QVERIFY2(said.find("pc1/g1 is off: ") != std::string::npos, said.c_str());
        QVERIFY(run.line("pc1", "show guest g1").find("is stopped") != std::string::npos);
        QCOMPARE(run.h.state(), std::string("running"));
    }

    void virtualTimeIsRefusedWithAReason()
    {
        Run run;
        QCOMPARE(run.h.code("lab.load", {{"text", run.text}, {"time", "virtual"}}), int(rpc::labHasErrors));
        const std::string said = run.h.lastError.data.dump();
        QVERIFY2(said.find("guest pc1/g1 is a virtual processor of kind micro") != std::string::npos, said.c_str());
    }
};

QTEST_GUILESS_MAIN(MicroGuestsTest)
#include "tst_micro_guests.moc"
