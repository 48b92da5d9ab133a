// Deciding by received bytes: HTTP heads and TLS hellos in pieces, globs, the rules' language and its errors by line.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/received.h"
#include "core/migration/rules.h"
#include "tests/support/hex.h"

#include <QtTest>

#include <string>

using namespace hopyard;
using migration::Answer;
using migration::Known;
using migration::Policy;
using migration::RequestHead;
using migration::Rules;

namespace {

base::Bytes bytesOf(std::string_view text) { return {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()}; }

const std::vector<std::string> kHosts{"a", "b", "c"};

/// A ClientHello for "www.example.org", as openssl writes it, with fewer suites; record, handshake, extensions.
std::string clientHello()
{
    std::string body = "\x03\x03" + std::string(32, 'R');
    body += std::string(1, '\x04') + "sess";                                       // session
    body += std::string("\x00\x04\x13\x01\x13\x02", 6);                            // suites
    body += std::string("\x01\x00", 2);                                            // compression
    const std::string name = "www.example.org";
    std::string sni = std::string(1, '\0') + std::string(1, '\0') + static_cast<char>(name.size()) + name;
    sni = std::string(1, '\0') + static_cast<char>(sni.size()) + sni;
    std::string extensions = std::string("\x00\x0b\x00\x02\x01\x00", 6);           // point formats, before it
    extensions += std::string("\x00\x00\x00", 3) + static_cast<char>(sni.size()) + sni;
    body += std::string(1, '\0') + static_cast<char>(extensions.size()) + extensions;
    return std::string("\x01\x00\x00", 3) + static_cast<char>(body.size()) + body;
}

std::string record(const std::string &handshake)
{
    return std::string("\x16\x03\x01\x00", 4) + static_cast<char>(handshake.size()) + handshake;
}

std::string firstError(std::string_view text)
{
    const auto rules = Rules::parse(text, kHosts);
    return rules ? std::string("none") : std::to_string(rules.error().front().line) + ": " + rules.error().front().message;
}

} // namespace

