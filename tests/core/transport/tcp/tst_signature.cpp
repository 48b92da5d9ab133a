// Signed segments (RFC 2385): every one carries the digest, none is believed without, and none is large.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/md5.h"
#include "core/base/siphash.h"
#include "core/transport/tcp/signature.h"
#include "tests/support/hex.h"
#include "tests/support/tcp_bench.h"

#include <QTest>

using namespace hopyard;
using namespace hopyard::test;

namespace {

QString q(const std::string &s) { return QString::fromStdString(s); }

tcp::SigningKey keyOf(const char *prefix, const char *key) { return {*base::IpPrefix::parse(prefix), key}; }

std::string md5Of(std::string_view text)
{
    base::Md5 md5;
    md5.add(base::Bytes(reinterpret_cast<const std::uint8_t *>(text.data()), text.size()));
    std::string hex = toHex(md5.finish());
    std::erase(hex, ' ');
    return hex;
}

} // namespace

class SignatureTest : public QObject {
    Q_OBJECT
private slots:
    void md5_data() // RFC 1321, appendix A.5
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("digest");
        QTest::newRow("nothing") << "" << "d41d8cd98f00b204e9800998ecf8427e";
        QTest::newRow("a") << "a" << "0cc175b9c0f1b6a831c399e269772661";
        QTest::newRow("abc") << "abc" << "900150983cd24fb0d6963f7d28e17f72";
        QTest::newRow("message digest") << "message digest" << "f96b697d7cb7938d525a2f31aaf161d0";
        QTest::newRow("62 bytes") << "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                  << "d174ab98d277d9f5a5611c2c9f419d9f";
        QTest::newRow("80 bytes") << "12345678901234567890123456789012345678901234567890123456789012345678901234567890"
                                  << "57edf4a22be3c955ac49da2e2107b67a";
    }
    void md5()
    {
        QFETCH(QString, text);
        QFETCH(QString, digest);
        QCOMPARE(q(md5Of(text.toStdString())), digest);
    }

    void sipHash() // the authors' test vectors: key 00 01 … 0f, message 00 01 02 …
    {
        const base::SipKey key{0x0706050403020100u, 0x0f0e0d0c0b0a0908u};
        std::vector<std::uint8_t> message;
        const std::uint64_t first = base::sipHash(key, message);
        QCOMPARE(first, std::uint64_t(0x726fdb47dd0e0e31u));
        for (std::uint8_t i = 0; i < 15; ++i)
            message.push_back(i);
        QCOMPARE(base::sipHash(key, message), std::uint64_t(0xa129ca6149be45e5u));
    }

    void everySegmentIsSigned()
    {
        TcpBench b;
        b.settings.signingKeys = {keyOf("192.0.2.0/24", "secret")};
        b.connection = *b.stack.connect(b.ip, b.settings, b.own, b.peer);
        QCOMPARE(q(b.next()), "S 0 win 64240 mss 1460 sackOK wscale 10 md5"); // no room for timestamps too
    }

    void theDigest() // over pseudo header, fixed header with a checksum of zero, data and key
    {
        TcpBench b;
        b.settings.signingKeys = {keyOf("192.0.2.1/32", "secret")};
        b.connection = *b.stack.connect(b.ip, b.settings, b.own, b.peer);
        const packet::Packet segment = b.ip.sent.front().payload;
        QVERIFY(!segment.offload().checksumMissing);
        const auto view = wire::TcpView::parse(segment.bytes());
        QVERIFY(view->checksumOk(b.own.address, b.peer.address));
        base::Md5 md5;
        md5.add(b.own.address.bytes());
        md5.add(b.peer.address.bytes());
        const std::uint8_t rest[4] = {0, 6, 0, static_cast<std::uint8_t>(segment.size())};
        md5.add(rest);
        std::vector<std::uint8_t> header(segment.bytes().begin(), segment.bytes().begin() + 20);
        header[16] = header[17] = 0;
        md5.add(header);
        md5.add(base::Bytes(reinterpret_cast<const std::uint8_t *>("secret"), 6));
        QVERIFY(wire::TcpRepr::parse(*view)->signature == md5.finish());
    }

    void betweenTwoStacks_data()
    {
        QTest::addColumn<QString>("one");
        QTest::addColumn<QString>("other");
        QTest::addColumn<bool>("meets");
        QTest::newRow("the same key") << "secret" << "secret" << true;
        QTest::newRow("another key") << "secret" << "guessed" << false;
        QTest::newRow("only the client's") << "secret" << "" << false;
        QTest::newRow("only the server's") << "" << "secret" << false;
        QTest::newRow("none") << "" << "" << true;
    }
    void betweenTwoStacks()
    {
        QFETCH(QString, one);
        QFETCH(QString, other);
        QFETCH(bool, meets);
        TcpPair pair;
        tcp::Settings settings[2];
        const QString keys[2] = {one, other};
        for (int i = 0; i < 2; ++i)
            if (!keys[i].isEmpty())
                settings[i].signingKeys = {keyOf("10.0.0.0/8", keys[i].toLatin1().constData())};
        const auto listener = *pair.sides[1].stack.listen(settings[1], pair.sides[1].at, 4);
        const auto client =
            *pair.sides[0].stack.connect(*pair.sides[0].ip, settings[0], pair.sides[0].at, pair.sides[1].at);
        pair.run(base::Duration::milliseconds(500));
        QCOMPARE(pair.sides[1].stack.hasWaiting(listener), meets);
        QCOMPARE(pair.sides[0].stack.state(client)->state == tcp::TcpState::established, meets);
        QCOMPARE(pair.sides[1].stack.counters().md5Rejected > 0, !meets);
        if (!meets)
            return;
        std::vector<std::uint8_t> data(30'000, 5), got(30'000);
        pair.sides[0].stack.send(*pair.sides[0].ip, client, data);
        if (!one.isEmpty())
            QVERIFY(pair.sides[0].ip->sent.front().payload.offload().segmentSize == 0); // single segments, finished
        pair.run(base::Duration::seconds(5));
        const auto server = pair.sides[1].stack.accept(listener);
        QCOMPARE(*pair.sides[1].stack.receive(*pair.sides[1].ip, server, got), data.size());
        QVERIFY(got == data);
        pair.sides[0].stack.close(*pair.sides[0].ip, client);
        pair.sides[1].stack.close(*pair.sides[1].ip, server);
        pair.run(base::Duration::seconds(1));
        QVERIFY(pair.sides[0].stack.connections().front().state == tcp::TcpState::timeWait);
    }

    void aForgedResetIsNothing()
    {
        TcpPair pair;
        tcp::Settings settings;
        settings.signingKeys = {keyOf("10.0.0.0/8", "secret")};
        (void)*pair.sides[1].stack.listen(settings, pair.sides[1].at, 4);
        const auto client =
            *pair.sides[0].stack.connect(*pair.sides[0].ip, settings, pair.sides[0].at, pair.sides[1].at);
        pair.run(base::Duration::milliseconds(500));
        wire::TcpRepr reset;
        reset.sourcePort = pair.sides[1].at.port;
        reset.destinationPort = pair.sides[0].at.port;
        reset.flags.bits = TcpFlags::rst;
        reset.sequence = pair.sides[0].stack.state(client)->receive.next.value;
        packet::Packet packet = pair.pool->make(40);
        reset.emit(packet.writable().subspan(20), pair.sides[1].at.address, pair.sides[0].at.address);
        ip::Delivered d;
        d.source = pair.sides[1].at.address;
        d.destination = pair.sides[0].at.address;
        d.protocol = wire::IpProtocol::tcp;
        d.datagram = packet;
        pair.sides[0].stack.deliver(*pair.sides[0].ip, d);
        QVERIFY(pair.sides[0].stack.state(client)->state == tcp::TcpState::established);
    }

    void theLongestPrefixHasTheKey()
    {
        tcp::Settings settings;
        settings.signingKeys = {keyOf("10.0.0.0/8", "far"), keyOf("10.1.0.0/16", "near")};
        QCOMPARE(q(tcp::keyFor(settings, base::Ipv4Address(10, 1, 2, 3))->key), "near");
        QCOMPARE(q(tcp::keyFor(settings, base::Ipv4Address(10, 2, 2, 3))->key), "far");
        QVERIFY(!tcp::keyFor(settings, base::Ipv4Address(11, 2, 2, 3)));
    }
};

QTEST_APPLESS_MAIN(SignatureTest)
#include "tst_signature.moc"
