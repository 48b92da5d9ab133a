// One network with routers of several makers side by side, in this process and in real time: all FRR's (the judge), all
// Hopyard's, and mixed. Each make is a lab of its own with namespaces of its own; one event loop turns them all.
//
// Needs what namespaces need (linux::checkSystem()) and Debian's frr and bird2.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/write.h"
#include "core/world/check_lab.h"
#include "emulation/compare/route_table.h"
#include "emulation/compare/variants.h"
#include "emulation/engine/event_loop.h"
#include "emulation/engine/session.h"
#include "emulation/linux/privileges.h"
#include "emulation/nodes/routing_daemons.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QStringList>
#include <QtTest/QtTest>

#include <fcntl.h>
#include <unistd.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::test {

using Tables = std::map<std::string, compare::RouteTable>;

/// All rows of a table together are one function to QtTest, which ends one after five minutes; these rows take seconds each.
inline const bool kRowsTakeTheirTime = qEnvironmentVariableIsSet("QTEST_FUNCTION_TIMEOUT") || qputenv("QTEST_FUNCTION_TIMEOUT", "1800000");

inline QString missingForRealRouters()
{
    for (const linux::Check &check : linux::checkSystem())
        if (!check.ok)
            return QString::fromStdString("needs " + check.name + ": " + check.found);
    for (const auto &missing : {nodes::frrMissing("router ospf\nrouter rip\nrouter bgp"), nodes::birdMissing()})
        if (missing)
            return QString::fromStdString(*missing);
    return {};
}

/// One lab that runs.
class RoutingLab final : private engine::SessionListener {
public:
    RoutingLab(engine::EventLoop &loop, const lab::Lab &lab)
        : routers(compare::routersOf(lab)), m_session(loop, engine::SessionOptions{"interop", {}}, *this)
    {
        for (const lab::Node &node : lab.nodes) {
            kinds[node.name] = node.kind;
            if (node.kind == lab::NodeKind::bird)
                routers.push_back(node.name);
        }
        const auto loaded = m_session.load({lab::write(lab), {}, "interop", 1, engine::TimeMode::real});
        if (!loaded)
            qFatal("%s %s", loaded.error().message.c_str(), loaded.error().data.dump().c_str());
        if (const auto started = m_session.start(true, false); !started)
            qFatal("%s", started.error().message.c_str());
    }
    ~RoutingLab() override { (void)m_session.stop(); }

    engine::Session &session() { return m_session; }
    std::vector<std::string> routers; ///< all that are asked: Hopyard's, FRR's and BIRD's
    std::map<std::string, lab::NodeKind> kinds;
    QStringList problems;
    /// Does not ask it any more.
    void forget(const std::string &router) { std::erase(routers, router); }

    /// Asks all routers; `tables` follows when the last has answered.
    void refresh()
    {
        if (m_open > 0)
            return;
        m_open = routers.size();
        m_next.clear();
        m_complete = true;
        for (const std::string &router : routers)
            m_session.ask(m_session.world()->findNode(router), "show ip route json",
                          [this, router](const world::CommandAnswer &answer) { answered(router, answer); });
    }
    bool isRefreshing() const { return m_open > 0; }
    std::optional<Tables> tables; ///< nothing while a router has not answered
    QElapsedTimer since;          ///< since when they are so

private:
    void answered(const std::string &router, const world::CommandAnswer &answer)
    {
        const auto json = rpc::parseJson(answer.json);
        auto table = json ? compare::readRouteTable(*json) : std::nullopt;
        m_complete = m_complete && table;
        if (table)
            m_next.emplace(router, std::move(*table));
        if (--m_open > 0)
            return;
        std::optional<Tables> now = m_complete ? std::optional(std::move(m_next)) : std::nullopt;
        if (now == tables && since.isValid())
            return;
        tables = std::move(now);
        since.start();
    }
    void problem(const lab::Problem &problem) override { problems << QString::fromStdString(problem.message); }

    engine::Session m_session;
    std::size_t m_open = 0;
    bool m_complete = true;
    Tables m_next;
};

/// Every router has learnt a route by this protocol and uses it.
inline std::function<bool(const Tables &)> learntBy(const std::string &protocol)
{
    return [protocol](const Tables &tables) {
        return std::all_of(tables.begin(), tables.end(), [&](const auto &entry) {
            return std::any_of(entry.second.begin(), entry.second.end(), [&](const auto &routes) {
                return std::any_of(routes.second.begin(), routes.second.end(),
                                   [&](const compare::Route &route) { return route.selected && route.protocol == protocol; });
            });
        });
    };
}

