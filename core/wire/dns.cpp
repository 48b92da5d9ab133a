// Names with their compression, records, and the message around them. See dns.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/dns.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include <fmt/format.h>

namespace hopyard::wire {

namespace {

constexpr std::size_t kMaxName = 255;  // RFC 1035 section 2.3.4, length bytes included
constexpr std::size_t kMaxLabel = 63;
constexpr std::size_t kMaxPointer = 0x3fff;

/// Reads the name at `at` and moves it behind. Nothing where it leaves the message, is too long, or has a pointer that
/// does not go backwards.
std::optional<std::string> readName(base::Bytes message, std::size_t &at)
{
    std::string name;
    std::size_t length = 1; // the root's byte
    std::size_t here = at;
    std::size_t lowest = at; // every pointer goes before all that was read, so this ends
    bool jumped = false;
    for (;;) {
        if (here >= message.size())
            return std::nullopt;
        const std::uint8_t head = message[here];
        if ((head & 0xc0) == 0xc0) {
            if (here + 1 >= message.size())
                return std::nullopt;
            const std::size_t target = base::loadU16(&message[here]) & kMaxPointer;
            if (target >= lowest)
                return std::nullopt;
            if (!jumped)
                at = here + 2;
            jumped = true;
            here = lowest = target;
            continue;
        }
        if (head & 0xc0) // RFC 6891 section 5: extended labels are no more
            return std::nullopt;
        if (head == 0) {
            if (!jumped)
                at = here + 1;
            return name;
        }
        length += head + std::size_t(1);
        if (length > kMaxName || here + 1 + head > message.size())
            return std::nullopt;
        if (!name.empty())
            name += '.';
        for (const std::uint8_t c : message.subspan(here + 1, head)) {
            if (c == '.' || c == '\\')
                name += '\\';
            name += static_cast<char>(c);
        }
        here += head + std::size_t(1);
    }
}

/// The labels of a name as they stand in a message; nothing where it is none.
std::optional<std::vector<std::string>> labelsOf(std::string_view name)
{
    std::vector<std::string> labels;
    if (name.empty() || name == ".")
        return labels;
    std::string label;
    std::size_t length = 1;
    const auto finish = [&] {
        length += label.size() + 1;
        const bool good = !label.empty() && label.size() <= kMaxLabel && length <= kMaxName;
        labels.push_back(std::move(label));
        label.clear();
        return good;
    };
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == '.') {
            if (!finish())
                return std::nullopt;
            if (i + 1 == name.size()) // "example.org."
                return labels;
            continue;
        }
        if (name[i] == '\\' && i + 1 < name.size())
            ++i;
        label += name[i];
    }
    if (!finish())
        return std::nullopt;
    return labels;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// A message that grows, and where in it which ends of names stand.
class Writer {
public:
    std::vector<std::uint8_t> bytes;

