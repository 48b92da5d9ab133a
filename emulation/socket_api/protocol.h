// What the preload library and the engine say to each other: the remote socket protocol, version 1 (docs/remote-sockets.md).
//
// Requests and answers are messages on a SOCK_SEQPACKET Unix socket, one at a time; everything is plain structures in
// the machine's own byte order, since both ends are on one machine. A socket itself is one end of a pair, handed over
// by SCM_RIGHTS: its bytes (TCP), its messages (others, each with a DatagramHead in front) and, of a listener, its
// accepted descriptors (each with an AcceptRecord) pass through the pair and need no request.
//
// The program's end of a pair is bound to an abstract name that is a SocketName. So whoever holds the descriptor, after
// dup, fork, exec or SCM_RIGHTS, learns from getsockname(2) which socket it is, without table and without asking.
//
// No library but the C one is used here: the preload library lives in other people's programs.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace hopyard::remote {

constexpr std::uint32_t kVersion = 1;
constexpr std::uint32_t kHelloMagic = 0x31535048; // "HPS1"
/// The longest request or answer, head included.
constexpr std::size_t kMaxMessage = 8192;
/// Of the payload of one datagram.
constexpr std::size_t kMaxDatagram = 65'535;
constexpr std::size_t kMaxNodeName = 255;
constexpr std::size_t kMaxOption = 4096;

// Names of the environment.
constexpr char kSocketVariable[] = "HOPYARD_SOCKETS"; ///< path of the engine's socket for these requests
constexpr char kNodeVariable[] = "HOPYARD_NODE";      ///< where sockets are made; absent or "kernel": the kernel
constexpr char kRulesVariable[] = "HOPYARD_RULES";    ///< "10.0.2.0/24=r1,0.0.0.0/0=kernel"
constexpr char kKernel[] = "kernel";                  ///< stands for the kernel where a node's name is expected

enum class Op : std::uint16_t {
    hello,        ///< body: Hello; answer's value: the engine's number, which stands in every SocketName
    socket,       ///< body: SocketBody and the node's name; answer: the descriptor
    bind,         ///< body: Address
    connect,      ///< body: ConnectBody and, where a rule speaks of the destination, the node that it names
    listen,       ///< value: backlog
    localName,    ///< answer's body: Address
    peerName,     ///< answer's body: Address
    setOption,    ///< body: OptionBody and the bytes
    getOption,    ///< body: OptionBody; answer's body: the bytes
    takeError,    ///< SO_ERROR; answer's value: an errno or 0
    move,         ///< body: a node's name; the socket, not yet connected, lives there; value: MoveHow
    nodeOf,       ///< answer's body: the name of the node on which the socket lives
    resolve,      ///< body: a name; answer's body: Address, any number of them
    interfaces,   ///< body: a node's name; answer's body: InterfaceEntry, any number of them
    sendUrgent,   ///< MSG_OOB; body: the byte
    takeUrgent,   ///< MSG_OOB; answer's value: the byte
    takeQueued,   ///< MSG_ERRQUEUE; answer's body: DatagramHead (kind error) and what had been sent
    findNode,     ///< body: a name; answers 0, or ENODEV where no such node can have sockets
};
constexpr std::uint16_t kLastOp = static_cast<std::uint16_t>(Op::findNode);

constexpr std::uint16_t kNoAnswer = 1; ///< RequestHead::flags: nobody waits for an answer

struct RequestHead {
    std::uint16_t op;
    std::uint16_t flags;
    std::uint32_t serial; ///< comes back in the answer
    std::uint64_t socket;
    std::uint64_t token;
    std::uint64_t value;
};
static_assert(sizeof(RequestHead) == 32);

struct AnswerHead {
    std::uint32_t serial;
    std::int32_t error; ///< an errno, 0, or kUseKernel
    std::uint64_t value;
};
static_assert(sizeof(AnswerHead) == 16);
/// Answer to connect and move: a rule says kernel, and the node was not chosen explicitly.
constexpr std::int32_t kUseKernel = -1;
// Values of move.
constexpr std::uint64_t kMove = 0;
constexpr std::uint64_t kMoveAndPin = 1;   ///< chosen explicitly: rules do not move it any more
constexpr std::uint64_t kUnlessPinned = 2; ///< by a rule

