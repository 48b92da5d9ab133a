// The content of a conversation as text to be shown: what both sides said, as characters or in hexadecimal, with a line
// where the speaker changes and where something was sent again, is missing or was not kept. Each stretch says which packet
// it came in. Knows no widget.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/packet_protocol.h"

#include <cstdint>
#include <optional>
#include <QByteArray>
#include <QString>
#include <vector>

namespace hopyard::docks {

/// Whose words are shown.
enum class Speakers : std::uint8_t { both, first, second };
enum class StreamForm : std::uint8_t { text, hex };

struct StreamStretch {
    enum class Role : std::uint8_t { first, second, speaker, aside, missing };
    Role role = Role::first;
    QString text;             ///< ends with a line's end, but for data as text
    std::uint64_t number = 0; ///< of the packet; 0: of none
    bool later = false;       ///< than the moment that is shown
    bool operator==(const StreamStretch &) const = default;
};
/// `moment`: what is shown of the past; what came after it is told apart. Nothing: the present.
std::vector<StreamStretch> stretchesOf(const client::PacketStream &stream, Speakers speakers, StreamForm form,
                                       std::optional<base::TimePoint> moment = {});
/// As it was known then: without what came later; what was overtaken by something of the same side is missing still.
client::PacketStream upTo(const client::PacketStream &stream, base::TimePoint moment);
/// The bytes alone, one after the other.
QByteArray bytesOf(const client::PacketStream &stream, Speakers speakers);
/// "1,204 bytes from 10.0.1.10:40000, 52,000 from 10.0.2.10:80; 2 packets sent again; 300 bytes missing"
QString summaryOf(const client::PacketStream &stream);

} // namespace hopyard::docks
