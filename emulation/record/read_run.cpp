// See read_run.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/record/read_run.h"

#include "core/base/words.h"
#include "emulation/record/inputs.h"
#include "emulation/record/sqlite.h"
#include "emulation/route_files/pack.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <utility>

namespace hopyard::record {

namespace {
constexpr std::int64_t kFirstWithInputs = 3, kFirstWithRouteFiles = 4; ///< versions of the tables
constexpr std::size_t kMostRoutes =
    20'000'000; ///< of all files of a record together: more is no table of the internet's
constexpr std::int64_t kLongestSnapshot = 64 << 20; ///< bytes

using RouteFiles =
    std::map<std::int64_t, std::pair<services::RouteFile, std::shared_ptr<const services::Announcements>>>;

/// By their numbers. Error: a sentence.
base::Result<RouteFiles, base::Error> readRouteFiles(Database &database)
{
    RouteFiles files;
    Statement statement;
    if (!database.prepare(statement, "SELECT id, name, peer, most, routes FROM route_file ORDER BY id"))
        return base::fail(base::Error{database.complaint()});
    for (std::size_t left = kMostRoutes; statement.next();) {
        auto routes = route_files::unpack(statement.bytes(4), left);
        if (!routes)
            return base::fail(base::Error{"the routes of " + statement.text(1) + ": " + routes.error().message});
        left -= routes->size();
        services::RouteFile file{statement.text(1), statement.text(2),
                                 static_cast<std::uint64_t>(statement.integer(3))};
        files.emplace(statement.integer(0),
                      std::pair(std::move(file), std::make_shared<const services::Announcements>(std::move(*routes))));
    }
    return files;
}

/// Those with the numbers in `text`; nothing where one is not there.
std::optional<world::Input> routesInput(const InputRow &row, const RouteFiles &files)
{
    auto set = std::make_shared<world::RouteFiles>();
    for (const std::string_view word : base::wordsOf(row.text)) {
        std::int64_t id = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), id);
        const auto found = files.find(id);
        if (error != std::errc() || end != word.data() + word.size() || found == files.end())
            return std::nullopt;
        set->files.insert(found->second);
    }
    return world::Input{base::TimePoint::fromNs(row.time), row.events, world::Input::RouteFilesSet{std::move(set)}};
}

}

base::Result<RecordedRun, base::Error> readRun(const std::string &path)
{
    Database database;
    if (!database.open(path, Database::Mode::read))
        return base::fail(base::Error{"cannot read " + path + ": " + database.complaint()});
    if (database.number("PRAGMA application_id") != kApplicationId)
        return base::fail(base::Error{path + " is no record of a run"});
    const std::int64_t version = database.number("PRAGMA user_version");
    if (version < kFirstWithInputs)
        return base::fail(base::Error{path + " was written by an older version, which did not keep what a run needs to be shown "
                                             "again; its packets and events are there for SQL"});
    if (version > kSchemaVersion)
        return base::fail(base::Error{path + " has version " + std::to_string(version) + " of the tables, this reads up to "
                                      + std::to_string(kSchemaVersion)});
    const auto unreadable = [&] { return base::fail(base::Error{"cannot read " + path + ": " + database.complaint()}); };
    Statement run;
    if (!database.prepare(run, "SELECT lab, path, seed, time, ended, state, version FROM run") || !run.next())
        return unreadable();
    RecordedRun result;
    result.labText = run.text(0);
    result.labPath = run.text(1);
    result.seed = static_cast<std::uint64_t>(run.integer(2));
    result.virtualTime = run.text(3) == "virtual";
    result.state = run.text(5);
    result.version = run.text(6);
    std::int64_t end = run.integer(4);
    if (run.isNull(4))
        end = std::max({database.number("SELECT max(last) FROM segment"), database.number("SELECT max(time) FROM event"),
                        database.number("SELECT max(time) FROM input")});
    result.end = base::TimePoint::fromNs(std::max<std::int64_t>(0, end));

    RouteFiles files;
    result.hasRouteFiles = version >= kFirstWithRouteFiles;
    if (result.hasRouteFiles) {
        auto read = readRouteFiles(database);
        if (!read)
            return base::fail(base::Error{"cannot read " + path + ": " + read.error().message});
        files = std::move(*read);
    }
    for (const auto &[id, file] : files)
        result.routeFiles.files.insert(file);

    Statement inputs;
    if (!database.prepare(inputs, "SELECT time, events, kind, place, port, number, offload, text, bytes FROM input ORDER BY id"))
        return unreadable();
    while (inputs.next()) {
        InputRow row;
        row.time = inputs.integer(0);
        row.events = static_cast<std::uint64_t>(inputs.integer(1));
        row.place = inputs.isNull(3) ? -1 : inputs.integer(3);
        row.port = inputs.isNull(4) ? -1 : inputs.integer(4);
        row.number = inputs.integer(5);
        row.offload = inputs.integer(6);
        row.text = inputs.text(7);
        row.bytes = inputs.bytes(8);
        auto input = inputs.text(2) == "routes" ? routesInput(row, files) : inputOf(inputs.text(2), row);
        const bool goesBack = !result.inputs.empty()
            && (input && (input->time < result.inputs.back().time || input->events < result.inputs.back().events));
        if (!input || goesBack || row.time < 0)
            return base::fail(base::Error{path + ": input " + std::to_string(result.inputs.size() + 1) + " of the run makes no sense"});
        result.inputs.push_back(std::move(*input));
    }
    Statement bookmarks;
    if (!database.prepare(bookmarks, "SELECT id, time, note FROM bookmark ORDER BY time, id"))
        return unreadable();
    while (bookmarks.next())
        result.bookmarks.push_back({bookmarks.integer(0), base::TimePoint::fromNs(bookmarks.integer(1)), bookmarks.text(2)});
    return result;
}

std::optional<RecordedSnapshot> readSnapshot(const std::string &path, base::NodeId node, std::string_view what,
                                             base::TimePoint time)
{
    Database database;
    Statement statement;
    if (!database.open(path, Database::Mode::read)
        || !database.prepare(
            statement, "SELECT time, data FROM snapshot WHERE node=? AND what=? AND time<=? AND length(data) <= ? "
                       "ORDER BY time DESC LIMIT 1"))
        return std::nullopt;
    statement.bind(1, std::int64_t(node.value()));
    statement.bind(2, what);
    statement.bind(3, time.ns());
    statement.bind(4, kLongestSnapshot);
    if (!statement.next())
        return std::nullopt;
    return RecordedSnapshot{base::TimePoint::fromNs(statement.integer(0)), statement.text(1)};
}

bool writeBookmark(const std::string &path, std::int64_t id, base::TimePoint time, const std::optional<std::string> &note)
{
    Database database;
    Statement statement;
    if (!database.open(path, Database::Mode::read) || database.number("PRAGMA application_id") != kApplicationId)
        return false;
    if (!database.prepare(statement, note ? "INSERT OR REPLACE INTO bookmark VALUES(?,?,?)" : "DELETE FROM bookmark WHERE id=?"))
        return false;
    statement.bind(1, id);
    if (note) {
        statement.bind(2, time.ns());
        statement.bind(3, *note);
    }
    return statement.run();
}

} // namespace hopyard::record
