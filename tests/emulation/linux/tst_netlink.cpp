// Netlink on the loopback interface of a namespace of our own: links, addresses, routes, and what refusals say.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/namespaces.h"
#include "emulation/linux/netlink.h"

#include <linux/capability.h>

#include <QTest>

using namespace hopyard;

namespace {
std::string gMissing;

base::IpPrefix prefix(const char *text) { return *base::IpPrefix::parse(text); }
base::IpAddress address(const char *text) { return *base::IpAddress::parse(text); }
base::InterfaceAddress interfaceAddress(const char *text) { return *base::InterfaceAddress::parse(text); }
constexpr int kLoopback = 1;
} // namespace

class TestNetlink : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        if (!gMissing.empty())
            QSKIP(gMissing.c_str());
        auto made = linux::makeNetworkNamespace();
        QVERIFY(made);
        const auto inside = linux::NetworkScope::enter(*made);
        QVERIFY(inside);
        auto opened = linux::Netlink::open(); // stays in the namespace, which lives by it
        QVERIFY(opened);
        m_netlink.emplace(std::move(*opened));
    }

    void links()
    {
        const auto all = m_netlink->links();
        QVERIFY(all);
        const auto lo = m_netlink->findLink("lo");
        QVERIFY(lo);
        QCOMPARE(lo->index, kLoopback);
        QVERIFY(!lo->up);
        QCOMPARE(all->front().name, std::string("lo"));
        QVERIFY(m_netlink->changeLink(kLoopback, {.up = true, .mtu = 9000}));
        QVERIFY(m_netlink->findLink("lo")->up);
        QCOMPARE(m_netlink->findLink("lo")->mtu, 9000u);
        QVERIFY(m_netlink->changeLink(kLoopback, {.up = false}));
        QVERIFY(!m_netlink->findLink("lo")->up);
    }

    void addresses()
    {
        QVERIFY(m_netlink->changeLink(kLoopback, {.up = true}));
        QVERIFY(m_netlink->addAddress(kLoopback, interfaceAddress("10.1.2.3/24")));
        QVERIFY(m_netlink->addAddress(kLoopback, interfaceAddress("2001:db8::3/64")));
        const auto again = m_netlink->addAddress(kLoopback, interfaceAddress("10.1.2.3/24"));
        QVERIFY(!again && again.error().code == EEXIST);
        const auto has = [this](const char *text) {
            const auto all = m_netlink->addresses(kLoopback);
            return std::find(all->begin(), all->end(), interfaceAddress(text)) != all->end();
        };
        QVERIFY(has("127.0.0.1/8") && has("10.1.2.3/24") && has("2001:db8::3/64"));
        QVERIFY(m_netlink->removeAddress(kLoopback, interfaceAddress("10.1.2.3/24")));
        QVERIFY(!has("10.1.2.3/24"));
        const auto gone = m_netlink->removeAddress(kLoopback, interfaceAddress("10.1.2.3/24"));
        QVERIFY(!gone && gone.error().code == EADDRNOTAVAIL);
        QCOMPARE(m_netlink->addresses(99)->size(), std::size_t(0));
    }

    void routes()
    {
        QVERIFY(m_netlink->changeLink(kLoopback, {.up = true}));
        QVERIFY(m_netlink->addAddress(kLoopback, interfaceAddress("10.1.2.3/24")));
        QVERIFY(m_netlink->addAddress(kLoopback, interfaceAddress("2001:db8::3/64")));
        const linux::Route v4{prefix("0.0.0.0/0"), address("10.1.2.1"), kLoopback, 0};
        const linux::Route metric{prefix("192.0.2.0/24"), address("10.1.2.9"), kLoopback, 20};
        const linux::Route v6{prefix("2001:db8:1::/48"), {}, kLoopback, 1024};
        for (const linux::Route &route : {v4, metric, v6}) {
            const auto added = m_netlink->addRoute(route);
            QVERIFY2(added, added ? "" : toString(added.error()).c_str());
            const auto all = m_netlink->routes(route.destination.family());
            QVERIFY(std::find(all->begin(), all->end(), route) != all->end());
            QVERIFY(m_netlink->addRoute(route).error().code == EEXIST);
            QVERIFY(m_netlink->removeRoute(route));
            QCOMPARE(m_netlink->removeRoute(route).error().code, ESRCH);
        }
    }

    void refusalsSayWhy()
    {
        QVERIFY(m_netlink->changeLink(kLoopback, {.up = true}));
        const auto unreachable = m_netlink->addRoute({prefix("0.0.0.0/0"), address("203.0.113.1"), 0, 0});
        QVERIFY(!unreachable);
        QCOMPARE(toString(unreachable.error()),
                 std::string(
                     "Cannot add the route to 0.0.0.0/0: Network is unreachable. The kernel says: Nexthop has invalid "
                     "gateway. The gateway 203.0.113.1 must be an address in a network of one of the node's own "
                     "interfaces that are up."));
        QCOMPARE(m_netlink->findLink("eth7").error().code, ENODEV);
        QCOMPARE(m_netlink->findLink("").error().code, ENODEV);
        QCOMPARE(m_netlink->findLink("a-name-that-is-too-long").error().code, ENODEV);
        QCOMPARE(m_netlink->removeLink(kLoopback).error().code, EOPNOTSUPP);
        QCOMPARE(m_netlink->changeLink(99, {.up = true}).error().code, ENODEV);
        // The conversation goes on after a refusal.
        QVERIFY(m_netlink->findLink("lo"));
    }

private:
    std::optional<linux::Netlink> m_netlink;
};

int main(int argc, char **argv)
{
    if (!linux::hasCapability(CAP_NET_ADMIN) || !linux::hasCapability(CAP_SYS_ADMIN)) {
        if (!linux::enterUserNamespace() || !linux::unshareMountsAndNetwork())
            gMissing = "Needs root or user namespaces.";
    }
    TestNetlink test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_netlink.moc"
