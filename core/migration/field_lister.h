// Reads what field_writer.h wrote and says each field in words, with the bytes that it stands in: a FieldReader that prints.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/blob.h"
#include "core/migration/field_reader.h"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace hopyard::migration {

class FieldLister : public FieldReader {
public:
    /// `start`: the blob's first byte, which offsets count from. Moments are told from `frozen`. Without `hasSendData` the send
    /// queue's data travelled before.
    FieldLister(const std::uint8_t *start, base::Bytes bytes, base::TimePoint frozen, packet::PacketPool &pool, bool hasSendData)
        : FieldReader(bytes, frozen, frozen, pool), m_start(start), m_hasSendData(hasSendData)
    {
    }
    std::vector<BlobField> take() { return std::move(m_fields); }

    void enter(std::string_view group)
    {
        m_depth = 0;
        m_fields.push_back({m_depth++, std::string(group), 0, 0});
    }
    FieldLister &at(std::string_view name)
    {
        m_name = name;
        return *this;
    }

    void flag(bool &x, bool usual = false)
    {
        const Mark mark = here();
        FieldReader::flag(x, usual);
        note(mark, x ? "yes" : "no");
    }
    template <class T>
    void number(T &x, std::type_identity_t<T> usual = 0)
    {
        const Mark mark = here();
        FieldReader::number(x, usual);
        note(mark, x == std::numeric_limits<T>::max() && sizeof(T) >= 4 ? std::string("none") : fmt::format("{}", x));
    }
    void integer(std::int32_t &x)
    {
        const Mark mark = here();
        FieldReader::integer(x);
        note(mark, fmt::format("{}", x));
    }
    template <class E>
    void choice(E &x, E last, E usual)
    {
        const Mark mark = here();
        FieldReader::choice(x, last, usual);
        if constexpr (requires { std::string(toString(x)); })
            note(mark, std::string(toString(x)));
        else
            note(mark, fmt::format("{}", static_cast<unsigned>(x)));
    }
    void span(base::Duration &x, base::Duration usual = {})
    {
        const Mark mark = here();
        FieldReader::span(x, usual);
        note(mark, milliseconds(x));
    }
    void deadline(base::TimePoint &x)
    {
        const Mark mark = here();
        FieldReader::deadline(x);
        note(mark, x.isNever() ? std::string("none") : "in " + milliseconds(x - m_now));
    }
    void past(base::TimePoint &x, base::TimePoint usual = {})
    {
        const Mark mark = here();
        FieldReader::past(x, usual);
        notePast(mark, x);
    }
    void pastAfter(base::TimePoint &x, std::optional<base::TimePoint> before)
    {
        const Mark mark = here();
        FieldReader::pastAfter(x, before);
        notePast(mark, x);
    }
    void milliseconds(std::uint32_t &x, std::optional<std::uint32_t> before)
    {
        const Mark mark = here();
        FieldReader::milliseconds(x, before);
        note(mark, fmt::format("{} ms before", frozenMs() - x));
    }
    void stamp(std::uint32_t &x, std::uint32_t offset)
    {
        const Mark mark = here();
        FieldReader::stamp(x, offset);
        note(mark, fmt::format("{}", x));
    }
    void clock(std::uint32_t &offset)
    {
        const Mark mark = here();
        FieldReader::clock(offset);
        note(mark, fmt::format("{}", offset + frozenMs()));
    }
    void origins(Sequence &sent, Sequence &received)
    {
        Mark mark = here();
        FieldReader::origins(sent, received);
        m_name = "SND.UNA";
        note(mark, fmt::format("{}", sent.value), 4);
        mark.at += 4;
        m_name = "RCV.NXT";
        note(mark, fmt::format("{}", received.value), 4);
    }
    void sent(Sequence &x) { sent(x, m_sent); }
    void sent(Sequence &x, Sequence usual)
    {
        const Mark mark = here();
        FieldReader::sent(x, usual);
        note(mark, number(x, m_sent, "SND.UNA"));
    }
    void sentOrNone(Sequence &x)
    {
        const Mark mark = here();
        FieldReader::sentOrNone(x);
        note(mark, x == Sequence() ? std::string("none") : number(x, m_sent, "SND.UNA"));
    }
    void received(Sequence &x) { received(x, m_received); }
    void received(Sequence &x, Sequence usual)
    {
        const Mark mark = here();
        FieldReader::received(x, usual);
        note(mark, number(x, m_received, "RCV.NXT"));
    }
    void receivedOrNone(Sequence &x)
    {
        const Mark mark = here();
        FieldReader::receivedOrNone(x);
        note(mark, x == Sequence() ? std::string("none") : number(x, m_received, "RCV.NXT"));
    }
    void word(std::uint32_t &x)
    {
        const Mark mark = here();
        FieldReader::word(x);
        note(mark, fmt::format("{}", x));
    }
    void endpoint(transport::Endpoint &x)
    {
        const Mark mark = here();
        FieldReader::endpoint(x);
        note(mark, fmt::format("{}:{}", base::toString(x.address), x.port));
    }
    void prefix(base::IpPrefix &x)
    {
        const Mark mark = here();
        FieldReader::prefix(x);
        note(mark, base::toString(x));
    }
    /// Keys are the only texts of a state.
    void text(std::string &x)
    {
        const Mark mark = here();
        FieldReader::text(x);
        note(mark, "not shown");
    }
    template <class T, class Visit>
    void optional(std::optional<T> &x, Visit visit)
    {
        x.reset();
        if (bit())
            visit(x.emplace(), *this);
        else
            note(here(), "none");
    }
    template <class B, class Visit>
    void box(B &x, Visit visit)
    {
        x.reset();
        if (bit())
            visit(x.need(), *this);
        else
            note(here(), "nothing");
    }
    template <class L, class Visit>
    void list(L &x, Visit visit)
    {
        std::uint32_t count = 0;
        number(count);
        using T = std::remove_cvref_t<decltype(x[0])>;
        T before{};
        ++m_depth;
        for (std::uint32_t i = 0; i < count && m_ok; ++i) {
            m_fields.push_back({m_depth++, fmt::format("{}", i + 1), 0, 0});
            T value{};
            visit(value, i == 0 ? nullptr : static_cast<const T *>(&before), *this);
            before = value;
            if constexpr (requires { x.pushBack(value); })
                x.pushBack(value);
            else
                x.push_back(value);
            --m_depth;
        }
        --m_depth;
    }
    template <class L, class From, class Data>
    void pieces(L &x, From from, Data data)
    {
        const Mark mark = here();
        FieldReader::pieces(x, from, data);
        note(mark, fmt::format("{}", x.size()));
    }
    void sendQueue(transport::tcp::SendQueue &queue)
    {
        const Mark mark = here();
        if (m_hasSendData) {
            FieldReader::sendQueue(queue);
            note(mark, fmt::format("{} bytes", queue.size()));
            return;
        }
        Sequence begin;
        std::uint32_t size = 0;
        FieldReader::sent(begin);
        FieldReader::number(size);
        queue.start(begin);
        note(mark, fmt::format("{} bytes, sent before", size));
    }
    void receiveQueue(transport::tcp::ReceiveQueue &queue)
    {
        const Mark mark = here();
        FieldReader::receiveQueue(queue);
        note(mark, fmt::format("{} bytes", queue.size()));
    }

private:
    struct Mark {
        std::size_t at; ///< in the values
    };
    Mark here() const { return {m_at}; }
    static std::string milliseconds(base::Duration x) { return fmt::format("{:.3f} ms", x.inMilliseconds()); }
    static std::string number(Sequence x, Sequence origin, std::string_view name)
    {
        const std::int32_t distance = x - origin;
        return distance == 0 ? fmt::format("{} ({})", x.value, name)
                             : fmt::format("{} ({} {} {})", x.value, name, distance < 0 ? "-" : "+", distance < 0 ? -std::int64_t(distance) : distance);
    }
    void notePast(const Mark &mark, base::TimePoint x) { note(mark, milliseconds(m_frozen - x) + " before"); }
    void note(const Mark &mark, std::string value, std::size_t length = 0)
    {
        if (length == 0)
            length = m_at - mark.at;
        const auto offset = static_cast<std::uint32_t>(m_values.data() + mark.at - m_start);
        m_fields.push_back({m_depth, fmt::format("{}: {}", m_name, value), length == 0 ? 0 : offset, static_cast<std::uint32_t>(length)});
    }

    const std::uint8_t *m_start;
    bool m_hasSendData;
    std::string_view m_name;
    int m_depth = 0;
    std::vector<BlobField> m_fields;
};

} // namespace hopyard::migration
