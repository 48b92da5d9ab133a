// HTTP messages from literal bytes: heads, bodies, pipelining, limits, and what is refused. Every message is read whole
// and byte by byte, with the same result.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/http/message.h"
#include "core/services/http/url.h"
#include "core/services/stream_writer.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::services;
using http::Head;
using http::MessageReader;
using State = MessageReader::State;

namespace {

/// "complete 5:hello +3": state, body, bytes not taken; "failed 400".
QString read(MessageReader::Kind kind, const std::string &text, std::size_t piece, bool isHeadAnswer = false)
{
    MessageReader reader(kind);
    std::string body;
    std::size_t at = 0;
    while (at < text.size() && reader.state() != State::complete && reader.state() != State::failed) {
        const std::string_view given = std::string_view(text).substr(at, piece);
        std::size_t taken = 0;
        while (taken < given.size() && reader.state() != State::complete && reader.state() != State::failed) {
            const bool wasHead = reader.state() == State::head;
            const auto step = reader.take(bytesOf(given.substr(taken)));
            taken += step.taken;
            body += textOf(step.body);
            if (wasHead && reader.state() == State::body && isHeadAnswer)
                reader.bodyless();
        }
        at += taken;
    }
    if (reader.state() == State::head || reader.state() == State::body)
        reader.endOfStream();
    if (reader.state() == State::failed)
        return QString("failed %1").arg(static_cast<int>(reader.error()));
    return QString("complete %1:%2 +%3").arg(body.size()).arg(QString::fromStdString(body)).arg(text.size() - at);
}

} // namespace

