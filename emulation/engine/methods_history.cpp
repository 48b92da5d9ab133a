// run.seek, run.branch, run.line, history.*, record.open: back and forth in a run; see docs/rpc.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/methods.h"
#include "emulation/engine/objects.h"

#include <algorithm>

namespace hopyard::engine {

using rpc::Json;

namespace {

constexpr std::size_t kMostMarks = 5'000; ///< of one answer

MethodResult seek(Call &call)
{
    const auto time = rpc::intMember(call.params, "time");
    const auto event = rpc::intMember(call.params, "event");
    const bool present = rpc::boolMember(call.params, "present").value_or(false);
    if ((time.has_value() ? 1 : 0) + (event.has_value() ? 1 : 0) + (present ? 1 : 0) != 1)
        return badParams("time (nanoseconds of world time), or event (their count), or present: true");
    if ((time && *time < 0) || (event && *event < 0))
        return badParams("a time and a count of events are 0 or more");
    if (present)
        return statusResult(call, call.session().seekPresent());
    if (event)
        return statusResult(call, call.session().seekEvent(static_cast<std::uint64_t>(*event)));
    return statusResult(call, call.session().seek(base::TimePoint::fromNs(*time)));
}

MethodResult branch(Call &call)
{
    return statusResult(call, call.session().branch(rpc::stringMember(call.params, "name").value_or("")));
}

MethodResult line(Call &call)
{
    const auto line = rpc::intMember(call.params, "line");
    if (!line)
        return badParams("line is missing or no id of a line");
    return statusResult(call, call.session().showLine(*line));
}

Json marksJson(const Session &session, base::TimePoint after, bool &more)
{
    Json list = Json::array();
    const std::vector<Mark> &marks = session.marks().all();
    auto mark = std::upper_bound(marks.begin(), marks.end(), after, [](base::TimePoint t, const Mark &m) { return t < m.time; });
    for (; mark != marks.end() && list.size() < kMostMarks; ++mark)
        list.push_back({mark->time.ns(), toString(mark->kind),
                        mark->node.isValid() ? session.world()->name(mark->node) : std::string(), mark->text, mark->count,
                        mark->last.ns()});
    more = mark != marks.end();
    return list;
}

MethodResult get(Call &call)
{
    const auto world = loadedWorld(call);
    if (!world)
        return base::fail(world.error());
    const Session &session = call.session();
    std::int64_t after = rpc::intMember(call.params, "after").value_or(-1);
    const std::int64_t revision = static_cast<std::int64_t>(session.marks().revision());
    if (rpc::intMember(call.params, "revision").value_or(revision) != revision)
        after = -1; // what the client knows is not so any more
    bool more = false;
    Json marks = marksJson(session, base::TimePoint::fromNs(after), more);
    Json lines = Json::array();
    for (const Session::LineInfo &line : session.lines())
        lines.push_back({{"id", line.id}, {"name", line.name}, {"from", line.from.ns()}, {"to", line.to.ns()}});
    Json bookmarks = Json::array();
    for (const Bookmark &bookmark : session.bookmarks())
        bookmarks.push_back({{"id", bookmark.id}, {"time", bookmark.time.ns()}, {"note", bookmark.note}});
    const auto from = session.history().from();
    const auto unknown = session.history().firstUnknown();
    Json result{{"kept", session.keepsHistory()},
                {"from", from ? from->time.ns() : 0},
                {"to", session.present().time.ns()},
                {"read", session.readUntil().ns()},
                {"checkpoints", session.history().checkpointCount()},
                {"line", session.line()},
                {"lines", std::move(lines)},
                {"bookmarks", std::move(bookmarks)},
                {"revision", revision},
                {"after", after},
                {"marks", std::move(marks)},
                {"more", more}};
    if (unknown)
        result["unknownFrom"] = unknown->time.ns();
    return result;
}

MethodResult bookmark(Call &call)
{
    const auto note = needString(call, "note");
    if (!note)
        return base::fail(note.error());
    const auto time = rpc::intMember(call.params, "time");
    if (time && *time < 0)
        return badParams("a time is 0 or more");
    const auto id = call.session().setBookmark(rpc::intMember(call.params, "id"),
                                               time ? base::TimePoint::fromNs(*time) : call.session().now(), *note);
    if (!id)
        return base::fail(id.error());
    return Json{{"id", *id}};
}

MethodResult removeBookmark(Call &call)
{
    const auto id = rpc::intMember(call.params, "id");
    if (!id)
        return badParams("id is missing or no id of a bookmark");
    return emptyResult(call.session().removeBookmark(*id));
}

MethodResult mark(Call &call)
{
    const auto world = loadedWorld(call);
    if (!world)
        return base::fail(world.error());
    const auto text = needString(call, "text");
    if (!text)
        return base::fail(text.error());
    const std::string kind = rpc::stringMember(call.params, "kind").value_or("check");
    if (kind != "check" && kind != "notice")
        return badParams("kind is \"check\" or \"notice\"");
    base::NodeId node;
    if (const auto name = rpc::stringMember(call.params, "node")) {
        node = (*world)->findNode(*name);
        if (!node.isValid())
            return base::fail(rpc::RpcError{rpc::noSuchNode, "there is no node " + *name, nullptr});
    }
    call.session().addMark(call.session().now(), kind == "check" ? Mark::Kind::check : Mark::Kind::notice, node, *text);
    return Json::object();
}

MethodResult openRecord(Call &call)
{
    const auto file = needString(call, "file");
    if (!file)
        return base::fail(file.error());
    const auto problems = call.session().openRecord(*file);
    if (!problems)
        return base::fail(problems.error());
    return Json{{"problems", problemsJson(*problems)},
                {"text", call.session().labText()},
                {"topology", topologyJson(*call.session().world())}};
}

} // namespace

std::vector<NamedMethod> historyMethods()
{
    return {{"run.seek", seek},          {"run.branch", branch},          {"run.line", line},
            {"history.get", get},        {"history.bookmark", bookmark},  {"history.unbookmark", removeBookmark},
            {"history.mark", mark},      {"record.open", openRecord}};
}

} // namespace hopyard::engine
