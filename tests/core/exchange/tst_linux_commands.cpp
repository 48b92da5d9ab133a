// Start-up scripts read without a Linux: each way to say an address, a route, that a machine forwards.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/interfaces_file.h"
#include "core/exchange/linux_commands.h"
#include "core/exchange/shell_words.h"

#include <QTest>

#include <fmt/format.h>

using namespace hopyard;

namespace {

/// What a machine came to be, in one line.
QString told(const exchange::Machine &machine)
{
    std::string text;
    for (const lab::Interface &interface : machine.interfaces) {
        text += interface.name + ':';
        for (const base::InterfaceAddress &address : interface.addresses)
            text += ' ' + toString(address);
        if (interface.dhcp)
            text += " dhcp";
        if (interface.mtu)
            text += fmt::format(" mtu {}", *interface.mtu);
        if (interface.mac)
            text += " mac " + toString(*interface.mac);
        text += "; ";
    }
    if (machine.gateway)
        text += "default " + toString(*machine.gateway) + "; ";
    for (const lab::HostRoute &route : machine.routes)
        text += toString(route) + "; ";
    if (machine.forwards)
        text += "forwards; ";
    if (!machine.config.empty())
        text += "config <" + machine.config + ">; ";
    for (const std::string &program : machine.programs)
        text += "runs <" + program + ">; ";
    for (const std::string &command : machine.leftOut)
        text += "left out <" + command + ">; ";
    if (machine.bridging > 0)
        text += fmt::format("{} bridging; ", machine.bridging);
    return QString::fromStdString(text);
}

} // namespace

