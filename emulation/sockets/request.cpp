// See request.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/sockets/request.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace hopyard::remote {

namespace {

constexpr std::array<std::uint8_t, 12> kMappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

auto bad(BadRequest why) { return base::fail(why); }

template <class T>
T load(base::Bytes bytes)
{
    T value;
    std::memcpy(&value, bytes.data(), sizeof value);
    return value;
}

std::string_view textOf(base::Bytes bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

bool isName(base::Bytes bytes)
{
    return bytes.size() <= kMaxNodeName && std::find(bytes.begin(), bytes.end(), 0) == bytes.end();
}

/// The operations whose body is a name and nothing else.
bool hasNameOnly(Op op)
{
    return op == Op::move || op == Op::resolve || op == Op::interfaces || op == Op::findNode;
}

base::Result<Request, BadRequest> parseBody(Request request, base::Bytes body)
{
    if (hasNameOnly(request.op)) {
        if (body.empty() || !isName(body))
            return bad(BadRequest::value);
        request.name = textOf(body);
        return request;
    }
    switch (request.op) {
    case Op::hello: {
        if (body.size() != sizeof(Hello))
            return bad(BadRequest::length);
        const auto hello = load<Hello>(body);
        if (hello.magic != kHelloMagic || hello.version != kVersion)
            return bad(BadRequest::hello);
        return request;
    }
    case Op::socket:
        if (body.size() <= sizeof(SocketBody))
            return bad(BadRequest::length);
        request.body = load<SocketBody>(body);
        if ((request.body.family != 4 && request.body.family != 6) || request.body.kind > Kind::raw
            || !isName(body.subspan(sizeof(SocketBody))))
            return bad(BadRequest::value);
        request.name = textOf(body.subspan(sizeof(SocketBody)));
        return request;
    case Op::bind:
        if (body.size() != sizeof(Address))
            return bad(BadRequest::length);
        if (!toEndpoint(load<Address>(body), request.endpoint) || !request.endpoint.address.isValid())
            return bad(BadRequest::value);
        return request;
    case Op::connect: {
        if (body.size() < sizeof(ConnectBody))
            return bad(BadRequest::length);
        const auto connect = load<ConnectBody>(body);
        if (!toEndpoint(connect.to, request.endpoint) || connect.waiting > 1 || !isName(body.subspan(sizeof connect)))
            return bad(BadRequest::value);
        request.filler = connect.filler;
        request.isWaiting = connect.waiting != 0;
        request.name = textOf(body.subspan(sizeof connect));
        return request;
    }
    case Op::setOption:
        if (body.size() < sizeof(OptionBody) || body.size() > sizeof(OptionBody) + kMaxOption)
            return bad(BadRequest::length);
        request.option = load<OptionBody>(body);
        request.bytes = body.subspan(sizeof(OptionBody));
        request.option.size = static_cast<decltype(request.option.size)>(request.bytes.size()); // whatever it says
        return request;
    case Op::getOption:
        if (body.size() != sizeof(OptionBody))
            return bad(BadRequest::length);
        request.option = load<OptionBody>(body);
        if (request.option.size > kMaxOption)
            request.option.size = kMaxOption;
        return request;
    case Op::sendUrgent:
        if (body.size() != 1)
            return bad(BadRequest::length);
        request.bytes = body;
        return request;
    case Op::listen:
    case Op::localName:
    case Op::peerName:
    case Op::takeError:
    case Op::nodeOf:
    case Op::takeUrgent:
    case Op::takeQueued:
        if (!body.empty())
            return bad(BadRequest::length);
        return request;
    case Op::move:
    case Op::resolve:
    case Op::interfaces:
    case Op::findNode: break; // above
    }
    return bad(BadRequest::operation);
}

} // namespace

bool toEndpoint(const Address &from, transport::Endpoint &to)
{
    to = {};
    switch (from.family) {
    case 0: return true;
    case 4:
        to.address = base::Ipv4Address::load(from.bytes);
        break;
    case 6:
        if (std::equal(kMappedPrefix.begin(), kMappedPrefix.end(), from.bytes)) {
            to.address = base::Ipv4Address::load(from.bytes + kMappedPrefix.size());
        } else {
            std::array<std::uint8_t, 16> bytes;
            std::copy(std::begin(from.bytes), std::end(from.bytes), bytes.begin());
            to.address = base::Ipv6Address(bytes);
        }
        break;
    default: return false;
    }
    to.port = from.port;
    return true;
}

Address toAddress(const transport::Endpoint &endpoint)
{
    Address address{};
    if (!endpoint.address.isValid())
        return address;
    address.family = endpoint.address.isV4() ? 4 : 6;
    address.port = endpoint.port;
    const base::Bytes bytes = endpoint.address.bytes();
    std::copy(bytes.begin(), bytes.end(), address.bytes);
    return address;
}

Address toAddress(const base::IpAddress &address) { return toAddress(transport::Endpoint{address, 0}); }

base::Result<Request, BadRequest> parseRequest(base::Bytes message)
{
    if (message.size() < sizeof(RequestHead) || message.size() > kMaxMessage)
        return bad(BadRequest::length);
    const auto head = load<RequestHead>(message);
    if (head.op > kLastOp || (head.flags & ~kNoAnswer) != 0)
        return bad(BadRequest::operation);
    Request request;
    request.op = static_cast<Op>(head.op);
    request.isAnswered = (head.flags & kNoAnswer) == 0;
    request.serial = head.serial;
    request.socket = head.socket;
    request.token = head.token;
    request.value = head.value;
    return parseBody(std::move(request), message.subspan(sizeof head));
}

base::Result<OutgoingDatagram, BadRequest> parseDatagram(base::Bytes message)
{
    if (message.size() < sizeof(DatagramHead) || message.size() > sizeof(DatagramHead) + kMaxDatagram)
        return bad(BadRequest::length);
    const auto head = load<DatagramHead>(message);
    OutgoingDatagram out;
    transport::Endpoint source;
    if (head.kind != DatagramHead::data || !toEndpoint(head.address, out.to) || !toEndpoint(head.local, source))
        return bad(BadRequest::value);
    out.hasAddress = (head.flags & DatagramHead::hasAddress) != 0;
    if (out.hasAddress && !out.to.address.isValid())
        return bad(BadRequest::value);
    out.source = source.address;
    out.interface = head.interface;
    out.ttl = head.ttl;
    out.hasTos = (head.flags & DatagramHead::wantsTos) != 0;
    out.tos = head.tos;
    out.payload = message.subspan(sizeof head);
    return out;
}

} // namespace hopyard::remote