    void u16(std::uint16_t v)
    {
        bytes.push_back(static_cast<std::uint8_t>(v >> 8));
        bytes.push_back(static_cast<std::uint8_t>(v));
    }
    void name(std::string_view text)
    {
        const std::vector<std::string> labels = labelsOf(text).value_or(std::vector<std::string>());
        for (std::size_t i = 0; i < labels.size(); ++i) {
            std::string end; // from label i on, with lengths so that no two mean the same
            for (std::size_t j = i; j < labels.size(); ++j) {
                end += static_cast<char>(labels[j].size());
                end += labels[j]; // in its own case: what is written is what will be read
            }
            if (const auto known = m_ends.find(end); known != m_ends.end())
                return u16(static_cast<std::uint16_t>(0xc000 | known->second));
            if (bytes.size() <= kMaxPointer)
                m_ends.emplace(std::move(end), bytes.size());
            bytes.push_back(static_cast<std::uint8_t>(labels[i].size()));
            bytes.insert(bytes.end(), labels[i].begin(), labels[i].end());
        }
        bytes.push_back(0);
    }
    void record(const DnsRecord &r)
    {
        name(r.name);
        u16(static_cast<std::uint16_t>(r.type));
        u16(r.recordClass);
        u16(static_cast<std::uint16_t>(r.timeToLive >> 16));
        u16(static_cast<std::uint16_t>(r.timeToLive));
        const std::size_t length = bytes.size();
        u16(0);
        if (r.type == DnsType::a || r.type == DnsType::aaaa) {
            const base::Bytes address = r.address.bytes();
            bytes.insert(bytes.end(), address.begin(), address.end());
        } else if (r.type == DnsType::cname || r.type == DnsType::ns || r.type == DnsType::ptr) {
            name(r.target);
        } else {
            bytes.insert(bytes.end(), r.data.begin(), r.data.begin() + std::min<std::ptrdiff_t>(
                                                          static_cast<std::ptrdiff_t>(r.data.size()), 0xffff));
        }
        base::storeU16(&bytes[length], static_cast<std::uint16_t>(bytes.size() - length - 2));
    }
    /// Back to an earlier size: what was written since is forgotten, names as well.
    void cutTo(std::size_t size)
    {
        bytes.resize(size);
        std::erase_if(m_ends, [size](const auto &end) { return end.second >= size; });
    }

private:
    std::map<std::string, std::size_t> m_ends;
};

bool readQuestion(base::Bytes message, std::size_t &at, DnsQuestion &q)
{
    auto name = readName(message, at);
    if (!name || message.size() - at < 4)
        return false;
    q.name = std::move(*name);
    q.type = static_cast<DnsType>(base::loadU16(&message[at]));
    q.recordClass = base::loadU16(&message[at + 2]);
    at += 4;
    return true;
}

bool readRecord(base::Bytes message, std::size_t &at, DnsRecord &r)
{
    auto name = readName(message, at);
    if (!name || message.size() - at < 10)
        return false;
    r.name = std::move(*name);
    r.type = static_cast<DnsType>(base::loadU16(&message[at]));
    r.recordClass = base::loadU16(&message[at + 2]);
    r.timeToLive = base::loadU32(&message[at + 4]);
    const std::size_t length = base::loadU16(&message[at + 8]);
    at += 10;
    if (message.size() - at < length)
        return false;
    const std::size_t end = at + length;
    const base::Bytes data = message.subspan(at, length);
    switch (r.type) {
    case DnsType::a:
        if (length != 4)
            return false;
        r.address = base::Ipv4Address::load(data.data());
        break;
    case DnsType::aaaa: {
        if (length != 16)
            return false;
        std::array<std::uint8_t, 16> bytes{};
        std::ranges::copy(data, bytes.begin());
        r.address = base::Ipv6Address(bytes);
        break;
    }
    case DnsType::cname:
    case DnsType::ns:
    case DnsType::ptr: {
        auto target = readName(message, at);
        if (!target || at != end)
            return false;
        r.target = std::move(*target);
        break;
    }
    default: r.data.assign(data.begin(), data.end());
    }
    at = end;
    return true;
}

/// Reads all of it; what is read goes to `repr` where that is not null.
bool readMessage(base::Bytes message, DnsRepr *repr)
{
    std::size_t at = DnsView::kHeaderLength;
    for (std::size_t i = base::loadU16(&message[4]); i > 0; --i) {
        DnsQuestion question;
        if (!readQuestion(message, at, question))
            return false;
        if (repr)
            repr->questions.push_back(std::move(question));
    }
    std::vector<DnsRecord> DnsRepr::*const sections[]
        = {&DnsRepr::answers, &DnsRepr::authorities, &DnsRepr::additionals};
    for (std::size_t section = 0; section < 3; ++section) {
        for (std::size_t i = base::loadU16(&message[6 + 2 * section]); i > 0; --i) {
            DnsRecord record;
            if (!readRecord(message, at, record))
                return false;
            if (repr)
                (repr->*sections[section]).push_back(std::move(record));
        }
    }
    return true;
}

} // namespace

std::string toString(DnsType type)
{
    switch (type) {
    case DnsType::a: return "A";
    case DnsType::ns: return "NS";
    case DnsType::cname: return "CNAME";
    case DnsType::soa: return "SOA";
    case DnsType::ptr: return "PTR";
    case DnsType::mx: return "MX";
    case DnsType::txt: return "TXT";
    case DnsType::aaaa: return "AAAA";
    case DnsType::srv: return "SRV";
    case DnsType::opt: return "OPT";
    case DnsType::any: return "ANY";
    }
    return fmt::format("TYPE{}", static_cast<unsigned>(type));
}

std::string_view toString(DnsCode code)
{
    switch (code) {
    case DnsCode::noError: return "NOERROR";
    case DnsCode::formatError: return "FORMERR";
    case DnsCode::serverFailure: return "SERVFAIL";
    case DnsCode::nameError: return "NXDOMAIN";
    case DnsCode::notImplemented: return "NOTIMP";
    case DnsCode::refused: return "REFUSED";
    }
    return "another error";
}

DnsRecord DnsRecord::ofAddress(std::string name, const base::IpAddress &address, std::uint32_t timeToLive)
{
    DnsRecord record;
    record.name = std::move(name);
    record.type = address.isV4() ? DnsType::a : DnsType::aaaa;
    record.timeToLive = timeToLive;
    record.address = address;
    return record;
}

