// ICMP messages by kind, read and written, and the names of the unreachable codes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/icmp.h"

#include <cassert>
#include <cstring>

namespace hopyard::wire {

std::string_view toString(UnreachableCode code)
{
    switch (code) {
    case UnreachableCode::network: return "network unreachable";
    case UnreachableCode::host: return "host unreachable";
    case UnreachableCode::protocol: return "protocol unreachable";
    case UnreachableCode::port: return "port unreachable";
    case UnreachableCode::fragmentationNeeded: return "fragmentation needed";
    case UnreachableCode::sourceRouteFailed: return "source route failed";
    case UnreachableCode::networkUnknown: return "network unknown";
    case UnreachableCode::hostUnknown: return "host unknown";
    case UnreachableCode::sourceHostIsolated: return "source host isolated";
    case UnreachableCode::networkProhibited: return "network administratively prohibited";
    case UnreachableCode::hostProhibited: return "host administratively prohibited";
    case UnreachableCode::networkForTos: return "network unreachable for type of service";
    case UnreachableCode::hostForTos: return "host unreachable for type of service";
    case UnreachableCode::administrativelyProhibited: return "communication administratively prohibited";
    case UnreachableCode::hostPrecedenceViolation: return "host precedence violation";
    case UnreachableCode::precedenceCutoff: return "precedence cutoff in effect";
    }
    return "unreachable for an unknown reason";
}

IcmpRepr IcmpRepr::parse(const IcmpView &view)
{
    switch (view.type()) {
    case IcmpType::echoRequest:
    case IcmpType::echoReply:
        if (view.code() == 0)
            return {IcmpEcho{view.type() == IcmpType::echoReply, view.identifier(), view.sequence()}};
        break;
    case IcmpType::destinationUnreachable: {
        const auto code = static_cast<UnreachableCode>(view.code());
        return {IcmpUnreachable{code, code == UnreachableCode::fragmentationNeeded ? view.nextHopMtu()
                                                                                  : std::uint16_t(0)}};
    }
    case IcmpType::timeExceeded: return {IcmpTimeExceeded{static_cast<TimeExceededCode>(view.code())}};
    case IcmpType::redirect: return {IcmpRedirect{static_cast<RedirectCode>(view.code()), view.gateway()}};
    case IcmpType::parameterProblem: return {IcmpParameterProblem{view.code(), view.pointer()}};
    default: break;
    }
    IcmpOther other{view.type(), view.code(), {}};
    std::memcpy(other.rest.data(), view.message().data() + 4, other.rest.size());
    return {other};
}

namespace {

/// Writes type, code and the four bytes of each kind; the checksum is the caller's.
struct HeaderWriter {
    std::uint8_t *p;

    void typeAndCode(IcmpType type, std::uint8_t code) const
    {
        p[0] = static_cast<std::uint8_t>(type);
        p[1] = code;
        base::storeU32(p + 2, 0);
        base::storeU16(p + 6, 0);
    }
    void operator()(const IcmpEcho &m) const
    {
        typeAndCode(m.isReply ? IcmpType::echoReply : IcmpType::echoRequest, 0);
        base::storeU16(p + 4, m.identifier);
        base::storeU16(p + 6, m.sequence);
    }
    void operator()(const IcmpUnreachable &m) const
    {
        typeAndCode(IcmpType::destinationUnreachable, static_cast<std::uint8_t>(m.code));
        if (m.code == UnreachableCode::fragmentationNeeded)
            base::storeU16(p + 6, m.nextHopMtu);
    }
    void operator()(const IcmpTimeExceeded &m) const
    {
        typeAndCode(IcmpType::timeExceeded, static_cast<std::uint8_t>(m.code));
    }
    void operator()(const IcmpRedirect &m) const
    {
        typeAndCode(IcmpType::redirect, static_cast<std::uint8_t>(m.code));
        m.gateway.store(p + 4);
    }
    void operator()(const IcmpParameterProblem &m) const
    {
        typeAndCode(IcmpType::parameterProblem, m.code);
        p[4] = m.pointer;
    }
    void operator()(const IcmpOther &m) const
    {
        typeAndCode(m.type, m.code);
        std::memcpy(p + 4, m.rest.data(), m.rest.size());
    }
};

} // namespace

void IcmpRepr::emit(base::MutableBytes bytes) const
{
    assert(bytes.size() >= headerLength());
    std::visit(HeaderWriter{bytes.data()}, message);
    base::storeU16(bytes.data() + 2, checksumOf(bytes));
}

} // namespace hopyard::wire
