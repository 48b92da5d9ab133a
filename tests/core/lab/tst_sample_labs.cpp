// The labs that come with Hopyard: each reads and validates without a word.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_text.h"
#include "core/lab/programs.h"
#include "core/lab/reader.h"
#include "core/lab/validate.h"
#include "places.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtTest/QTest>

using namespace hopyard;

namespace {

lab::ConfigFacts factsOf(std::string_view config)
{
    lab::ConfigFacts facts;
    const auto read = console::parseConfig(config);
    if (!read) {
        for (const auto &p : read.error())
            facts.issues.push_back({lab::Problem::Severity::error, p.line, p.column, p.message});
        return facts;
    }
    for (const auto &[name, interface] : read->interfaces) {
        facts.interfaces.push_back(name);
        for (const auto &address : interface.addresses)
            facts.addresses.push_back({name, address, interface.line.number});
    }
    return facts;
}

} // namespace

class TestSampleLabs : public QObject {
    Q_OBJECT
private slots:
    void labs_data()
    {
        QTest::addColumn<QString>("path");
        const QDir dir(QStringLiteral(HOPYARD_SOURCE_DIR "/resources/labs"));
        const QStringList files = dir.entryList({"*.yaml"});
        QVERIFY(files.size() >= 5);
        for (const QString &file : files)
            QTest::newRow(qPrintable(file)) << dir.filePath(file);
    }
    void labs()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto read = lab::readWithPlaces(file.readAll().toStdString(), path.toStdString());
        std::string said;
        for (const auto &p : read ? lab::validate(read->lab, read->places, factsOf) : read.error())
            said += lab::toString(p) + '\n';
        QVERIFY2(said.empty(), said.c_str());
        QVERIFY(!read->lab.title.empty());
        QVERIFY(!read->lab.description.empty());
        if (path.contains("virtual"))
            QVERIFY(lab::programs(read->lab).empty());
        for (const lab::Node &node : read->lab.nodes)
            for (const lab::Node &other : read->lab.nodes) // a node is about 64 wide, its name below it
                QVERIFY(&node == &other || std::abs(node.at.x - other.at.x) + std::abs(node.at.y - other.at.y) > 100);
    }
};

QTEST_APPLESS_MAIN(TestSampleLabs)
#include "tst_sample_labs.moc"