struct Hello {
    std::uint32_t magic;
    std::uint32_t version;
};

struct Address {
    std::uint8_t family; ///< 0: none, 4, 6
    std::uint8_t prefixLength; ///< of InterfaceEntry only
    std::uint16_t port;  ///< host byte order; for ICMP the identifier
    std::uint8_t bytes[16];
};
static_assert(sizeof(Address) == 20);

enum class Kind : std::uint8_t { tcp, udp, icmp, raw };

struct SocketBody {
    std::uint8_t family; ///< AF_INET: 4; AF_INET6: 6, which carries IPv4 as mapped addresses too
    Kind kind;
    std::uint8_t protocol; ///< raw: the protocol's number
    std::uint8_t pinned;   ///< chosen explicitly: rules do not move it
};
static_assert(sizeof(SocketBody) == 4);

struct ConnectBody {
    Address to; ///< family 0: undoes it (AF_UNSPEC)
    std::uint32_t filler; ///< bytes in the pair, before anything else, that keep it unwritable until it is connected
    std::uint8_t waiting; ///< the caller waits for the outcome: the pair stays usable where it fails
    std::uint8_t unused[3];
};
static_assert(sizeof(ConnectBody) == 28);

struct OptionBody {
    std::int32_t level;
    std::int32_t name;
    std::uint32_t size; ///< get: how many bytes there is room for
};
static_assert(sizeof(OptionBody) == 12);

struct InterfaceEntry {
    char name[16];
    std::uint32_t index; ///< from 1
    std::uint32_t mtu;
    std::uint8_t mac[6];
    std::uint8_t up;
    std::uint8_t loopback;
    Address address; ///< family 0: it has none; several: several entries
};
static_assert(sizeof(InterfaceEntry) == 52);

/// The abstract name of the program's end of a pair, after the NUL that makes it abstract.
struct SocketName {
    char magic[8]; ///< "hopyard1"
    std::uint64_t engine;
    std::uint64_t socket;
    std::uint64_t token; ///< random, so that a socket's number alone opens nothing
    Kind kind;
    std::uint8_t family; ///< as in SocketBody
    std::uint8_t protocol;
    std::uint8_t accepted; ///< local and peer below are known, and final
    Address local;
    Address peer;
};
static_assert(sizeof(SocketName) == 80);
constexpr char kSocketNameMagic[8] = {'h', 'o', 'p', 'y', 'a', 'r', 'd', '1'};

/// What comes with each accepted descriptor on a listener's pair.
struct AcceptRecord {
    std::uint64_t magic;
};
constexpr std::uint64_t kAcceptMagic = 0x74706563636148ull; // "Haccept"

/// In front of every message on the pair of a socket that has messages.
struct DatagramHead {
    enum Kind : std::uint8_t { data, error };
    enum Flag : std::uint8_t {
        hasAddress = 1,   ///< to the engine: `address` is given, else the connected peer
        wantsInfo = 2,    ///< to the program: IP_PKTINFO is on
        wantsTtl = 4,     ///< IP_RECVTTL
        wantsTos = 8,     ///< IP_RECVTOS
        wantsTime = 16,   ///< SO_TIMESTAMP
        wantsTimeNs = 32, ///< SO_TIMESTAMPNS
        wantsOrigin = 64, ///< IP_RECVORIGDSTADDR is on
    };
    std::uint8_t kind;
    std::uint8_t flags;
    std::uint8_t ttl;
    std::uint8_t tos;
    std::int32_t errorNumber; ///< of an error
    Address address;          ///< peer; of a queued error: where it had been sent to
    Address local;            ///< to the program: the address it was sent to; to the engine: the source to use, or none
    std::uint32_t interface;  ///< index as in InterfaceEntry; 0: any
    std::uint8_t icmpType, icmpCode, origin, unused; ///< of a queued error, as in struct sock_extended_err
    std::int64_t timeNs;      ///< since 1970, when it came in
    Address offender;         ///< of a queued error: who complained
    std::uint32_t info;       ///< of a queued error: ee_info (the path MTU)
};
static_assert(sizeof(DatagramHead) == 88);

} // namespace hopyard::remote
