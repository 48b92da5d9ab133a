// A server's side of a connection goes on elsewhere at every byte of requests and at every piece of answers, with the same
// result as if it had stayed.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/http/exchange.h"

#include <QtTest>

using namespace hopyard;
using services::http::Exchange;
using services::http::Site;

namespace {

const std::string kRequests = "GET /big HTTP/1.1\r\nHost: x\r\n\r\n"
                              "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"
                              "GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

base::Bytes bytesOf(const std::string &text) { return {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()}; }

/// Everything that is answered when `requests` come in two pieces, and what is written goes in pieces of `piece` bytes.
/// Between any two steps `move` may put another in the exchange's place.
std::string answers(std::size_t cut, std::size_t piece, const std::function<void(Exchange &)> &move)
{
    Site site;
    site.node = "here";
    site.pages["/big"].patternSize = 3'000;
    Exchange exchange;
    std::string out, in = kRequests.substr(0, cut);
    bool isCut = true;
    std::optional<Exchange::Answered> answered;
    for (;;) {
        move(exchange);
        if (const base::Bytes bytes = exchange.output(); !bytes.empty()) {
            const std::size_t n = std::min(piece, bytes.size());
            out.append(reinterpret_cast<const char *>(bytes.data()), n);
            exchange.written(n);
            continue;
        }
        in.erase(0, exchange.take(bytesOf(in)));
        if (exchange.advance(site, "10.0.0.1:1", answered) == Exchange::Step::write)
            continue;
        if (!std::exchange(isCut, false))
            return out;
        in += kRequests.substr(cut);
    }
}

} // namespace

class ExchangeTest : public QObject {
    Q_OBJECT
private slots:
    void movesAnywhere()
    {
        const auto stays = [](Exchange &) {};
        const auto moves = [](Exchange &exchange) {
            auto there = Exchange::unpack(exchange.pack());
            QVERIFY(there);
            exchange = std::move(*there);
        };
        const std::string whole = answers(0, 100'000, stays);
        QCOMPARE(whole.substr(0, 15), std::string("HTTP/1.1 200 OK"));
        QVERIFY(whole.find("hello") != std::string::npos);
        QVERIFY(whole.find("404") != std::string::npos);
        for (std::size_t cut = 0; cut <= kRequests.size(); ++cut) {
            const std::string moved = answers(cut, 700, moves);
            if (moved != whole)
                QFAIL(qPrintable(QString("cut at %1: %2 bytes instead of %3").arg(cut).arg(moved.size()).arg(whole.size())));
        }
    }

    void endsAfterTheLastAnswer()
    {
        Exchange exchange;
        std::optional<Exchange::Answered> answered;
        QCOMPARE(exchange.take(bytesOf("nonsense\r\n\r\n")) > 0, true);
        QVERIFY(exchange.advance({}, "", answered) == Exchange::Step::write);
        QVERIFY(answered && answered->isRefusal && answered->status == 400);
        QVERIFY(exchange.phase() == Exchange::Phase::lastAnswer);
        exchange.written(exchange.output().size());
        exchange.endOfFileSent();
        const auto there = Exchange::unpack(exchange.pack());
        QVERIFY(there && there->phase() == Exchange::Phase::draining);
        QCOMPARE(exchange.take(bytesOf("more")), std::size_t(4)); // thrown away
        QVERIFY(exchange.advance({}, "", answered) == Exchange::Step::wait);
    }

    void whatMakesNoSense()
    {
        Exchange exchange;
        static_cast<void>(exchange.take(bytesOf("GET / HT")));
        const std::string packed = exchange.pack();
        QVERIFY(Exchange::unpack(packed));
        for (std::size_t n = 0; n < packed.size(); ++n)
            QVERIFY(!Exchange::unpack(packed.substr(0, n)));
        QVERIFY(!Exchange::unpack(packed + 'x'));
        QVERIFY(!Exchange::unpack("\x07" + packed.substr(1))); // no such phase
    }
};

QTEST_APPLESS_MAIN(ExchangeTest)
#include "tst_exchange.moc"
