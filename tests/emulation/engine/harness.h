// An engine in this process and a client of it over a real socket, moved in turns by the test.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/engine/engine.h"
#include "emulation/rpc/client.h"
#include "tests/emulation/engine/labs.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <poll.h>

namespace hopyard::engine {

class Harness {
public:
    explicit Harness(EngineOptions options = {})
    {
        options.run = "test";
        options.socket = path("test.sock");
        auto made = Engine::create(std::move(options));
        if (!made)
            qFatal("%s", made.error().message.c_str());
        engine = std::move(*made);
        client = connect();
    }

    std::string path(const std::string &name) const { return m_dir.path().toStdString() + '/' + name; }

    std::unique_ptr<rpc::Client> connect()
    {
        auto connected = rpc::Client::connect(engine->options().socket);
        if (!connected)
            qFatal("%s", connected.error().message.c_str());
        (*connected)->onNotification = [this](std::string_view method, const rpc::Json &params) {
            notifications.emplace_back(method, params);
        };
        return std::move(*connected);
    }

    /// Moves engine and client until `done` or some seconds have passed; whether it is done.
    bool until(const std::function<bool()> &done)
    {
        QElapsedTimer timer;
        timer.start();
        while (!done()) {
            if (timer.elapsed() > 20'000)
                return false;
            if (client->wantsWrite())
                client->onWritable();
            engine->turn(base::Duration::milliseconds(1));
            pollfd p{client->fd(), POLLIN, 0};
            if (client->fd() >= 0 && ::poll(&p, 1, 0) > 0)
                client->onReadable();
        }
        return true;
    }

    rpc::Client::Result ask(std::string_view method, rpc::Json params = rpc::Json::object(),
                            std::vector<rpc::OwnedFd> descriptors = {})
    {
        std::optional<rpc::Client::Result> answer;
        client->callAsync(method, std::move(params), [&](rpc::Client::Result r) { answer = std::move(r); },
                          std::move(descriptors));
        if (!until([&] { return answer.has_value(); }))
            return base::fail(rpc::RpcError{rpc::timedOut, "no answer", nullptr});
        return std::move(*answer);
    }
    /// The error's code, 0 for success.
    int code(std::string_view method, rpc::Json params = rpc::Json::object(), std::vector<rpc::OwnedFd> descriptors = {})
    {
        const auto answer = ask(method, std::move(params), std::move(descriptors));
        if (!answer)
            lastError = answer.error();
        return answer ? 0 : answer.error().code;
    }
    std::string state()
    {
        const auto status = ask("engine.status");
        return status ? rpc::stringMember(*status, "state").value_or("") : std::string();
    }
    const rpc::Json *notification(std::string_view method) const
    {
        for (const auto &[name, params] : notifications)
            if (name == method)
                return &params;
        return nullptr;
    }

private:
    QTemporaryDir m_dir; // before the engine, whose socket is in it

public:
    std::unique_ptr<Engine> engine;
    std::unique_ptr<rpc::Client> client;
    std::vector<std::pair<std::string, rpc::Json>> notifications;
    rpc::RpcError lastError;
};

} // namespace hopyard::engine
