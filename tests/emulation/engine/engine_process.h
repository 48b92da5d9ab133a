// An engine in a process of its own: this test program, started again with "engine" as its first argument.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/engine/main.h"
#include "emulation/rpc/client.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <csignal>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace hopyard::engine {

class EngineProcess {
public:
    /// With a run directory of its own.
    explicit EngineProcess(QStringList arguments = {})
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("XDG_RUNTIME_DIR", m_dir.path());
        process.setProcessEnvironment(environment);
        m_arguments = std::move(arguments);
    }
    ~EngineProcess()
    {
        client.reset();
        if (process.state() != QProcess::NotRunning) {
            process.terminate();
            if (!process.waitForFinished(20'000))
                process.kill();
            process.waitForFinished();
        }
    }

    QString directory() const { return m_dir.path(); }

    /// Starts it and connects; false where it did not come up, then `error` says why.
    bool start()
    {
        process.start(QCoreApplication::applicationFilePath(), QStringList{"engine"} + m_arguments);
        announcement = rpc::Json();
        while (!process.canReadLine())
            if (!process.waitForReadyRead(20'000))
                break;
        if (const auto line = rpc::parseJson(process.readLine().toStdString()))
            announcement = *line;
        auto connected = rpc::Client::connect(rpc::stringMember(announcement, "socket").value_or("-"));
        if (!connected) {
            process.waitForFinished(1'000);
            error = process.readAllStandardError();
            return false;
        }
        client = std::move(*connected);
        client->onNotification = [this](std::string_view method, const rpc::Json &params) {
            notifications.emplace_back(method, params);
        };
        return true;
    }

    rpc::Client::Result ask(std::string_view method, rpc::Json params = rpc::Json::object(),
                            std::vector<rpc::OwnedFd> descriptors = {})
    {
        return client->call(method, std::move(params), std::move(descriptors), base::Duration::seconds(30));
    }
    int code(std::string_view method, rpc::Json params = rpc::Json::object())
    {
        const auto answer = ask(method, std::move(params));
        if (!answer)
            lastError = answer.error();
        return answer ? 0 : answer.error().code;
    }
    /// Whether the notification comes within some seconds, or has come; it is taken out.
    std::optional<rpc::Json> take(std::string_view method)
    {
        for (int i = 0; i < 200; ++i) {
            for (auto it = notifications.begin(); it != notifications.end(); ++it) {
                if (it->first != method)
                    continue;
                rpc::Json params = std::move(it->second);
                notifications.erase(it);
                return params;
            }
            client->waitForEvents(base::Duration::milliseconds(100));
        }
        return std::nullopt;
    }

    struct Ran {
        int status = -1; ///< -1: did not start or did not end
        std::string output;
    };
    /// Runs a program in a node and gives what it wrote.
    Ran run(const std::string &node, const std::vector<std::string> &argv)
    {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0)
            return {};
        const rpc::OwnedFd read(ends[0]);
        std::vector<rpc::OwnedFd> fds;
        fds.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        fds.emplace_back(ends[1]);
        fds.emplace_back(::fcntl(ends[1], F_DUPFD_CLOEXEC, 3));
        const auto started = ask("node.exec", {{"node", node}, {"argv", argv}}, std::move(fds));
        if (!started) {
            lastError = started.error();
            return {};
        }
        Ran ran;
        char buffer[4096];
        for (ssize_t n; (n = ::read(read.get(), buffer, sizeof buffer)) > 0;)
            ran.output.append(buffer, static_cast<std::size_t>(n));
        const auto exited = take("exec.exited");
        if (exited && rpc::intMember(*exited, "exec") == rpc::intMember(*started, "exec"))
            ran.status = static_cast<int>(rpc::intMember(*exited, "status").value_or(-1));
        return ran;
    }

private:
    QTemporaryDir m_dir;
    QStringList m_arguments;

public:
    QProcess process;
    rpc::Json announcement;
    QByteArray error;
    std::unique_ptr<rpc::Client> client;
    std::vector<std::pair<std::string, rpc::Json>> notifications;
    rpc::RpcError lastError;
};

/// main() of a test that uses EngineProcess.
template <class Test>
int mainOfEngineTest(int argc, char **argv)
{
    if (argc > 1 && std::strcmp(argv[1], "engine") == 0)
        return engine::main(argc - 1, argv + 1);
    QCoreApplication app(argc, argv);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace hopyard::engine