class TestMessage : public QObject {
    Q_OBJECT
private slots:
    void requests_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("result");
        const auto row = [](const char *name, const QByteArray &text, const char *result) {
            QTest::newRow(name) << text << QString(result);
        };
        const QByteArray host = "Host: web\r\n";
        row("the least", "GET / HTTP/1.1\r\nHost: web\r\n\r\n", "complete 0: +0");
        row("1.0 needs no host", "GET / HTTP/1.0\r\n\r\n", "complete 0: +0");
        row("1.1 does", "GET / HTTP/1.1\r\n\r\n", "failed 400");
        row("and one is enough", "GET / HTTP/1.1\r\n" + host + host + "\r\n", "failed 400");
        row("bare line feeds", "GET / HTTP/1.1\nHost: web\n\n", "complete 0: +0");
        row("an empty line before", "\r\nGET / HTTP/1.1\r\nHost: web\r\n\r\n", "complete 0: +0");
        row("empty lines without end", "\r\n\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\n", "failed 400");
        row("two in a row", "GET / HTTP/1.1\r\nHost: web\r\n\r\nGET", "complete 0: +3");
        row("a body", "POST / HTTP/1.1\r\nHost: web\r\nContent-Length: 5\r\n\r\nhelloGET", "complete 5:hello +3");
        row("an empty body", "POST / HTTP/1.1\r\nHost: web\r\nContent-Length: 0\r\n\r\nx", "complete 0: +1");
        row("half a body", "POST / HTTP/1.1\r\nHost: web\r\nContent-Length: 5\r\n\r\nhel", "failed 400");
        row("twice the same length", "POST / HTTP/1.1\r\nHost: w\r\nContent-Length: 2\r\ncontent-length: 2\r\n\r\nab",
            "complete 2:ab +0");
        row("two lengths", "POST / HTTP/1.1\r\nHost: w\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc", "failed 400");
        row("a list of lengths", "POST / HTTP/1.1\r\nHost: w\r\nContent-Length: 2, 3\r\n\r\nabc", "failed 400");
        row("a signed length", "POST / HTTP/1.1\r\nHost: w\r\nContent-Length: +2\r\n\r\nab", "failed 400");
        row("a length beyond 64 bits", "POST / HTTP/1.1\r\nHost: w\r\nContent-Length: 99999999999999999999\r\n\r\n", "failed 400");
        const QByteArray chunked = "POST / HTTP/1.1\r\nHost: w\r\nTransfer-Encoding: chunked\r\n\r\n";
        row("chunks", chunked + "5\r\nhello\r\nA;x=\"y\"\r\n0123456789\r\n0\r\n\r\nG", "complete 15:hello0123456789 +1");
        row("chunks with a trailer", chunked + "1\r\nx\r\n0\r\nA: b\r\nC: d\r\n\r\n", "complete 1:x +0");
        row("a chunk that is longer than it says", chunked + "1\r\nxy\r\n0\r\n\r\n", "failed 400");
        row("a chunk without size", chunked + "\r\nx\r\n", "failed 400");
        row("a chunk of a negative size", chunked + "-1\r\nx\r\n", "failed 400");
        row("a chunk beyond 64 bits", chunked + "10000000000000000\r\n", "failed 400");
        row("chunked and a length", "POST / HTTP/1.1\r\nHost: w\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n",
            "failed 400");
        row("chunked in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", "failed 400");
        row("another coding", "POST / HTTP/1.1\r\nHost: w\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "failed 501");
        row("a blank before the colon", "GET / HTTP/1.1\r\nHost : web\r\n\r\n", "failed 400");
        row("a folded line", "GET / HTTP/1.1\r\nHost: web\r\nA: b\r\n c\r\n\r\n", "failed 400");
        row("a line without colon", "GET / HTTP/1.1\r\nHost: web\r\nnonsense\r\n\r\n", "failed 400");
        row("a NUL in a value", QByteArray("GET / HTTP/1.1\r\nHost: w\0eb\r\n\r\n", 29), "failed 400");
        row("a carriage return in a value", "GET / HTTP/1.1\r\nHost: w\reb\r\n\r\n", "failed 400");
        row("no version", "GET /\r\n\r\n", "failed 400");
        row("another protocol", "GET / SIP/2.0\r\n\r\n", "failed 400");
        row("HTTP/2", "PRI * HTTP/2.0\r\n\r\n", "failed 505");
        row("a later 1.x", "GET / HTTP/1.9\r\nHost: web\r\n\r\n", "complete 0: +0");
        row("a blank in the target", "GET /a b HTTP/1.1\r\nHost: web\r\n\r\n", "failed 400");
        row("no method", " / HTTP/1.1\r\nHost: web\r\n\r\n", "failed 400");
        row("a target of 7,900 bytes", "GET /" + QByteArray(7'900, 'a') + " HTTP/1.1\r\nHost: web\r\n\r\n", "complete 0: +0");
        row("a target of 8,100 bytes", "GET /" + QByteArray(8'100, 'a') + " HTTP/1.1\r\nHost: web\r\n\r\n", "failed 414");
        row("a long field", "GET / HTTP/1.1\r\nHost: web\r\nA: " + QByteArray(8'100, 'a') + "\r\n\r\n", "failed 431");
        row("101 fields", "GET / HTTP/1.1\r\nHost: web\r\n" + QByteArray("A: b\r\n").repeated(100) + "\r\n", "failed 431");
        row("fields of 33 kB", "GET / HTTP/1.1\r\nHost: web\r\n" + ("A: " + QByteArray(1'000, 'a') + "\r\n").repeated(33)
                                   + "\r\n", "failed 431");
        row("nothing at all", "", "failed 400");
    }
    void requests()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, result);
        for (const std::size_t piece : {std::size_t(1) << 20, std::size_t(1), std::size_t(7)})
            QCOMPARE(read(MessageReader::Kind::request, text.toStdString(), piece), result);
    }

    void responses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isHeadAnswer");
        QTest::addColumn<QString>("result");
        const auto row = [](const char *name, const char *text, const char *result, bool isHeadAnswer = false) {
            QTest::newRow(name) << QByteArray(text) << isHeadAnswer << QString(result);
        };
        row("until the end", "HTTP/1.1 200 OK\r\n\r\nhello", "complete 5:hello +0");
        row("with a length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello!", "complete 5:hello +1");
        row("chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "complete 5:hello +0");
        row("no reason", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "complete 0: +0");
        row("to HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHTTP", "complete 0: +4", true);
        row("204", "HTTP/1.1 204 No Content\r\n\r\nx", "complete 0: +1");
        row("304 with a length", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\nx", "complete 0: +1");
        row("100", "HTTP/1.1 100 Continue\r\n\r\nH", "complete 0: +1");
        row("cut off", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", "failed 400");
        row("cut off in the head", "HTTP/1.1 200 OK\r\nConte", "failed 400");
        row("no number", "HTTP/1.1 2OO OK\r\n\r\n", "failed 400");
        row("a number too large", "HTTP/1.1 600 No\r\n\r\n", "failed 400");
        row("another protocol", "SSH-2.0-OpenSSH_9.2\r\n", "failed 400");
    }
    void responses()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, isHeadAnswer);
        QFETCH(QString, result);
        for (const std::size_t piece : {std::size_t(1) << 20, std::size_t(1), std::size_t(7)})
            QCOMPARE(read(MessageReader::Kind::response, text.toStdString(), piece, isHeadAnswer), result);
    }

    void whatIsWrittenIsRead()
    {
        Head head;
        head.method = "POST";
        head.target = "/echo?a=b";
        head.fields = {{"Host", "web"}, {"Connection", "Keep-Alive , x"}, {"Content-Length", "0"}};
        MessageReader reader(MessageReader::Kind::request);
        const std::string request = http::writeRequest(head);
        QCOMPARE(reader.take(bytesOf(request)).taken, request.size());
        QVERIFY(reader.state() == State::complete && reader.head() == head);
        QVERIFY(head.hasToken("connection", "keep-alive") && head.hasToken("Connection", "X"));
        QVERIFY(!head.hasToken("Connection", "keep"));

        Head answer;
        answer.status = 404;
        answer.reason = http::reasonOf(404);
        answer.fields = {{"Content-Length", "0"}};
        MessageReader other(MessageReader::Kind::response);
        other.take(bytesOf(http::writeResponse(answer)));
        QVERIFY(other.state() == State::complete && other.head() == answer);
    }

    void whenAConnectionIsKept_data()
    {
        QTest::addColumn<unsigned>("minor");
        QTest::addColumn<QString>("connection");
        QTest::addColumn<bool>("keeps");
        QTest::newRow("1.1") << 1u << "" << true;
        QTest::newRow("1.1 close") << 1u << "Close" << false;
        QTest::newRow("1.0") << 0u << "" << false;
        QTest::newRow("1.0 keep-alive") << 0u << "x, keep-alive" << true;
        QTest::newRow("1.0 both") << 0u << "keep-alive, close" << false;
    }
    void whenAConnectionIsKept()
    {
        QFETCH(unsigned, minor);
        QFETCH(QString, connection);
        QFETCH(bool, keeps);
        Head head;
        head.minorVersion = minor;
        if (!connection.isEmpty())
            head.fields = {{"Connection", connection.toStdString()}};
        QCOMPARE(head.keepsAlive(), keeps);
    }

    void urls_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("result"); // as written again, then what the Host field says
        const auto row = [](const char *text, const char *result) { QTest::newRow(text) << text << result; };
        row("http://web/", "http://web/ web");
        row("web", "http://web/ web");
        row("HTTP://10.0.2.10:8080/a/b?c=d#e", "http://10.0.2.10:8080/a/b?c=d 10.0.2.10:8080");
        row("web?q", "http://web/?q web");
        row("web:80/x", "http://web/x web");
        row("http://[2001:db8::1]:81/", "http://[2001:db8::1]:81/ [2001:db8::1]:81");
        const char *example = "is no address such as http://web/: ";
        row("https://web/", (std::string("'https://web/' ") + example + "only http is spoken here").c_str());
        row("http:///x", (std::string("'http:///x' ") + example + "the host is neither a name nor an IP address").c_str());
        row("web:0", (std::string("'web:0' ") + example + "a port is a number from 1 to 65535").c_str());
        row("web:x", (std::string("'web:x' ") + example + "a port is a number from 1 to 65535").c_str());
        row("web/a b", (std::string("'web/a b' ") + example + "a path has no blanks; they are written %20").c_str());
        row("[::1/", (std::string("'[::1/' ") + example + "a port is a number from 1 to 65535").c_str());
        row("[x]/", (std::string("'[x]/' ") + example + "an IPv6 address stands in brackets").c_str());
    }
    void urls()
    {
        QFETCH(QString, text);
        QFETCH(QString, result);
        const auto url = http::Url::parse(text.toStdString());
        QCOMPARE(QString::fromStdString(url ? http::toString(*url) + ' ' + http::authority(*url) : url.error().message),
                 result);
        if (url)
            QVERIFY(http::Url::parse(http::toString(*url)).value() == *url);
    }
};

QTEST_APPLESS_MAIN(TestMessage)
#include "tst_message.moc"
