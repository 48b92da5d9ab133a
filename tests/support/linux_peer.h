// A Hopyard host and a Linux namespace on one cable, in this process and in real time: the judge is Linux's TCP.
//
// `hop` is 10.0.0.2, `linux` 10.0.0.1. The test uses the host's sockets directly; on the Linux side runs Python, whose
// output comes back. Needs what namespaces need (linux::checkSystem()) and python3.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transport/socket_layer.h"
#include "emulation/engine/event_loop.h"
#include "emulation/engine/session.h"
#include "emulation/linux/privileges.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QStandardPaths>
#include <QtTest/QtTest>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace hopyard::test {

class LinuxPeer final : private engine::SessionListener {
public:
    /// Why it cannot work here; empty where it can.
    static QString missing()
    {
        for (const linux::Check &check : linux::checkSystem())
            if (!check.ok)
                return QString::fromStdString("needs " + check.name + ": " + check.found);
        if (QStandardPaths::findExecutable("python3").isEmpty())
            return "needs python3";
        return {};
    }

    /// `impairment` as in a lab file: "delay: 20ms, loss: 1%".
    explicit LinuxPeer(const std::string &impairment = {}) : LinuxPeer(Lab{labText(impairment)}) {}
    /// Another network around a host called `hop`.
    struct Lab {
        std::string text;
        std::uint64_t seed = 1; ///< of the links' losses
    };
    explicit LinuxPeer(const Lab &lab)
    {
        auto loop = engine::EventLoop::create();
        if (!loop)
            qFatal("epoll");
        m_loop.emplace(std::move(*loop));
        engine::SessionListener &self = *this; // private to others, so not for make_unique()
        m_session.reset(new engine::Session(*m_loop, engine::SessionOptions{"peer", {}}, self));
        if (const auto loaded = m_session->load({lab.text, {}, "peer", lab.seed, engine::TimeMode::real}); !loaded)
            qFatal("%s", loaded.error().message.c_str());
        if (const auto started = m_session->start(true, false); !started)
            qFatal("%s", started.error().message.c_str());
        node = m_session->world()->findNode("hop");
    }
    ~LinuxPeer() override
    {
        m_programs.clear();
        (void)m_session->stop();
    }

    engine::Session &session() { return *m_session; }
    base::NodeId node;
    static base::IpAddress linuxAddress() { return base::Ipv4Address(10, 0, 0, 1); }

    /// The link from now on.
    void impair(const std::string &impairment)
    {
        if (const auto applied = m_session->apply(labText(impairment)); !applied)
            qFatal("%s", applied.error().message.c_str());
    }

    template <class F>
    void sockets(F &&use)
    {
        socketsOf(node, std::forward<F>(use));
    }
    /// Of another host of the lab.
    template <class F>
    void socketsOf(base::NodeId of, F &&use)
    {
        m_session->advance();
        if (!m_session->world()->useSockets(of, std::forward<F>(use)))
            qFatal("the host has no sockets");
    }

    /// Moves the network until `done`, which is asked after every turn. False after `limit` milliseconds.
    bool until(const std::function<bool()> &done, qint64 limit = 60'000)
    {
        QElapsedTimer timer;
        timer.start();
        while (!done()) {
            if (timer.elapsed() > limit)
                return false;
            base::Duration wait = base::Duration::milliseconds(20);
            if (const auto idle = m_session->idleTime())
                wait = std::min(wait, *idle);
            if (!m_loop->runOnce(wait))
                return false;
            m_session->advance();
        }
        return true;
    }

    struct Program {
        engine::ExecHandle handle;
        int fd = -1;
        engine::EventLoop::WatchId watch = engine::EventLoop::kNoWatch;
        std::string output;
        std::optional<int> status;
    };
    /// Runs Python in the namespace; what it prints is gathered. It can import socket, hashlib, sys, struct, time.
    Program &python(const std::string &source, const std::string &where = "linux")
    {
        int pipe[2];
        if (::pipe2(pipe, O_CLOEXEC) != 0)
            qFatal("pipe");
        ::fcntl(pipe[0], F_SETFL, O_NONBLOCK);
        nodes::ExecRequest request;
        request.argv = {"python3", "-u", "-c",
                        "import socket, hashlib, sys, struct, time\nL = socket.SOL_SOCKET\n" + source};
        auto program = std::make_unique<Program>();
        Program *p = program.get();
        p->fd = pipe[0];
        const auto started = m_session->exec(where, request, {pipe[1], pipe[1], pipe[1]});
        ::close(pipe[1]);
        if (!started)
            qFatal("%s", started.error().message.c_str());
        p->handle = *started;
        const auto watch = m_loop->watch(p->fd, EPOLLIN, [this, p](std::uint32_t) { read(*p); });
        if (!watch)
            qFatal("watch");
        p->watch = *watch;
        m_programs[*started] = std::move(program);
        return *p;
    }
    /// Waits until the program printed `text`.
    bool says(const Program &program, const std::string &text, qint64 limit = 60'000)
    {
        return until([&] { return program.output.find(text) != std::string::npos || program.status; }, limit)
            && program.output.find(text) != std::string::npos;
    }

private:
    static std::string labText(const std::string &impairment)
    {
        return "hopyard: 1\ntitle: Peer\nnodes:\n"
               "  linux: {kind: namespace, interfaces: {eth0: {address: 10.0.0.1/24}}}\n"
               "  hop: {kind: host, interfaces: {eth0: {address: 10.0.0.2/24}}}\n"
               "links:\n  - {ends: [linux:eth0, hop:eth0]"
            + (impairment.empty() ? std::string() : ", " + impairment) + "}\n";
    }
    void read(Program &program)
    {
        char buffer[4096];
        ssize_t n;
        while ((n = ::read(program.fd, buffer, sizeof buffer)) > 0)
            program.output.append(buffer, static_cast<std::size_t>(n));
        if (n == 0) {
            m_loop->unwatch(program.watch);
            ::close(program.fd);
            program.fd = -1;
        }
    }
    void execFailed(engine::ExecHandle handle, const linux::SysError &error) override
    {
        if (const auto at = m_programs.find(handle); at != m_programs.end()) {
            at->second->output += toString(error);
            at->second->status = 127;
        }
    }
    void execExited(engine::ExecHandle handle, const nodes::Exited &exited) override
    {
        if (const auto at = m_programs.find(handle); at != m_programs.end())
            at->second->status = exited.signal ? 128 + exited.signal : exited.status;
    }

    std::optional<engine::EventLoop> m_loop;
    std::unique_ptr<engine::Session> m_session;
    std::map<engine::ExecHandle, std::unique_ptr<Program>> m_programs;
};

} // namespace hopyard::test
