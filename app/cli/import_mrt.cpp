// See import_mrt.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/import_mrt.h"

#include "app/cli/import_source.h"
#include "app/cli/interrupt.h"
#include "core/lab/write.h"
#include "emulation/route_files/load.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>

namespace hopyard::cli {
namespace {

using route_files::PeerCount;

/// What there is in a file.
struct Account {
    wire::MrtCounters counters;
    std::vector<wire::MrtPeer> peers;
    std::vector<PeerCount> routes;            ///< of each peer
    std::array<std::uint64_t, 33> lengths4{}; ///< entries by length of the prefix
    std::array<std::uint64_t, 129> lengths6{};
    std::uint64_t badAttributes = 0;
    bool isCut = false;
    bool isStopped = false;
};

/// A line that is written over while the file is read, on a terminal and after half a second.
class ProgressLine {
public:
    explicit ProgressLine(const Hop &hop) : m_isShown(isatty(2) == 1 && !hop.out.json) {}
    ~ProgressLine()
    {
        if (m_wasShown)
            fmt::print(stderr, "\r\033[K");
    }
    void show(const route_files::Progress &progress)
    {
        const auto now = std::chrono::steady_clock::now();
        if (!m_isShown || now - m_last < std::chrono::milliseconds(m_wasShown ? 100 : 500))
            return;
        m_last = now;
        m_wasShown = true;
        fmt::print(stderr, "\r\033[K{} % read, {} routes (Ctrl-C stops)", progress.bytes * 100 / std::max<std::uint64_t>(progress.size, 1),
                   progress.entries);
    }

private:
    bool m_isShown;
    bool m_wasShown = false;
    std::chrono::steady_clock::time_point m_last = std::chrono::steady_clock::now();
};

base::Result<Account, base::Error> takeAccount(const Hop &hop, const std::string &path)
{
    Account account;
    const Interrupt interrupt;
    ProgressLine line(hop);
    wire::BgpAttributes attributes;
    const auto read = route_files::readMrt(
        path,
        [&](const wire::MrtReader &reader, const wire::MrtEntry &entry) {
            account.routes.resize(std::max(account.routes.size(), reader.peers().size()));
            const bool isV4 = entry.prefix.address().isV4();
            ++(isV4 ? account.routes[entry.peer].ipv4 : account.routes[entry.peer].ipv6);
            ++(isV4 ? account.lengths4[entry.prefix.length()] : account.lengths6[entry.prefix.length()]);
            account.badAttributes += !wire::parseMrtAttributes(entry, attributes);
            return true;
        },
        [&](const route_files::Progress &progress) {
            line.show(progress);
            return !interrupt.wanted();
        });
    if (!read)
        return base::fail(read.error());
    account.counters = read->reader.counters();
    account.peers = read->reader.peers();
    account.routes.resize(account.peers.size());
    account.isCut = read->isCut;
    account.isStopped = interrupt.wanted();
    return account;
}

std::string timeText(std::uint32_t seconds)
{
    const std::time_t time = seconds;
    std::tm parts{};
    gmtime_r(&time, &parts);
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02} UTC", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour,
                       parts.tm_min);
}

template <std::size_t count>
std::string lengthsText(const std::array<std::uint64_t, count> &lengths)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        if (lengths[i] > 0)
            text += fmt::format("{}/{} {}", text.empty() ? "" : ", ", i, lengths[i]);
    return text;
}

void print(Hop &hop, const Account &account)
{
    hop.out.line(fmt::format("{} routes of {} peers in {} records, of {}", account.counters.entries, account.peers.size(),
                             account.counters.records, timeText(account.counters.time)));
    std::vector<std::vector<std::string>> rows{{"Peer", "Address", "AS", "IPv4", "IPv6"}};
    for (std::size_t i = 0; i < account.peers.size(); ++i)
        rows.push_back({fmt::format("{}", i), toString(account.peers[i].address), fmt::format("{}", account.peers[i].as),
                        fmt::format("{}", account.routes[i].ipv4), fmt::format("{}", account.routes[i].ipv6)});
    hop.out.table(rows);
    if (const std::string text = lengthsText(account.lengths4); !text.empty())
        hop.out.line("IPv4 routes by length: " + text);
    if (const std::string text = lengthsText(account.lengths6); !text.empty())
        hop.out.line("IPv6 routes by length: " + text);
}

