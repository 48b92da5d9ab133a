// A run of a lab of virtual hosts and routers, and programs of this machine with their sockets on them.
//
// Everything is on this machine's own processes and Unix sockets: no namespace, no TAP, no rights.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "hop_process.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QStandardPaths>
#include <QtTest/QtTest>

#include <memory>
#include <utility>

namespace hopyard::test {

/// client 10.0.1.10 – r1 – r2 – web 10.0.2.10; web1 10.0.9.9 behind r1 as well; and an island of its own, r3 – web3
/// 10.0.8.8.
inline const char *const kRemoteLab = "hopyard: 1\n"
                                      "title: Programs outside\n"
                                      "nodes:\n"
                                      "  client: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}\n"
                                      "  r1:\n"
                                      "    kind: router\n"
                                      "    config: |\n"
                                      "      interface eth0\n"
                                      "       ip address 10.0.1.1/24\n"
                                      "      interface eth1\n"
                                      "       ip address 10.0.12.1/24\n"
                                      "      interface eth2\n"
                                      "       ip address 10.0.9.1/24\n"
                                      "      ip route 10.0.2.0/24 10.0.12.2\n"
                                      "  r2:\n"
                                      "    kind: router\n"
                                      "    config: |\n"
                                      "      interface eth0\n"
                                      "       ip address 10.0.12.2/24\n"
                                      "      interface eth1\n"
                                      "       ip address 10.0.2.1/24\n"
                                      "      ip route 10.0.1.0/24 10.0.12.1\n"
                                      "  r3:\n"
                                      "    kind: router\n"
                                      "    config: |\n"
                                      "      interface eth0\n"
                                      "       ip address 10.0.8.1/24\n"
                                      "  web: {kind: host, interfaces: {eth0: {address: 10.0.2.10/24}}, gateway: 10.0.2.1}\n"
                                      "  web1: {kind: host, interfaces: {eth0: {address: 10.0.9.9/24}}}\n"
                                      "  web3: {kind: host, interfaces: {eth0: {address: 10.0.8.8/24}}}\n"
                                      "  s: {kind: switch}\n"
                                      "links:\n"
                                      "  - {ends: [client:eth0, r1:eth0], delay: 1ms}\n"
                                      "  - {ends: [r1:eth1, r2:eth0]}\n"
                                      "  - {ends: [r2:eth1, web:eth0], delay: 1ms}\n"
                                      "  - {ends: [r1:eth2, web1:eth0]}\n"
                                      "  - {ends: [r3:eth0, web3:eth0]}\n";

/// A program that goes on beside the test, until it is destroyed.
class Background {
public:
    Background(const HopProcess &hop, const QStringList &arguments) : m_process(std::make_unique<QProcess>())
    {
        hop.prepare(*m_process);
        m_process->setProcessChannelMode(QProcess::MergedChannels);
        m_process->start(HopProcess::program(), arguments);
        m_process->waitForStarted(20'000);
    }
    Background(Background &&) = default;
    ~Background() { stop(); }
    void stop()
    {
        if (!m_process || m_process->state() == QProcess::NotRunning)
            return;
        m_process->terminate();
        if (!m_process->waitForFinished(10'000)) {
            m_process->kill();
            m_process->waitForFinished();
        }
    }
    QProcess &process() { return *m_process; }
    QByteArray output()
    {
        m_process->waitForReadyRead(10);
        m_said += m_process->readAll();
        return m_said;
    }
    /// Waits until it has said that.
    bool says(const QByteArray &text)
    {
        QElapsedTimer timer;
        timer.start();
        while (!output().contains(text))
            if (timer.elapsed() > 30'000 || (m_process->state() == QProcess::NotRunning && !output().contains(text)))
                return false;
        return true;
    }

private:
    std::unique_ptr<QProcess> m_process;
    QByteArray m_said;
};

class RemotePrograms {
public:
    explicit RemotePrograms(const char *lab = kRemoteLab)
    {
        hop.write("lab.yaml", lab);
        started = hop.run({"run", "lab.yaml", "--detach", "--name", "remote"});
    }
    ~RemotePrograms() { hop.run({"stop", "remote"}); }

    static bool has(const QString &program)
    {
        return !QStandardPaths::findExecutable(program).isEmpty()
            || !QStandardPaths::findExecutable(program, {"/usr/sbin", "/sbin"}).isEmpty();
    }
    static QStringList on(const QString &node, const QStringList &command)
    {
        return QStringList{"exec", "remote", "--on", node, "--"} + command;
    }
    Outcome run(const QString &node, const QStringList &command) const { return hop.run(on(node, command)); }
    Background start(const QString &node, const QStringList &command) const { return Background(hop, on(node, command)); }
    /// Waits until a connection to that port is taken, as a program on `node` sees it.
    bool waitForPort(const QString &node, const QString &address, int port) const
    {
        const QString script = QString("import socket,time\n"
                                       "for i in range(300):\n"
                                       "  try: socket.create_connection(('%1',%2),2).close(); break\n"
                                       "  except OSError: time.sleep(0.05)\n"
                                       "else: raise SystemExit(1)\n")
                                   .arg(address)
                                   .arg(port);
        return run(node, {"python3", "-c", script}).code == 0;
    }

    HopProcess hop;
    Outcome started;
};

} // namespace hopyard::test
