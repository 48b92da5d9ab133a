// The display filter: what it accepts, what it says of a packet, what it says of mistakes and where, what it suggests.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/trace.h"
#include "core/filter/complete.h"
#include "core/filter/filter.h"
#include "core/filter/head_text.h"

#include <QtTest>

#include <algorithm>

using namespace hopyard;
using filter::Filter;
using filter::Layer;
using filter::PacketHead;

namespace {

PacketHead tcpHead()
{
    PacketHead h;
    h.number = 12;
    h.packetId = 77;
    h.time = base::TimePoint::fromNs(1'500'000'000);
    h.link = base::LinkId(3);
    h.length = 74;
    for (const Layer layer : {Layer::ethernet, Layer::ipv4, Layer::tcp, Layer::http})
        h.layers.add(layer);
    h.etherSource = base::MacAddress({0x02, 0x48, 0, 0, 0, 1});
    h.etherDestination = base::MacAddress({0x02, 0x48, 0, 0, 0, 2});
    h.etherType = 0x0800;
    h.source = base::Ipv4Address(10, 0, 1, 10);
    h.destination = base::Ipv4Address(10, 0, 2, 20);
    h.ttl = 64;
    h.protocol = 6;
    h.ipLength = 60;
    h.dontFragment = true;
    h.sourcePort = 40'000;
    h.destinationPort = 80;
    h.stream = 7;
    h.payloadLength = 20;
    h.tcpFlags = 0x18;
    h.tcpSequence = 5;
    h.tcpAcknowledgement = 1;
    h.tcpWindow = 502;
    h.text = "GET /index.html HTTP/1.1";
    return h;
}

PacketHead arpHead()
{
    PacketHead h;
    h.layers.add(Layer::ethernet);
    h.layers.add(Layer::arp);
    h.etherDestination = base::MacAddress::broadcast();
    h.etherType = 0x0806;
    h.arpOperation = 1;
    h.source = base::Ipv4Address(10, 0, 0, 2);
    h.destination = base::Ipv4Address(10, 0, 0, 1);
    h.length = 42;
    h.drop = static_cast<std::uint8_t>(base::DropReason::queueFull);
    return h;
}

QStringList texts(const filter::Completion &completion)
{
    QStringList all;
    for (const filter::Suggestion &s : completion.suggestions)
        all += QString::fromStdString(s.text);
    return all;
}

} // namespace

class TestFilter : public QObject {
    Q_OBJECT
private slots:
    void tableIsSorted()
    {
        const auto all = filter::fields();
        QVERIFY(std::is_sorted(all.begin(), all.end(), [](const auto &a, const auto &b) { return a.name < b.name; }));
        for (const filter::Field &field : all)
            QCOMPARE(filter::findField(field.name), &field);
        QVERIFY(!filter::findField("ip."));
    }

