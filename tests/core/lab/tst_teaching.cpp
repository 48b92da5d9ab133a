// Guide, checks, parameters and solution of a lab: read with their mistakes, written back, changed in a person's text;
// parameters by student; the student's copy.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/edit.h"
#include "core/lab/hand_out.h"
#include "core/lab/lab_text.h"
#include "core/lab/parameters.h"
#include "core/lab/read.h"
#include "core/lab/validate.h"
#include "core/lab/write.h"

#include <QtTest/QTest>

#include <set>

using namespace hopyard;
using lab::Lab;

namespace {

const std::string kLesson = R"(hopyard: 1
title: Lesson # mine
# values
parameters:
  lan: {within: 10.0.0.0/8, length: 24}
  cost: {from: 10, to: 50, step: 5}
  broken: {choose: ["r1:eth0", "h1:eth0"]}
guide:
  steps:
    - title: Look
      text: See ${lan}.
      nodes: [h1]
      view: console
      command: "h1: ping ${lan.1}"
      checks: [reach]
      hints: [One, Two]
      solution: Look again.
nodes:
  h1: {kind: host, interfaces: {eth0: {address: "${lan.10}/${lan.length}"}}, gateway: "${lan.1}"}
  # the router
  r1:
    kind: router
    at: [0, 0]
    config: |
      interface eth0
       ip address ${lan.1}/24
       ip ospf cost ${cost}
links:
  - {ends: [h1:eth0, r1:eth0]}
checks:
  # is it there
  reach:
    title: h1 reaches r1
    points: 2
    at: 5s
    ping: {from: h1, to: r1}
    failure: "No answer from ${lan.1}."
  both:
    at: 10s
    after: [fail r1:eth0, wait 5s]
    all:
      - not: {ping: {from: h1, to: "${lan.1}"}}
      - config: {on: r1, below: interface eth0, contains: "ip ospf cost ${cost}"}
# for me alone
solution:
  # nobody shall see this
  text: It is in order.
)";

QString problemsOf(std::string_view text)
{
    const auto read = lab::LabText::read(text, "lab.yaml");
    QString said;
    for (const auto &problem : read ? lab::validate(read->lab(), read->places()) : read.error())
        if (problem.severity == lab::Problem::Severity::error)
            said += QString::fromStdString(lab::toString(problem)) + '\n';
    return said;
}

std::string withCheck(const std::string &lines)
{
    return "hopyard: 1\nnodes:\n  h1: {kind: host}\n  r1: {kind: router}\nlinks:\n  - {ends: [h1:eth0, r1:eth0]}\nchecks:\n  c:\n" + lines;
}

} // namespace

class TestTeaching : public QObject {
    Q_OBJECT
private slots:
    void isRead()
    {
        const auto read = lab::readFor(kLesson, "Ada");
        QVERIFY(read);
        const lab::Teaching &t = read->teaching;
        const auto values = lab::parameterValues(t.parameters, "Ada");
        QCOMPARE(t.student, std::string("Ada"));
        QCOMPARE(t.guide.steps.size(), std::size_t(1));
        QCOMPARE(t.guide.steps[0].text, "See " + values.at("lan") + ".");
        QCOMPARE(t.guide.steps[0].hints.size(), std::size_t(2));
        QCOMPARE(t.checks[0].points, 2u);
        QCOMPARE(t.checks[0].condition.get("to"), std::string_view("r1"));
        QCOMPARE(t.checks[1].after.size(), std::size_t(2));
        QCOMPARE(t.checks[1].condition.parts.size(), std::size_t(2));
        QVERIFY(read->nodes[1].config.find("ip ospf cost " + values.at("cost")) != std::string::npos);
        QCOMPARE(toString(read->nodes[0].interfaces[0].addresses[0].network()), values.at("lan"));
        QCOMPARE(problemsOf(kLesson), QString());
    }

