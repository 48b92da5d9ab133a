// Every lesson among the sample labs: it can be read without a complaint, its checks fail on its start and pass on its solution, its guide
// leads to all of them, and a student's copy is a lab as well.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/checking.h"
#include "core/lab/hand_out.h"
#include "core/world/check_lab.h"
#include "places.h"

#include <QDir>
#include <QFile>
#include <QtTest/QTest>

#include <algorithm>
#include <set>

using namespace hopyard;

namespace {

const QString kLabs = QStringLiteral(HOPYARD_SOURCE_DIR "/resources/labs");

std::string textOf(const QString &name)
{
    QFile file(kLabs + QLatin1Char('/') + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

QString missing(const checks::Report &report)
{
    QStringList failed;
    for (const checks::CheckResult &result : report.results)
        if (result.verdict != checks::Verdict::passed)
            failed += QString::fromStdString(result.id + ": " + result.seen);
    return failed.join(QLatin1String("; "));
}

} // namespace

class TestSampleLabs : public QObject {
    Q_OBJECT

private slots:
    void lessons_data()
    {
        QTest::addColumn<QString>("file");
        int lessons = 0;
        for (const QString &file : QDir(kLabs).entryList({"*.yaml"}, QDir::Files, QDir::Name)) {
            if (!QString::fromStdString(textOf(file)).contains(QLatin1String("\nchecks:\n")))
                continue;
            QTest::newRow(qPrintable(file)) << file;
            ++lessons;
        }
        QVERIFY(lessons >= 20);
    }
    void lessons()
    {
        QFETCH(QString, file);
        const std::string text = textOf(file);
        const world::CheckedText read = world::checkText(text, file.toStdString());
        for (const lab::Problem &problem : read.problems)
            QVERIFY2(problem.severity == lab::Problem::Severity::hint, lab::toString(problem).c_str());
        QVERIFY(read.lab);
        const lab::Lab &lab = read.lab->lab();
        QVERIFY(!lab.title.empty());
        QVERIFY(!lab.description.empty());

        std::set<std::string> led;
        for (const lab::GuideStep &step : lab.teaching.guide.steps) {
            QVERIFY(!step.title.empty());
            QVERIFY(!step.text.empty());
            QVERIFY2(!step.solution.empty() || step.checks.empty(), step.title.c_str());
            led.insert(step.checks.begin(), step.checks.end());
        }
        for (const lab::Check &check : lab.teaching.checks) {
            QVERIFY2(led.contains(check.id), check.id.c_str());
            QVERIFY2(!check.failure.empty(), check.id.c_str());
        }

        const auto start = checks::runChecks(lab, lab.teaching.checks, cli::checkOptions(1));
        QVERIFY(start.has_value());
        QVERIFY(!start->isAllPassed());
        QVERIFY(start->earned < start->possible);
        for (const checks::CheckResult &result : start->results)
            QVERIFY2(result.verdict != checks::Verdict::error, result.seen.c_str());

        const lab::Lab solved = lab.solved();
        const auto end = checks::runChecks(solved, solved.teaching.checks, cli::checkOptions(1));
        QVERIFY(end.has_value());
        QVERIFY2(end->isAllPassed(), qPrintable(missing(*end)));

        const auto copy = lab::handOut(text, "Ada Lovelace", file.toStdString());
        QVERIFY(copy.has_value());
        const world::CheckedText handed = world::checkText(*copy, "ada.yaml");
        QVERIFY(handed.lab && !lab::hasErrors(handed.problems));
        QCOMPARE(handed.lab->lab().teaching.student, std::string("Ada Lovelace"));
        QVERIFY(handed.lab->lab().solution == lab::Solution());
    }
};

QTEST_APPLESS_MAIN(TestSampleLabs)
#include "tst_sample_labs.moc"
