// The Debian packages of this build: made, looked at by lintian, and installed and tried in a clean root. What the desktop
// reads of us is checked by the desktop's own programs. Missing: other architectures and distributions.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "places.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

namespace {

// A clean root is fetched from Debian's mirror: longer than QtTest gives a function.
const bool isPatient = qputenv("QTEST_FUNCTION_TIMEOUT", "900000");

struct Ran {
    int code = -1;
    QByteArray text;
};

Ran run(const QString &program, const QStringList &arguments, int seconds = 60, const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment())
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    if (!process.waitForFinished(seconds * 1000)) {
        process.kill();
        process.waitForFinished();
        return {-1, "took more than " + QByteArray::number(seconds) + " s: " + process.readAll()};
    }
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAll()};
}

bool isMissing(const char *program) { return QStandardPaths::findExecutable(QString::fromLatin1(program)).isEmpty(); }

QString source(const char *path) { return QStringLiteral(HOPYARD_SOURCE_DIR) + QLatin1Char('/') + QLatin1String(path); }

} // namespace

#define NEED(program) \
    if (isMissing(program)) \
    QSKIP(program " is not installed")

class TestPackages : public QObject {
    Q_OBJECT
private:
    const QString m_packages = QStringLiteral(HOPYARD_BINARY_DIR "/packages");
    bool m_areMade = false;

private slots:
    void desktopEntry()
    {
        NEED("desktop-file-validate");
        const Ran ran = run(QStringLiteral("desktop-file-validate"), {source("packaging/linux/org.hopyard.Hopyard.desktop")});
        QCOMPARE(ran.text, QByteArray());
        QCOMPARE(ran.code, 0);
    }

    void appStream()
    {
        NEED("appstreamcli");
        const Ran ran = run(QStringLiteral("appstreamcli"), {QStringLiteral("validate"), QStringLiteral("--no-net"),
                                                             source("packaging/linux/org.hopyard.Hopyard.metainfo.xml")});
        QVERIFY2(ran.code == 0, ran.text.constData());
    }

    void typeOfAFile_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("a lab") << "a.yaml" << QByteArray("hopyard: 1\nnodes: []\n") << QByteArray("application/x-hopyard-lab");
        QTest::newRow("behind a comment") << "a.yaml" << QByteArray("# Two routers.\nhopyard: 1\n") << QByteArray("application/x-hopyard-lab");
        QTest::newRow("by name") << "a.hopyard.yaml" << QByteArray("\n") << QByteArray("application/x-hopyard-lab");
        QTest::newRow("without a name's help") << "a" << QByteArray("hopyard: 1\n") << QByteArray("application/x-hopyard-lab");
        QTest::newRow("other YAML") << "a.yaml" << QByteArray("a: 1\nb: [2]\n") << QByteArray("application/x-yaml");
        QTest::newRow("a record") << "a.hopyard" << QByteArray("SQLite format 3\0", 16) << QByteArray("application/x-hopyard-record");
    }
    void typeOfAFile()
    {
        NEED("update-mime-database");
        NEED("gio");
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, type);
        const QString common = QStringLiteral("/usr/share/mime/packages/freedesktop.org.xml");
        if (!QFile::exists(common))
            QSKIP("shared-mime-info is not installed");
        QTemporaryDir directory;
        QVERIFY(QDir(directory.path()).mkpath(QStringLiteral("mime/packages")));
        QVERIFY(QFile::copy(common, directory.filePath(QStringLiteral("mime/packages/freedesktop.org.xml"))));
        QVERIFY(QFile::copy(source("packaging/linux/hopyard.xml"), directory.filePath(QStringLiteral("mime/packages/hopyard.xml"))));
        const Ran made = run(QStringLiteral("update-mime-database"), {directory.filePath(QStringLiteral("mime"))});
        QVERIFY2(made.code == 0, made.text.constData());
        QFile file(directory.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        file.close();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_DATA_DIRS"), directory.path());
        environment.insert(QStringLiteral("XDG_DATA_HOME"), directory.filePath(QStringLiteral("home")));
        const Ran asked = run(QStringLiteral("gio"), {QStringLiteral("info"), QStringLiteral("-a"), QStringLiteral("standard::content-type"), file.fileName()},
                              60, environment);
        QVERIFY2(asked.text.contains("content-type: " + type + '\n'), asked.text.constData());
    }

    /// AppArmor 3 knows neither the number of the language nor the word; the rest of the profile it can read.
    void appArmor()
    {
        NEED("apparmor_parser");
        QFile file(source("packaging/linux/apparmor/hop"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray profile = file.readAll();
        QVERIFY(profile.contains("\n  userns,\n"));
        if (!QFile::exists(QStringLiteral("/etc/apparmor.d/abi/4.0")))
            profile.replace("abi <abi/4.0>,\n", "").replace("  userns,\n", "");
        QTemporaryDir directory;
        QFile copy(directory.filePath(QStringLiteral("hop")));
        QVERIFY(copy.open(QIODevice::WriteOnly) && copy.write(profile) == profile.size());
        copy.close();
        const Ran ran = run(QStringLiteral("apparmor_parser"), {QStringLiteral("-Q"), QStringLiteral("-K"), copy.fileName()});
        QVERIFY2(ran.code == 0, ran.text.constData());
    }

    void packagesAreMade()
    {
        NEED("help2man");
        NEED("dpkg-shlibdeps");
        QDir(m_packages).removeRecursively();
        const Ran ran = run(source("scripts/package"), {QStringLiteral(HOPYARD_BINARY_DIR), m_packages}, 600);
        QVERIFY2(ran.code == 0, ran.text.constData());
        QCOMPARE(ran.text.count(".deb\n"), 3);
        m_areMade = true;
    }

    void lintianFindsNothing()
    {
        NEED("lintian");
        if (!m_areMade)
            QSKIP("the packages could not be made");
        QStringList arguments{QStringLiteral("--allow-root"), QStringLiteral("--fail-on"), QStringLiteral("error,warning")};
        for (const QString &name : QDir(m_packages).entryList({QStringLiteral("*.deb")}))
            arguments << m_packages + QLatin1Char('/') + name;
        const Ran ran = run(QStringLiteral("lintian"), arguments, 300);
        QCOMPARE(ran.text, QByteArray());
        QCOMPARE(ran.code, 0);
    }

    void workInACleanRoot()
    {
        if (!m_areMade)
            QSKIP("the packages could not be made");
        const Ran ran = run(source("scripts/test-packages"), {m_packages, source("resources/labs")}, 850);
        if (ran.code == 77)
            QSKIP(ran.text.constData());
        QVERIFY2(ran.code == 0, ran.text.constData());
    }
};

QTEST_GUILESS_MAIN(TestPackages)
#include "tst_packages.moc"