class RulesTest : public QObject {
    Q_OBJECT
private slots:
    void globs_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("matches");
        QTest::newRow("equal") << "/a" << "/a" << true;
        QTest::newRow("prefix alone") << "/a" << "/ab" << false;
        QTest::newRow("star at end") << "/video/*" << "/video/1/2.mp4" << true;
        QTest::newRow("star matches nothing") << "/video/*" << "/video/" << true;
        QTest::newRow("star within") << "/*/x?.js" << "/a/b/xy.js" << true;
        QTest::newRow("star goes back") << "*ab*abc" << "xabababc" << true;
        QTest::newRow("no") << "*ab*abd" << "xabababc" << false;
        QTest::newRow("case counts") << "/A" << "/a" << false;
        QTest::newRow("empty") << "" << "" << true;
        QTest::newRow("only stars") << "***" << "" << true;
        QTest::newRow("question") << "?" << "" << false;
    }
    void globs()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, text);
        QFETCH(bool, matches);
        QCOMPARE(migration::matchesGlob(pattern.toStdString(), text.toStdString()), matches);
        QVERIFY(migration::matchesGlob("Example.ORG", "eXample.org", true));
    }

    /// Byte by byte: an answer once given never changes, and comes no earlier than the bytes that say it.
    void headsInPieces()
    {
        const std::string text = "\r\nPOST /up/x?q=1 HTTP/1.1\r\nHost: Shop.Example:8080\r\nCookie: a=1; user=gold7\r\n"
                                 "X-Empty:\r\n\r\nbody";
        const auto known = [&](std::size_t size, auto &&ask) { return ask(RequestHead(bytesOf(std::string_view(text).substr(0, size)))); };
        const auto path = [](const RequestHead &head) { return head.path(); };
        const auto host = [](const RequestHead &head) { return head.host(); };
        const auto cookie = [](const RequestHead &head) { return head.cookie("user"); };
        const auto missing = [](const RequestHead &head) { return head.field("x-missing"); };
        const std::size_t line = text.find("Host") , hostEnd = text.find("Cookie"), cookieEnd = text.find("X-Empty"), end = text.find("body");
        for (std::size_t size = 0; size <= text.size(); ++size) {
            QCOMPARE(static_cast<int>(known(size, path).answer), static_cast<int>(size < line ? Answer::needMore : Answer::yes));
            QCOMPARE(static_cast<int>(known(size, host).answer), static_cast<int>(size < hostEnd ? Answer::needMore : Answer::yes));
            QCOMPARE(static_cast<int>(known(size, cookie).answer), static_cast<int>(size < cookieEnd ? Answer::needMore : Answer::yes));
            QCOMPARE(static_cast<int>(known(size, missing).answer), static_cast<int>(size < end ? Answer::needMore : Answer::no));
        }
        const RequestHead head(bytesOf(text));
        QVERIFY(head.method().value == "POST");
        QVERIFY(head.path().value == "/up/x");
        QVERIFY(head.host().value == "Shop.Example");
        QVERIFY(head.cookie("user").value == "gold7");
        QVERIFY(head.cookie("a").value == "1");
        QVERIFY(head.field("x-empty").value.empty());
        const RequestHead proxy(bytesOf("GET http://h.example:81/p?q HTTP/1.1\r\nHost: other\r\n\r\n"));
        QVERIFY(proxy.path().value == "/p");
        QVERIFY(proxy.host().value == "h.example");
    }

    void noHttp_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("TLS") << QByteArray("\x16\x03\x01", 3);
        QTest::newRow("SSH") << QByteArray("SSH-2.0-x\r\n");
        QTest::newRow("begins with a blank") << QByteArray(" GET / HTTP/1.1\r\n");
        QTest::newRow("HTTP/0.9") << QByteArray("GET /\r\n");
        QTest::newRow("HTTP/2 preface") << QByteArray("PRI * HTTP/2.0\r\n");
        QTest::newRow("a method without end") << QByteArray(40, 'A');
    }
    void noHttp()
    {
        QFETCH(QByteArray, bytes);
        const RequestHead head(bytesOf(bytes.toStdString()));
        QVERIFY(head.path().answer == Answer::no);
        QVERIFY(head.host().answer == Answer::no);
    }

    void serverNames()
    {
        std::string name;
        const std::string hello = record(clientHello());
        for (std::size_t size = 0; size < hello.size(); ++size)
            QVERIFY(migration::serverName(bytesOf(hello).first(size), name).answer == Answer::needMore);
        QVERIFY(migration::serverName(bytesOf(hello), name).value == "www.example.org");
        // In three records, as some clients send a long one; and more behind it.
        const std::string message = clientHello();
        const std::string cut = record(message.substr(0, 3)) + record(message.substr(3, 50)) + record(message.substr(53)) + "more";
        QVERIFY(migration::serverName(bytesOf(cut), name).value == "www.example.org");
        QVERIFY(migration::serverName(bytesOf(cut).first(cut.size() - 5), name).answer == Answer::needMore);
        // No name; no hello; no TLS; lengths that lie.
        std::string none = message;
        none.replace(none.find(std::string("\x00\x00\x00\x14", 4)), 2, std::string("\x00\x17", 2));
        QVERIFY(migration::serverName(bytesOf(record(none)), name).answer == Answer::no);
        QVERIFY(migration::serverName(bytesOf(std::string("\x16\x03\x01\x00\x04\x02", 6)), name).answer == Answer::no);
        QVERIFY(migration::serverName(bytesOf("GET /"), name).answer == Answer::no);
        QVERIFY(migration::serverName(bytesOf(std::string("\x16\x03\x01\xff\xff", 5)), name).answer == Answer::no);
        std::string lies = record(message);
        lies[5 + 38] = '\x7f'; // the session's length
        QVERIFY(migration::serverName(bytesOf(lies), name).answer == Answer::no);
    }

    void decisions_data()
    {
        QTest::addColumn<QByteArray>("received");
        QTest::addColumn<int>("line"); // of the rule; 0: the default; -1: more is needed
        QTest::addColumn<int>("lineAtLast");
        const auto row = [](const char *name, QByteArray bytes, int line, int last) { QTest::newRow(name) << bytes << line << last; };
        row("nothing yet", "", -1, 9);
        row("path", "GET /video/1 HTTP/1.1\r\n", 2, 2);
        row("a method waits for the header", "POST /video2 HTTP/1.1\r\n", -1, 9);
        row("method and header", "POST /video2 HTTP/1.1\r\nX-Kind: big one\r\n", 3, 3);
        row("host in other letters", "GET / HTTP/1.1\r\nhost: SHOP.example\r\n\r\n", 4, 4);
        row("cookie", "GET / HTTP/1.1\r\nCookie: user=gold1\r\n\r\n", 5, 5);
        row("nothing holds", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", 9, 9);
        row("bytes", "SSH-2.0-x\r\n", 7, 7);
        row("a method could begin like this", "SSH-2.0-x", -1, 7);
        row("some of the bytes", "SSH", -1, 9);
        row("bytes with holes", QByteArray("\x01\x02\x03\x04\xab\x99\xcd", 7), 8, 8);
        row("server name", QByteArray::fromStdString(record(clientHello())), 6, 6);
        row("half a hello", QByteArray::fromStdString(record(clientHello())).first(30), -1, 9);
    }
    void decisions()
    {
        QFETCH(QByteArray, received);
        QFETCH(int, line);
        QFETCH(int, lineAtLast);
        const auto rules = Rules::parse("# who answers\n"
                                        "path /video/* -> b\n"
                                        "method POST header X-Kind \"big *\" -> a, b=3 by weights\n"
                                        "host shop.example -> c # trailing\n"
                                        "cookie user=gold* -> b by hash\n"
                                        "tls *.example.org -> c\n"
                                        "bytes \"SSH-\" -> a\n"
                                        "bytes at 4 hex ab ?? CD -> a\n"
                                        "default hash\n",
                                        kHosts);
        QVERIFY2(rules, rules ? "" : rules.error().front().message.c_str());
        const std::string text = received.toStdString();
        const Rules::Decision now = rules->decide(bytesOf(text));
        QCOMPARE(now.answer == Answer::yes ? now.rule->line : -1, line);
        QCOMPARE(rules->decide(bytesOf(text), true).rule->line, lineAtLast);
    }

    void longHeadsEnd()
    {
        const auto rules = Rules::parse("host x -> b\n", kHosts);
        const std::string endless = "GET / HTTP/1.1\r\nA: " + std::string(Rules::kMaxBytes, 'a');
        QVERIFY(rules->decide(bytesOf(endless)).answer == Answer::yes); // by the default: enough is enough
        QVERIFY(rules->decide(bytesOf(endless)).rule->conditions.empty());
    }

    void choices()
    {
        const auto rules = Rules::parse("path /a -> c, a=5 by hash\ndefault -> b by weights", kHosts);
        const migration::Choice &first = rules->rules()[0].choice;
        QVERIFY((first.hosts == std::vector<migration::WeightedHost>{{2, 1}, {0, 5}}));
        QVERIFY(first.policy == Policy::hash);
        QVERIFY((rules->rules()[1].choice == migration::Choice{{{1, 1}}, Policy::weights}));
        QCOMPARE(Rules::describe(rules->rules()[0]), std::string("path /a"));
        const Rules none = *Rules::parse("", kHosts);
        QVERIFY(none == Rules(3));
        QVERIFY(none.decide({}).answer == Answer::yes); // without rules nothing needs to be received
    }

    void errorsByLine_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("error");
        const auto row = [](const char *text, const char *error) { QTest::newRow(text) << QByteArray(text) << QByteArray(error); };
        row("\n\npath /x", "3: the rule has no '->' with the hosts that shall answer");
        row("-> a", "1: the rule has no condition; without any it is called 'default'");
        row("path x -> a", "1: 'x' behind 'path' begins with neither / nor *: no path would match");
        row("route /x -> a", "1: 'route' is no condition; there are method, path, host, header, cookie, tls, bytes");
        row("path /x -> d", "1: 'd' is not a host of this service");
        row("path /x -> a, a", "1: 'a' is named twice");
        row("path /x -> a=0", "1: a weight is a number from 1 to 100, not '0'");
        row("path /x -> a by luck", "1: 'luck' is no way to choose; there are least-connections, weights, hash");
        row("path /x -> a b", "1: 'b' is too much");
        row("path /x ->", "1: the name of a host is missing");
        row("path /x -> a,", "1: the name of a host is missing");
        row("path", "1: the pattern behind 'path' is missing");
        row("header X -> a", "1: the pattern behind 'header' is missing");
        row("cookie x -> a", "1: 'x' behind 'cookie' is not NAME=PATTERN");
        row("bytes SSH -> a", "1: the text behind 'bytes' stands in quotes, or 'hex' is before it");
        row("bytes at 16384 \"x\" -> a", "1: the place behind 'at' is a number from 0 to 16383, not '16384'");
        row("bytes hex zz -> a", "1: 'bytes' has nothing to compare with");
        row("path \"/x -> a", "1: a quotation mark is not closed");
        row("path \"\\q\" -> a", "1: behind '\\' in quotes stands one of n, r, t, \\, \", or x and two hexadecimal digits");
        row("default hash\npath /x -> a", "2: nothing comes behind the default: this rule would never be asked");
        row("default", "1: the way to choose behind 'default' is missing");
        row("default hash a", "1: 'a' is too much");
    }
    void errorsByLine()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, error);
        QCOMPARE(QByteArray::fromStdString(firstError(text.toStdString())), error);
    }
    void allErrorsAreTold()
    {
        const auto rules = Rules::parse("path x -> a\npath /ok -> a\nhost -> b\n", kHosts);
        QCOMPARE(rules.error().size(), std::size_t(2));
        QCOMPARE(rules.error()[1].line, 3);
        QVERIFY(!Rules::parse("", {}));
    }
};

QTEST_APPLESS_MAIN(RulesTest)
#include "tst_rules.moc"
