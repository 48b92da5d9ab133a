// Authentication: all kinds make adjacencies, wrong secrets make none, changed and repeated packets are refused.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/routing/ospf/simulator.h"
#include "tests/support/compare.h"

#include <QtTest>

using namespace hopyard;
namespace ospf = routing::ospf;
using ospf::Authentication;
using ospf::KeyAlgorithm;
using test::Simulator;

namespace {

struct Pair {
    Simulator net;
    Pair(const ospf::AuthenticationConfig &a, const ospf::AuthenticationConfig &b)
    {
        net.router("1.1.1.1");
        net.router("2.2.2.2");
        net.connect({{0, "10.0.12.1/24"}, {1, "10.0.12.2/24"}}, {});
        interface(0).authentication = a;
        interface(1).authentication = b;
    }
    ospf::InterfaceConfig &interface(std::size_t router) { return net.config(router).interfaces.begin()->second; }
    bool isAdjacent()
    {
        net.start();
        net.runSeconds(30);
        return net.neighbours(0) == "2.2.2.2 Full/Point-To-Point" && net.neighbours(1) == "1.1.1.1 Full/Point-To-Point";
    }
    std::uint64_t dropped(ospf::PacketError error)
    {
        return net.process(0).interfaces(net.now()).front().dropped[static_cast<std::size_t>(error)];
    }
};

ospf::AuthenticationConfig simple(const char *password) { return {Authentication::simple, password, {}}; }
ospf::AuthenticationConfig keys(std::vector<ospf::CryptoKey> keys) { return {Authentication::cryptographic, "", std::move(keys)}; }

} // namespace

class TestAuthentication : public QObject {
    Q_OBJECT
private slots:
    void secretsThatAgree()
    {
        QVERIFY(Pair(simple("secret"), simple("secret")).isAdjacent());
        for (const KeyAlgorithm a : {KeyAlgorithm::md5, KeyAlgorithm::hmacSha1, KeyAlgorithm::hmacSha256, KeyAlgorithm::hmacSha384, KeyAlgorithm::hmacSha512})
            for (const char *secret : {"k", "a secret of more than sixty-four bytes, which is longer than any digest of these"})
                QVERIFY(Pair(keys({{7, a, secret}}), keys({{7, a, secret}})).isAdjacent());
    }

    void secretsThatDoNot()
    {
        Pair wrong(simple("secret"), simple("Secret"));
        QVERIFY(!wrong.isAdjacent());
        QVERIFY(wrong.dropped(ospf::PacketError::authenticationFailed) > 0);
        Pair type(simple("secret"), keys({{1, KeyAlgorithm::md5, "secret"}}));
        QVERIFY(!type.isAdjacent());
        QVERIFY(type.dropped(ospf::PacketError::wrongAuthenticationType) > 0);
        Pair id(keys({{1, KeyAlgorithm::md5, "secret"}}), keys({{2, KeyAlgorithm::md5, "secret"}}));
        QVERIFY(!id.isAdjacent());
        QVERIFY(id.dropped(ospf::PacketError::authenticationFailed) > 0);
        QVERIFY(!Pair(keys({{1, KeyAlgorithm::md5, "secret"}}), keys({{1, KeyAlgorithm::hmacSha1, "secret"}})).isAdjacent());
        QVERIFY(!Pair(keys({{1, KeyAlgorithm::hmacSha256, "secret"}}), keys({{1, KeyAlgorithm::hmacSha256, "secreT"}})).isAdjacent());
    }

    void keysAreChangedWithoutLosingTheNeighbour()
    {
        const ospf::CryptoKey before{1, KeyAlgorithm::md5, "old"}, after{2, KeyAlgorithm::hmacSha256, "new"};
        Pair p(keys({before}), keys({before}));
        QVERIFY(p.isAdjacent());
        for (const std::vector<ospf::CryptoKey> &step : {std::vector{after, before}, std::vector{before, after}, std::vector{after}}) {
            for (const std::size_t r : {0, 1}) {
                p.interface(r).authentication = keys(step);
                p.net.reconfigure(r);
                p.net.runSeconds(12);
            }
        }
        p.net.runSeconds(60);
        QCOMPARE(p.net.process(0).neighbours(p.net.now()).front().stateChanges, 5u); // never lost since it came up
    }

    void theAreasSettingCountsWhereTheInterfaceHasNone()
    {
        Pair p({std::nullopt, "secret", {}}, simple("secret"));
        p.net.config(0).areas[ospf::kBackbone].authentication = Authentication::simple;
        QVERIFY(p.isAdjacent());
    }

    void changedAndRepeatedPacketsAreRefused()
    {
        Pair p(keys({{1, KeyAlgorithm::md5, "secret"}}), keys({{1, KeyAlgorithm::md5, "secret"}}));
        std::vector<std::uint8_t> first, last;
        p.net.onSent = [&](std::size_t router, const Simulator::Packet &packet) {
            if (router == 1 && packet.bytes[1] == 1)
                (first.empty() ? first : last) = packet.bytes;
        };
        QVERIFY(p.isAdjacent());
        const auto give = [&](const std::vector<std::uint8_t> &bytes) {
            p.net.move(0, [&](ospf::Ospf &o, ospf::Output &out) {
                o.receive(p.net.now(), {base::PortIndex(0), test::ip4("10.0.12.2"), wire::kAllSpfRouters, bytes}, out);
            });
        };
        give(first);
        QCOMPARE(p.dropped(ospf::PacketError::replayed), std::uint64_t(1));
        last[30] ^= 1;
        give(last);
        QCOMPARE(p.dropped(ospf::PacketError::authenticationFailed), std::uint64_t(1));
        last[30] ^= 1;
        give({last.begin(), last.end() - 1}); // half a digest
        QCOMPARE(p.dropped(ospf::PacketError::authenticationFailed), std::uint64_t(2));
    }
};

QTEST_APPLESS_MAIN(TestAuthentication)
#include "tst_authentication.moc"
