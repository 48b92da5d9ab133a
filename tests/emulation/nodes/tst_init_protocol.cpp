// The messages between engine and init: what is written is read back; what is broken is refused.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/nodes/environment.h"
#include "emulation/nodes/init_protocol.h"

#include <QTest>

using namespace hopyard;
using namespace hopyard::nodes;
using namespace hopyard::nodes::protocol;

class TestInitProtocol : public QObject {
    Q_OBJECT

private slots:
    void everyMessageComesBack()
    {
        const std::vector<Message> all{
            SetUp{"web", "127.0.0.1 localhost\n", "", {"/run/frr"}, {"frrvty:x:0:root", ""}},
            Files{"a\n", "b\n"},
            Spawn{7, true, -1, 1000, "/tmp", {"sh", "-c", ""}, {"A=1", "B=\xff\n"}},
            Signal{7, 15},
            Started{4'000'000'000u},
            Failed{1, 2, "run x"},
            Line{1, std::string("\0bytes", 6)},
            Ended{1, 255, -1},
            Warning{"careful"},
        };
        QCOMPARE(all.size(), std::variant_size_v<Message>);
        for (const Message &message : all) {
            const auto bytes = encode(message);
            const auto back = decode(bytes);
            QVERIFY(back);
            QCOMPARE(back->index(), message.index());
            QVERIFY(encode(*back) == bytes);
            // Cut anywhere, or with something after it, it is no message.
            for (std::size_t n = 0; n < bytes.size(); ++n)
                QVERIFY(!decode(base::Bytes(bytes).first(n)));
            auto longer = bytes;
            longer.push_back(0);
            QVERIFY(!decode(longer));
        }
        const auto spawn = std::get<Spawn>(*decode(encode(all[2])));
        QCOMPARE(spawn.gid, std::int64_t(1000));
        QCOMPARE(spawn.uid, std::int64_t(-1));
        QCOMPARE(spawn.argv, (std::vector<std::string>{"sh", "-c", ""}));
        QCOMPARE(spawn.env[1], std::string("B=\xff\n"));
        QCOMPARE(std::get<Ended>(*decode(encode(all[7]))).signal, -1);
    }

    void nonsenseIsRefused()
    {
        QVERIFY(!decode({}));
        QVERIFY(!decode(std::vector<std::uint8_t>(8, 0xff)));
        // A list that claims to have 2^63 members ends with the bytes.
        auto bytes = encode(Spawn{});
        bytes[bytes.size() - 16] = 0x80;
        QVERIFY(!decode(bytes));
    }

    void files()
    {
        NamespaceSpec spec;
        spec.name = "h1";
        QCOMPARE(hostsFile(spec),
                 std::string("127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n127.0.1.1 h1\n"));
        spec.interfaces = {
            {"eth0",
             {},
             {*base::InterfaceAddress::parse("10.0.1.10/24"), *base::InterfaceAddress::parse("2001:db8::1/64")},
             1500}};
        spec.hosts = {{*base::IpAddress::parse("10.0.2.10"), "web www"}};
        spec.nameservers = {*base::IpAddress::parse("10.0.0.53"), *base::IpAddress::parse("2001:db8::53")};
        QCOMPARE(hostsFile(spec),
                 std::string("127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n"
                             "10.0.1.10 h1\n2001:db8::1 h1\n10.0.2.10 web www\n"));
        QCOMPARE(resolvConf(spec), std::string("nameserver 10.0.0.53\nnameserver 2001:db8::53\n"));
    }
};

QTEST_APPLESS_MAIN(TestInitProtocol)
#include "tst_init_protocol.moc"
