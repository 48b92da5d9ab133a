// Requests of programs: what is accepted and what is not, byte by byte.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/sockets/request.h"

#include <QtTest/QtTest>

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

using namespace hopyard;
using namespace hopyard::remote;

namespace {

using Buffer = std::vector<std::uint8_t>;

template <class T>
void append(Buffer &buffer, const T &value)
{
    const std::size_t at = buffer.size();
    buffer.resize(at + sizeof value);
    std::memcpy(buffer.data() + at, &value, sizeof value);
}

Buffer headOf(Op op, std::uint16_t flags = 0)
{
    RequestHead head{};
    head.op = static_cast<std::uint16_t>(op);
    head.flags = flags;
    head.serial = 7;
    head.socket = 11;
    head.token = 13;
    head.value = 17;
    Buffer buffer;
    append(buffer, head);
    return buffer;
}

Buffer withText(Buffer buffer, std::string_view text)
{
    buffer.insert(buffer.end(), text.begin(), text.end());
    return buffer;
}

template <class T>
Buffer with(Buffer buffer, const T &value)
{
    append(buffer, value);
    return buffer;
}

Address v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d, std::uint16_t port)
{
    Address address{};
    address.family = 4;
    address.port = port;
    const std::uint8_t bytes[] = {a, b, c, d};
    std::memcpy(address.bytes, bytes, sizeof bytes);
    return address;
}

} // namespace

class TestRequest : public QObject {
    Q_OBJECT
private slots:
    void headIsRead()
    {
        const Buffer bytes = headOf(Op::listen, kNoAnswer);
        const auto request = parseRequest(bytes);
        QVERIFY(request);
        QCOMPARE(request->op, Op::listen);
        QVERIFY(!request->isAnswered);
        QCOMPARE(request->serial, 7u);
        QCOMPARE(request->socket, std::uint64_t(11));
        QCOMPARE(request->token, std::uint64_t(13));
        QCOMPARE(request->value, std::uint64_t(17));
    }

    void everyOperationRefusesEveryOtherLength()
    {
        struct Case {
            Op op;
            std::size_t body; ///< the only length that is right; kAny: any name
        };
        constexpr std::size_t kName = ~std::size_t(0);
        const Case cases[] = {{Op::hello, sizeof(Hello)},       {Op::bind, sizeof(Address)}, {Op::listen, 0},
                              {Op::localName, 0},               {Op::peerName, 0},           {Op::getOption, sizeof(OptionBody)},
                              {Op::takeError, 0},               {Op::nodeOf, 0},             {Op::sendUrgent, 1},
                              {Op::takeUrgent, 0},              {Op::takeQueued, 0},         {Op::move, kName},
                              {Op::resolve, kName},             {Op::interfaces, kName},     {Op::findNode, kName}};
        for (const Case &c : cases) {
            for (std::size_t size = 0; size < 64; ++size) {
                Buffer bytes = headOf(c.op);
                if (c.op == Op::hello && size == sizeof(Hello))
                    append(bytes, Hello{kHelloMagic, kVersion});
                else if (c.op == Op::bind && size == sizeof(Address))
                    append(bytes, v4(10, 0, 0, 1, 80));
                else
                    bytes.resize(bytes.size() + size, 'x');
                const bool right = c.body == kName ? size > 0 : size == c.body;
                QVERIFY2(parseRequest(bytes).has_value() == right,
                         qPrintable(QString("operation %1 with %2 bytes").arg(int(c.op)).arg(size)));
            }
        }
    }

    void whatIsNoRequestIsRefused()
    {
        QCOMPARE(parseRequest({}).error(), BadRequest::length);
        Buffer bytes = headOf(Op::takeError);
        for (std::size_t size = 0; size < bytes.size(); ++size)
            QCOMPARE(parseRequest(base::Bytes(bytes.data(), size)).error(), BadRequest::length);
        bytes.resize(kMaxMessage + 1);
        QCOMPARE(parseRequest(bytes).error(), BadRequest::length);
        bytes = headOf(static_cast<Op>(kLastOp + 1));
        QCOMPARE(parseRequest(bytes).error(), BadRequest::operation);
        QCOMPARE(parseRequest(headOf(Op::takeError, 2)).error(), BadRequest::operation);
        QCOMPARE(parseRequest(with(headOf(Op::hello), Hello{kHelloMagic, kVersion + 1})).error(), BadRequest::hello);
        QCOMPARE(parseRequest(with(headOf(Op::hello), Hello{kHelloMagic + 1, kVersion})).error(), BadRequest::hello);
    }

    void namesAreTextOfABoundedLength()
    {
        const Buffer named = withText(headOf(Op::findNode), "r1");
        QCOMPARE(parseRequest(named)->name, std::string_view("r1"));
        QVERIFY(parseRequest(withText(headOf(Op::findNode), std::string(kMaxNodeName, 'a'))));
        QCOMPARE(parseRequest(withText(headOf(Op::findNode), std::string(kMaxNodeName + 1, 'a'))).error(),
                 BadRequest::value);
        QCOMPARE(parseRequest(withText(headOf(Op::findNode), std::string("r1\0x", 4))).error(), BadRequest::value);
    }