    void saysOfAPacket_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("ofTcp");
        QTest::addColumn<bool>("ofArp");
        const auto row = [](const char *text, bool ofTcp, bool ofArp) { QTest::newRow(text) << text << ofTcp << ofArp; };
        row("", true, true);
        row("frame", true, true);
        row("tcp", true, false);
        row("!tcp", false, true);
        row("not arp", true, false);
        row("arp || http", true, true);
        row("eth && arp", false, true);
        row("ip.src == 10.0.1.10", true, false);
        row("ip.src==10.0.1.11", false, false);
        row("ip.src eq 10.0.1.0/24", true, false);
        row("ip.addr == 10.0.2.20", true, false);
        row("ip.addr != 10.0.2.20", false, false);      // both would have to differ
        row("ip.addr != 10.0.2.21", true, false);
        row("!(ip.addr == 10.0.2.20)", false, true);    // the packet without addresses is shown here, and there not
        row("ip.dst != 10.0.1.0/24", true, false);
        row("ip.src in {10.0.3.0/24, 10.0.1.10}", true, false);
        row("arp.src.proto_ipv4 == 10.0.0.0/8", false, true);
        row("ip.ttl", true, false);
        row("ip.ttl < 64", false, false);
        row("ip.ttl <= 64", true, false);
        row("ip.ttl ge 0x40", true, false);
        row("ip.proto == 6", true, false);
        row("tcp.port == 80", true, false);
        row("tcp.port != 80", false, false);
        row("tcp.srcport == 80", false, false);
        row("tcp.port in {1..79 81, 443}", false, false);
        row("tcp.port in {80..80}", true, false);
        row("tcp.port in {30000..50000}", true, false);
        row("udp.port == 80", false, false);
        row("tcp.flags.syn == 1", false, false);
        row("tcp.flags.syn", true, false); // as in Wireshark: the packet has the field
        row("tcp.flags.push == true && tcp.flags.ack == 1", true, false);
        row("tcp.flags & 0x12", true, false);
        row("tcp.flags & 3", false, false);
        row("tcp.stream == 7", true, false);
        row("frame.len > 60", true, false);
        row("frame.time_relative >= 1.5", true, false);
        row("frame.time_relative > 1.5", false, false);
        row("eth.addr == ff:ff:ff:ff:ff:ff", false, true);
        row("eth.src == 02:48:00:00:00:01", true, false);
        row("http.line contains \"index\"", true, false);
        row("http.line contains \"Index\"", false, false);
        row("http.line == \"get /INDEX.html http/1.1\"", true, false);
        row("packet.dropped", false, true);
        row("packet.reason == \"queue full\"", false, true);
        row("packet.id == 77", true, false);
        row("icmp.type == 8 or arp.opcode == 1 and packet.dropped", false, true); // "and" binds closer
        row("(tcp || arp) && frame.len < 50", false, true);
    }
    void saysOfAPacket()
    {
        QFETCH(QString, text);
        const auto parsed = Filter::parse(text.toStdString());
        QVERIFY2(parsed, parsed ? "" : parsed.error().message.c_str());
        QTEST(parsed->accepts(tcpHead()), "ofTcp");
        QTEST(parsed->accepts(arpHead()), "ofArp");
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("marked"); // the part of the text under which the line is drawn
        QTest::addColumn<QString>("part");   // of the sentence
        const auto row = [](const char *text, const char *marked, const char *part) { QTest::newRow(text) << text << marked << part; };
        row("ip.sorc == 10.0.0.1", "ip.sorc", "ip.src");
        row("qwertzuiop", "qwertzuiop", "There is no field");
        row("ip.src = 10.0.0.1", "=", "“==”");
        row("ip.src == ", "", "an IP address or network is missing");
        row("ip.src == 10.0.0", "10.0.0", "which “10.0.0” is not");
        row("ip.src < 10.0.0.0/8", "10.0.0.0/8", "network");
        row("ip.ttl == many", "many", "a number");
        row("ip.ttl contains 5", "contains", "for text");
        row("tcp == 80", "==", "no value");
        row("tcp.flags.syn < 1", "<", "0 or 1");
        row("tcp.flags.syn == 2", "2", "0 or 1");
        row("(tcp", "(", "closing bracket is missing");
        row("tcp)", ")", "no opening bracket");
        row("tcp udp", "udp", "Join conditions");
        row("tcp &&", "", "condition is missing");
        row("&& tcp", "&&", "field is missing");
        row("tcp.port in 80", "80", "braces");
        row("tcp.port in {80", "{", "closing brace");
        row("tcp.port in {}", "{", "nothing between");
        row("tcp.port in {90..80}", "90..80", "before it begins");
        row("http.line == \"GET", "\"GET", "quotation mark");
        row("tcp ; udp", ";", "means nothing");
        row("eth.src == 02:48:00:00:00", "02:48:00:00:00", "Ethernet address");
    }
    void saysWhatIsWrong()
    {
        QFETCH(QString, text);
        QFETCH(QString, marked);
        QFETCH(QString, part);
        const std::string bytes = text.toStdString();
        const auto parsed = Filter::parse(bytes);
        QVERIFY(!parsed);
        const auto &error = parsed.error();
        QVERIFY(error.position + error.length <= bytes.size());
        QCOMPARE(QString::fromStdString(bytes.substr(error.position, error.length)), marked);
        QVERIFY2(QString::fromStdString(error.message).contains(part), error.message.c_str());
    }

    void refusesWhatIsTooMuch()
    {
        QVERIFY(!Filter::parse(std::string(200, '(') + "tcp" + std::string(200, ')')));
        QVERIFY(!Filter::parse(std::string(200, '!') + "tcp"));
        QVERIFY(!Filter::parse(std::string(Filter::kMaxLength + 1, ' ')));
        std::string chain = "tcp";
        while (chain.size() + 6 <= Filter::kMaxLength)
            chain += "&&tcp";
        const auto parsed = Filter::parse(chain);
        QVERIFY(parsed && parsed->accepts(tcpHead()) && !parsed->accepts(arpHead()));
    }

