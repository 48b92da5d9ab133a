// What the web server answers, as a table of requests and answers.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/http/pages.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::services;

namespace {

http::Head request(const QString &method, const QString &target)
{
    http::Head head;
    head.method = method.toStdString();
    head.target = target.toStdString();
    head.fields = {{"Host", "web"}};
    return head;
}

/// "200 text/plain 5:hello" or, where the body is the pattern's, "206 application/octet-stream 10..20".
QString text(const http::Response &r)
{
    const QString head = QString("%1 %2").arg(r.head.status).arg(
        QString::fromStdString(std::string(*r.head.find("Content-Type"))));
    return r.patternTo > r.patternFrom ? QString("%1 %2..%3").arg(head).arg(r.patternFrom).arg(r.patternTo)
                                       : QString("%1 %2:%3").arg(head).arg(r.text.size()).arg(
                                             QString::fromStdString(r.text).trimmed().left(40));
}

} // namespace

class TestPages : public QObject {
    Q_OBJECT
private slots:
    void answers_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("length"); // the Content-Length
        const auto row = [](const char *method, const char *target, const char *answer, const char *length) {
            QTest::newRow(qPrintable(QString("%1 %2").arg(method, target))) << method << target << answer << length;
        };
        row("GET", "/hello", "200 text/plain 6:hello", "6");
        row("GET", "/hello?x=/y", "200 text/plain 6:hello", "6");
        row("GET", "http://web/hello", "200 text/plain 6:hello", "6");
        row("HEAD", "/hello", "200 text/plain 0:", "6");
        row("GET", "/page", "200 text/html 8:<p>x</p>", "8");
        row("GET", "/big", "200 application/octet-stream 0..5000000000", "5000000000");
        row("GET", "/bytes/1000", "200 application/octet-stream 0..1000", "1000");
        row("HEAD", "/bytes/1000", "200 application/octet-stream 0:", "1000");
        row("GET", "/bytes/0", "200 application/octet-stream 0:", "0");
        row("GET", "/bytes/x", "404 text/plain 14:404 Not Found", "14");
        row("GET", "/bytes/9999999999999999", "404 text/plain 14:404 Not Found", "14");
        row("GET", "/nothing", "404 text/plain 14:404 Not Found", "14");
        row("HEAD", "/nothing", "404 text/plain 0:", "14");
        row("GET", "/headers", "200 text/plain 36:GET /headers HTTP/1.1\r\nHost: web", "36");
        row("POST", "/echo", "200 application/octet-stream 4:body", "4");
        row("GET", "/echo", "405 text/plain 23:405 Method Not Allowed", "23");
        row("POST", "/hello", "405 text/plain 23:405 Method Not Allowed", "23");
        row("DELETE", "/nothing", "404 text/plain 14:404 Not Found", "14");
        row("BREW", "/hello", "501 text/plain 20:501 Not Implemented", "20");
    }
    void answers()
    {
        QFETCH(QString, method);
        QFETCH(QString, target);
        QFETCH(QString, answer);
        QFETCH(QString, length);
        http::Site site;
        site.node = "h<2>";
        site.pages = {{"/hello", {"hello\n", 0}}, {"/big", {{}, 5'000'000'000}}, {"/page", {"<p>x</p>", 0}}};
        const http::Response response = http::answer(site, request(method, target), "body", "10.0.0.2:40000");
        QCOMPARE(text(response), answer);
        QCOMPARE(QString::fromStdString(std::string(*response.head.find("Content-Length"))), length);
        QVERIFY(!response.head.reason.empty());
        if (response.head.status == 405)
            QCOMPARE(std::string(*response.head.find("Allow")), std::string(target == "/echo" ? "POST" : "GET, HEAD"));
    }

    void thePageAboutTheNode()
    {
        const http::Site site{"h<2>", {{"/mine", {"x", 0}}}};
        const http::Response page = http::answer(site, request("GET", "/"), {}, "10.0.0.2:40000");
        QVERIFY(page.text.find("This is h&lt;2&gt;, a node of a Hopyard lab. You are 10.0.0.2:40000.") != std::string::npos);
        QVERIFY(page.text.find("<a href=\"/mine\">") != std::string::npos);
        const http::Site own{"h2", {{"/", {"own", 0}}}};
        QCOMPARE(http::answer(own, request("GET", "/"), {}, {}).text, std::string("own"));
    }

    void ranges_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("range");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("contentRange");
        const auto row = [](const char *target, const char *range, const char *answer, const char *contentRange) {
            QTest::newRow(qPrintable(QString("%1 %2").arg(target, range))) << target << range << answer << contentRange;
        };
        row("/bytes/100", "bytes=10-19", "206 application/octet-stream 10..20", "bytes 10-19/100");
        row("/bytes/100", "bytes=90-", "206 application/octet-stream 90..100", "bytes 90-99/100");
        row("/bytes/100", "bytes=90-500", "206 application/octet-stream 90..100", "bytes 90-99/100");
        row("/bytes/100", "bytes=-5", "206 application/octet-stream 95..100", "bytes 95-99/100");
        row("/bytes/100", "bytes=-500", "206 application/octet-stream 0..100", "bytes 0-99/100");
        row("/bytes/100", "bytes=100-", "416 text/plain 26:416 Range Not Satisfiable", "bytes */100");
        row("/bytes/100", "bytes=-0", "416 text/plain 26:416 Range Not Satisfiable", "bytes */100");
        row("/bytes/0", "bytes=-5", "416 text/plain 26:416 Range Not Satisfiable", "bytes */0");
        row("/hello", "bytes=1-3", "206 text/plain 3:ell", "bytes 1-3/6");
        for (const char *ignored : {"bytes=5-2", "bytes=1-2,4-5", "lines=1-2", "bytes=a-b", "bytes=-", "bytes=5"})
            row("/bytes/100", ignored, "200 application/octet-stream 0..100", "");
    }
    void ranges()
    {
        QFETCH(QString, target);
        QFETCH(QString, range);
        QFETCH(QString, answer);
        QFETCH(QString, contentRange);
        const http::Site site{"h2", {{"/hello", {"hello\n", 0}}}};
        http::Head head = request("GET", target);
        head.fields.push_back({"Range", range.toStdString()});
        const http::Response response = http::answer(site, head, {}, {});
        QCOMPARE(text(response), answer);
        QCOMPARE(QString::fromStdString(std::string(response.head.find("Content-Range").value_or(""))), contentRange);
    }

    void theConnectionIsKeptWhereTheRequestKeepsIt()
    {
        const auto connection = [](unsigned minor, const char *wish) {
            http::Head head = request("GET", "/");
            head.minorVersion = minor;
            if (*wish)
                head.fields.push_back({"Connection", wish});
            return std::string(http::answer({}, head, {}, {}).head.find("Connection").value_or("-"));
        };
        QCOMPARE(connection(1, ""), std::string("-"));
        QCOMPARE(connection(1, "close"), std::string("close"));
        QCOMPARE(connection(0, ""), std::string("close"));
        QCOMPARE(connection(0, "keep-alive"), std::string("keep-alive"));
        const http::Response refusal = http::refusal(http::MessageError::uriTooLong);
        QCOMPARE(text(refusal), QString("414 text/plain 17:414 URI Too Long"));
        QVERIFY(refusal.head.hasToken("Connection", "close"));
    }
};

QTEST_APPLESS_MAIN(TestPages)
#include "tst_pages.moc"
