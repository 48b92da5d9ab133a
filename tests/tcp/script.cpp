// The parser: words become events. See script.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/tcp/script.h"

#include "core/base/address.h"
#include "tests/tcp/lexer.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <netinet/in.h>

namespace hopyard::script {

const Value *Value::field(std::string_view name) const
{
    const auto at = std::find(names.begin(), names.end(), name);
    return at == names.end() ? nullptr : &items[static_cast<std::size_t>(at - names.begin())];
}

namespace {

constexpr int kMaxDepth = 8;

struct Failure {
    int line;
    std::string message;
};

struct IcmpName {
    std::string_view name;
    std::uint8_t type;
    std::uint8_t code;
};
constexpr IcmpName kIcmpNames[] = {
    {"net_unreachable", 3, 0},   {"host_unreachable", 3, 1}, {"protocol_unreachable", 3, 2},
    {"port_unreachable", 3, 3},  {"frag_needed", 3, 4},      {"source_route_failed", 3, 5},
    {"net_prohibited", 3, 9},    {"host_prohibited", 3, 10}, {"packet_filtered", 3, 13},
    {"exceeded_in_transit", 11, 0},
};

/// Failures are thrown up to parse(), which is where they end.
class Parser {
public:
    explicit Parser(Words words) : m_words(std::move(words.all)) {}

    void run(Script &script)
    {
        while (is(Word::Kind::option)) {
            const std::string text = take().text;
            const auto equals = std::min(text.find('='), text.size());
            script.options[text.substr(0, equals)] = text.substr(std::min(equals + 1, text.size()));
        }
        if (is(Word::Kind::command)) {
            const int line = here().line;
            script.events.push_back({line, {true, false, 0, {}}, command()});
        }
        while (!is(Word::Kind::end))
            script.events.push_back(event());
    }

private:
    // --- words ---
    const Word &here(std::size_t ahead = 0) const { return m_words[std::min(m_at + ahead, m_words.size() - 1)]; }
    bool is(Word::Kind kind) const { return here().kind == kind; }
    bool isSign(std::string_view text, std::size_t ahead = 0) const
    {
        return here(ahead).kind == Word::Kind::sign && here(ahead).text == text;
    }
    bool isName(std::string_view text) const { return is(Word::Kind::name) && here().text == text; }
    Word take()
    {
        Word word = here();
        m_at = std::min(m_at + 1, m_words.size() - 1);
        return word;
    }
    [[noreturn]] void fail(std::string message) const { throw Failure{here().line, std::move(message)}; }
    void want(std::string_view sign)
    {
        if (!isSign(sign))
            fail(fmt::format("expected \"{}\", found \"{}\"", sign, here().text));
        take();
    }
    bool accept(std::string_view sign)
    {
        const bool found = isSign(sign);
        if (found)
            take();
        return found;
    }
    void wantName(std::string_view name)
    {
        if (!isName(name))
            fail(fmt::format("expected \"{}\", found \"{}\"", name, here().text));
        take();
    }
    bool acceptName(std::string_view name)
    {
        const bool found = isName(name);
        if (found)
            take();
        return found;
    }

    std::int64_t number(std::int64_t low, std::int64_t high)
    {
        if (!is(Word::Kind::number))
            fail(fmt::format("expected a number, found \"{}\"", here().text));
        std::string_view text = here().text;
        const int base = text.starts_with("0x") ? 16 : 10;
        text.remove_prefix(base == 16 ? 2 : 0);
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
        if (error != std::errc() || end != text.data() + text.size() || value < low || value > high)
            fail(fmt::format("\"{}\" is not a number from {} to {}", here().text, low, high));
        take();
        return value;
    }
    std::uint32_t u32() { return static_cast<std::uint32_t>(number(0, 0xffffffff)); }
    std::uint16_t u16() { return static_cast<std::uint16_t>(number(0, 0xffff)); }

    Microseconds time()
    {
        if (!is(Word::Kind::number))
            fail(fmt::format("expected a time, found \"{}\"", here().text));
        const std::string_view text = here().text;
        Microseconds us = 0;
        Microseconds unit = 1'000'000;
        bool fraction = false;
        for (const char c : text) {
            if (c == '.' && !fraction) {
                fraction = true;
            } else if (c >= '0' && c <= '9') {
                if (fraction)
                    us += (c - '0') * (unit /= 10);
                else
                    us = us * 10 + (c - '0') * 1'000'000;
            } else {
                fail(fmt::format("\"{}\" is no time", text));
            }
            if (us > 1'000'000'000'000)
                fail("a time beyond eleven days");
        }
        take();
        return us;
    }

