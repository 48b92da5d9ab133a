// See wireshark.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/wireshark.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <QCoreApplication>
#include <QProcess>
#include <QStandardPaths>
#include <unistd.h>

namespace hopyard::docks {

QString findWireshark() { return QStandardPaths::findExecutable(QStringLiteral("wireshark")); }

base::Result<rpc::OwnedFd, base::Error> openInWireshark(const QString &program)
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return base::fail(base::Error{std::string("cannot make a pipe: ") + std::strerror(errno)});
    const rpc::OwnedFd readEnd(ends[0]);
    rpc::OwnedFd writeEnd(ends[1]);
    // Without a parent: closing the workbench does not close the person's Wireshark.
    auto *process = new QProcess;
    process->setProgram(program);
    process->setArguments({QStringLiteral("-k"), QStringLiteral("-i"), QStringLiteral("-")});
    process->setStandardOutputFile(QProcess::nullDevice());
    process->setStandardErrorFile(QProcess::nullDevice());
    process->setChildProcessModifier([fd = readEnd.get()] {
        ::setsid();
        ::dup2(fd, STDIN_FILENO);
    });
    QObject::connect(process, &QProcess::finished, process, &QObject::deleteLater);
    process->start();
    if (!process->waitForStarted(3000)) {
        const std::string why = process->errorString().toStdString();
        delete process;
        return base::fail(base::Error{"cannot start Wireshark: " + why});
    }
    return writeEnd;
}

} // namespace hopyard::docks
