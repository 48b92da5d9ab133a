// Tables of routes as route collectors keep them: MRT (RFC 6396), TABLE_DUMP and TABLE_DUMP_V2, also with several paths of
// a prefix (RFC 8050). What is in the attributes: parseMrtAttributes().
//
// A table comes in pieces of any size and is read entry by entry, so that a file of gigabytes needs no more memory than its
// largest record. Records that are not of a table (BGP4MP and others) are counted and skipped; so are those that are
// wrong: the header's length says where the next begins. Deliberately missing: generic RIBs, multicast's, geography.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/wire/bgp_attributes.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace hopyard::wire {

constexpr std::size_t kMrtHeaderLength = 12;
constexpr std::size_t kMrtMaxRecord = 16u << 20; ///< a longer one is no record but a sign of being lost

enum class MrtType : std::uint16_t { tableDump = 12, tableDumpV2 = 13, bgp4mp = 16, bgp4mpEt = 17 };
/// Of TABLE_DUMP_V2.
enum class MrtV2 : std::uint16_t {
    peerIndexTable = 1, ipv4Unicast = 2, ipv4Multicast = 3, ipv6Unicast = 4, ipv6Multicast = 5, generic = 6,
    ipv4UnicastAddPath = 8, ipv6UnicastAddPath = 10, // RFC 8050
};

/// Whom the collector has its routes from.
struct MrtPeer {
    base::IpAddress address;
    AsNumber as = 0;
    base::Ipv4Address identifier; ///< TABLE_DUMP does not say: unspecified
    auto operator<=>(const MrtPeer &) const = default;
};

struct MrtEntry {
    base::IpPrefix prefix;
    std::size_t peer = 0;         ///< in MrtReader::peers()
    std::uint32_t originated = 0; ///< seconds since 1970
    base::Bytes attributes;       ///< as in an UPDATE, valid until the next call
    unsigned asOctets = 4;        ///< of a number in AS_PATH and AGGREGATOR: 2 in TABLE_DUMP
};

struct MrtCounters {
    std::uint64_t records = 0;
    std::uint64_t entries = 0;
    std::uint64_t otherRecords = 0;   ///< of types that are no tables
    std::uint64_t corruptRecords = 0; ///< what was whole in them before the mistake counts as entries
    std::uint32_t time = 0;           ///< of the first record, seconds since 1970
    bool isLost = false;              ///< a header that cannot be: nothing behind it was read
    bool operator==(const MrtCounters &) const = default;
};

class MrtReader {
public:
    /// The next piece of the file.
    void feed(base::Bytes bytes);
    /// False where more has to be fed, or nothing more will come.
    bool next(MrtEntry &entry);

    /// In the order in which they came, each once.
    const std::vector<MrtPeer> &peers() const { return m_peers; }
    const MrtCounters &counters() const { return m_counters; }
    /// Bytes of a record that is not whole yet; at the end of the file: a file that was cut off.
    std::size_t pending() const { return m_bytes.size() - m_at; }

private:
    struct Record {
        std::uint32_t time = 0;
        std::uint16_t type = 0;
        std::uint16_t subtype = 0;
    };
    bool openRecord();
    void openTableDump(base::ByteReader body);
    void openPeerTable(base::ByteReader body);
    void openRib(base::ByteReader body, base::Family family, bool addPath);
    bool nextOfRib(MrtEntry &entry);
    std::size_t peerOf(const MrtPeer &peer);
    void countCorrupt();

    std::vector<std::uint8_t> m_bytes;
    std::size_t m_at = 0;
    std::size_t m_recordEnd = 0; ///< where the record that is being read ends
    // What is left of a record.
    std::size_t m_entryAt = 0; ///< where its next entry begins
    std::size_t m_entriesLeft = 0;
    bool m_hasPathId = false;
    MrtEntry m_entry;

    std::vector<MrtPeer> m_peers;
    std::map<MrtPeer, std::size_t> m_peerNumbers; ///< a file may have several tables, and tables of both forms
    std::vector<std::size_t> m_index;             ///< of the last peer index table, to m_peers
    MrtCounters m_counters;
};

/// A PEER_INDEX_TABLE with this one peer, whose number is 0 in what follows, for a file of TABLE_DUMP_V2. IPv4.
void appendMrtPeer(std::vector<std::uint8_t> &out, const MrtPeer &peer);
/// A RIB_IPV4_UNICAST record with one entry, of peer 0; `attributes` as an UPDATE has them, at most 65,535 octets.
void appendMrtRoute(std::vector<std::uint8_t> &out, std::uint32_t sequence, const base::IpPrefix &prefix,
                    base::Bytes attributes);

/// The attributes of an entry as an UPDATE would have had them: four octets a number, and the next hop wherever it stands
/// (RFC 6396 section 4.3.4 cuts MP_REACH_NLRI down to it). False where they are malformed.
bool parseMrtAttributes(const MrtEntry &entry, BgpAttributes &into);

} // namespace hopyard::wire
