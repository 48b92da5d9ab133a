// What the name server answers to each question, without a network.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/dns_zone.h"
#include "core/services/resolver.h"
#include "tests/support/compare.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::base::literals;
using wire::DnsCode;
using wire::DnsRecord;
using wire::DnsRepr;
using wire::DnsType;

namespace {

base::IpAddress address(const char *text) { return *base::IpAddress::parse(text); }

/// "NOERROR aa: web CNAME www; www A 10.0.0.1"
QString text(const DnsRepr &reply)
{
    QStringList records;
    for (const DnsRecord &r : reply.answers)
        records << QString::fromStdString(r.name + ' ' + toString(r.type) + ' '
                                          + (r.address.isValid() ? base::toString(r.address) : r.target));
    return QString("%1%2: %3").arg(QString::fromUtf8(toString(reply.code).data()), reply.authoritative ? " aa" : "",
                                   records.join("; "));
}

} // namespace

class TestDnsZone : public QObject {
    Q_OBJECT
private slots:
    void answers_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("type");
        QTest::addColumn<QString>("answer");
        const auto row = [](const char *name, DnsType type, const char *answer) {
            QTest::newRow((std::string(name) + ' ' + toString(type)).c_str()) << name << int(type) << answer;
        };
        row("web", DnsType::a, "NOERROR aa: web A 10.0.2.10; web A 10.0.3.10");
        row("WEB", DnsType::a, "NOERROR aa: WEB A 10.0.2.10; WEB A 10.0.3.10");
        row("web", DnsType::aaaa, "NOERROR aa: web AAAA 2001:db8::a");
        row("web", DnsType::any, "NOERROR aa: web A 10.0.2.10; web A 10.0.3.10; web AAAA 2001:db8::a");
        row("web", DnsType::mx, "NOERROR aa: ");
        row("nobody", DnsType::a, "NXDOMAIN aa: ");
        row("mail.lab", DnsType::a, "NOERROR aa: mail.lab A 10.9.0.1");
        row("www.lab", DnsType::a, "NOERROR aa: www.lab CNAME web; web A 10.0.2.10; web A 10.0.3.10");
        row("www.lab", DnsType::cname, "NOERROR aa: www.lab CNAME web");
        row("old.lab", DnsType::aaaa, "NOERROR aa: old.lab CNAME www.lab; www.lab CNAME web; web AAAA 2001:db8::a");
        row("away.lab", DnsType::a, "NOERROR aa: away.lab CNAME elsewhere.example");
        row("r1", DnsType::a, "NOERROR aa: r1 A 10.1.1.1"); // its own before the lab's
        row("10.2.0.10.in-addr.arpa", DnsType::ptr, "NOERROR aa: 10.2.0.10.in-addr.arpa PTR web");
        row("11.2.0.10.IN-ADDR.arpa", DnsType::ptr, "NXDOMAIN aa: ");
        row("10.3.0.10.in-addr.arpa", DnsType::ptr, "NOERROR aa: 10.3.0.10.in-addr.arpa PTR web");
        row("1.0.9.10.in-addr.arpa", DnsType::ptr, "NOERROR aa: 1.0.9.10.in-addr.arpa PTR mail.lab");
        row("10.3.0.10.in-addr.arpa", DnsType::a, "NOERROR aa: ");
    }
    void answers()
    {
        QFETCH(QString, name);
        QFETCH(int, type);
        QFETCH(QString, answer);
        transport::HostsTable hosts;
        for (const char *text : {"10.0.2.10", "10.0.3.10", "2001:db8::a"})
            hosts.add("web", address(text));
        hosts.add("r1", address("10.0.1.1"));
        services::DnsZone zone;
        QVERIFY(zone.add("mail.lab", "10.9.0.1") && zone.add("www.lab", "web") && zone.add("old.lab", "www.lab")
                && zone.add("away.lab", "elsewhere.example") && zone.add("r1", "10.1.1.1"));
        QVERIFY(zone.add("ring1", "ring2") && zone.add("ring2", "ring1"));
        DnsRepr query;
        query.id = 7;
        query.recursionDesired = true;
        query.questions = {{name.toStdString(), static_cast<DnsType>(type), 1}};
        const DnsRepr reply = zone.answer(query, hosts);
        QCOMPARE(reply.id, query.id);
        QVERIFY(reply.isResponse && reply.recursionDesired && !reply.recursionAvailable);
        QVERIFY(reply.questions == query.questions);
        QCOMPARE(text(reply), answer);
        query.questions = {{"ring1", DnsType::a, 1}};
        QCOMPARE(zone.answer(query, hosts).answers.size(), std::size_t(8)); // and no further
    }

    void questionsOfOtherKinds()
    {
        const services::DnsZone zone;
        DnsRepr query;
        query.opcode = 2;
        QCOMPARE(text(zone.answer(query, {})), QString("NOTIMP: "));
        query.opcode = 0;
        QCOMPARE(text(zone.answer(query, {})), QString("FORMERR: "));
        query.questions = {{"web", DnsType::a, 3}};
        QCOMPARE(text(zone.answer(query, {})), QString("REFUSED: "));
    }

    void whatAResolverTakesFromAnAnswer()
    {
        DnsRepr reply;
        reply.answers = {DnsRecord::ofName("Web", DnsType::cname, "www.Lab", 300),
                         DnsRecord::ofAddress("other", address("10.0.0.9"), 1),
                         DnsRecord::ofAddress("WWW.lab", address("10.0.0.1"), 60),
                         DnsRecord::ofAddress("www.lab", address("10.0.0.2"), 120)};
        services::ResolvedAnswer found = services::resolve(reply, "web.");
        QVERIFY((found.addresses == std::vector<base::IpAddress>{address("10.0.0.1"), address("10.0.0.2")}));
        QVERIFY(found.timeToLive == 60_s);
        reply.answers[2].timeToLive = 0x80000001;
        QVERIFY(services::resolve(reply, "web").timeToLive == 0_s); // RFC 2181
        QVERIFY(services::resolve(reply, "nobody").addresses.empty());

        reply.answers = {DnsRecord::ofName("a", DnsType::cname, "b", 300), DnsRecord::ofName("b", DnsType::cname, "a", 300)};
        DnsRecord soa;
        soa.type = DnsType::soa;
        soa.timeToLive = 900;
        soa.data.assign(22, 0);
        soa.data.back() = 30; // MINIMUM
        reply.authorities = {soa};
        found = services::resolve(reply, "a");
        QVERIFY(found.addresses.empty());
        QVERIFY(found.timeToLive == 30_s);
    }
};

QTEST_APPLESS_MAIN(TestDnsZone)
#include "tst_dns_zone.moc"
