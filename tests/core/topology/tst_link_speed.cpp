// Speeds from free text, one row for each way in which people write them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/topology/link_speed.h"

#include <QtTest>

using namespace hopyard;

namespace {

quint64 speedOf(const std::optional<base::BitRate> &rate)
{
    return rate ? rate->bps() : 0;
}

} // namespace

class LinkSpeedTest : public QObject {
    Q_OBJECT
private slots:
    void text_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<quint64>("speed");
        const auto row = [](const char *text, double speed) { QTest::newRow(text) << text << static_cast<quint64>(speed); };
        row("10 Gbps", 10e9);
        row("< 10Gbps", 10e9);
        row("< 2.5 Gbps", 2.5e9);
        row("2,5 Gbit/s", 2.5e9);
        row(">=100 Gb/s", 100e9);
        row("155Mbps", 155e6);
        row("155 MBit", 155e6);
        row("155M", 155e6);
        row("64 Kbps", 64e3);
        row("64k", 64e3);
        row("9600 bps", 9600);
        row("50 kbit/s", 50e3);
        row("1.544 Mbps", 1.544e6);
        row("10,000 Mbps", 10e9);
        row("1 Tbps", 1e12);
        row("10 GigE", 10e9);
        row("10GE", 10e9);
        row("10GbE", 10e9);
        row("10 Gigabit Ethernet", 10e9);
        row("Gigabit Ethernet", 1e9);
        row("GigE", 1e9);
        row("Fast Ethernet", 100e6);
        row("FE", 100e6);
        row("Ethernet", 10e6);
        row("OC-192c", 192 * 51.84e6);
        row("OC3", 3 * 51.84e6);
        row("OC 48", 48 * 51.84e6);
        row("STM-16", 16 * 155.52e6);
        row("STM1", 155.52e6);
        row("STM-0", 51.84e6);
        row("E1", 2.048e6);
        row("E3", 34.368e6);
        row("T1", 1.544e6);
        row("T3", 44.736e6);
        row("DS-3", 44.736e6);
        row("45 Mbps DS-3", 45e6);
        row("2 x 155 Mbps", 310e6);
        row("2x155Mbps", 310e6);
        row("4xOC-3", 12 * 51.84e6);
        row("2 * E1", 4.096e6);
        row("3 \xc3\x97 10 Gbps", 30e9);
        row("n x 10 Gbps", 10e9);
        row("nx10G", 10e9);
        row("N*2Mbps", 2e6);
        row("34 - 155 Mbps", 155e6);
        row("34-155 Mbps", 155e6);
        row("155/34 Mbps", 155e6);
        row("2 Mbps + 34 Mbps", 34e6);
        row("Peering, 13 Gbps", 13e9);
        row("100 Gbps \xce\xbb", 100e9);
        // No speeds:
        row("", 0);
        row("10", 0);
        row("Dark Fibre", 0);
        row("Leased Wavelength/Managed Service", 0);
        row("Lit Fibre", 0);
        row("Orange Off-net location", 0);
        row("DWDM", 0);
        row("2009", 0);
        row("3 km", 0);
        row("5 mm, 2 meters", 0);
        row("Route 66 M25", 0);
        row("E40", 0);
        row("T9", 0);
        row("OC-", 0);
        row("OC-99999999999", 0);
        row("99999999999999999999999999 Gbps", 0);
        row("0 Mbps", 0);
        row("1 bit", 0);
    }
    void text()
    {
        QFETCH(QString, text);
        QFETCH(quint64, speed);
        QCOMPARE(speedOf(topology::parseLinkSpeed(text.toStdString())), speed);
    }

    void keysOfTheZoo()
    {
        const auto speed = [](topology::LinkSpeedKeys keys) { return speedOf(topology::linkSpeed(keys)); };
        QCOMPARE(speed({"2.5", "G", "2500000000.0", "2.5 Gbps", "", ""}), 2'500'000'000u);
        QCOMPARE(speed({"155", "M", "", "", "", ""}), 155'000'000u);
        QCOMPARE(speed({"<10", "G", "", "", "", ""}), 10'000'000'000u);
        QCOMPARE(speed({"10 Gbps", "", "", "", "", ""}), 10'000'000'000u);
        QCOMPARE(speed({"", "", "1e+10", "", "", ""}), 10'000'000'000u);
        // The label knows how many, the raw number only how fast one is.
        QCOMPARE(speed({"10", "G", "10000000000.0", "2 x 10 Gbps", "", "2 x "}), 20'000'000'000u);
        // What cannot be is passed over.
        QCOMPARE(speed({"10", "G", "1e300", "", "", ""}), 10'000'000'000u);
        QCOMPARE(speed({"", "", "nan", "STM-1", "", ""}), 155'520'000u);
        QCOMPARE(speed({"", "", "-5", "", "OC-3", ""}), 155'520'000u);
        QCOMPARE(speed({"", "", "", "Pink", "", "45 Mbps "}), 45'000'000u);
        QCOMPARE(speed({"", "", "", "", "", ""}), 0u);
    }
};

QTEST_APPLESS_MAIN(LinkSpeedTest)
#include "tst_link_speed.moc"