    void completes_data()
    {
        QTest::addColumn<QString>("text"); // the cursor is where the "|" stands
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("absent");
        QTest::addColumn<QString>("replaced");
        const auto row = [](const char *text, const char *first, const char *absent, const char *replaced) {
            QTest::newRow(text) << text << first << absent << replaced;
        };
        row("|", "arp", "arp.opcode", "");
        row("tcp.fl|", "tcp.flags", "tcp.port", "tcp.fl");
        row("os|pf", "ospf", "icmp", "ospf");
        row("ip.src |", "==", "contains", "");
        row("ip.src =|", "", "", "");
        row("tcp |", "&&", "==", "");
        row("tcp && ud|", "udp", "tcp", "ud");
        row("tcp&&|", "arp", "tcp.port", "");
        row("tcp.flags.syn == |", "1", "", "");
        row("tcp.port == 80 |", "&&", "==", "");
        row("tcp.port == 80 o|", "or", "and", "o");
        row("(|", "arp", "", "");
        row("http.line contains \"|", "", "", "\"");
        row("packet.reason == |", "\"loss\"", "", "");
        row("packet.reason == \"qu|", "\"queue full\"", "\"loss\"", "\"qu");
        row("packet.reason == \"no r|x\" && tcp", "\"no route\"", "\"no link\"", "\"no rx\"");
    }
    void completes()
    {
        QFETCH(QString, text);
        QFETCH(QString, first);
        QFETCH(QString, absent);
        const auto cursor = static_cast<std::size_t>(text.indexOf('|'));
        const std::string bytes = text.remove('|').toStdString();
        const auto completion = filter::complete(bytes, cursor);
        QCOMPARE(texts(completion).value(0), first);
        if (!absent.isEmpty())
            QVERIFY(!texts(completion).contains(absent));
        QTEST(QString::fromStdString(bytes.substr(completion.position, completion.length)), "replaced");
    }

    void binaryFormIsTheSame()
    {
        std::vector<std::uint8_t> bytes;
        PacketHead six = tcpHead();
        six.layers = filter::Layers();
        for (const Layer layer : {Layer::ethernet, Layer::vlan, Layer::ipv6, Layer::ospf})
            six.layers.add(layer);
        six = {.number = 3, .layers = six.layers, .vlan = 100, .source = *base::IpAddress::parse("2001:db8::1"),
               .destination = *base::IpAddress::parse("ff02::5"), .protocol = 89, .message = 1, .router = base::Ipv4Address(1, 1, 1, 1)};
        const PacketHead heads[] = {tcpHead(), arpHead(), PacketHead(), six};
        for (const PacketHead &head : heads)
            filter::append(bytes, head);
        base::ByteReader in(bytes);
        for (const PacketHead &head : heads) {
            PacketHead again;
            QVERIFY(filter::read(in, again));
            QVERIFY(again == head);
        }
        QCOMPARE(in.remaining(), std::size_t(0));
        for (std::size_t cut = 0; cut < 40; ++cut) {
            base::ByteReader part(base::Bytes(bytes).first(cut));
            PacketHead again;
            QVERIFY(!filter::read(part, again));
        }
    }

    void lines()
    {
        PacketHead tcp = tcpHead();
        QCOMPARE(filter::protocolName(tcp), std::string_view("HTTP"));
        QCOMPARE(filter::infoText(tcp), std::string("GET /index.html HTTP/1.1"));
        filter::Layers layers;
        for (const Layer layer : {Layer::ethernet, Layer::ipv4, Layer::tcp})
            layers.add(layer);
        tcp.layers = layers;
        QCOMPARE(filter::infoText(tcp), std::string("40000 → 80 [PSH, ACK] seq 5 ack 1 win 502 len 20"));
        QCOMPARE(filter::conversationFilter(tcp), std::string("tcp.stream == 7"));
        QCOMPARE(filter::infoText(arpHead()), std::string("who has 10.0.0.1? tell 10.0.0.2"));
        QCOMPARE(filter::sourceText(arpHead()), std::string("10.0.0.2"));
        for (const PacketHead &head : {tcp, arpHead()})
            QVERIFY(Filter::parse(filter::conversationFilter(head))->accepts(head));
    }
};

QTEST_APPLESS_MAIN(TestFilter)
#include "tst_filter.moc"