/// What of the file was not taken.
std::vector<std::string> warningsOf(const Account &account)
{
    std::vector<std::string> warnings;
    if (account.counters.corruptRecords > 0)
        warnings.push_back(fmt::format("{} corrupt records skipped", account.counters.corruptRecords));
    if (account.counters.isLost)
        warnings.push_back("behind a header that cannot be nothing was read");
    if (account.counters.otherRecords > 0)
        warnings.push_back(fmt::format("{} records that are no table skipped", account.counters.otherRecords));
    if (account.badAttributes > 0)
        warnings.push_back(fmt::format("{} routes with malformed attributes, which speakers leave out", account.badAttributes));
    if (account.isCut)
        warnings.push_back("the file is cut off at its end");
    return warnings;
}

template <std::size_t count>
rpc::Json lengthsJson(const std::array<std::uint64_t, count> &lengths)
{
    rpc::Json object = rpc::Json::object();
    for (std::size_t i = 0; i < count; ++i)
        if (lengths[i] > 0)
            object[std::to_string(i)] = lengths[i];
    return object;
}

rpc::Json toJson(const Account &account)
{
    rpc::Json peers = rpc::Json::array();
    for (std::size_t i = 0; i < account.peers.size(); ++i)
        peers.push_back({{"peer", i}, {"address", toString(account.peers[i].address)}, {"as", account.peers[i].as},
                         {"ipv4", account.routes[i].ipv4}, {"ipv6", account.routes[i].ipv6}});
    return {{"ok", true}, {"time", account.counters.time}, {"records", account.counters.records},
            {"routes", account.counters.entries}, {"otherRecords", account.counters.otherRecords},
            {"corruptRecords", account.counters.corruptRecords}, {"badAttributes", account.badAttributes}, {"cut", account.isCut},
            {"peers", peers}, {"ipv4Lengths", lengthsJson(account.lengths4)}, {"ipv6Lengths", lengthsJson(account.lengths6)}};
}

/// One router, and for each peer a host that speaks for it, on a link of its own.
lab::Lab makeLab(const Account &account, const std::vector<std::size_t> &peers, const ImportMrtOptions &options,
                 const std::string &fileName)
{
    lab::Lab lab;
    lab.title = fmt::format("Routes of {}", std::filesystem::path(options.file).filename().string());
    lab.description = fmt::format("The table of a route collector of {}, as {} announced it. Run it and ask r1: show ip bgp summary.\n",
                                  timeText(account.counters.time), peers.size() == 1 ? "one of its peers" : "its peers");
    lab::Node router;
    router.name = "r1";
    router.kind = lab::NodeKind::router;
    std::string interfaces, neighbours;
    for (std::size_t i = 0; i < peers.size(); ++i) {
        const wire::MrtPeer &peer = account.peers[peers[i]];
        const std::uint32_t network = base::Ipv4Address(10, 0, 0, 0).value() + 4 * static_cast<std::uint32_t>(i);
        const base::Ipv4Address own(network + 1), speakers(network + 2);
        const wire::AsNumber as = peer.as == 0 ? 64'512 : peer.as;
        lab::Node speaker;
        speaker.name = fmt::format("as{}{}", as, std::ranges::any_of(lab.nodes, [&](const lab::Node &n) { return n.name == fmt::format("as{}", as); })
                                                     ? fmt::format("-{}", i)
                                                     : std::string());
        speaker.label = fmt::format("AS {}, {}", as, toString(peer.address));
        speaker.kind = lab::NodeKind::host;
        speaker.at = {(static_cast<double>(i) - static_cast<double>(peers.size() - 1) / 2) * 160, -200};
        speaker.interfaces.push_back({"eth0", {{speakers, 30}}, {}, {}});
        services::BgpSpeakerOptions speaking;
        speaking.neighbour = base::IpAddress(own);
        speaking.as = as;
        speaking.file = {fileName, toString(peer.address), options.limit};
        if (std::ranges::count(account.peers, peer.address, &wire::MrtPeer::address) > 1)
            speaking.file.peer = fmt::format("{}", peers[i]);
        speaker.start.push_back(services::BgpSpeaker(speaking).commandLine());
        interfaces += fmt::format("interface eth{}\n description to {}\n ip address {}/30\n!\n", i, speaker.name, toString(own));
        neighbours += fmt::format(" neighbor {} remote-as {}\n", toString(speakers), as);
        lab::Link link;
        link.a = {speaker.name, "eth0"};
        link.b = {"r1", fmt::format("eth{}", i)};
        link.forward.delay = link.backward.delay = base::Duration::milliseconds(1);
        lab.nodes.push_back(std::move(speaker));
        lab.links.push_back(std::move(link));
    }
    router.config = fmt::format("hostname r1\n!\n{}router bgp 65000\n bgp router-id 10.0.0.1\n no bgp ebgp-requires-policy\n{}!\n",
                                interfaces, neighbours);
    lab.nodes.push_back(std::move(router));
    return lab;
}

