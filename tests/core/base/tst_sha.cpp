// SHA and HMAC against the examples of FIPS 180-4 and RFC 4231 (2202 for SHA-1).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/sha.h"
#include "tests/support/hex.h"

#include <QtTest>

using namespace hopyard;

namespace {

template <class Hash>
QString digest(QByteArray message, qsizetype step)
{
    Hash hash;
    for (qsizetype at = 0; at < message.size(); at += step) {
        const QByteArray part = message.mid(at, step);
        hash.add(base::Bytes(reinterpret_cast<const std::uint8_t *>(part.data()), static_cast<std::size_t>(part.size())));
    }
    return QString::fromStdString(test::toHex(hash.finish())).remove(' ');
}

QString digest(const QString &algorithm, const QByteArray &message, qsizetype step)
{
    if (algorithm == "SHA-1")
        return digest<base::Sha1>(message, step);
    if (algorithm == "SHA-256")
        return digest<base::Sha256>(message, step);
    return algorithm == "SHA-384" ? digest<base::Sha384>(message, step) : digest<base::Sha512>(message, step);
}

template <class Hash>
QString mac(const QByteArray &key, const QByteArray &message)
{
    const auto bytes = [](const QByteArray &a) {
        return base::Bytes(reinterpret_cast<const std::uint8_t *>(a.data()), static_cast<std::size_t>(a.size()));
    };
    base::Hmac<Hash> hmac(bytes(key));
    hmac.add(bytes(message));
    return QString::fromStdString(test::toHex(hmac.finish())).remove(' ');
}

} // namespace

class TestSha : public QObject {
    Q_OBJECT
private slots:
    void digests_data()
    {
        QTest::addColumn<QString>("algorithm");
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QString>("expected");
        const QByteArray two = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
        QTest::newRow("SHA-1 abc") << "SHA-1" << QByteArray("abc") << "a9993e364706816aba3e25717850c26c9cd0d89d";
        QTest::newRow("SHA-1 two blocks") << "SHA-1" << two << "84983e441c3bd26ebaae4aa1f95129e5e54670f1";
        QTest::newRow("SHA-1 empty") << "SHA-1" << QByteArray() << "da39a3ee5e6b4b0d3255bfef95601890afd80709";
        QTest::newRow("SHA-256 abc") << "SHA-256" << QByteArray("abc")
                                     << "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        QTest::newRow("SHA-256 two blocks") << "SHA-256" << two
                                            << "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
        QTest::newRow("SHA-384 abc") << "SHA-384" << QByteArray("abc")
                                     << "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
                                        "8086072ba1e7cc2358baeca134c825a7";
        QTest::newRow("SHA-512 abc") << "SHA-512" << QByteArray("abc")
                                     << "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                                        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f";
    }
    void digests()
    {
        QFETCH(QString, algorithm);
        QFETCH(QByteArray, message);
        QFETCH(QString, expected);
        for (const qsizetype step : {1, 7, 64, 1000})
            QCOMPARE(digest(algorithm, message, step), expected);
    }

    void aMillionLetters()
    {
        QCOMPARE(digest("SHA-1", QByteArray(1'000'000, 'a'), 777), QString("34aa973cd4c4daa4f61eeb2bdbad27316534016f"));
        QCOMPARE(digest("SHA-256", QByteArray(1'000'000, 'a'), 777),
                 QString("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
    }

    void authenticationCodes()
    {
        const QByteArray key = "Jefe", message = "what do ya want for nothing?";
        QCOMPARE(mac<base::Sha1>(key, message), QString("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"));
        QCOMPARE(mac<base::Sha256>(key, message),
                 QString("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
        QCOMPARE(mac<base::Sha384>(key, message), QString("af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47"
                                                          "e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649"));
        QCOMPARE(mac<base::Sha512>(key, message),
                 QString("164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                         "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"));
        // A key longer than a block is hashed first.
        QCOMPARE(mac<base::Sha256>(QByteArray(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"),
                 QString("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"));
    }
};

QTEST_APPLESS_MAIN(TestSha)
#include "tst_sha.moc"