    void mistakesHaveTheirPlace_data()
    {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("said");
        QTest::newRow("none") << "    title: x\n" << "9:5: error: check 'c' has no condition";
        QTest::newRow("two") << "    ping: {from: h1, to: r1}\n    route: {on: r1, to: 10.0.0.0/8}\n" << "10:12: error: check 'c' has two conditions";
        QTest::newRow("unknown key") << "    pong: {from: h1}\n" << "9:5: error: unknown key 'pong' in check 'c'";
        QTest::newRow("missing argument") << "    ping: {from: h1}\n" << "'ping' has no 'to'";
        QTest::newRow("unknown argument") << "    ping: {from: h1, to: r1, cuont: 3}\n" << "9:30: error: unknown key 'cuont' in 'ping'; did you mean 'count'?";
        QTest::newRow("bad argument") << "    route: {on: r1, to: ten}\n" << "9:25: error: 'to': 'ten' is not a network";
        QTest::newRow("no such node") << "    ping: {from: h7, to: r1}\n" << "9:12: error: there is no node 'h7'; did you mean 'h1'?";
        QTest::newRow("no link there") << "    seen: {at: \"r1:eth9\", filter: arp}\n" << "no link is plugged at r1:eth9";
        QTest::newRow("bad action") << "    after: [brake r1:eth0]\n    ping: {from: h1, to: r1}\n" << "9:13: error: 'after': 'brake r1:eth0' is not something to do";
        QTest::newRow("points") << "    points: many\n    ping: {from: h1, to: r1}\n" << "'many' is not a number of points";
        QTest::newRow("empty all") << "    all: []\n" << "'all' has 0 conditions";
        QTest::newRow("two in one") << "    not: {ping: {from: h1, to: r1}, bgp: {}}\n" << "a condition is a mapping with one key";
        QTest::newRow("adjacency") << "    adjacency: {on: r1, protocol: static, with: h1}\n" << "'adjacency' is of ospf, bgp or rip";
        QTest::newRow("table changes nothing") << "    table: {on: r1, command: clear ip rip, equals: x}\n" << "a command that shows something";
        QString deep = "    not: ";
        for (int i = 0; i < 12; ++i)
            deep += "{not: ";
        QTest::newRow("deep") << deep + "{ping: {from: h1, to: r1}}" + QString(12, '}') + "\n" << "deeper than 8";
    }
    void mistakesHaveTheirPlace()
    {
        QFETCH(QString, lines);
        QFETCH(QString, said);
        const QString problems = problemsOf(withCheck(lines.toStdString()));
        QVERIFY2(problems.contains(said), qPrintable(problems));
    }

    void writingIsReadBack()
    {
        const auto read = lab::read(kLesson);
        QVERIFY(read);
        const std::string text = lab::write(*read);
        const auto again = lab::read(text);
        QVERIFY2(again, text.c_str());
        QVERIFY2(*again == *read, text.c_str());
    }
    void theSignItselfIsReadBack()
    {
        auto read = lab::read(kLesson);
        QVERIFY(read);
        read->description = "costs ${price} and $${more}";
        const auto again = lab::read(lab::write(*read));
        QVERIFY(again);
        QCOMPARE(again->description, read->description);
    }