    void socketNamesItsNodeAndKind()
    {
        const Buffer bytes = withText(with(headOf(Op::socket), SocketBody{6, Kind::udp, 0, 1}), "web");
        const auto request = parseRequest(bytes);
        QVERIFY(request);
        QCOMPARE(request->name, std::string_view("web"));
        QCOMPARE(request->body.kind, Kind::udp);
        QCOMPARE(int(request->body.family), 6);
        QCOMPARE(int(request->body.pinned), 1);
        QCOMPARE(parseRequest(with(headOf(Op::socket), SocketBody{4, Kind::tcp, 0, 0})).error(), BadRequest::length);
        QCOMPARE(parseRequest(withText(with(headOf(Op::socket), SocketBody{5, Kind::tcp, 0, 0}), "r1")).error(),
                 BadRequest::value);
        QCOMPARE(parseRequest(withText(with(headOf(Op::socket), SocketBody{4, static_cast<Kind>(4), 0, 0}), "r1")).error(),
                 BadRequest::value);
    }

    void addressesOfBothFamilies()
    {
        const auto request = parseRequest(with(headOf(Op::bind), v4(10, 0, 2, 1, 8080)));
        QVERIFY(request);
        QCOMPARE(toString(request->endpoint), std::string("10.0.2.1:8080"));
        Address mapped{};
        mapped.family = 6;
        mapped.port = 80;
        const std::uint8_t bytes[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 9};
        std::memcpy(mapped.bytes, bytes, sizeof bytes);
        transport::Endpoint endpoint;
        QVERIFY(toEndpoint(mapped, endpoint));
        QCOMPARE(toString(endpoint), std::string("10.0.0.9:80"));
        Address wrong = mapped;
        wrong.family = 5;
        QVERIFY(!toEndpoint(wrong, endpoint));
        QCOMPARE(parseRequest(with(headOf(Op::bind), wrong)).error(), BadRequest::value);
        QCOMPARE(parseRequest(with(headOf(Op::bind), Address{})).error(), BadRequest::value);
        const transport::Endpoint there{*base::IpAddress::parse("2001:db8::1"), 53};
        QVERIFY(toEndpoint(toAddress(there), endpoint));
        QVERIFY(endpoint == there);
        QCOMPARE(int(toAddress(base::IpAddress()).family), 0);
    }

    void connectMayCarryARule()
    {
        ConnectBody body{};
        body.to = v4(10, 0, 2, 10, 80);
        body.filler = 65'536;
        body.waiting = 1;
        const Buffer plain = with(headOf(Op::connect), body);
        QVERIFY(parseRequest(plain));
        QCOMPARE(parseRequest(plain)->filler, 65'536u);
        QVERIFY(parseRequest(plain)->isWaiting);
        QVERIFY(parseRequest(plain)->name.empty());
        const Buffer ruled = withText(plain, "r2");
        QCOMPARE(parseRequest(ruled)->name, std::string_view("r2"));
        body.waiting = 2;
        QCOMPARE(parseRequest(with(headOf(Op::connect), body)).error(), BadRequest::value);
        body.waiting = 0;
        body.to = {};
        QVERIFY(!parseRequest(with(headOf(Op::connect), body))->endpoint.address.isValid());
    }

    void optionsAreBounded()
    {
        const OptionBody option{1, 2, 1'000'000};
        const Buffer asked = with(headOf(Op::getOption), option);
        QCOMPARE(std::size_t(parseRequest(asked)->option.size), kMaxOption);
        Buffer set = with(headOf(Op::setOption), option);
        set.resize(set.size() + kMaxOption);
        QCOMPARE(parseRequest(set)->bytes.size(), kMaxOption);
        set.push_back(0);
        QCOMPARE(parseRequest(set).error(), BadRequest::length);
    }

    void datagrams()
    {
        DatagramHead head{};
        head.kind = DatagramHead::data;
        head.flags = DatagramHead::hasAddress;
        head.address = v4(10, 0, 0, 1, 5000);
        head.ttl = 3;
        Buffer bytes;
        append(bytes, head);
        bytes = withText(bytes, "hello");
        const auto datagram = parseDatagram(bytes);
        QVERIFY(datagram);
        QCOMPARE(toString(datagram->to), std::string("10.0.0.1:5000"));
        QCOMPARE(int(datagram->ttl), 3);
        QCOMPARE(datagram->payload.size(), std::size_t(5));
        for (std::size_t size = 0; size < sizeof head; ++size)
            QVERIFY(!parseDatagram(base::Bytes(bytes.data(), size)));
        bytes[0] = DatagramHead::error; // only the engine says that
        QVERIFY(!parseDatagram(bytes));
        head.address = {}; // given, and none
        Buffer empty;
        append(empty, head);
        QVERIFY(!parseDatagram(empty));
        head.flags = 0;
        empty.clear();
        append(empty, head);
        QVERIFY(parseDatagram(empty));
        empty.resize(sizeof head + kMaxDatagram + 1);
        QVERIFY(!parseDatagram(empty));
    }
};

QTEST_APPLESS_MAIN(TestRequest)
#include "tst_request.moc"
