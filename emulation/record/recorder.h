// Records a run in one SQLite file while it happens: the lab, the seed, every packet's header, events, results.
// docs/record.md describes the tables.
//
// Two halves. On the driver's thread a trace sink copies what it is told into a batch that has been allocated before:
// some tens of nanoseconds, no allocation, no lock but one for each thousands of rows. A thread of its own writes the
// batches, one transaction each, and closes the file.
//
// Where the disk does not keep up: Overload::drop counts what is lost and says so in the record (real time must go on);
// Overload::wait waits (virtual time: a record one can rely upon). A disk that is full or a file that cannot be written
// ends the record with a sentence; the run goes on, and what has been committed stays readable.
//
// The file has a limit (Options::limit). When it is reached the oldest packets and events make room for the newest, said
// once by takeNotice(); what came in from outside stays, so that the run can be shown again. Where that alone fills the
// limit the record ends.
//
// While it runs the file is in WAL mode, so others may read it, and a process that is killed loses at most what was not
// committed yet (about 100 ms). At close it becomes a single file again.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/base/trace.h"
#include "core/world/input.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::record {

/// What is known about a run when it begins.
struct RunInfo {
    std::string name;         ///< of the run, "first-hops-4711"
    std::string labText;      ///< the whole document
    std::string labPath;      ///< may be empty
    std::uint64_t seed = 1;
    bool virtualTime = false;
    std::string version;      ///< of Hopyard
    std::int64_t started = 0; ///< nanoseconds since 1970
};

struct NodeRow {
    base::NodeId id;
    std::string name, kind;
};
struct LinkRow {
    base::LinkId id;
    std::string a, b; ///< its ends, "r1:eth0"
};

/// Bytes of a record where nobody asked for more or less: room for some 40 million crossings.
constexpr std::uint64_t kDefaultLimit = 4'000'000'000;

enum class Overload : std::uint8_t { drop, wait };

struct Options {
    Overload overload = Overload::drop;
    bool forwarding = false; ///< also PacketForwarded: one more row for each hop
    bool replace = false;    ///< overwrite an earlier record at that path (never anything that is no record)
    std::size_t memory = 48 << 20; ///< bytes that may wait for the disk
    std::uint64_t frames = std::uint64_t(1) << 30; ///< bytes of frames from outside; the run can be shown again up to there
    std::uint64_t snapshots = std::uint64_t(256) << 20; ///< bytes of them, and no more than an eighth of the limit
    std::uint64_t limit = kDefaultLimit; ///< bytes of the file, without its WAL; 0: none
};

struct Totals {
    std::uint64_t packets = 0; ///< rows of table packet
    std::uint64_t events = 0;  ///< rows of table event
    std::uint64_t lost = 0;    ///< packets and events that are not in the record and should be
    std::uint64_t removed = 0; ///< packets and events that made room for newer ones at the limit
    std::uint64_t bytes = 0;   ///< size of the file, with its WAL
};

class Recorder final : public base::trace::Sink {
public:
    /// Creates the file with its tables and commits the run's row. Error: a sentence with the path; a limit within which
    /// there is no room for packets is one, and then there is no file.
    static base::Result<std::unique_ptr<Recorder>, base::Error> open(const std::string &path, const RunInfo &info,
                                                                     const Options &options = {});
    Recorder(const Recorder &) = delete;
    Recorder &operator=(const Recorder &) = delete;
    ~Recorder() override; ///< closes

    /// The kinds of events to add this to the world's hub with.
    base::trace::Kinds kinds() const;
    void event(base::TimePoint time, const base::trace::Event &event) override;

    /// Writes down nodes and links as they are now. To be called at the start and after each change of the lab; for a
    /// world there is describe() in world_names.h.
    void describe(base::TimePoint time, std::vector<NodeRow> nodes, std::vector<LinkRow> links);
    /// A figure worth keeping: `name` such as "link.counters", `value` a number or JSON. `node` or `link` may be invalid.
    void result(base::TimePoint time, base::NodeId node, base::LinkId link, std::string_view name,
                std::string_view value);
    /// What came in from outside, in order and from the run's beginning on: with it the run can be shown again.
    void input(const world::Input &input);
    /// A table that cannot be computed anew from what came in, as it was at that moment: JSON as docs/record.md has it.
    void snapshot(base::TimePoint time, base::NodeId node, std::string_view what, std::string data);
    /// Notes a bookmark, or takes it out again where there is no note.
    void bookmark(std::int64_t id, base::TimePoint time, std::optional<std::string> note);
    /// To be called after each batch of the driver: hands over what is there if the writer has nothing to do.
    void flush();

    /// That the limit was reached and what that means, as a sentence; given out once.
    std::optional<std::string> takeNotice();
    /// The sentence in which the record ended before its time; given out once.
    std::optional<base::Error> takeFailure();
    /// Writes what waits, notes that the run is complete and ends at `end`, and makes it a single file. Nothing is
    /// recorded afterwards.
    Totals close(base::TimePoint end);
    Totals totals() const;

private:
    class Impl;
    explicit Recorder(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace hopyard::record
