// The mapping `service` of a forwarder: read, written, read again; what is wrong is told at its place.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/read.h"
#include "core/lab/reader.h"
#include "core/lab/validate.h"
#include "core/lab/write.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::base::literals;

namespace {

std::string labWith(std::string_view service)
{
    return "hopyard: 1\nnodes:\n"
           "  lb:\n    kind: forwarder\n    interfaces: {eth0: {address: 10.0.0.5/24}}\n    service:" +
           std::string(service) +
           "  a: {kind: host, interfaces: {eth0: {address: 10.0.0.11/24}}}\n"
           "  b: {kind: host, interfaces: {eth0: {address: 10.0.0.12/24}}}\n"
           "  bare: {kind: host}\n"
           "  c: {kind: classifier, interfaces: {eth0: {address: 10.0.0.21/24}}}\n"
           "  s: {kind: switch}\n"
           "links:\n"
           "  - {ends: [lb:eth0, s:1]}\n  - {ends: [a:eth0, s:2]}\n  - {ends: [b:eth0, s:3]}\n  - {ends: [c:eth0, s:4]}\n";
}

std::string problems(std::string_view service)
{
    const auto read = lab::readWithPlaces(labWith(service), "x.yaml");
    std::string said;
    for (const auto &p : read ? lab::validate(read->lab, read->places) : read.error())
        if (p.severity == lab::Problem::Severity::error)
            said += std::to_string(p.line) + ": " + p.message + '\n';
    return said;
}

} // namespace

class LabServiceTest : public QObject {
    Q_OBJECT
private slots:
    void readAndWritten()
    {
        const std::string text = labWith("\n      address: 10.0.0.80\n      port: 8080\n      classifiers: [c]\n      hosts: [a, b]\n"
                                         "      encapsulation: shim\n      mode: migrate\n      check: http /health\n      interval: 5s\n"
                                         "      timeout: 500ms\n      rise: 1\n      fall: 4\n      rules: |\n        path /x -> a\n        default hash\n");
        const auto read = lab::read(text, "x.yaml");
        QVERIFY(read);
        const lab::Service &service = read->findNode("lb")->service;
        QVERIFY(service.address == base::IpAddress(base::Ipv4Address(10, 0, 0, 80)));
        QCOMPARE(service.port, std::uint16_t(8080));
        QVERIFY(service.classifiers == std::vector<std::string>{"c"});
        QVERIFY((service.hosts == std::vector<std::string>{"a", "b"}));
        QVERIFY(service.encapsulation == lab::ServiceEncapsulation::shim);
        QVERIFY((service.check == lab::ServiceCheck{lab::ServiceCheck::Kind::http, "/health"}));
        QVERIFY(service.interval == 5_s && service.timeout == 500_ms);
        QCOMPARE(service.rise, 1u);
        QCOMPARE(service.fall, 4u);
        QCOMPARE(service.rules, std::string("path /x -> a\ndefault hash\n"));
        const auto again = lab::read(lab::write(*read), "again.yaml");
        QVERIFY(again);
        QVERIFY(*again == *read);
        QCOMPARE(problems(" {address: 10.0.0.80, hosts: [a, b]}\n"), std::string());
    }

    void mistakes_data()
    {
        QTest::addColumn<QByteArray>("service");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char *service, const char *said) { QTest::newRow(service) << QByteArray(service) << QByteArray(said); };
        row("{hosts: [a]}", "a forwarder has a service with an address and hosts");
        row("{address: 10.0.0.80}", "a forwarder has a service with an address and hosts");
        row("{address: 10.0.0.80, hosts: [x]}", "there is no node 'x'");
        row("{address: 10.0.0.80, hosts: [c]}", "'c' is a classifier, not a host or namespace");
        row("{address: 10.0.0.80, hosts: [a, a]}", "'a' is named twice");
        row("{address: 10.0.0.80, hosts: [bare]}", "'bare' has no address by which it can be reached");
        row("{address: 10.0.0.80, hosts: [a], classifiers: [c], mode: replay}", "the way of replay goes through the forwarder");
        row("{address: 10.0.0.11, hosts: [a]}", "10.0.0.11 is the address of 'a' too");
        row("{address: 224.0.0.1, hosts: [a]}", "is not an IPv4 address that machines can share");
        row("{address: 10.0.0.80, hosts: [a], port: 0}", "is not a port, a number from 1 to 65535");
        row("{address: 10.0.0.80, hosts: [a], encapsulation: gre}", "is not one of ports, shim, ipip");
        row("{address: 10.0.0.80, hosts: [a], check: ping}", "is not a check");
        row("{address: 10.0.0.80, hosts: [a], interval: 1ms}", "is not a time from 10ms to 1 hour");
        row("{address: 10.0.0.80, hosts: [a], fall: 0}", "is not a number of checks in a row");
    }
    void mistakes()
    {
        QFETCH(QByteArray, service);
        QFETCH(QByteArray, said);
        const std::string all = problems(" " + service.toStdString() + "\n");
        QVERIFY2(all.find(said.toStdString()) != std::string::npos, all.c_str());
        QVERIFY(all.starts_with("6: ") || all.starts_with("3: "));
    }

    void onlyForwardersOffer()
    {
        const auto read = lab::readWithPlaces("hopyard: 1\nnodes:\n  a: {kind: host, service: {address: 10.0.0.80}}\n", "x.yaml");
        QVERIFY(read);
        bool told = false;
        for (const auto &p : lab::validate(read->lab, read->places))
            told |= p.message.find("only a forwarder offers one") != std::string::npos;
        QVERIFY(told);
    }
};

QTEST_APPLESS_MAIN(LabServiceTest)
#include "tst_lab_service.moc"