DnsRecord DnsRecord::ofName(std::string name, DnsType type, std::string target, std::uint32_t timeToLive)
{
    DnsRecord record;
    record.name = std::move(name);
    record.type = type;
    record.timeToLive = timeToLive;
    record.target = std::move(target);
    return record;
}

base::Result<DnsView, ParseError> DnsView::parse(base::Bytes bytes)
{
    if (bytes.size() < kHeaderLength)
        return base::fail(ParseError::truncated);
    // A question is at least 5 bytes and a record 11: numbers that cannot be true are not looked into.
    const DnsView view(bytes);
    const std::size_t least = 5u * view.questions()
                            + 11u * (std::size_t(view.answers()) + view.authorities() + view.additionals());
    if (least > bytes.size() - kHeaderLength)
        return base::fail(ParseError::truncated);
    if (!readMessage(bytes, nullptr))
        return base::fail(ParseError::badLength);
    return view;
}

DnsRepr DnsRepr::parse(const DnsView &view)
{
    DnsRepr repr;
    repr.id = view.id();
    repr.isResponse = view.isResponse();
    repr.opcode = view.opcode();
    repr.authoritative = view.authoritative();
    repr.truncated = view.truncated();
    repr.recursionDesired = view.recursionDesired();
    repr.recursionAvailable = view.recursionAvailable();
    repr.code = view.code();
    readMessage(view.bytes(), &repr);
    return repr;
}

std::vector<std::uint8_t> DnsRepr::emit(std::size_t limit) const
{
    Writer out;
    out.u16(id);
    out.u16(static_cast<std::uint16_t>((isResponse ? 0x8000 : 0) | (opcode & 15) << 11 | (authoritative ? 0x400 : 0)
                                       | (truncated ? 0x200 : 0) | (recursionDesired ? 0x100 : 0)
                                       | (recursionAvailable ? 0x80 : 0) | (static_cast<unsigned>(code) & 15)));
    for (int i = 0; i < 4; ++i)
        out.u16(0);
    std::array<std::uint16_t, 4> counts{};
    bool isCut = false;
    const auto put = [&](std::size_t section, const auto &write) {
        const std::size_t before = out.bytes.size();
        if (isCut)
            return;
        write();
        if (out.bytes.size() > limit || counts[section] == 0xffff) {
            out.cutTo(before);
            isCut = true;
        } else {
            ++counts[section];
        }
    };
    for (const DnsQuestion &q : questions)
        put(0, [&] {
            out.name(q.name);
            out.u16(static_cast<std::uint16_t>(q.type));
            out.u16(q.recordClass);
        });
    std::size_t section = 1;
    for (const std::vector<DnsRecord> *records : {&answers, &authorities, &additionals}) {
        for (const DnsRecord &record : *records)
            put(section, [&] { out.record(record); });
        ++section;
    }
    if (isCut)
        out.bytes[2] |= 2;
    for (std::size_t i = 0; i < counts.size(); ++i)
        base::storeU16(&out.bytes[4 + 2 * i], counts[i]);
    return std::move(out.bytes);
}

bool isDnsName(std::string_view name) { return labelsOf(name).has_value(); }

std::string reverseName(const base::IpAddress &address)
{
    const base::Bytes bytes = address.bytes();
    std::string name;
    for (auto at = bytes.rbegin(); at != bytes.rend(); ++at)
        name += address.isV4() ? fmt::format("{}.", *at) : fmt::format("{:x}.{:x}.", *at & 15, *at >> 4);
    return name + (address.isV4() ? "in-addr.arpa" : "ip6.arpa");
}

std::optional<base::IpAddress> addressOfReverseName(std::string_view name)
{
    const auto labels = labelsOf(name);
    if (!labels || labels->size() < 2)
        return std::nullopt;
    std::string text; // the address, written as people write it
    const auto &l = *labels;
    if (l.size() == 6) {
        text = fmt::format("{}.{}.{}.{}", l[3], l[2], l[1], l[0]);
    } else if (l.size() == 34) {
        for (std::size_t i = 32; i-- > 0;)
            text += l[i] + (i % 4 == 0 && i > 0 ? ":" : "");
    }
    const auto address = base::IpAddress::parse(text);
    if (!address)
        return std::nullopt;
    // Whatever else the labels were (a suffix of another kind, "010"), it is not how this address is written.
    std::string canonical(name);
    std::ranges::transform(canonical, canonical.begin(), lower);
    if (canonical.ends_with('.'))
        canonical.pop_back();
    return reverseName(*address) == canonical ? address : std::nullopt;
}

} // namespace hopyard::wire