/// Several of them.
class RoutingLabs {
public:
    RoutingLabs()
    {
        auto loop = engine::EventLoop::create();
        if (!loop)
            qFatal("epoll");
        m_loop.emplace(std::move(*loop));
    }
    RoutingLab &add(const std::string &name, const lab::Lab &lab)
    {
        return *m_labs.emplace(name, std::make_unique<RoutingLab>(*m_loop, lab)).first->second;
    }
    RoutingLab &operator[](const std::string &name) { return *m_labs.at(name); }
    const std::map<std::string, std::unique_ptr<RoutingLab>> &all() const { return m_labs; }

    void turn()
    {
        base::Duration wait = base::Duration::milliseconds(20);
        for (const auto &[name, lab] : m_labs)
            if (const auto idle = lab->session().idleTime())
                wait = std::min(wait, *idle);
        if (!m_loop->runOnce(wait))
            qFatal("epoll");
        for (const auto &[name, lab] : m_labs)
            lab->session().advance();
    }
    /// Turns until `done`, with the tables asked again and again. False after `limit` milliseconds.
    bool until(const std::function<bool()> &done, qint64 limit = 120'000)
    {
        QElapsedTimer timer, poll;
        timer.start();
        for (;;) {
            if (!poll.isValid() || poll.elapsed() > 750) {
                poll.start();
                for (const auto &[name, lab] : m_labs)
                    lab->refresh();
            }
            turn();
            if (done())
                return true;
            if (timer.elapsed() > limit)
                return false;
        }
    }
    /// What a node says, as text and JSON.
    world::CommandAnswer ask(const std::string &lab, const std::string &node, const std::string &line)
    {
        RoutingLab &asked = (*this)[lab];
        auto answer = std::make_shared<std::optional<world::CommandAnswer>>();
        asked.session().ask(asked.session().world()->findNode(node), line, [answer](const world::CommandAnswer &a) { *answer = a; });
        while (!*answer)
            turn();
        return **answer;
    }
    /// Gives a running router of whatever make lines of its configuration; the last line's block is left behind.
    void configure(const std::string &lab, const std::string &router, const QStringList &lines)
    {
        const bool isReal = (*this)[lab].kinds.at(router) == lab::NodeKind::frr;
        const QString command = isReal ? "configure terminal\n" + lines.join('\n') : "configure " + lines.join("; ");
        const auto answer = ask(lab, router, command.toStdString());
        if (!answer.ok || answer.text.find('%') != std::string::npos)
            qFatal("%s %s: %s", lab.c_str(), router.c_str(), answer.text.c_str());
    }
    /// Starts a program in a node that lives in Linux.
    void run(const std::string &lab, const std::string &node, std::vector<std::string> argv)
    {
        engine::Session &session = (*this)[lab].session();
        const linux::Fd null(open("/dev/null", O_RDWR | O_CLOEXEC));
        nodes::ExecRequest request;
        request.argv = std::move(argv);
        if (!session.exec(node, request, {null.get(), null.get(), STDERR_FILENO}))
            qFatal("%s", request.argv[0].c_str());
    }
    /// The same line to a router of every lab.
    void askAll(const std::string &router, const std::string &line)
    {
        for (const auto &[name, lab] : m_labs)
            if (const auto answer = ask(name, router, line); !answer.ok)
                qFatal("%s %s: %s", name.c_str(), router.c_str(), answer.text.c_str());
    }
    void configureAll(const std::string &router, const QStringList &lines)
    {
        for (const auto &[name, lab] : m_labs)
            configure(name, router, lines);
    }
    /// Cuts the cable of an interface in every lab, or mends it.
    void setDown(const lab::End &end, bool down)
    {
        for (const auto &[name, lab] : m_labs) {
            base::Impairment cut;
            cut.down = down;
            const auto link = lab->session().world()->findLink(end);
            for (const base::Direction direction : {base::Direction::forward, base::Direction::backward})
                if (!lab->session().setImpairment(link, direction, cut))
                    qFatal("no such link");
        }
    }

    /// Waits until the tables of `judge` are as `enough` wants them (not those of the beginning), the tables of all makes are
    /// equal, and none has changed for some seconds. What differs at the time-out, readable; empty: nothing.
    QString differences(const std::string &judge, const std::function<bool(const Tables &)> &enough, qint64 limit = 90'000)
    {
        constexpr qint64 kStill = 4000;
        const auto isFinal = [&] {
            const RoutingLab &reference = (*this)[judge];
            if (!reference.tables || !enough(*reference.tables))
                return false;
            for (const auto &[name, lab] : m_labs)
                if (lab->tables != reference.tables || lab->since.elapsed() < kStill)
                    return false;
            return true;
        };
        if (until(isFinal, limit))
            return {};
        QStringList said;
        for (const auto &[name, lab] : m_labs) {
            for (const QString &problem : lab->problems)
                said << QString::fromStdString(name) + ": " + problem;
            if (!lab->tables)
                said << QString::fromStdString(name) + ": a router did not answer";
            if (!lab->tables || !(*this)[judge].tables)
                continue;
            for (const auto &[router, table] : *lab->tables)
                for (const compare::Difference &d : compare::differences(router, table, (*this)[judge].tables->at(router)))
                    said << describe(name, judge, d);
        }
        return said.isEmpty() ? QString("the tables did not come to rest") : said.join('\n');
    }

private:
    static QString describe(const std::string &name, const std::string &judge, const compare::Difference &difference)
    {
        const auto list = [](const std::vector<compare::Route> &routes) {
            QStringList all;
            for (const compare::Route &route : routes)
                all << QString::fromStdString(toString(route));
            return all.isEmpty() ? QString("-") : all.join(" | ");
        };
        return QString::fromStdString(name + " " + difference.node + " " + toString(difference.prefix)) + "\n  here:  "
            + list(difference.hopyard) + "\n  " + QString::fromStdString(judge) + ": " + list(difference.frr);
    }

    std::optional<engine::EventLoop> m_loop;
    std::map<std::string, std::unique_ptr<RoutingLab>> m_labs;
};

/// A network of routers, written down in a few words.
class NetworkText {
public:
    /// `interfaces`: "eth0 10.0.12.1/24; ip ospf cost 5". `rest`: what else stands in the configuration.
    NetworkText &router(const std::string &name, const std::vector<std::string> &interfaces, const std::string &rest)
    {
        std::string text = "  " + name + ":\n    kind: router\n    config: |\n";
        const auto line = [&text](const std::string &words) { text += "      " + words + '\n'; };
        for (const std::string &interface : interfaces) {
            const QStringList parts = QString::fromStdString(interface).split(';');
            const QStringList first = parts[0].trimmed().split(' ');
            line("interface " + first[0].toStdString());
            line(" ip address " + first[1].toStdString());
            if (first[0] != "lo")
                for (const std::string &common : everyInterface)
                    line(' ' + common);
            for (int i = 1; i < parts.size(); ++i)
                line(' ' + parts[i].trimmed().toStdString());
        }
        for (const QString &words : QString::fromStdString(rest).split('\n'))
            if (!words.trimmed().isEmpty())
                line(words.toStdString());
        m_nodes += text;
        return *this;
    }
    NetworkText &node(const std::string &text)
    {
        m_nodes += "  " + text + '\n';
        return *this;
    }
    /// "r1:eth0 r2:eth0"
    NetworkText &wires(const std::vector<std::string> &ends)
    {
        for (const std::string &both : ends) {
            const QStringList parts = QString::fromStdString(both).split(' ');
            m_links += "  - {ends: [" + parts[0].toStdString() + ", " + parts[1].toStdString() + "]}\n";
        }
        return *this;
    }
    lab::Lab lab() const
    {
        const std::string text = "hopyard: 1\nnodes:\n" + m_nodes + "links:\n" + m_links;
        const world::CheckedText read = world::checkText(text, "network");
        if (!read.lab || lab::hasErrors(read.problems))
            for (const lab::Problem &problem : read.problems)
                qWarning("%s", toString(problem).c_str());
        if (!read.lab)
            qFatal("%s", text.c_str());
        return read.lab->lab();
    }
    std::vector<std::string> everyInterface; ///< lines that each interface has

private:
    std::string m_nodes, m_links;
};

/// Four makes of a network: "frr", "hopyard", and the two mixtures.
inline void addMakes(RoutingLabs &labs, const lab::Lab &lab)
{
    const std::vector<std::string> routers = compare::routersOf(lab);
    const auto isOdd = [routers](const std::string &router) {
        return (std::find(routers.begin(), routers.end(), router) - routers.begin()) % 2 == 1;
    };
    labs.add("frr", compare::withFrr(lab));
    labs.add("hopyard", compare::withHopyard(lab));
    if (routers.size() < 2)
        return;
    labs.add("odd ones real", compare::variant(lab, isOdd));
    labs.add("even ones real", compare::variant(lab, [isOdd](const std::string &router) { return !isOdd(router); }));
}

} // namespace hopyard::test