    // --- events ---
    Event event()
    {
        Event result;
        result.line = here().line;
        std::optional<Microseconds> returnsAt;
        if (accept("*")) {
            result.when.isAny = true;
        } else {
            result.when.isRelative = accept("+");
            result.when.from = time();
            if (accept("~")) {
                accept("+");
                result.when.to = time();
            } else if (accept("...")) {
                accept("+");
                returnsAt = time();
            }
        }
        if (isSign("<") || isSign(">")) {
            result.what = packet();
        } else if (is(Word::Kind::command)) {
            result.what = command();
        } else if (is(Word::Kind::code)) {
            result.what = assertions();
        } else if (is(Word::Kind::name)) {
            SystemCall call = systemCall();
            call.blocks = returnsAt.has_value();
            call.returnsAt = returnsAt.value_or(0);
            result.what = std::move(call);
        } else {
            fail(fmt::format("expected an event, found \"{}\"", here().text));
        }
        return result;
    }

    /// "sysctl -q net.ipv4.tcp_a=1 net.ipv4.tcp_b='1 2 3'"; several commands on lines of their own.
    Command command()
    {
        const Word word = take();
        Command result;
        std::string_view text = word.text;
        const auto next = [&text] {
            text.remove_prefix(std::min(text.find_first_not_of(" \t\n;"), text.size()));
            std::size_t end = 0;
            for (char quote = 0; end < text.size(); ++end) {
                if (quote ? text[end] == quote : text[end] == '\'' || text[end] == '"')
                    quote = quote ? 0 : text[end];
                else if (!quote && (text[end] == ' ' || text[end] == '\n' || text[end] == ';' || text[end] == '\t'))
                    break;
            }
            const std::string_view piece = text.substr(0, end);
            text.remove_prefix(end);
            return piece;
        };
        for (std::string_view piece = next(); !piece.empty(); piece = next()) {
            if (piece == "sysctl" || piece == "-q" || piece == "-w")
                continue;
            constexpr std::string_view prefix = "net.ipv4.";
            const auto equals = piece.find('=');
            if (!piece.starts_with(prefix) || equals == std::string_view::npos)
                throw Failure{word.line, fmt::format("the only command is sysctl of net.ipv4, not \"{}\"", piece)};
            std::string value(piece.substr(equals + 1));
            std::erase_if(value, [](char c) { return c == '\'' || c == '"'; });
            std::string name(piece.substr(prefix.size(), equals - prefix.size()));
            if (name.find('/') != std::string::npos)
                throw Failure{word.line, "a name with a slash"};
            result.settings.emplace_back(std::move(name), std::move(value));
        }
        return result;
    }

    Assertions assertions()
    {
        const Word word = take();
        Assertions result;
        std::string_view text = word.text;
        int line = word.line;
        while (!text.empty()) {
            const auto end = std::min(text.find_first_of("\n;"), text.size());
            const std::string_view row = text.substr(0, end);
            if (const auto assertion = this->assertion(row, line))
                result.all.push_back(*assertion);
            line += end < text.size() && text[end] == '\n';
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        return result;
    }

    std::optional<Assertions::One> assertion(std::string_view row, int line)
    {
        const auto lexed = cutIntoWords(row);
        if (!lexed)
            throw Failure{line, lexed.error().message};
        const std::vector<Word> &words = lexed->all;
        if (words.front().kind == Word::Kind::end)
            return std::nullopt;
        const auto bad = [&]() -> Failure {
            return {line, fmt::format("expected \"assert NAME == NUMBER\", found \"{}\"", row)};
        };
        if (words.size() < 5 || words[0].text != "assert" || words[1].kind != Word::Kind::name)
            throw bad();
        Assertions::One one{line, words[1].text, {}, 0};
        std::size_t at = 2;
        constexpr std::string_view signs = "=!<>";
        while (words[at].kind == Word::Kind::sign && signs.find(words[at].text) != std::string_view::npos)
            one.relation += words[at++].text;
        static constexpr std::string_view kRelations[] = {"==", "!=", "<", "<=", ">", ">="};
        if (std::find(std::begin(kRelations), std::end(kRelations), one.relation) == std::end(kRelations))
            throw bad();
        if (words[at].kind == Word::Kind::name) {
            const auto value = constant(words[at].text);
            if (!value)
                throw bad();
            one.value = *value;
        } else {
            const std::string &digits = words[at].text;
            const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), one.value);
            if (words[at].kind != Word::Kind::number || error != std::errc() || end != digits.data() + digits.size())
                throw bad();
        }
        return one; // what follows a comma is the message
    }

