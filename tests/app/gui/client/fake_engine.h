// An engine without a network, for tests of the client: speaks docs/rpc.md over a real socket, records what it is
// asked, and answers as the test tells it to.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/rpc/run_directory.h"
#include "emulation/rpc/server.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <QFile>
#include <QSocketNotifier>
#include <QString>
#include <string>
#include <vector>

namespace hopyard::test {

/// A script that says it has started an engine, which listens at `socket` already: what a session takes for `hop`.
inline void writeHopScript(const QString &path, const QString &socket)
{
    QFile hop(path);
    if (!hop.open(QIODevice::WriteOnly))
        qFatal("the script cannot be written");
    hop.write(QStringLiteral("#!/bin/sh\necho '{\"run\": \"fake\", \"socket\": \"%1\"}'\n").arg(socket).toUtf8());
    hop.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

class FakeEngine final : public rpc::Server::Handler {
public:
    struct Asked {
        std::string method;
        rpc::Json params;
        std::vector<rpc::OwnedFd> descriptors;
    };
    using Answer = base::Result<rpc::Json, rpc::RpcError>;

    explicit FakeEngine(const QString &path) : m_path(path)
    {
        m_server.emplace(std::move(*rpc::listenAt(path.toStdString())), *this);
        m_notifier = std::make_unique<QSocketNotifier>(m_server->fd(), QSocketNotifier::Read);
        QObject::connect(m_notifier.get(), &QSocketNotifier::activated, [this] { m_server->process(); });
        answers["engine.hello"] = [](const rpc::Json &) {
            return Answer(rpc::Json{{"protocol", 1}, {"version", "0.1.0"}, {"pid", 1}, {"run", "fake"}, {"state", "empty"}});
        };
        answers["engine.status"] = [this](const rpc::Json &) { return Answer(status()); };
        answers["lab.load"] = [this](const rpc::Json &) {
            state = "loaded";
            return Answer(rpc::Json{{"problems", problems}, {"programs", rpc::Json::array()}, {"topology", topology}});
        };
        answers["lab.apply"] = [this](const rpc::Json &) {
            return Answer(rpc::Json{{"problems", problems}, {"topology", topology}});
        };
        answers["lab.topology"] = [this](const rpc::Json &) { return Answer(rpc::Json{{"topology", topology}}); };
        answers["engine.shutdown"] = [this](const rpc::Json &) {
            state = "empty"; // the next one to connect finds a fresh engine
            return Answer(rpc::Json::object());
        };
        for (const auto &[method, after] : {std::pair{"run.start", "running"}, {"run.stop", "stopped"},
                                            {"run.pause", "paused"}, {"run.resume", "running"}, {"run.step", "paused"}})
            answers[method] = [this, s = std::string(after)](const rpc::Json &) {
                state = s;
                return Answer(status());
            };
    }

    rpc::Json status() const
    {
        return {{"state", state}, {"time", time}, {"now", now}, {"speed", speed}, {"seed", 1}, {"run", "fake"},
                {"lab", {{"title", "Fake"}, {"path", ""}}}, {"outside", outside}, {"events", 0}, {"behind", 0}};
    }
    void notify(std::string_view method, const rpc::Json &params) { m_server->notifyAll(method, params); }
    /// As kill -9 does it.
    void die()
    {
        m_notifier.reset();
        m_server.reset();
    }
    /// How often a method was called.
    int count(std::string_view method) const
    {
        int n = 0;
        for (const Asked &a : asked)
            n += a.method == method;
        return n;
    }
    const Asked *last(std::string_view method) const
    {
        const Asked *found = nullptr;
        for (const Asked &a : asked)
            if (a.method == method)
                found = &a;
        return found;
    }

    void request(rpc::ClientId client, rpc::Request request, std::vector<rpc::OwnedFd> descriptors) override
    {
        asked.push_back({request.method, request.params, std::move(descriptors)});
        const auto found = answers.find(request.method);
        const Answer answer = found == answers.end() ? Answer(rpc::Json::object()) : found->second(request.params);
        if (answer)
            m_server->answer(client, request.id, *answer);
        else
            m_server->refuse(client, request.id, answer.error());
    }

    std::vector<Asked> asked;
    std::map<std::string, std::function<Answer(const rpc::Json &)>, std::less<>> answers;
    std::string state = "empty";
    std::int64_t now = 0;
    double speed = 1;
    std::string time = "real";
    bool outside = false;
    rpc::Json problems = rpc::Json::array();
    rpc::Json topology = {{"nodes", {{{"id", 0}, {"name", "h1"}, {"kind", "host"}, {"running", true},
                                      {"interfaces", {{{"port", 0}, {"name", "eth0"}, {"mac", "02:48:00:00:00:01"},
                                                       {"addresses", {"10.0.1.10/24"}}}}}}}},
                          {"links", {{{"id", 0}, {"ends", {"h1:eth0", "r1:eth0"}}, {"up", true}}}}};

private:
    QString m_path;
    std::optional<rpc::Server> m_server;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace hopyard::test
