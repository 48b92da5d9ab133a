// Recorded conversations played to a router: golden/NAME/input.txt is what others said, output.txt what it made of it.
//
// Input: "neighbour ADDRESS AS" lines, then "MILLISECONDS ADDRESS BYTES" for each piece of the stream that came from
// there, "MILLISECONDS ADDRESS opens" for a connection from there, "… closes" where it ended, and at last "MILLISECONDS
// end". The router is 10.0.0.1/24 in AS 65001, with the identifier 1.1.1.1, announces 192.168.1.0/24, and waits for
// connections. What it sends is written message by message, without their markers; routes that change at once, in the
// order of their prefixes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/bgp/bgp.h"
#include "tests/support/golden.h"
#include "tests/support/hex.h"

#include <QtTest>

#include <algorithm>
#include <map>

using namespace hopyard;
using namespace hopyard::routing::bgp;

namespace {

class Player {
public:
    QStringList said;

    void play(const QString &input)
    {
        Config config;
        config.as = 65001;
        config.routerId = base::Ipv4Address::parse("1.1.1.1");
        config.ebgpRequiresPolicy = false;
        config.networkImportCheck = false;
        config.timers = {3, 9};
        config.families[0].networks[*base::IpPrefix::parse("192.168.1.0/24")] = {};
        bool isStarted = false;
        for (const QString &line : input.split('\n', Qt::SkipEmptyParts)) {
            const QStringList words = line.split(' ');
            if (words[0] == "#")
                continue;
            if (words[0] == "neighbour") {
                NeighbourConfig &neighbour = config.neighbours[*base::IpAddress::parse(words[1].toStdString())];
                neighbour.remoteAs = RemoteAs{RemoteAs::Kind::number, words[2].toUInt()};
                neighbour.passive = true;
                continue;
            }
            if (!isStarted) {
                isStarted = true;
                m_bgp = Bgp(config);
                m_bgp.start(m_now, m_out);
                note();
            }
            wait(base::TimePoint::fromNs((kBegin + words[0].toLongLong()) * 1'000'000));
            if (words[1] == "end")
                return;
            event(*base::IpAddress::parse(words[1].toStdString()), words[2]);
            note();
        }
    }

private:
    static constexpr qint64 kBegin = 1000; ///< milliseconds: neighbours are let in a second after the start

    void event(const base::IpAddress &remote, const QString &what)
    {
        if (what == "opens") {
            SessionPlace place;
            place.local = *base::IpAddress::parse("10.0.0.1");
            place.network = *base::IpPrefix::parse("10.0.0.0/24");
            if (const auto session = m_bgp.accept(m_now, place, remote, m_out))
                m_sessions[remote] = *session;
            else
                say("refuses " + base::toString(remote));
            return;
        }
        const auto session = m_sessions.find(remote);
        if (session == m_sessions.end())
            return; // we closed it; what was on its way is lost
        if (what == "closes") {
            const SessionId id = session->second;
            m_sessions.erase(session);
            m_bgp.connectionClosed(m_now, id, m_out);
            return;
        }
        m_bgp.received(m_now, session->second, test::hex(what.toStdString()), m_out);
    }
    void wait(base::TimePoint until)
    {
        while (m_bgp.nextDeadline() <= until) {
            m_now = m_bgp.nextDeadline();
            m_bgp.expire(m_now, m_out);
            note();
        }
        m_now = until;
    }
    void say(const std::string &what)
    {
        said << QString("%1 %2").arg(m_now.ns() / 1'000'000 - kBegin).arg(QString::fromStdString(what));
    }

    /// Says what is wanted, and does it, until nothing more is.
    void note()
    {
        while (!m_out.actions.empty() || !m_out.routes.empty() || !m_out.events.empty()) {
            Output out;
            std::swap(out, m_out);
            std::stable_sort(out.routes.begin(), out.routes.end(),
                             [](const RouteChange &a, const RouteChange &b) { return a.prefix < b.prefix; });
            for (const RouteChange &r : out.routes)
                say("route " + base::toString(r.prefix)
                    + (r.removed ? " gone" : " metric " + std::to_string(r.metric) + " via " + hops(out, r)));
            for (const Event &e : out.events) {
                if (const auto *changed = std::get_if<event::PeerChanged>(&e))
                    say(base::toString(changed->peer) + ' ' + std::string(toString(changed->from)) + " -> "
                        + std::string(toString(changed->to)));
                if (const auto *bad = std::get_if<event::BadMessage>(&e))
                    say(base::toString(bad->peer) + " said something wrong: " + bad->notification.toString());
                if (const auto *heard = std::get_if<event::NotificationReceived>(&e))
                    say(base::toString(heard->peer) + " notifies: " + heard->notification.toString());
                if (const auto *told = std::get_if<event::EndOfRib>(&e))
                    say(base::toString(told->peer) + " has told everything");
            }
            for (const Action &a : out.actions)
                act(a, out);
        }
    }
    static std::string hops(const Output &out, const RouteChange &route)
    {
        std::string text;
        for (const base::IpAddress &hop : out.nextHopsOf(route))
            text += (text.empty() ? "" : " ") + base::toString(hop);
        return text;
    }
    void act(const Action &a, const Output &out)
    {
        const auto peer = [this](SessionId id) {
            for (const auto &[address, session] : m_sessions)
                if (session == id)
                    return address;
            return base::IpAddress();
        };
        if (const auto *send = std::get_if<action::Send>(&a)) {
            constexpr std::size_t kMarker = 16; // left out below
            for (base::Bytes rest = out.bytes(*send); !rest.empty();) {
                const std::size_t length = base::loadU16(&rest[kMarker]);
                say("to " + base::toString(peer(send->session)) + ' '
                    + test::toHex(rest.subspan(kMarker, length - kMarker)));
                rest = rest.subspan(length);
            }
            m_bgp.writable(m_now, send->session, 65'536, m_out);
        } else if (const auto *close = std::get_if<action::Close>(&a)) {
            say("closes " + base::toString(peer(close->session)));
            m_sessions.erase(peer(close->session));
        } else if (const auto *track = std::get_if<action::Track>(&a); track && track->on) {
            m_bgp.nextHopChanged(m_now, track->address, NextHopState{true, true, false, 0}, m_out);
        }
    }

    Bgp m_bgp{Config{}};
    Output m_out;
    base::TimePoint m_now;
    std::map<base::IpAddress, SessionId> m_sessions;
};

} // namespace

class TestGolden : public QObject {
    Q_OBJECT
private slots:
    void conversations_data() { support::addConversations("tests/core/routing/bgp/golden"); }
    void conversations()
    {
        QFETCH(QString, folder);
        support::compareConversation(folder, [](const QString &input) {
            Player player;
            player.play(input);
            return player.said;
        });
    }
};

QTEST_APPLESS_MAIN(TestGolden)
#include "tst_golden.moc"