class TestLinuxCommands : public QObject {
    Q_OBJECT
private slots:
    void scripts_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *script, const char *expected) {
            QTest::newRow(name) << QString(script) << QString(expected);
        };
        row("nothing", "", "");
        row("ip", "ip link set eth1 up\nip addr add 192.168.11.2/24 dev eth1\nip route add 192.168.0.0/16 via 192.168.11.1 dev eth1",
            "eth1: 192.168.11.2/24; 192.168.0.0/16 via 192.168.11.1; ");
        row("link without dev and more", "ip link set dev eth0 mtu 1400 address 02:00:00:00:00:09 up", "eth0: mtu 1400 mac 02:00:00:00:00:09; ");
        row("abbreviated", "ip a add 10.0.0.1/24 dev eth0; ip r add default via 10.0.0.254", "eth0: 10.0.0.1/24; default 10.0.0.254; ");
        row("two defaults", "ip r add default via 10.0.0.1; ip r add default via 10.0.0.2", "default 10.0.0.1; 0.0.0.0/0 via 10.0.0.2; ");
        row("v6", "ip -6 addr add 2001:db8::2/64 dev eth0 && ip -6 route add default via 2001:db8::1",
            "eth0: 2001:db8::2/64; default 2001:db8::1; ");
        row("host route", "ip route add 10.9.9.9 via 10.0.0.1", "10.9.9.9/32 via 10.0.0.1; ");
        row("management route removed", "ip route del default", "");
        row("route to a device", "ip route add 10.0.0.0/8 dev eth0", "runs <ip route add 10.0.0.0/8 dev eth0>; ");
        row("ifconfig", "/sbin/ifconfig eth0 10.0.0.1 netmask 255.255.255.252 broadcast 10.0.0.3 up", "eth0: 10.0.0.1/30; ");
        row("ifconfig, class", "ifconfig eth1 172.16.0.1 up", "eth1: 172.16.0.1/16; ");
        row("ifconfig, length", "ifconfig eth1 192.168.1.1/26 up", "eth1: 192.168.1.1/26; ");
        row("ifconfig, bad mask", "ifconfig eth0 10.0.0.1 netmask 255.0.255.0", "eth0:; runs <ifconfig eth0 10.0.0.1 netmask 255.0.255.0>; ");
        row("route", "route add default gw 10.0.0.1\nroute add -net 10.5.0.0 netmask 255.255.0.0 gw 10.0.0.2 dev eth0",
            "default 10.0.0.1; 10.5.0.0/16 via 10.0.0.2; ");
        row("forwarding", "sysctl -w net.ipv4.ip_forward=1", "forwards; ");
        row("forwarding by echo", "echo 1 > /proc/sys/net/ipv4/ip_forward", "forwards; ");
        row("shell in shell", "bash -c \"ip addr add 10.0.0.1/24 dev eth0 && sh -c 'ip link set eth0 up'\"", "eth0: 10.0.0.1/24; ");
        row("frr", "/etc/init.d/frr start", "forwards; ");
        row("frr by systemd", "systemctl start frr", "forwards; ");
        row("frr stopped", "systemctl stop frr", "runs <systemctl stop frr>; ");
        row("vtysh", "vtysh -c 'conf t' -c 'router ospf' -c ' network 10.0.0.0/8 area 0' -c end -c 'write memory'",
            "forwards; config <router ospf\n network 10.0.0.0/8 area 0\n>; ");
        row("comments and sleep", "#!/bin/sh\n# nothing\nsleep 5 # and again\n", "");
        row("a program", "python3 -m http.server 80 &", "runs <python3 -m http.server 80 &>; ");
        row("variables", "ip addr add $ADDR dev eth0", "runs <ip addr add $ADDR dev eth0>; ");
        row("continued line", "ip addr add \\\n 10.0.0.1/24 dev eth0", "eth0: 10.0.0.1/24; ");
        row("an open quote", "echo 'x", "runs <echo 'x>; ");
        row("device first", "ip addr add dev eth0 1.2.3.33/30; ip link set up dev eth0", "eth0: 1.2.3.33/30; ");
        row("broadcast between", "ip addr add 10.0.0.1/24 brd + dev eth0", "eth0: 10.0.0.1/24; ");
        row("a peer", "ip addr add 10.0.0.1 peer 10.0.0.2 dev eth0", "runs <ip addr add 10.0.0.1 peer 10.0.0.2 dev eth0>; ");
        row("two ways", "ip route add 10.0.0.0/8 nexthop via 10.1.0.1 weight 1 nexthop via 10.1.0.2",
            "10.0.0.0/8 via 10.1.0.1; 10.0.0.0/8 via 10.1.0.2; ");
        row("another table", "ip route add default via 10.0.0.1 table 5", "runs <ip route add default via 10.0.0.1 table 5>; ");
        row("alias", "ifconfig eth0:1 10.0.0.5/24 up; ifconfig eth1 0.0.0.0 up", "eth0: 10.0.0.5/24; eth1:; ");
        row("blanks in sysctl", "sysctl -w 'net.ipv4.ip_forward = 1'", "forwards; ");
        row("no blank behind the arrow", "echo \"1\" >/proc/sys/net/ipv4/ip_forward", "forwards; ");
        row("DHCP", "dhclient -v eth0; udhcpc -i eth1 -b", "eth0: dhcp; eth1: dhcp; ");
        row("a shell that waits", "/bin/bash", "");
        row("loop", "for i in 1 2; do\n  ip link set eth$i up\ndone\nip addr add 10.0.0.1/24 dev eth0",
            "eth0: 10.0.0.1/24; runs <for i in 1 2; do\n  ip link set eth$i up\ndone>; ");
        row("condition in loop", "while true; do if [ -e x ]; then ip link set eth0 up; fi; done & sleep 1",
            "runs <while true; do if [ -e x ]; then ip link set eth0 up; fi; done & sleep 1>; ");
        row("function", "up() {\n ip link set $1 up\n}\nup eth0", "runs <up() {\n ip link set $1 up\n}>; runs <up eth0>; ");
        row("case", "case $X in\n a) ip link set eth0 up ;;\nesac", "runs <case $X in\n a) ip link set eth0 up ;;\nesac>; ");
        row("a loop without an end", "for i in 1 2; do ip link set eth0 up", "runs <for i in 1 2; do ip link set eth0 up>; ");
        row("subshell", "(sleep 1; python3 x.py) &", "runs <(sleep 1; python3 x.py) &>; ");
        row("here-document", "cat > x <<'EOF'\nip link set eth0 down\nEOF\nip link set eth0 up", "runs <cat > x <<'EOF'\nip link set eth0 down\nEOF>; ");
        row("vtysh, here-document", "vtysh << EOF\nconf t\nrouter rip\n network eth0\nexit\nend\nwr\nEOF\n",
            "forwards; config <router rip\n network eth0\nexit\n>; ");
        row("configuration written", "cat >/etc/frr/frr.conf <<-EOF\nrouter rip\n\tEOF\necho bgpd=yes >> /etc/frr/daemons", "forwards; config <router rip\n>; ");
        row("about the machine", "apt-get update && apt-get install -y tcpdump\necho nameserver 1.1.1.1 > /etc/resolv.conf\nservice ssh start",
            "left out <apt-get update>; left out <apt-get install -y tcpdump>; left out <echo nameserver 1.1.1.1 > /etc/resolv.conf>; left out <service ssh start>; ");
        row("variables of the script", "DEV=eth0\nexport NET='10.0.0'\nip addr add ${NET}.1/24 dev $DEV\necho '$DEV' $OTHER",
            "eth0: 10.0.0.1/24; runs <echo '$DEV' $OTHER>; ");
        row("bridge", "brctl addbr br0\nbrctl addif br0 eth0\nip link set eth1 master br0\nip link set br0 up",
            "runs <brctl addbr br0>; runs <brctl addif br0 eth0>; runs <ip link set eth1 master br0>; 3 bridging; ");
        row("interfaces file", "cat > /etc/network/interfaces <<E\nauto eth0\niface eth0 inet static\n address 10.0.0.1\n netmask 24\nE\nifup -a", "eth0: 10.0.0.1/24; ");
    }
    void scripts()
    {
        QFETCH(QString, script);
        QFETCH(QString, expected);
        exchange::Machine machine;
        exchange::applyScript(machine, script.toStdString());
        QCOMPARE(told(machine), expected);
    }

    void interfacesFiles()
    {
        exchange::Machine machine;
        exchange::applyInterfacesFile(machine, R"(# what Debian reads
auto lo eth0
iface lo inet loopback
iface eth0 inet static
    address 10.0.0.1
    netmask 255.255.255.0
    gateway 10.0.0.254
    hwaddress ether 02:00:00:00:00:01
    up ip route add 10.9.0.0/16 via 10.0.0.2 \
       dev $IFACE
    dns-nameservers 10.0.0.53
iface eth0 inet6 static
    address 2001:db8::1/64
iface eth1 inet dhcp
allow-hotplug eth2
iface eth2 inet static
    address 192.168.1.1/26
    mtu 1400
    post-up echo 1 > /proc/sys/net/ipv4/ip_forward
)");
        QCOMPARE(told(machine), QString("eth0: 10.0.0.1/24 2001:db8::1/64 mac 02:00:00:00:00:01; eth1: dhcp; eth2: 192.168.1.1/26 mtu 1400; "
                                        "default 10.0.0.254; 10.9.0.0/16 via 10.0.0.2; forwards; left out <eth0: dns-nameservers 10.0.0.53>; "));
    }

    void shellsInShellsEnd()
    {
        std::string script = "ip link set eth0 up";
        for (int i = 0; i < 40; ++i)
            script = "sh -c \"" + script + "\"";
        exchange::Machine machine;
        exchange::applyScript(machine, script);
        QVERIFY(machine.programs.size() <= 40);
    }
};

QTEST_APPLESS_MAIN(TestLinuxCommands)
#include "tst_linux_commands.moc"
