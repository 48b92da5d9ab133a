// Runs the built `hop` as a user would, away from the user's own runs.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "places.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

namespace hopyard::test {

struct Outcome {
    int code = -1;
    QByteArray out, err;

    /// The last line of stdout as an object.
    QJsonObject json() const
    {
        const QList<QByteArray> lines = out.trimmed().split('\n');
        return QJsonDocument::fromJson(lines.isEmpty() ? QByteArray() : lines.last()).object();
    }
};

/// A folder of its own with a directory for sockets in it.
class HopProcess {
public:
    QString path(const QString &name) const { return m_folder.filePath(name); }
    QString write(const QString &name, const QByteArray &text) const
    {
        QFile file(path(name));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName() : QString();
    }
    QByteArray read(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static QString program() { return QStringLiteral(HOPYARD_BINARY_DIR "/bin/hop"); }

    void prepare(QProcess &process) const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("XDG_RUNTIME_DIR", m_folder.path());
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(m_folder.path());
        process.setStandardInputFile(QProcess::nullDevice());
    }
    /// Ended after `limit` milliseconds.
    Outcome run(const QStringList &arguments, int limit = 60'000) const
    {
        QProcess process;
        prepare(process);
        process.start(program(), arguments);
        Outcome outcome;
        if (!process.waitForFinished(limit)) {
            process.kill();
            process.waitForFinished();
            return {-2, process.readAllStandardOutput(), process.readAllStandardError()};
        }
        outcome.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -3;
        outcome.out = process.readAllStandardOutput();
        outcome.err = process.readAllStandardError();
        return outcome;
    }

private:
    QTemporaryDir m_folder;
};

} // namespace hopyard::test
