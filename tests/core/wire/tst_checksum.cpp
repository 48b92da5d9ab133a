// The internet checksum against the RFCs' own examples and against a sum formed word by word.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/wire/checksum.h"
#include "core/wire/long_sum.h"
#include "tests/support/compare.h"
#include "tests/support/hex.h"

#include <QtTest>

using namespace hopyard;
using test::hex;

namespace {

/// RFC 1071 section 4.1, two bytes at a time: slow and obviously right.
std::uint16_t plainSum(base::Bytes bytes)
{
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < bytes.size(); i += 2)
        sum += std::uint32_t(bytes[i]) << 8 | (i + 1 < bytes.size() ? bytes[i + 1] : 0u);
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<std::uint16_t>(sum);
}

} // namespace

class TestChecksum : public QObject {
    Q_OBJECT
private slots:
    void exampleOfRfc1071()
    {
        wire::Checksum c;
        c.add(hex("00 01 f2 03 f4 f5 f6 f7"));
        QCOMPARE(c.sum(), std::uint16_t(0xddf2));
        QCOMPARE(c.value(), std::uint16_t(0x220d));
    }

    void everyLengthEqualsThePlainSum()
    {
        base::Random random(7);
        std::vector<std::uint8_t> bytes(300);
        for (auto &b : bytes)
            b = static_cast<std::uint8_t>(random.next());
        std::fill(bytes.begin() + 40, bytes.begin() + 80, std::uint8_t(0xff)); // carries out of every word
        for (std::size_t from = 0; from < 9; ++from)
            for (std::size_t n = 0; from + n <= bytes.size(); ++n) {
                const base::Bytes part = base::Bytes(bytes).subspan(from, n);
                wire::Checksum c;
                c.add(part);
                if (c.sum() != plainSum(part))
                    QFAIL(qPrintable(QString("from %1, %2 bytes").arg(from).arg(n)));
            }
    }

    void longStretchesAreAddedAlike()
    {
        base::Random random(9);
        std::vector<std::uint8_t> bytes(700);
        for (auto &b : bytes)
            b = static_cast<std::uint8_t>(random.next());
        for (std::size_t n = 0; n <= bytes.size(); n += n < 270 ? 1 : 43) {
            const base::Bytes part = base::Bytes(bytes).first(n);
            std::vector<std::uint8_t> into(n + 1, std::uint8_t(0xa5));
            wire::Checksum alone, copying;
            wire::addLong(alone, part);
            wire::addCopying(copying, base::MutableBytes(into).first(n), part);
            QCOMPARE(alone.sum(), plainSum(part));
            QCOMPARE(copying.sum(), plainSum(part));
            QVERIFY(std::equal(part.begin(), part.end(), into.begin()));
            QCOMPARE(into.back(), std::uint8_t(0xa5));
        }
        for (const std::size_t size : {1'472u, 9'001u, 65'515u}) { // carries everywhere
            std::vector<std::uint8_t> full(size, std::uint8_t(0xff));
            full[size / 2] = 0x12;
            wire::Checksum c;
            wire::addLong(c, full);
            QCOMPARE(c.sum(), plainSum(full));
        }
    }

    void udpIsMadeAndCheckedAlike()
    {
        base::Random random(11);
        const base::IpAddress from(base::Ipv4Address(10, 0, 0, 1)), to(base::Ipv4Address(10, 0, 0, 2));
        for (const std::size_t size : {0u, 1u, 18u, 127u, 128u, 191u, 512u, 1'472u, 1'473u, 65'507u}) {
            std::vector<std::uint8_t> payload(size), one(size + 8), other(size + 8);
            for (auto &b : payload)
                b = static_cast<std::uint8_t>(random.next());
            std::copy(payload.begin(), payload.end(), one.begin() + 8);
            const wire::UdpRepr header{4'000, 9};
            header.emit(one, from, to);
            wire::emitUdp(other, header, payload, from, to);
            QCOMPARE(other, one);
            const auto view = wire::UdpView::parse(other);
            QVERIFY(view && view->checksumOk(from, to) && wire::udpChecksumOk(*view, from, to));
            for (const std::size_t at : {std::size_t(0), std::size_t(5), other.size() - 1}) { // one bit of it
                std::vector<std::uint8_t> bad = other;
                bad[at] ^= 0x10;
                if (const auto hurt = wire::UdpView::parse(bad))
                    QVERIFY(!wire::udpChecksumOk(*hurt, from, to));
            }
            base::storeU16(other.data() + 6, 0); // none was made: right over IPv4 only
            QVERIFY(wire::udpChecksumOk(*wire::UdpView::parse(other), from, to));
            QVERIFY(!wire::udpChecksumOk(*wire::UdpView::parse(other), *base::IpAddress::parse("2001:db8::1"), to));
        }
    }

    void piecesAddUp()
    {
        const auto bytes = hex("45 00 00 14 1c 46 40 00 40 11 07 80 0a 00 01 0a 0a 00 02 0a 77");
        wire::Checksum c;
        c.add(base::Bytes(bytes).first(2));
        c.addU16(0x0014);
        c.addU32(0x1c464000);
        c.add(base::Bytes(bytes).subspan(8));
        QCOMPARE(c.sum(), plainSum(bytes));
    }

    void verifies()
    {
        auto header = hex("45 00 00 14 1c 46 40 00 40 11 07 80 0a 00 01 0a 0a 00 02 0a");
        QVERIFY(wire::checksumVerifies(header));
        header[15] ^= 1;
        QVERIFY(!wire::checksumVerifies(header));
    }

    void updateExampleOfRfc1624()
    {
        // Section 4: HC = 0xDD2F, m = 0x5555, m' = 0x3285 gives 0x0000, which the method of RFC 1141 gets wrong.
        QCOMPARE(wire::updateChecksum(0xdd2f, 0x5555, 0x3285), std::uint16_t(0x0000));
    }

    void updateEqualsRecomputation()
    {
        base::Random random(3);
        for (int i = 0; i < 20000; ++i) {
            std::uint8_t bytes[20];
            for (auto &b : bytes)
                b = static_cast<std::uint8_t>(random.below(4) == 0 ? 0xff * random.below(2) : random.next());
            bytes[0] = 0x45; // an all-zero message has two checksums; a header is never all zero
            const std::uint16_t before = wire::checksumOf(bytes);
            const std::uint16_t oldWord = base::loadU16(bytes + 8);
            const auto newWord = static_cast<std::uint16_t>(random.next());
            base::storeU16(bytes + 8, newWord);
            QCOMPARE(wire::updateChecksum(before, oldWord, newWord), wire::checksumOf(bytes));
        }
    }

    void pseudoHeaderOfBothFamilies()
    {
        wire::Checksum four;
        four.addPseudoHeader(*base::IpAddress::parse("10.0.1.10"), *base::IpAddress::parse("10.0.2.10"),
                             wire::IpProtocol::udp, 15);
        QCOMPARE(four.sum(), plainSum(hex("0a 00 01 0a 0a 00 02 0a 00 11 00 0f")));
        wire::Checksum six;
        six.addPseudoHeader(*base::IpAddress::parse("2001:db8::1"), *base::IpAddress::parse("2001:db8::2"),
                            wire::IpProtocol::tcp, 0x12345);
        QCOMPARE(six.sum(), plainSum(hex("20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01"
                                         "20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 02 00 01 23 45 00 00 00 06")));
    }
};

QTEST_APPLESS_MAIN(TestChecksum)
#include "tst_checksum.moc"
