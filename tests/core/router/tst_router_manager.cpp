// The router manager over a plant that is a list.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/router_manager.h"
#include "tests/support/frames.h"

#include <QtTest>

#include <map>

using namespace hopyard;
using router::Attachment;
using router::ManagerError;

namespace {

/// Owns routers, knows the links "l1" and "l2" and the outside port "tap0"; a plugged port has carrier at once.
class FakePlant final : public router::Plant {
public:
    bool powerOn(const std::string &name, bool forwarding) override
    {
        if (name == "impossible")
            return false;
        ip::StackOptions options;
        options.forwarding = forwarding;
        return running.emplace(name, router::VirtualRouter(name, base::Random::derive(1, name), options)).second;
    }
    void powerOff(const std::string &name) override { running.erase(name); }
    void visit(const std::string &name, const std::function<void(link::Context &, router::VirtualRouter &)> &f) override
    {
        link::Outbox out;
        link::Context context{base::TimePoint(), base::NodeId(0), pool, out, hub};
        f(context, running.at(name));
    }
    bool plug(const std::string &name, base::PortIndex port, const Attachment &to) override
    {
        const bool known = to.kind == Attachment::Kind::link ? to.name == "l1" || to.name == "l2" : to.name == "tap0";
        if (!known)
            return false;
        plugged[{name, port}] = to;
        visit(name, [&](link::Context &c, router::VirtualRouter &r) { r.carrierChanged(c, port, true); });
        return true;
    }
    void unplug(const std::string &name, base::PortIndex port) override
    {
        plugged.erase({name, port});
        visit(name, [&](link::Context &c, router::VirtualRouter &r) { r.carrierChanged(c, port, false); });
    }

    packet::PacketPool pool;
    base::trace::Hub hub;
    std::map<std::string, router::VirtualRouter> running;
    std::map<std::pair<std::string, base::PortIndex>, Attachment> plugged;
};

ip::InterfaceSpec eth(int number)
{
    ip::InterfaceSpec spec;
    spec.name = "eth" + std::to_string(number);
    spec.mac = base::MacAddress::local(std::uint32_t(number) + 1);
    return spec;
}

router::RouterConfig config()
{
    router::RouterConfig c;
    c.interfaces["eth0"].addresses = {*base::InterfaceAddress::parse("10.0.1.1/24")};
    router::StaticRoute route;
    route.prefix = test::prefix("10.2.0.0/16");
    route.gateway = test::address("10.0.1.2");
    c.addRoute(route);
    return c;
}

bool fails(const router::RouterManager::Answer &answer, ManagerError with) { return !answer && answer.error() == with; }

} // namespace

class TestRouterManager : public QObject {
    Q_OBJECT
private slots:
    void aLife()
    {
        FakePlant plant;
        router::RouterManager manager(plant);
        QVERIFY(manager.create("r1"));
        QVERIFY(manager.addInterface("r1", eth(0)));
        QVERIFY(manager.attach("r1", "eth0", {Attachment::Kind::link, "l1"}));
        QVERIFY(manager.configure("r1", config()));
        QVERIFY(plant.running.empty());

        QVERIFY(manager.start("r1"));
        const ip::Stack &stack = plant.running.at("r1").stack();
        QVERIFY(stack.interface(base::PortIndex(0))->isUp());
        QVERIFY(stack.isOwnAddress(test::address("10.0.1.1")));
        QVERIFY(stack.forwardingTable().find(test::prefix("10.2.0.0/16")));

        QVERIFY(manager.detach("r1", "eth0"));
        QVERIFY(!stack.interface(base::PortIndex(0))->isUp());
        QVERIFY(!stack.forwardingTable().find(test::prefix("10.2.0.0/16")));
        QVERIFY(manager.addInterface("r1", eth(1)));
        QVERIFY(manager.attach("r1", "eth1", {Attachment::Kind::outside, "tap0"}));
        QVERIFY(stack.interface(base::PortIndex(1))->isUp());
        QVERIFY(manager.attach("r1", "eth0", {Attachment::Kind::link, "l2"}));

        QVERIFY(manager.stop("r1"));
        QVERIFY(plant.running.empty() && plant.plugged.empty());
        QVERIFY(manager.start("r1")); // comes back as it was
        QCOMPARE(plant.plugged.size(), std::size_t(2));
        QVERIFY(plant.running.at("r1").stack().forwardingTable().find(test::prefix("10.2.0.0/16")));
        QVERIFY(manager.removeInterface("r1", "eth0"));
        QVERIFY(!plant.running.at("r1").stack().isOwnAddress(test::address("10.0.1.1")));
        QVERIFY(manager.destroy("r1"));
        QVERIFY(plant.running.empty() && manager.routers().empty());
    }

    void mistakes()
    {
        FakePlant plant;
        router::RouterManager manager(plant);
        QVERIFY(fails(manager.start("r1"), ManagerError::noSuchRouter));
        QVERIFY(fails(manager.stop("r1"), ManagerError::noSuchRouter));
        QVERIFY(fails(manager.destroy("r1"), ManagerError::noSuchRouter));
        QVERIFY(fails(manager.addInterface("r1", eth(0)), ManagerError::noSuchRouter));
        QVERIFY(!manager.configure("r1", config()));
        QVERIFY(manager.create("r1"));
        QVERIFY(fails(manager.create("r1"), ManagerError::nameTaken));
        QVERIFY(fails(manager.stop("r1"), ManagerError::notRunning));
        QVERIFY(manager.start("r1"));
        QVERIFY(fails(manager.start("r1"), ManagerError::alreadyRunning));
        QVERIFY(fails(manager.attach("r1", "eth0", {Attachment::Kind::link, "l1"}), ManagerError::noSuchInterface));
        QVERIFY(manager.addInterface("r1", eth(0)));
        QVERIFY(fails(manager.addInterface("r1", eth(0)), ManagerError::nameTaken));
        QVERIFY(fails(manager.attach("r1", "eth0", {Attachment::Kind::link, "nowhere"}), ManagerError::cannotAttach));
        QVERIFY(fails(manager.removeInterface("r1", "eth7"), ManagerError::noSuchInterface));
        QVERIFY(manager.create("impossible"));
        QVERIFY(fails(manager.start("impossible"), ManagerError::cannotStart));
        QVERIFY(!manager.find("impossible")->running);
    }

    void aLinkThatIsGoneWhenItStartsAgain()
    {
        FakePlant plant;
        router::RouterManager manager(plant);
        QVERIFY(manager.create("h", false));
        QVERIFY(manager.addInterface("h", eth(0)));
        QVERIFY(manager.attach("h", "eth0", {Attachment::Kind::link, "nowhere"})); // it is off: only noted
        QVERIFY(fails(manager.start("h"), ManagerError::cannotAttach));
        QVERIFY(manager.find("h")->running);
        QVERIFY(!plant.running.at("h").stack().options().forwarding);
        QVERIFY(manager.configure("h", config())->missingInterfaces.empty());
        QVERIFY(plant.running.at("h").stack().options().forwarding); // the configuration says so
    }
};

QTEST_APPLESS_MAIN(TestRouterManager)
#include "tst_router_manager.moc"
