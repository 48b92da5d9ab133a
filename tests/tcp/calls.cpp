// See calls.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/tcp/calls.h"

#include "tests/tcp/packets.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

namespace hopyard::script {

namespace {

/// A script's call that does not fit: ends in prepare().
struct Misfit {
    std::string message;
};

using Buffer = std::vector<std::uint8_t>;

constexpr std::int64_t kMaxBuffer = 64 << 20;

class Arguments {
public:
    Arguments(const SystemCall &call, Descriptors &descriptors) : m_call(call), m_descriptors(descriptors) {}

    void count(std::size_t low, std::size_t high) const
    {
        if (m_call.arguments.size() < low || m_call.arguments.size() > high)
            throw Misfit{fmt::format("{}() has {} arguments", m_call.name, m_call.arguments.size())};
    }
    const Value &at(std::size_t i) const { return m_call.arguments[i]; }
    bool has(std::size_t i) const { return i < m_call.arguments.size(); }
    std::int64_t number(std::size_t i) const
    {
        if (!at(i).isNumber())
            throw Misfit{fmt::format("argument {} of {}() is no number", i + 1, m_call.name)};
        return at(i).number;
    }
    int integer(std::size_t i) const { return static_cast<int>(number(i)); }
    int descriptor(std::size_t i) const { return descriptorOf(number(i)); }
    int descriptorOf(std::int64_t script) const
    {
        const auto found = m_descriptors.live.find(script);
        return found == m_descriptors.live.end() ? -1 : found->second;
    }
    /// Bytes of the size that argument `i` says.
    std::shared_ptr<Buffer> buffer(std::size_t i) const
    {
        const std::int64_t size = number(i);
        if (size < 0 || size > kMaxBuffer)
            throw Misfit{fmt::format("{} bytes", size)};
        return std::make_shared<Buffer>(static_cast<std::size_t>(size));
    }

private:
    const SystemCall &m_call;
    Descriptors &m_descriptors;
};

std::int64_t fieldOf(const Value &record, std::string_view name)
{
    const Value *field = record.field(name);
    if (!field || !field->isNumber())
        throw Misfit{fmt::format("a record without number \"{}\"", name)};
    return field->number;
}

sockaddr_in addressFrom(const Value &value, base::Ipv4Address address, std::uint16_t port)
{
    sockaddr_in in{};
    in.sin_family = AF_INET;
    in.sin_port = htons(port);
    in.sin_addr.s_addr = htonl(address.value());
    if (value.kind == Value::Kind::record) {
        in.sin_family = static_cast<sa_family_t>(fieldOf(value, value.field("sa_family") ? "sa_family" : "sin_family"));
        if (value.field("sin_port"))
            in.sin_port = htons(static_cast<std::uint16_t>(fieldOf(value, "sin_port")));
        if (value.field("sin_addr"))
            in.sin_addr.s_addr = htonl(static_cast<std::uint32_t>(fieldOf(value, "sin_addr")));
    } else if (!value.isEllipsis()) {
        throw Misfit{"an address is \"...\" or a record"};
    }
    return in;
}

template <class T>
Buffer bytesOf(const T &value)
{
    Buffer bytes(sizeof value);
    std::memcpy(bytes.data(), &value, sizeof value);
    return bytes;
}

/// What setsockopt() is given: [7], "cubic", {onoff=1, linger=0}, {tv_sec=1, tv_usec=0}, {md5_key="x"}.
Buffer optionValue(const Value &value)
{
    switch (value.kind) {
    case Value::Kind::text: return {value.text.begin(), value.text.end()};
    case Value::Kind::number: return bytesOf(static_cast<std::int32_t>(value.number));
    case Value::Kind::list: {
        Buffer bytes;
        for (const Value &item : value.items) {
            if (!item.isNumber())
                break;
            const Buffer one = bytesOf(static_cast<std::int32_t>(item.number));
            bytes.insert(bytes.end(), one.begin(), one.end());
        }
        return bytes;
    }
    case Value::Kind::record:
        if (value.field("onoff"))
            return bytesOf(linger{static_cast<int>(fieldOf(value, "onoff")),
                                  static_cast<int>(fieldOf(value, "linger"))});
        if (value.field("tv_sec"))
            return bytesOf(timeval{fieldOf(value, "tv_sec"), fieldOf(value, "tv_usec")});
        if (const Value *key = value.field("md5_key"); key && key->text.size() <= TCP_MD5SIG_MAXKEYLEN) {
            tcp_md5sig md5{};
            const sockaddr_in peer = addressFrom(Value{Value::Kind::ellipsis, 0, {}, {}, {}}, kRemote, 0);
            std::memcpy(&md5.tcpm_addr, &peer, sizeof peer);
            md5.tcpm_keylen = static_cast<std::uint16_t>(key->text.size());
            std::memcpy(md5.tcpm_key, key->text.data(), key->text.size());
            return bytesOf(md5);
        }
        break;
    case Value::Kind::ellipsis: break;
    }
    throw Misfit{"an option's value that is not understood"};
}

/// Where the script's descriptor becomes known, or goes.
std::function<void(long)> noteDescriptor(const SystemCall &call, Descriptors &descriptors)
{
    return [&call, &descriptors](long result) { descriptors.live[call.result.number] = static_cast<int>(result); };
}

using Maker = Call (*)(const SystemCall &, const packetdrill_interface &, Descriptors &);

Call makeSocket(const SystemCall &call, const packetdrill_interface &t, Descriptors &d)
{
    const Arguments a(call, d);
    a.count(3, 3);
    // "socket(..., SOCK_STREAM, IPPROTO_TCP)": the family is left to how packetdrill is run.
    const int domain = a.at(0).isEllipsis() ? AF_INET : a.integer(0);
    Call result;
    result.make = [&t, domain, type = a.integer(1), protocol = a.integer(2)]() -> long {
        return t.socket(t.userdata, domain, type, protocol);
    };
    result.note = noteDescriptor(call, d);
    result.resultIsDescriptor = true;
    return result;
}

Call makeBind(const SystemCall &call, const packetdrill_interface &t, Descriptors &d)
{
    const Arguments a(call, d);
    a.count(3, 3);
    Call result;
    result.make = [&t, fd = a.descriptor(0), in = addressFrom(a.at(1), base::Ipv4Address(), kBoundPort)]() -> long {
        return t.bind(t.userdata, fd, reinterpret_cast<const sockaddr *>(&in), sizeof in);
    };
    return result;
}

Call makeConnect(const SystemCall &call, const packetdrill_interface &t, Descriptors &d)
{
    const Arguments a(call, d);
    a.count(3, 3);
    Call result;
    result.make = [&t, fd = a.descriptor(0), in = addressFrom(a.at(1), kRemote, kConnectPort)]() -> long {
        return t.connect(t.userdata, fd, reinterpret_cast<const sockaddr *>(&in), sizeof in);
    };
    return result;
}

Call makeListen(const SystemCall &call, const packetdrill_interface &t, Descriptors &d)
{
    const Arguments a(call, d);
    a.count(2, 2);
    Call result;
    result.make = [&t, fd = a.descriptor(0), backlog = a.integer(1)]() -> long {
        return t.listen(t.userdata, fd, backlog);
    };
    result.note = [&d, fd = a.number(0)](long) { d.listening.insert(fd); };
    return result;
}

Call makeAccept(const SystemCall &call, const packetdrill_interface &t, Descriptors &d)
{
    const Arguments a(call, d);
    a.count(3, 3);
    Call result;
    result.make = [&t, fd = a.descriptor(0)]() -> long {
        sockaddr_in from{};
        socklen_t length = sizeof from;
        return t.accept(t.userdata, fd, reinterpret_cast<sockaddr *>(&from), &length);
    };
    result.note = noteDescriptor(call, d);
    result.resultIsDescriptor = true;
    return result;
}

Call makeRead(const SystemCall &call, const packetdrill_interface &t, Descriptors &d)
{
    const Arguments a(call, d);
    a.count(3, 6);
    const auto buffer = a.buffer(2);
    const int flags = a.has(3) ? a.integer(3) : 0;
    Call result;
    result.make = [&t, &call, fd = a.descriptor(0), buffer, flags]() -> long {
        if (call.name == "read")
            return t.read(t.userdata, fd, buffer->data(), buffer->size());
        if (call.name == "recv")
            return t.recv(t.userdata, fd, buffer->data(), buffer->size(), flags);
        sockaddr_in from{};
        socklen_t length = sizeof from;
        return t.recvfrom(t.userdata, fd, buffer->data(), buffer->size(), flags, reinterpret_cast<sockaddr *>(&from),
                          &length);
    };
    return result;
}

Call makeWrite(const SystemCall &call, const packetdrill_interface &t, Descriptors &d)
{
    const Arguments a(call, d);
    a.count(3, 6);
    const auto buffer = a.buffer(2);
    const int flags = a.has(3) ? a.integer(3) : 0;
    const bool hasAddress = a.has(4) && !(a.at(4).isNumber() && a.at(4).number == 0);
    const sockaddr_in to = hasAddress ? addressFrom(a.at(4), kRemote, kConnectPort) : sockaddr_in{};
    Call result;
    result.make = [&t, &call, fd = a.descriptor(0), buffer, flags, hasAddress, to]() -> long {
        if (call.name == "write")
            return t.write(t.userdata, fd, buffer->data(), buffer->size());
        if (call.name == "send" || !hasAddress)
            return t.send(t.userdata, fd, buffer->data(), buffer->size(), flags);
        return t.sendto(t.userdata, fd, buffer->data(), buffer->size(), flags, reinterpret_cast<const sockaddr *>(&to),
                        sizeof to);
    };
    return result;
}

Call makeShutdown(const SystemCall &call, const packetdrill_interface &t, Descriptors &d)
{
    const Arguments a(call, d);
    a.count(2, 2);
    Call result;
    result.make = [&t, fd = a.descriptor(0), how = a.integer(1)]() -> long { return t.shutdown(t.userdata, fd, how); };
    return result;
}

Call makeClose(const SystemCall &call, const packetdrill_interface &t, Descriptors &d)
{
    const Arguments a(call, d);
    a.count(1, 1);
    Call result;
    result.make = [&t, fd = a.descriptor(0)]() -> long { return t.close(t.userdata, fd); };
    result.note = [&d, fd = a.number(0)](long) {
        d.live.erase(fd);
        d.listening.erase(fd);
    };
    return result;
}

Call makeFcntl(const SystemCall &call, const packetdrill_interface &t, Descriptors &d)
{
    const Arguments a(call, d);
    a.count(2, 3);
    Call result;
    result.make = [&t, fd = a.descriptor(0), command = a.integer(1), argument = a.has(2) ? a.number(2) : 0]() -> long {
        return t.fcntl(t.userdata, fd, command, static_cast<long>(argument));
    };
    return result;
}

std::string differs(std::string_view what, std::int64_t want, std::int64_t have)
{
    return want == have ? "" : fmt::format("{}: expected {}, seen {}", what, want, have);
}

std::int64_t onlyNumber(const Value &value)
{
    if (value.kind != Value::Kind::list || value.items.size() != 1 || !value.items[0].isNumber())
        throw Misfit{"expected [NUMBER]"};
    return value.items[0].number;
}

Call makeIoctl(const SystemCall &call, const packetdrill_interface &t, Descriptors &d)
{
    const Arguments a(call, d);
    a.count(3, 3);
    const auto value = std::make_shared<int>(0);
    Call result;
    result.make = [&t, fd = a.descriptor(0), request = static_cast<unsigned long>(a.number(1)), value]() -> long {
        return t.ioctl(t.userdata, fd, request, value.get());
    };
    result.check = [value, want = onlyNumber(a.at(2))] { return differs("the value", want, *value); };
    return result;
}

Call makeSetOption(const SystemCall &call, const packetdrill_interface &t, Descriptors &d)
{
    const Arguments a(call, d);
    a.count(5, 5);
    Call result;
    result.make = [&t, fd = a.descriptor(0), level = a.integer(1), name = a.integer(2),
                   value = optionValue(a.at(3))]() -> long {
        return t.setsockopt(t.userdata, fd, level, name, value.data(), static_cast<socklen_t>(value.size()));
    };
    return result;
}

Call makeGetOption(const SystemCall &call, const packetdrill_interface &t, Descriptors &d)
{
    const Arguments a(call, d);
    a.count(5, 5);
    const auto value = std::make_shared<Buffer>(256);
    const auto length = std::make_shared<socklen_t>(static_cast<socklen_t>(value->size()));
    Call result;
    result.make = [&t, fd = a.descriptor(0), level = a.integer(1), name = a.integer(2), value, length]() -> long {
        return t.getsockopt(t.userdata, fd, level, name, value->data(), length.get());
    };
    result.check = [want = a.at(3), value, length]() -> std::string {
        if (want.isEllipsis())
            return {};
        Buffer expected = optionValue(want);
        value->resize(*length);
        if (want.kind == Value::Kind::text) // ends with a zero byte, and more
            value->resize(std::min(value->size(), expected.size()));
        if (*value == expected)
            return {};
        if (value->size() == 4 && expected.size() == 4) {
            std::int32_t numbers[2];
            std::memcpy(&numbers[0], expected.data(), 4);
            std::memcpy(&numbers[1], value->data(), 4);
            return differs("the option", numbers[0], numbers[1]);
        }
        return "the option's value differs";
    };
    return result;
}

Call makePoll(const SystemCall &call, const packetdrill_interface &t, Descriptors &d)
{
    const Arguments a(call, d);
    a.count(3, 3);
    const auto polled = std::make_shared<std::vector<pollfd>>();
    std::vector<std::int64_t> wanted;
    for (const Value &record : a.at(0).items) {
        polled->push_back({a.descriptorOf(fieldOf(record, "fd")), static_cast<short>(fieldOf(record, "events")), 0});
        wanted.push_back(record.field("revents") ? fieldOf(record, "revents") : 0);
    }
    Call result;
    result.make = [&t, polled, timeout = a.integer(2)]() -> long {
        return t.poll(t.userdata, polled->data(), polled->size(), timeout);
    };
    result.check = [polled, wanted]() -> std::string {
        for (std::size_t i = 0; i < wanted.size(); ++i)
            if ((*polled)[i].revents != wanted[i])
                return fmt::format("revents: expected {:#x}, seen {:#x}", wanted[i], (*polled)[i].revents);
        return {};
    };
    return result;
}

struct NamedMaker {
    std::string_view name;
    Maker make;
};
constexpr NamedMaker kMakers[] = {
    {"socket", makeSocket}, {"bind", makeBind}, {"connect", makeConnect}, {"listen", makeListen},
    {"accept", makeAccept}, {"read", makeRead}, {"recv", makeRead}, {"recvfrom", makeRead}, {"write", makeWrite},
    {"send", makeWrite}, {"sendto", makeWrite}, {"shutdown", makeShutdown}, {"close", makeClose}, {"fcntl", makeFcntl},
    {"ioctl", makeIoctl}, {"setsockopt", makeSetOption}, {"getsockopt", makeGetOption}, {"poll", makePoll},
};

} // namespace

base::Result<Call, std::string> prepare(const SystemCall &call, const packetdrill_interface &table,
                                        Descriptors &descriptors)
{
    const auto *const maker = std::find_if(std::begin(kMakers), std::end(kMakers),
                                           [&](const NamedMaker &m) { return m.name == call.name; });
    if (maker == std::end(kMakers))
        return base::fail(fmt::format("unknown system call {}()", call.name));
    try {
        return maker->make(call, table, descriptors);
    } catch (const Misfit &misfit) {
        return base::fail(misfit.message);
    }
}

} // namespace hopyard::script
