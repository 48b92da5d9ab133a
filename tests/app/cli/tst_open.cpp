// hop open: starts the workbench that is beside it, with the file's full path, and comes back; says what is missing.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "places.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

class TstOpen : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_hop;

    struct Outcome {
        int code = -1;
        QByteArray out, err;
    };
    Outcome hop(const QStringList &arguments, const QString &path = {})
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        if (!path.isNull())
            environment.insert("PATH", path);
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(m_folder.path());
        process.start(m_hop, arguments);
        process.waitForFinished(-1);
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }
    QByteArray contents(const QString &name)
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void write(const QString &name, const QByteArray &text)
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

private slots:
    void initTestCase()
    {
        m_hop = m_folder.filePath("hop");
        QVERIFY(QFile::copy(QStringLiteral(HOPYARD_BINARY_DIR "/bin/hop"), m_hop));
        write("my lab.yaml", "hopyard: 1\n");
    }

    void withoutAWorkbenchItSaysSo()
    {
        const Outcome outcome = hop({"open", "my lab.yaml"}, m_folder.filePath("nowhere"));
        QCOMPARE(outcome.code, 6);
        QVERIFY2(outcome.err.contains("hopyard"), outcome.err.constData());
    }

    void noSuchFile() { QCOMPARE(hop({"open", "missing.yaml"}).code, 5); }

    void theWorkbenchBesideItGetsTheFullPath()
    {
        write("hopyard", "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$(dirname \"$0\")/told.part\"\nmv \"$(dirname \"$0\")/told.part\" \"$(dirname \"$0\")/told\"\n");
        QVERIFY(QFile::setPermissions(m_folder.filePath("hopyard"), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        const Outcome outcome = hop({"open", "my lab.yaml", "--json"});
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.out.contains("my lab.yaml"));
        QTRY_VERIFY(QFile::exists(m_folder.filePath("told"))); // it has begun, not ended, when hop comes back
        QCOMPARE(contents("told"), "--\n" + QFileInfo(m_folder.path()).absoluteFilePath().toUtf8() + "/my lab.yaml\n");
    }
};

QTEST_GUILESS_MAIN(TstOpen)
#include "tst_open.moc"
