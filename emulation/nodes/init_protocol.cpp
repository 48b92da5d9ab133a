// Messages to bytes and back: the number of the alternative, then its fields in order; see init_protocol.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/nodes/init_protocol.h"

#include <utility>

namespace hopyard::nodes::protocol {

namespace {
/// Appends fields; the counterpart of Reader, so that fields() below serves both.
struct Writer {
    std::vector<std::uint8_t> out;

    void number(std::uint64_t value)
    {
        out.resize(out.size() + 8);
        base::storeU64(out.data() + out.size() - 8, value);
    }
    void operator()(bool value) { number(value); }
    void operator()(std::uint32_t value) { number(value); }
    void operator()(std::int32_t value) { number(static_cast<std::uint64_t>(std::int64_t(value))); }
    void operator()(std::int64_t value) { number(static_cast<std::uint64_t>(value)); }
    void operator()(const std::string &text)
    {
        number(text.size());
        out.insert(out.end(), text.begin(), text.end());
    }
    void operator()(const std::vector<std::string> &list)
    {
        number(list.size());
        for (const std::string &text : list)
            (*this)(text);
    }
};

struct Reader {
    base::ByteReader in;

    void operator()(bool &value) { value = in.u64() != 0; }
    void operator()(std::uint32_t &value) { value = static_cast<std::uint32_t>(in.u64()); }
    void operator()(std::int32_t &value) { value = static_cast<std::int32_t>(in.u64()); }
    void operator()(std::int64_t &value) { value = static_cast<std::int64_t>(in.u64()); }
    void operator()(std::string &text)
    {
        const base::Bytes bytes = in.bytes(in.u64());
        text.assign(bytes.begin(), bytes.end());
    }
    void operator()(std::vector<std::string> &list)
    {
        for (std::uint64_t n = in.u64(); n > 0 && in.ok(); --n)
            (*this)(list.emplace_back());
    }
};

template <class Field, class... Fields>
void each(Field &&field, Fields &...fields)
{
    (field(fields), ...);
}

// The fields of each message, written once for both ways.
template <class F> void fields(F &f, auto &m, const SetUp *) { each(f, m.hostName, m.hosts, m.resolvConf, m.directories, m.groups); }
template <class F> void fields(F &f, auto &m, const Files *) { each(f, m.hosts, m.resolvConf); }
template <class F> void fields(F &f, auto &m, const Spawn *)
{
    each(f, m.exec, m.tty, m.uid, m.gid, m.cwd, m.argv, m.env);
}
template <class F> void fields(F &f, auto &m, const Signal *) { each(f, m.exec, m.signal); }
template <class F> void fields(F &f, auto &m, const Started *) { each(f, m.exec); }
template <class F> void fields(F &f, auto &m, const Failed *) { each(f, m.exec, m.code, m.operation); }
template <class F> void fields(F &f, auto &m, const Line *) { each(f, m.exec, m.text); }
template <class F> void fields(F &f, auto &m, const Ended *) { each(f, m.exec, m.status, m.signal); }
template <class F> void fields(F &f, auto &m, const Warning *) { each(f, m.text); }

template <std::size_t I = 0>
std::optional<Message> read(std::size_t kind, Reader &reader)
{
    if constexpr (I < std::variant_size_v<Message>) {
        if (kind != I)
            return read<I + 1>(kind, reader);
        std::variant_alternative_t<I, Message> message;
        fields(reader, message, &message);
        if (!reader.in.ok() || reader.in.remaining() > 0)
            return std::nullopt;
        return message;
    } else {
        return std::nullopt;
    }
}
} // namespace

std::vector<std::uint8_t> encode(const Message &message)
{
    Writer writer;
    writer.number(message.index());
    std::visit([&writer](const auto &m) { fields(writer, m, &m); }, message);
    return std::move(writer.out);
}

std::optional<Message> decode(base::Bytes bytes)
{
    Reader reader{base::ByteReader(bytes)};
    const std::size_t kind = reader.in.u64();
    return read(kind, reader);
}

} // namespace hopyard::nodes::protocol