    void savingKeepsTheText()
    {
        const auto text = lab::LabText::read(kLesson);
        QVERIFY(text);
        QCOMPARE(text->save(text->lab()), kLesson);
        Lab x = text->lab();
        x.teaching.checks[0].points = 3;
        x.nodes[1].at.x = 50;
        QString expected = QString::fromStdString(kLesson);
        expected.replace("points: 2", "points: 3").replace("at: [0, 0]", "at: [50, 0]");
        QCOMPARE(QString::fromStdString(text->save(x)), expected);
    }
    void problemsToFindAreReadAndWritten()
    {
        using Kind = lab::ProblemKind;
        const auto with = [](const QString &line) { return QString::fromStdString(kLesson).replace("# values\n", line + "# values\n").toStdString(); };
        const auto some = lab::read(with("to-find: [routes, gateways, routes]\n")), one = lab::read(with("to-find: loops\n")), all = lab::read(with("to-find: all\n"));
        QVERIFY(some && one && all);
        QVERIFY((some->teaching.toFind == lab::ToFind{false, {Kind::routes, Kind::gateways}}));
        QVERIFY((one->teaching.toFind == lab::ToFind{false, {Kind::loops}}));
        QVERIFY((all->teaching.toFind == lab::ToFind{true, {}}));
        for (const auto *each : {&*some, &*one, &*all}) {
            const auto again = lab::read(lab::write(*each));
            QVERIFY(again && *again == *each);
            const auto copy = lab::handOut(lab::write(*each), "Ada"); // the student's copy keeps them quiet, too
            QVERIFY(copy && lab::read(*copy)->teaching.toFind == each->teaching.toFind);
        }
        QVERIFY(problemsOf(with("to-find: [rutes]\n")).contains("'rutes' is none of addresses, gateways, routes, protocols, loops, interfaces, all; did you mean 'routes'?"));

        const auto text = lab::LabText::read(kLesson);
        QVERIFY(text);
        Lab x = text->lab();
        x.teaching.toFind.kinds = {Kind::routes};
        const std::string saved = text->save(x);
        QCOMPARE(QString::fromStdString(saved), QString::fromStdString(kLesson).replace("# mine\n", "# mine\nto-find: [routes]\n"));
        const auto second = lab::LabText::read(saved);
        QVERIFY(second);
        x.teaching.toFind = {true, {}};
        QCOMPARE(QString::fromStdString(second->save(x)), QString::fromStdString(saved).replace("[routes]", "all"));
        x.teaching.toFind = {};
        QCOMPARE(QString::fromStdString(second->save(x)), QString::fromStdString(kLesson));
    }
    void errorsAreNeverLeftToBeFound()
    {
        Lab lab;
        lab.teaching.toFind.all = true;
        lab::Problem problem;
        problem.kind = lab::ProblemKind::addresses;
        QVERIFY(!lab::isToFind(lab, problem));
        problem.severity = lab::Problem::Severity::warning;
        QVERIFY(lab::isToFind(lab, problem));
        problem.kind = lab::ProblemKind::other; // a mistake of the teacher's
        QVERIFY(!lab::isToFind(lab, problem));
    }
    void editsGoThereAndBack()
    {
        const auto read = lab::read(kLesson);
        QVERIFY(read);
        Lab x = *read;
        x.teaching.guide.steps[0].title = "Other";
        x.teaching.checks.pop_back();
        x.teaching.toFind.all = true;
        x.solution = {};
        Lab y = *read;
        for (const lab::Edit &edit : lab::diff(*read, x))
            QVERIFY(lab::apply(y, edit));
        QVERIFY(y == x);
    }

