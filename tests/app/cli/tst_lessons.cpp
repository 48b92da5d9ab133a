// A lesson from both sides, by the commands that docs/checks.md walks through. The teacher takes a network from the generator, adds a guide and checks,
// hands it out and grades three answers, of which one is broken. The student opens the copy and follows the guide, step by step, to all green.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "hop_process.h"

#include "core/lab/read.h"
#include "core/lab/write.h"

#include <QJsonArray>
#include <QtTest/QTest>

#include <functional>

using namespace hopyard;
using hopyard::test::HopProcess;
using hopyard::test::Outcome;

namespace {

/// What the teacher adds to the network.
const char *const kLesson = "guide:\n  title: A square of routers\n  steps:\n"
                            "    - {title: Passive, text: \"Why does r2 not know r1?\", nodes: [r1], command: \"r1: show ip ospf neighbor\", checks: [neighbours], solution: \"no ip ospf passive\"}\n"
                            "    - {title: Around, text: Make the way over r3 the better one., nodes: [r1], checks: [way], hints: [A cost counts where a packet leaves.], solution: \"ip ospf cost\"}\n"
                            "checks:\n"
                            "  neighbours: {title: r1 and r2 are neighbours, at: 90s, adjacency: {on: r2, protocol: ospf, with: r1}, failure: One of them is silent.}\n"
                            "  way: {title: r1 reaches r4 by r3, points: 2, at: 90s, all: [{adjacency: {on: r1, protocol: ospf, with: r2}}, {route: {on: r1, to: 10.255.0.4/32, via: r3}}, {not: {route: {on: r1, to: 10.255.0.4/32, via: r2}}}], failure: The way over r2 is not dearer.}\n";

/// Of r1 towards r2, as the generator writes it and as the solution has it.
const std::string kCost = " ip address 10.0.0.1/30\n ip ospf cost 10\n", kDear = " ip address 10.0.0.1/30\n ip ospf cost 500\n";

} // namespace

class TestLessons : public QObject {
    Q_OBJECT
private:
    HopProcess m_hop;

    lab::Lab labOf(const QString &file) const
    {
        const auto read = lab::read(m_hop.read(file).toStdString());
        return read ? *read : lab::Lab();
    }
    /// The lab with another configuration of r1, as the workbench saves it.
    void configure(const QString &from, const QString &to, const std::function<void(std::string &)> &change)
    {
        lab::Lab lab = labOf(from);
        QVERIFY(lab.findNode("r1"));
        change(lab.findNode("r1")->config);
        QVERIFY(!m_hop.write(to, QByteArray::fromStdString(lab::write(lab))).isEmpty());
    }
    static void replace(std::string &text, const std::string &what, const std::string &with)
    {
        const std::size_t at = text.find(what);
        QVERIFY2(at != std::string::npos, text.c_str());
        text.replace(at, what.size(), with);
    }
    QStringList passed(const QString &file)
    {
        QStringList all;
        for (const QJsonValue &result : m_hop.run({"check", file, "--json"}).json()["results"].toArray())
            if (result.toObject()["verdict"].toString() == "passed")
                all += result.toObject()["id"].toString();
        return all;
    }
private slots:
    void theTeacherWritesALesson()
    {
        const Outcome made = m_hop.run({"generate", "grid", "2", "2", "-o", "square.yaml"});
        QVERIFY2(made.code == 0, made.err.constData());
        // r1 is silent towards r2: that is what the student finds.
        configure("square.yaml", "broken.yaml", [](std::string &config) { replace(config, kCost, kCost + " ip ospf passive\n"); });
        configure("square.yaml", "solved.yaml", [](std::string &config) { replace(config, kCost, kDear); });
        lab::Lab lesson = labOf("broken.yaml");
        lesson.solution.text = "r1 speaks to r2 again, and prefers r3.";
        lesson.solution.nodes = {*labOf("solved.yaml").findNode("r1")};
        QByteArray text = QByteArray::fromStdString(lab::write(lesson));
        QVERIFY(!m_hop.write("lesson.yaml", text + kLesson).isEmpty());
        QCOMPARE(m_hop.run({"validate", "lesson.yaml"}).code, 0);
        QCOMPARE(m_hop.run({"check", "lesson.yaml"}).code, 1);
        const Outcome good = m_hop.run({"check", "lesson.yaml", "--solution"});
        QVERIFY2(good.code == 0, (good.out + good.err).constData());
    }

    void theStudentFollowsTheGuide()
    {
        QCOMPARE(m_hop.run({"hand-out", "lesson.yaml", "--for", "Ada", "-o", m_hop.path("ada.yaml")}).code, 0);
        const lab::Lab copy = labOf("ada.yaml");
        QVERIFY(copy.solution == lab::Solution());
        QCOMPARE(copy.teaching.student, std::string("Ada"));
        QCOMPARE(passed("ada.yaml"), QStringList());
        configure("ada.yaml", "ada.yaml", [](std::string &config) { replace(config, " ip ospf passive\n", ""); });
        QCOMPARE(passed("ada.yaml"), QStringList({"neighbours"}));
        configure("ada.yaml", "ada.yaml", [](std::string &config) { replace(config, kCost, kDear); });
        QCOMPARE(passed("ada.yaml"), QStringList({"neighbours", "way"}));
        QCOMPARE(m_hop.run({"check", "ada.yaml"}).code, 0);
    }

    void threeAnswersAreGraded()
    {
        QCOMPARE(m_hop.run({"hand-out", "lesson.yaml", "--for", "Bob", "-o", m_hop.path("bob.yaml")}).code, 0); // hands in what he was given
        QVERIFY(!m_hop.write("cyd.yaml", "hopyard: 1\nstudent: Cyd\nnodes: [r1, r2\n").isEmpty());            // is no lab
        const Outcome graded = m_hop.run({"grade", "lesson.yaml", "ada.yaml", "bob.yaml", "cyd.yaml", "--json", "--html", m_hop.path("report.html")}, 120'000);
        QVERIFY2(graded.code == 0, graded.err.constData());
        const QJsonArray rows = graded.json()["answers"].toArray();
        QCOMPARE(rows.size(), 3);
        QCOMPARE(rows[0].toObject()["earned"].toInt(), 3);
        QVERIFY(rows[1].toObject()["earned"].toInt() < 3);
        QVERIFY(!rows[2].toObject()["mistake"].toString().isEmpty());
        QVERIFY(m_hop.read("report.html").contains("Ada"));
    }
};

QTEST_GUILESS_MAIN(TestLessons)
#include "tst_lessons.moc"
