// Recorded conversations played to a router: golden/NAME/input.txt is what others said, output.txt what it made of it.
//
// Input: lines "timers UPDATE TIMEOUT GARBAGE", "key ID SECRET", then "MILLISECONDS SOURCE PORT BYTES" and at last
// "MILLISECONDS end". The router is 10.0.0.1/24 and announces 172.16.1.0/24.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/rip/rip.h"
#include "tests/support/golden.h"
#include "tests/support/hex.h"

#include <QtTest>

using namespace hopyard;
namespace rip = routing::rip;

namespace {

const base::PortIndex kPort(0);

class Player {
public:
    QStringList said;

    void play(const QString &input)
    {
        rip::InterfaceConfig interface;
        interface.addresses = {*base::InterfaceAddress::parse("10.0.0.1/24")};
        interface.networks = {*base::IpPrefix::parse("10.0.0.0/24")};
        m_config.interfaces[kPort] = interface;
        m_config.staticRoutes = {*base::IpPrefix::parse("172.16.1.0/24")};
        bool isStarted = false;
        for (const QString &line : input.split('\n', Qt::SkipEmptyParts)) {
            const QStringList words = line.split(' ');
            if (words[0] == "#")
                continue;
            if (!isStarted && words[0] == "timers") {
                const auto seconds = [&](int i) { return base::Duration::seconds(words[i].toInt()); };
                m_config.timers = {seconds(1), seconds(2), seconds(3)};
                continue;
            }
            if (!isStarted && words[0] == "key") {
                m_config.interfaces[kPort].authentication = {
                    rip::Authentication::cryptographic,
                    {{static_cast<std::uint8_t>(words[1].toInt()), rip::KeyAlgorithm::md5, words[2].toStdString(), true,
                      true}},
                    true};
                continue;
            }
            if (!isStarted) {
                isStarted = true;
                m_rip.setPort(call(), kPort, true);
                m_rip.configure(call(), m_config);
                note();
            }
            wait(base::TimePoint::fromNs(words[0].toLongLong() * 1'000'000));
            if (words[1] == "end")
                return;
            const auto bytes = test::hex(words[3].toStdString());
            m_rip.receive(call(), {kPort, *base::Ipv4Address::parse(words[1].toStdString()),
                                   static_cast<std::uint16_t>(words[2].toInt()), bytes});
            note();
        }
    }

private:
    rip::Call call() { return {m_now, m_filters, m_out}; }
    void wait(base::TimePoint until)
    {
        while (m_rip.nextDeadline() <= until) {
            m_now = m_rip.nextDeadline();
            m_rip.expire(call());
            note();
        }
        m_now = until;
    }
    void say(const std::string &what)
    {
        said << QString("%1 %2").arg(m_now.ns() / 1'000'000).arg(QString::fromStdString(what));
    }
    void note()
    {
        for (const rip::RouteChange &r : m_out.routes)
            say("route " + base::toString(r.prefix)
                + (r.nextHops.empty()
                       ? " gone"
                       : ' ' + std::to_string(r.metric) + ' ' + base::toString(r.nextHops.front().gateway)));
        for (const rip::Event &e : m_out.events) {
            if (const auto *dropped = std::get_if<rip::event::Dropped>(&e))
                say("dropped from " + base::toString(dropped->source) + ": " + std::string(toString(dropped->error)));
            if (const auto *aged = std::get_if<rip::event::Aged>(&e))
                say(base::toString(aged->prefix) + (aged->forgotten ? " forgotten" : " timed out"));
        }
        for (const rip::SentMessage &m : m_out.messages)
            say("to " + base::toString(m.destination) + ' ' + test::toHex(m_out.bytes(m)));
        m_out.clear();
    }

    rip::Rip m_rip;
    rip::Config m_config;
    rip::Filters m_filters;
    rip::Output m_out;
    base::TimePoint m_now;
};

} // namespace

class TestGolden : public QObject {
    Q_OBJECT
private slots:
    void conversations_data() { support::addConversations("tests/core/routing/rip/golden"); }
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