    void parametersAreOfTheStudent()
    {
        const auto read = lab::read(kLesson);
        QVERIFY(read);
        const auto &parameters = read->teaching.parameters;
        QCOMPARE(lab::parameterValues(parameters, "Ada"), lab::parameterValues(parameters, "Ada"));
        std::set<std::string> networks, costs;
        for (int i = 0; i < 500; ++i) {
            const auto values = lab::parameterValues(parameters, "student " + std::to_string(i));
            networks.insert(values.at("lan"));
            costs.insert(values.at("cost"));
            const int cost = std::stoi(values.at("cost"));
            QVERIFY(cost >= 10 && cost <= 50 && cost % 5 == 0);
        }
        QVERIFY(networks.size() > 480);
        QCOMPARE(costs.size(), std::size_t(9));
    }
    void networksLieApart()
    {
        std::vector<lab::Parameter> parameters(4);
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            parameters[i].name = "n" + std::to_string(i);
            parameters[i].kind = lab::Parameter::Kind::network;
            parameters[i].within = *base::IpPrefix::parse("10.0.0.0/22");
        }
        std::set<std::string> networks;
        const auto values = lab::parameterValues(parameters, "Ada"); // four of /24 fill it
        for (const lab::Parameter &parameter : parameters)
            networks.insert(values.at(parameter.name));
        QCOMPARE(networks.size(), std::size_t(4));
    }
    void valuesInText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("result");
        QTest::newRow("plain") << "a $b {c} $" << "a $b {c} $";
        QTest::newRow("value") << "x ${lan} y" << "x 10.1.2.0/24 y";
        QTest::newRow("parts") << "${lan.1} ${lan.mask} ${lan.length}" << "10.1.2.1 255.255.255.0 24";
        QTest::newRow("last") << "${lan.255}" << "10.1.2.255";
        QTest::newRow("sign") << "$${lan} ${lan}" << "${lan} 10.1.2.0/24";
        QTest::newRow("beyond") << "${lan.256}" << "!10.1.2.0/24 has 256 addresses, and '.256' is beyond them";
        QTest::newRow("unknown") << "${lam}" << "!there is no parameter 'lam'; did you mean 'lan'?; what is none is written $${…}";
        QTest::newRow("open") << "a ${lan" << "!'${lan' has no '}'; what is no parameter is written $${";
        QTest::newRow("no network") << "${n.1}" << "!parameter 'n' is no network and has no parts";
    }
    void valuesInText()
    {
        QFETCH(QString, text);
        QFETCH(QString, result);
        const auto put = lab::withValues(text.toStdString(), {{"lan", "10.1.2.0/24"}, {"n", "5"}});
        QCOMPARE(QString::fromStdString(put ? *put : "!" + put.error()), result);
    }
    void withoutParametersTheSignIsText()
    {
        const auto read = lab::read("hopyard: 1\ntitle: ${HOME} $${x}\n");
        QVERIFY(read);
        QCOMPARE(read->title, std::string("${HOME} $${x}"));
    }

    void handOutIsTheStudentsOwn()
    {
        const auto text = lab::handOut(kLesson, "Ada");
        QVERIFY(text);
        const QString copy = QString::fromStdString(*text);
        for (const char *secret : {"parameters", "solution:\n", "nobody", "for me alone", "${", "in order", "# values"})
            QVERIFY2(!copy.contains(secret), qPrintable(copy));
        QVERIFY(copy.contains("# the router") && copy.contains("title: Lesson # mine") && copy.contains("# is it there"));
        const auto read = lab::read(*text), expected = lab::labFor(kLesson, "Ada");
        QVERIFY(read && expected);
        QVERIFY(*read == *expected);
        QCOMPARE(read->teaching.student, std::string("Ada"));
        QVERIFY(*text != *lab::handOut(kLesson, "Bob"));
        QCOMPARE(*lab::handOut(*text, "Ada"), *text);
    }
    void handOutOfOtherLayouts()
    {
        const std::string flow = "{hopyard: 1, parameters: {n: {choose: [a]}}, title: \"${n}\", solution: {text: secret}}";
        const auto text = lab::handOut(flow, "Ada");
        QVERIFY(text);
        QVERIFY(text->find("secret") == std::string::npos && text->find("title: a") != std::string::npos);
    }

    void solutionTakesThePlaceOfNodes()
    {
        const auto read = lab::read("hopyard: 1\nnodes:\n  r1: {kind: router}\n  h1: {kind: host}\nlinks:\n  - {ends: [r1:eth0, h1:eth0], down: true}\n"
                                    "solution:\n  nodes:\n    r1: {kind: router, config: ip forwarding}\n    r2: {kind: router}\n"
                                    "  links:\n    - {ends: [r1:eth0, h1:eth0]}\n");
        QVERIFY(read);
        const Lab solved = read->solved();
        QCOMPARE(solved.nodes.size(), std::size_t(3));
        QCOMPARE(solved.nodes[0].config, std::string("ip forwarding"));
        QCOMPARE(solved.links.size(), std::size_t(1));
        QVERIFY(!solved.links[0].forward.down);
        QVERIFY(solved.solution == lab::Solution());
    }
};

QTEST_APPLESS_MAIN(TestTeaching)
#include "tst_teaching.moc"
