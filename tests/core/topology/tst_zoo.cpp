// The Topology Zoo's files that are at hand: each becomes, by each plan, a lab without errors. The files are not part of
// the project: HOPYARD_DATA names the folder that has topology-zoo/; else it is looked for beside the project.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/read.h"
#include "core/lab/write.h"
#include "core/topology/build_lab.h"
#include "core/topology/import.h"
#include "core/topology/layout.h"
#include "core/world/check_lab.h"
#include "places.h"

#include <QDir>
#include <QtTest>

#include <cmath>
#include <set>

using namespace hopyard;

class ZooTest : public QObject {
    Q_OBJECT
private:
    QDir m_folder;

    QByteArray textOf(const QString &name) const
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private slots:
    void initTestCase()
    {
        m_folder.setPath(qEnvironmentVariable("HOPYARD_DATA", HOPYARD_SOURCE_DIR "/../shared/data") + "/topology-zoo");
        if (!m_folder.exists())
            QSKIP("the Topology Zoo's files are not here: set HOPYARD_DATA to the folder that has topology-zoo/");
    }

    void everyFile_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString &name : m_folder.entryList({"*.graphml", "*.gml"}))
            QTest::newRow(qPrintable(name)) << name;
    }
    void everyFile()
    {
        QFETCH(QString, name);
        const QByteArray text = textOf(name);
        const topology::Parsed parsed = topology::parseTopology(text.toStdString(), name.toStdString());
        QVERIFY(parsed.topology);
        QCOMPARE(parsed.topology->nodes.size(), std::size_t(name.endsWith(".gml") ? text.count("node [") : text.count("<node ")));
        for (const std::string_view plan : topology::planNames()) {
            const topology::Built built = topology::buildLab(*parsed.topology, {.plan = *topology::parsePlan(plan), .speed = {}});
            QCOMPARE(built.lab.nodes.size(), parsed.topology->nodes.size());
            QCOMPARE(built.lab.links.size(), parsed.topology->links.size());
            const std::string lab = lab::write(built.lab);
            const auto again = lab::read(lab);
            QVERIFY(again.has_value());
            QVERIFY(*again == built.lab);
            QVERIFY(built.lab.description.find("The Internet Topology Zoo") != std::string::npos);
            for (const lab::Problem &problem : world::checkLab(built.lab))
                QVERIFY2(problem.severity != lab::Problem::Severity::error, toString(problem).c_str());
            if (plan != topology::planNames().front())
                continue;
            for (std::size_t i = 0; i < built.lab.nodes.size(); ++i)
                for (std::size_t j = 0; j < i; ++j) {
                    const lab::Position &a = built.lab.nodes[i].at, &b = built.lab.nodes[j].at;
                    QVERIFY(std::hypot(a.x - b.x, a.y - b.y) >= topology::kNodeSpacing);
                }
        }
    }

    /// Facts that can be read off the files by hand.
    void someOfThem_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("nodes");
        QTest::addColumn<int>("links");
        QTest::newRow("Abilene") << "Abilene.graphml" << 11 << 14;
        QTest::newRow("Kdl") << "Kdl.graphml" << 754 << 899;
        QTest::newRow("Interoute, with two loops") << "Interoute.graphml" << 110 << 156;
        QTest::newRow("Cogentco") << "Cogentco.graphml" << 197 << 245;
    }
    void someOfThem()
    {
        QFETCH(QString, name);
        QFETCH(int, nodes);
        QFETCH(int, links);
        const topology::Parsed parsed = topology::parseTopology(textOf(name).toStdString(), "x");
        QVERIFY(parsed.topology);
        QCOMPARE(int(parsed.topology->nodes.size()), nodes);
        QCOMPARE(int(parsed.topology->links.size()), links);
    }
};

QTEST_GUILESS_MAIN(ZooTest)
#include "tst_zoo.moc"
