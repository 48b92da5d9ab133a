// JSON-RPC 2.0: what is a message, what is refused and how, and that printing and parsing are inverse.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/rpc/message.h"

#include <QtTest/QtTest>

#include <string>

using namespace hopyard::rpc;

class TestMessage : public QObject {
    Q_OBJECT
private slots:
    void requests()
    {
        const auto m = parseMessage(R"({"jsonrpc":"2.0","id":7,"method":"run.step","params":{"count":3}})");
        QVERIFY(m);
        const auto &request = std::get<Request>(*m);
        QCOMPARE(request.id.get<int>(), 7);
        QCOMPARE(request.method, std::string("run.step"));
        QCOMPARE(intMember(request.params, "count").value(), std::int64_t(3));

        const auto bare = parseMessage(R"({"jsonrpc":"2.0","id":"a","method":"x"})");
        QVERIFY(std::get<Request>(*bare).params.is_object());
        const auto notification = parseMessage(R"({"jsonrpc":"2.0","method":"x"})");
        QVERIFY(!std::get<Request>(*notification).wantsAnswer());
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("id");
        const std::string deep = std::string(5000, '[') + std::string(5000, ']');
        QTest::newRow("empty") << QByteArray("") << int(parseError) << QByteArray("null");
        QTest::newRow("garbage") << QByteArray("\x00\xff{{", 4) << int(parseError) << QByteArray("null");
        QTest::newRow("half") << QByteArray(R"({"jsonrpc":"2.0","id":1)") << int(parseError) << QByteArray("null");
        QTest::newRow("not UTF-8") << QByteArray("{\"jsonrpc\":\"2.0\",\"method\":\"\xc3\x28\"}") << int(parseError)
                                   << QByteArray("null");
        QTest::newRow("deep") << QByteArray::fromStdString(deep) << int(parseError) << QByteArray("null");
        QTest::newRow("deep in params")
            << QByteArray::fromStdString(R"({"jsonrpc":"2.0","id":1,"method":"x","params":{"a":)" + deep + "}}")
            << int(parseError) << QByteArray("null");
        QTest::newRow("number") << QByteArray("42") << int(invalidRequest) << QByteArray("null");
        QTest::newRow("batch") << QByteArray(R"([{"jsonrpc":"2.0","id":1,"method":"x"}])") << int(invalidRequest)
                               << QByteArray("null");
        QTest::newRow("no version") << QByteArray(R"({"id":1,"method":"x"})") << int(invalidRequest) << QByteArray("1");
        QTest::newRow("version 1") << QByteArray(R"({"jsonrpc":"1.0","id":1,"method":"x"})") << int(invalidRequest)
                                   << QByteArray("1");
        QTest::newRow("version is a number") << QByteArray(R"({"jsonrpc":2.0,"id":1,"method":"x"})")
                                             << int(invalidRequest) << QByteArray("1");
        QTest::newRow("id is an object") << QByteArray(R"({"jsonrpc":"2.0","id":{},"method":"x"})")
                                         << int(invalidRequest) << QByteArray("null");
        QTest::newRow("id is null") << QByteArray(R"({"jsonrpc":"2.0","id":null,"method":"x"})") << int(invalidRequest)
                                    << QByteArray("null");
        QTest::newRow("id is a fraction") << QByteArray(R"({"jsonrpc":"2.0","id":1.5,"method":"x"})")
                                          << int(invalidRequest) << QByteArray("null");
        QTest::newRow("method is a number") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":1})")
                                            << int(invalidRequest) << QByteArray("1");
        QTest::newRow("params by position") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"x","params":[1]})")
                                            << int(invalidParams) << QByteArray("1");
        QTest::newRow("params is text") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"x","params":"a"})")
                                        << int(invalidRequest) << QByteArray("1");
        QTest::newRow("nothing in it") << QByteArray(R"({"jsonrpc":"2.0","id":1})") << int(invalidRequest)
                                       << QByteArray("1");
        QTest::newRow("result and error") << QByteArray(R"({"jsonrpc":"2.0","id":1,"result":1,"error":{}})")
                                          << int(invalidRequest) << QByteArray("1");
        QTest::newRow("error without code") << QByteArray(R"({"jsonrpc":"2.0","id":1,"error":{"message":"x"}})")
                                            << int(invalidRequest) << QByteArray("1");
    }
    void refused()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, code);
        QFETCH(QByteArray, id);
        const auto m = parseMessage(line.toStdString());
        QVERIFY(!m);
        QCOMPARE(m.error().error.code, code);
        QVERIFY(!m.error().error.message.empty());
        QCOMPARE(QByteArray::fromStdString(printJson(m.error().id)), id);
    }

    void depthCountsBracketsOutsideStringsOnly()
    {
        const std::string brackets(1000, '[');
        QVERIFY(parseJson("\"" + brackets + "\\\"" + brackets + "\""));
        QVERIFY(parseJson(std::string(kMaxDepth, '[') + std::string(kMaxDepth, ']')));
        QVERIFY(!parseJson(std::string(kMaxDepth + 1, '[') + std::string(kMaxDepth + 1, ']')));
    }

    void printedIsParsed()
    {
        const Json params{{"text", "line\nbreak \"quoted\" ü"}, {"n", 1}};
        const std::string line = requestLine(3, "lab.load", params);
        QVERIFY(line.find('\n') == std::string::npos);
        const auto request = std::get<Request>(*parseMessage(line));
        QVERIFY(request.params == params);
        QVERIFY(notificationLine("telemetry", params) == requestLine(nullptr, "telemetry", params));
        const auto spliced = std::get<Request>(*parseMessage(notificationLineOf("telemetry", printJson(params))));
        QVERIFY(spliced.params == params);

        const auto answer = std::get<Answer>(*parseMessage(resultLine(3, params)));
        QVERIFY(*answer.result == params);
        const auto failed = std::get<Answer>(*parseMessage(errorLine("x", {noSuchNode, "no r9", {{"a", 1}}})));
        QCOMPARE(failed.result.error().code, int(noSuchNode));
        QCOMPARE(failed.result.error().message, std::string("no r9"));
        QVERIFY(failed.result.error().data == Json({{"a", 1}}));
    }

    void printingCannotFail()
    {
        QCOMPARE(printJson(std::string("a\xff") + "b"), std::string("\"a\xef\xbf\xbd"
                                                                     "b\""));
    }

    void membersOfTheWrongTypeAreAbsent()
    {
        const auto json = parseJson(R"({"s":"x","i":5,"big":18446744073709551615,"d":1.5,"b":true})");
        QVERIFY(!stringMember(*json, "i"));
        QVERIFY(!intMember(*json, "s"));
        QVERIFY(!intMember(*json, "d"));
        QVERIFY(!intMember(*json, "big"));
        QVERIFY(!boolMember(*json, "i"));
        QVERIFY(!numberMember(*json, "s"));
        QVERIFY(!member(Json::array(), "s"));
        QCOMPARE(numberMember(*json, "i").value(), 5.0);
        QCOMPARE(boolMember(*json, "b").value(), true);
    }
};

QTEST_APPLESS_MAIN(TestMessage)
#include "tst_message.moc"