    // --- system calls ---
    SystemCall systemCall()
    {
        SystemCall call;
        call.name = take().text;
        want("(");
        if (!isSign(")")) {
            do
                call.arguments.push_back(value());
            while (accept(","));
        }
        want(")");
        want("=");
        call.result = value();
        if (is(Word::Kind::name) && here().text.starts_with("E")) {
            const auto number = constant(here().text);
            if (!number)
                fail(fmt::format("unknown error \"{}\"", here().text));
            call.error = static_cast<int>(*number);
            take();
        }
        if (isSign("(")) // a note in words: "(Resource temporarily unavailable)", "(flags O_RDWR)"
            while (!accept(")")) {
                if (is(Word::Kind::end))
                    fail("a note does not end");
                take();
            }
        return call;
    }

    Value value()
    {
        Value first = simpleValue();
        while (isSign("|")) {
            take();
            const Value next = simpleValue();
            if (!first.isNumber() || !next.isNumber())
                fail("\"|\" is between numbers");
            first.number |= next.number;
        }
        return first;
    }

    Value simpleValue()
    {
        if (++m_depth > kMaxDepth)
            fail("nested too deeply");
        Value result;
        if (accept("...")) {
            result.kind = Value::Kind::ellipsis;
        } else if (is(Word::Kind::text)) {
            result.kind = Value::Kind::text;
            result.text = take().text;
        } else if (accept("[")) {
            result.kind = Value::Kind::list;
            while (!accept("]")) {
                result.items.push_back(value());
                if (!accept(",") && !isSign("]"))
                    fail(fmt::format("expected \",\" or \"]\", found \"{}\"", here().text));
            }
        } else if (accept("{")) {
            result.kind = Value::Kind::record;
            while (!accept("}")) {
                result.names.push_back(take().text);
                want("=");
                result.items.push_back(value());
                if (!accept(",") && !isSign("}"))
                    fail(fmt::format("expected \",\" or \"}}\", found \"{}\"", here().text));
            }
        } else if (accept("-")) {
            result.number = -number(0, INT64_MAX);
        } else if (is(Word::Kind::number)) {
            result.number = number(0, INT64_MAX);
        } else if (acceptName("htons")) {
            want("(");
            result.number = u16(); // kept in host order, like every number here
            want(")");
        } else if (acceptName("inet_addr")) {
            want("(");
            const auto address = base::Ipv4Address::parse(here().text);
            if (!is(Word::Kind::text) || !address)
                fail("expected an IPv4 address");
            take();
            result.number = address->value();
            want(")");
        } else if (is(Word::Kind::name)) {
            const auto number = constant(here().text);
            if (!number)
                fail(fmt::format("unknown name \"{}\"", here().text));
            take();
            result.number = *number;
        } else {
            fail(fmt::format("expected a value, found \"{}\"", here().text));
        }
        --m_depth;
        return result;
    }

    // --- packets ---
    Packet packet()
    {
        Packet packet;
        packet.isOutbound = take().text == ">";
        while (accept("[")) {
            ipField(packet);
            want("]");
        }
        if (acceptName("icmp"))
            packet.body = icmp();
        else if (acceptName("udp"))
            packet.body = udp();
        else
            packet.body = tcp();
        return packet;
    }

    void ipField(Packet &packet)
    {
        static constexpr std::string_view kEcn[] = {"noecn", "ect1", "ect0", "ce"};
        const Word name = take();
        if (const auto at = std::find(std::begin(kEcn), std::end(kEcn), name.text); at != std::end(kEcn))
            packet.ecn = static_cast<std::uint8_t>(at - std::begin(kEcn));
        else if (name.text == "tos")
            packet.tos = static_cast<std::uint8_t>(number(0, 255));
        else if (name.text == "ttl")
            packet.ttl = static_cast<std::uint8_t>(number(0, 255));
        else
            throw Failure{name.line, fmt::format("unknown field \"{}\" of the IP header", name.text)};
    }

