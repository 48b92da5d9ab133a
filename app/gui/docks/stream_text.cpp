// See stream_text.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/stream_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <QCoreApplication>
#include <QStringDecoder>

namespace hopyard::docks {

namespace {

using client::PacketStream;
using Kind = PacketStream::Piece::Kind;
using Role = StreamStretch::Role;

constexpr std::size_t kPerLine = 16;

bool isShown(const PacketStream::Piece &piece, Speakers speakers)
{
    return speakers == Speakers::both || (speakers == Speakers::second) == piece.back;
}

/// Characters that a view would act upon, or show as nothing, become dots.
QString plain(QString text)
{
    text.remove(QLatin1Char('\r'));
    for (QChar &c : text)
        if (c != QLatin1Char('\n') && c != QLatin1Char('\t') && (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format))
            c = QLatin1Char('.');
    return text;
}

/// Lines like "00000010  47 45 54 20 …  GET …", `at` being the place in what that side said.
QString hexLines(const std::vector<std::uint8_t> &bytes, std::uint64_t at)
{
    QString text;
    for (std::size_t from = 0; from < bytes.size(); from += kPerLine) {
        const std::size_t to = std::min(bytes.size(), from + kPerLine);
        QString hex, letters;
        for (std::size_t i = from; i < to; ++i) {
            hex += QStringLiteral("%1 ").arg(bytes[i], 2, 16, QLatin1Char('0'));
            if (i == from + kPerLine / 2 - 1)
                hex += QLatin1Char(' ');
            letters += bytes[i] >= 0x20 && bytes[i] < 0x7f ? QLatin1Char(static_cast<char>(bytes[i])) : QLatin1Char('.');
        }
        text += QStringLiteral("%1  %2 %3\n").arg(at + from, 8, 16, QLatin1Char('0')).arg(hex.leftJustified(3 * kPerLine + 1), letters);
    }
    return text;
}

QString asideOf(const PacketStream::Piece &piece)
{
    switch (piece.kind) {
    case Kind::again: return QCoreApplication::translate("StreamText", "sent again: %L1 bytes").arg(piece.length);
    case Kind::gap: return QCoreApplication::translate("StreamText", "missing: %L1 bytes that no packet brought here").arg(piece.length);
    case Kind::cut: return QCoreApplication::translate("StreamText", "%L1 bytes of this packet were not kept").arg(piece.length);
    case Kind::data: break;
    }
    return {};
}

/// Writes stretch after stretch, each line of our own on a line by itself.
class Writer {
public:
    /// Of what is written next.
    void setLater(bool later) { m_later = later; }
    void data(Role role, const QString &text, std::uint64_t number)
    {
        if (!text.isEmpty())
            m_all.push_back({role, text, number, m_later});
    }
    void line(Role role, const QString &text, std::uint64_t number)
    {
        if (!m_all.empty() && !m_all.back().text.endsWith(QLatin1Char('\n')))
            m_all.back().text += QLatin1Char('\n');
        m_all.push_back({role, text + QLatin1Char('\n'), number, m_later});
    }
    std::vector<StreamStretch> take() { return std::move(m_all); }

private:
    std::vector<StreamStretch> m_all;
    bool m_later = false;
};

} // namespace

std::vector<StreamStretch> stretchesOf(const PacketStream &stream, Speakers speakers, StreamForm form,
                                       std::optional<base::TimePoint> moment)
{
    Writer out;
    std::optional<bool> speaker;
    std::array<std::uint64_t, 2> places{};
    // Characters may lie across two packets.
    std::array<QStringDecoder, 2> decoders{QStringDecoder(QStringDecoder::Utf8), QStringDecoder(QStringDecoder::Utf8)};
    for (const PacketStream::Piece &piece : stream.pieces) {
        std::uint64_t &place = places[piece.back ? 1 : 0];
        const std::uint64_t at = place;
        if (piece.kind != Kind::again)
            place += piece.length;
        if (!isShown(piece, speakers))
            continue;
        out.setLater(moment && piece.time > *moment);
        if (speaker != piece.back) {
            speaker = piece.back;
            out.line(Role::speaker, QCoreApplication::translate("StreamText", "%1 at %2 s").arg(piece.back ? stream.second : stream.first)
                                        .arg(static_cast<double>(piece.time.ns()) / 1e9, 0, 'f', 6), piece.number);
        }
        if (piece.kind != Kind::data) {
            out.line(piece.kind == Kind::again ? Role::aside : Role::missing, QStringLiteral("— %1 —").arg(asideOf(piece)), piece.number);
            continue;
        }
        const Role role = piece.back ? Role::second : Role::first;
        if (form == StreamForm::hex) {
            out.data(role, hexLines(piece.bytes, at), piece.number);
            continue;
        }
        const QByteArrayView bytes(reinterpret_cast<const char *>(piece.bytes.data()), static_cast<qsizetype>(piece.bytes.size()));
        out.data(role, plain(decoders[piece.back ? 1 : 0].decode(bytes)), piece.number);
    }
    return out.take();
}

PacketStream upTo(const PacketStream &stream, base::TimePoint moment)
{
    PacketStream known{stream.first, stream.second, {}, stream.more};
    std::array<bool, 2> isOvertaken{}; // something of that side stands further on and came in time
    for (auto piece = stream.pieces.rbegin(); piece != stream.pieces.rend(); ++piece) {
        bool &overtaken = isOvertaken[piece->back ? 1 : 0];
        if (piece->time <= moment) {
            overtaken = overtaken || piece->kind != Kind::again;
            known.pieces.push_back(*piece);
            continue;
        }
        known.more = false;
        if (!overtaken || piece->kind == Kind::again)
            continue;
        if (const bool more = !known.pieces.empty() && known.pieces.back().kind == Kind::gap && known.pieces.back().back == piece->back; more)
            known.pieces.back().length += piece->length;
        else
            known.pieces.push_back({Kind::gap, piece->back, moment, 0, piece->length, {}});
    }
    std::reverse(known.pieces.begin(), known.pieces.end());
    return known;
}

QByteArray bytesOf(const PacketStream &stream, Speakers speakers)
{
    QByteArray all;
    for (const PacketStream::Piece &piece : stream.pieces)
        if (isShown(piece, speakers))
            all.append(reinterpret_cast<const char *>(piece.bytes.data()), static_cast<qsizetype>(piece.bytes.size()));
    return all;
}

QString summaryOf(const PacketStream &stream)
{
    std::array<std::uint64_t, 2> said{};
    std::uint64_t missing = 0;
    int again = 0;
    for (const PacketStream::Piece &piece : stream.pieces) {
        if (piece.kind == Kind::data)
            said[piece.back ? 1 : 0] += piece.length;
        else if (piece.kind == Kind::again)
            ++again;
        else
            missing += piece.length;
    }
    QString text = QCoreApplication::translate("StreamText", "%L1 bytes from %2, %L3 from %4").arg(said[0]).arg(stream.first).arg(said[1]).arg(stream.second);
    if (again > 0)
        text += QStringLiteral("; ") + QCoreApplication::translate("StreamText", "%n packet(s) sent again", nullptr, again);
    if (missing > 0)
        text += QStringLiteral("; ") + QCoreApplication::translate("StreamText", "%L1 bytes missing").arg(missing);
    if (stream.more)
        text += QStringLiteral("; ") + QCoreApplication::translate("StreamText", "this is the beginning, there is more");
    return text;
}

} // namespace hopyard::docks