/// The peers that were asked for; nothing: one is none, and that is said.
std::optional<std::vector<std::size_t>> choosePeers(Hop &hop, const Account &account, const ImportMrtOptions &options)
{
    std::vector<std::size_t> chosen;
    const auto add = [&](const std::string &wanted) {
        const auto peer = route_files::choosePeer(account.peers, account.routes, wanted);
        if (peer && std::ranges::find(chosen, *peer) == chosen.end())
            chosen.push_back(*peer);
        if (!peer) {
            hop.out.error(wanted.empty() ? "the file has no IPv4 routes" : fmt::format("the file has no peer {}", wanted));
            hop.exit = exitNotFound;
        }
        return peer.has_value();
    };
    if (options.peers == std::vector<std::string>{"all"}) {
        for (std::size_t i = 0; i < account.peers.size(); ++i)
            if (account.routes[i].ipv4 > 0)
                chosen.push_back(i);
        return chosen;
    }
    if (options.peers.empty() && !add({}))
        return std::nullopt;
    for (const std::string &wanted : options.peers)
        if (!add(wanted))
            return std::nullopt;
    return chosen;
}

} // namespace

void importMrt(Hop &hop, const ImportMrtOptions &options)
{
    const auto account = takeAccount(hop, options.file);
    if (!account) {
        hop.out.error(account.error().message);
        hop.exit = exitNotFound;
        return;
    }
    if (account->isStopped) {
        hop.out.error("stopped; nothing was written");
        hop.exit = exitInterrupted;
        return;
    }
    if (account->counters.entries == 0) {
        hop.out.error(fmt::format("{} holds no table of routes (MRT TABLE_DUMP or TABLE_DUMP_V2)", options.file));
        hop.exit = exitLabErrors;
        return;
    }
    for (const std::string &warning : warningsOf(*account))
        hop.out.note("warning: " + warning);
    rpc::Json object = toJson(*account);
    if (!hop.out.json)
        print(hop, *account);
    if (!options.output.empty()) {
        const auto peers = choosePeers(hop, *account, options);
        if (!peers)
            return;
        std::error_code error;
        const auto folder = std::filesystem::absolute(options.output, error).parent_path();
        const auto absolute = std::filesystem::absolute(options.file, error).lexically_normal();
        // Relative as long as the two may be moved together.
        std::string name = absolute.lexically_proximate(folder.lexically_normal()).string();
        if (name.starts_with("../.."))
            name = absolute.string();
        const lab::Lab lab = makeLab(*account, *peers, options, name);
        if (!writeWhole(hop, options.output, lab::write(lab), options.overwrite))
            return;
        object["file"] = options.output;
        if (!hop.out.json)
            hop.out.line(fmt::format("{}: r1 and {} {}", options.output, peers->size(), peers->size() == 1 ? "speaker" : "speakers"));
    }
    if (hop.out.json)
        hop.out.object(object);
}

} // namespace hopyard::cli