    UdpPacket udp()
    {
        want("(");
        const UdpPacket udp{static_cast<std::uint32_t>(number(0, 65'507))};
        want(")");
        return udp;
    }

    IcmpPacket icmp()
    {
        IcmpPacket icmp;
        take(); // "unreachable", "time_exceeded": the second word says it all
        const auto *const name = std::find_if(std::begin(kIcmpNames), std::end(kIcmpNames),
                                              [&](const IcmpName &n) { return n.name == here().text; });
        if (name == std::end(kIcmpNames))
            fail(fmt::format("unknown ICMP message \"{}\"", here().text));
        take();
        icmp.type = name->type;
        icmp.code = name->code;
        if (acceptName("mtu"))
            icmp.mtu = u16();
        want("[");
        sequenceRange(icmp.sequence, icmp.length);
        want("]");
        return icmp;
    }

    /// "1:1001(1000)"
    void sequenceRange(std::uint32_t &first, std::uint32_t &length)
    {
        first = u32();
        want(":");
        const std::uint32_t end = u32();
        want("(");
        length = static_cast<std::uint32_t>(number(0, 65'535));
        want(")");
        if (end != first + length)
            fail(fmt::format("{}:{} is not {} bytes", first, end, length));
    }

    TcpPacket tcp()
    {
        TcpPacket tcp;
        tcp.flags = flags();
        sequenceRange(tcp.sequence, tcp.length);
        if (acceptName("ack"))
            tcp.acknowledgement = u32();
        if (acceptName("win"))
            tcp.window = u16();
        if (acceptName("urg"))
            tcp.urgent = u16();
        if (accept("<")) {
            if (accept("..."))
                tcp.anyOptions = true;
            else if (!isSign(">"))
                options(tcp);
            want(">");
        }
        return tcp;
    }


    std::uint8_t flags()
    {
        static constexpr std::string_view kLetters = "FSRP.UEW";
        std::uint8_t flags = 0;
        bool any = false;
        while (is(Word::Kind::name) || isSign(".") || (any && isSign("-"))) {
            if (any && here().spaceBefore)
                break;
            for (const char c : here().text) {
                const auto bit = kLetters.find(c);
                if (bit == std::string_view::npos)
                    fail(fmt::format("unknown flag \"{}\"", c));
                flags |= static_cast<std::uint8_t>(1u << bit);
            }
            any = true;
            take();
        }
        if (!any && !accept("-"))
            fail(fmt::format("expected TCP's flags, found \"{}\"", here().text));
        return flags;
    }

    void options(TcpPacket &tcp)
    {
        do {
            TcpOption option;
            const Word name = take();
            using Kind = TcpOption::Kind;
            if (name.text == "eol") {
                option.kind = Kind::end;
            } else if (name.text == "nop") {
                option.kind = Kind::nop;
            } else if (name.text == "mss") {
                option.kind = Kind::mss;
                option.first = u16();
            } else if (name.text == "wscale") {
                option.kind = Kind::windowScale;
                option.first = static_cast<std::uint32_t>(number(0, 255));
            } else if (name.text == "sackOK") {
                option.kind = Kind::sackPermitted;
            } else if (name.text == "sack") {
                option.kind = Kind::sack;
                while (is(Word::Kind::number)) {
                    const std::uint32_t left = u32();
                    want(":");
                    option.blocks.emplace_back(left, u32());
                }
                if (option.blocks.empty() || option.blocks.size() > 4)
                    fail("one to four blocks are selectively acknowledged");
            } else if (name.text == "TS") {
                option.kind = Kind::timestamps;
                wantName("val");
                option.first = u32();
                wantName("ecr");
                option.second = u32();
            } else if (name.text == "FO") {
                option.kind = Kind::fastOpen;
                cookie(option);
            } else if (name.text == "md5") {
                option.kind = Kind::md5;
                acceptName("valid");
            } else {
                throw Failure{name.line, fmt::format("unknown option \"{}\"", name.text)};
            }
            tcp.options.push_back(std::move(option));
        } while (accept(","));
    }

    void cookie(TcpOption &option)
    {
        if (acceptName("TFO_COOKIE")) {
            option.isAnyCookie = true;
            return;
        }
        if (isSign(",") || isSign(">"))
            return; // asks for one
        const std::string digits = take().text;
        if (digits.size() % 2 != 0 || digits.size() > 32)
            fail("a cookie has up to sixteen bytes");
        for (std::size_t i = 0; i < digits.size(); i += 2) {
            std::uint8_t byte = 0;
            const auto [end, error] = std::from_chars(digits.data() + i, digits.data() + i + 2, byte, 16);
            if (error != std::errc() || end != digits.data() + i + 2)
                fail("a cookie is written in hexadecimal digits");
            option.cookie.push_back(byte);
        }
    }

    std::vector<Word> m_words;
    std::size_t m_at = 0;
    int m_depth = 0;
};

} // namespace

base::Result<Script, ParseFailure> parse(std::string_view text)
{
    auto words = cutIntoWords(text);
    if (!words)
        return base::fail(words.error());
    Script script;
    constexpr std::string_view kSamePorts = "hopyard: same ports";
    constexpr std::string_view kKnownFailure = "hopyard: known failure:";
    for (const std::string &comment : words->comments) {
        if (script.firstComment.empty())
            script.firstComment = comment;
        if (comment.find(kSamePorts) != std::string::npos)
            script.samePorts = true;
        if (const auto at = comment.find(kKnownFailure); at != std::string::npos)
            script.knownFailure = comment.substr(at + kKnownFailure.size());
    }
    try {
        Parser(std::move(*words)).run(script);
    } catch (const Failure &failure) {
        return base::fail(ParseFailure{failure.line, failure.message});
    }
    return script;
}

} // namespace hopyard::script
