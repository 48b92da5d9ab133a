// capture.* and record.*; see docs/rpc.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/methods.h"
#include "emulation/engine/objects.h"

namespace hopyard::engine {

using rpc::Json;

namespace {

/// What captures of links and of interfaces have in common. The descriptor becomes the request's when all else is right.
template <class Request>
base::Result<void, rpc::RpcError> readTarget(Call &call, Request &request)
{
    request.filter = rpc::stringMember(call.params, "filter").value_or("");
    if (rpc::member(call.params, "snaplen")) {
        const auto snaplen = rpc::intMember(call.params, "snaplen");
        if (!snaplen || *snaplen < 1 || *snaplen > capture::Capture::kDefaultSnaplen)
            return badParams("snaplen is from 1 to " + std::to_string(capture::Capture::kDefaultSnaplen));
        request.snaplen = static_cast<unsigned>(*snaplen);
    }
    request.file = rpc::stringMember(call.params, "file").value_or("");
    if (call.descriptors.size() != (request.file.empty() ? 1u : 0u))
        return badParams("a file, or one descriptor with the line, is needed");
    if (request.file.empty())
        request.descriptor = call.descriptors.front().release();
    return {};
}

MethodResult startInterfaceCapture(Call &call)
{
    const auto interface = needString(call, "interface");
    if (!interface)
        return base::fail(interface.error());
    if (rpc::member(call.params, "at") || rpc::member(call.params, "where"))
        return badParams("either at (an end of a link), or interface (of Linux), which knows no where");
    if (rpc::member(call.params, "node") && !rpc::stringMember(call.params, "node"))
        return badParams("node is no string");
    InterfaceRequest request;
    request.interface = *interface;
    request.node = rpc::stringMember(call.params, "node").value_or("");
    if (request.interface.empty())
        return badParams("interface is empty");
    if (const auto read = readTarget(call, request); !read)
        return base::fail(read.error());
    const auto started = call.session().startCapture(std::move(request));
    if (!started)
        return base::fail(started.error());
    return Json{{"capture", started->value()}};
}

MethodResult startCapture(Call &call)
{
    if (auto world = loadedWorld(call); !world)
        return base::fail(world.error());
    if (rpc::member(call.params, "interface"))
        return startInterfaceCapture(call);
    const auto at = needString(call, "at");
    if (!at)
        return base::fail(at.error());
    const auto end = parseEnd(*at);
    if (!end)
        return badParams("at is the end of a link, such as \"r1:eth0\"");
    const auto where = capture::parseWhere(rpc::stringMember(call.params, "where").value_or("port"));
    if (!where)
        return badParams("where is \"before\", \"after\" or \"port\"");
    capture::Request request;
    request.at = *end;
    request.where = *where;
    if (const auto read = readTarget(call, request); !read)
        return base::fail(read.error());
    const auto started = call.session().startCapture(std::move(request));
    if (!started)
        return base::fail(started.error());
    return Json{{"capture", started->value()}};
}

MethodResult stopCapture(Call &call)
{
    const auto id = rpc::intMember(call.params, "capture");
    if (!id || *id < 0)
        return badParams("capture is missing or no id");
    const auto counters = call.session().stopCapture(capture::CaptureId(static_cast<std::uint32_t>(*id)));
    if (!counters)
        return base::fail(counters.error());
    return Json{{"packets", counters->packets}, {"bytes", counters->bytes}, {"dropped", counters->dropped}};
}

MethodResult listCaptures(Call &call)
{
    Json captures = Json::array();
    for (const capture::Info &info : call.session().captures())
        captures.push_back({{"capture", info.id.value()},
                            {"at", toString(info.at)},
                            {"where", toString(info.where)},
                            {"filter", info.filter},
                            {"file", info.file},
                            {"packets", info.counters.packets},
                            {"bytes", info.counters.bytes}});
    for (const InterfaceInfo &info : call.session().interfaceCaptures())
        captures.push_back({{"capture", info.id.value()},
                            {"at", info.node.empty() ? info.interface : info.node + ':' + info.interface},
                            {"where", "interface"},
                            {"interface", info.interface},
                            {"node", info.node},
                            {"filter", info.filter},
                            {"file", info.file},
                            {"packets", info.counters.packets},
                            {"bytes", info.counters.bytes}});
    return Json{{"captures", std::move(captures)}};
}

MethodResult startRecord(Call &call)
{
    const auto file = needString(call, "file");
    if (!file)
        return base::fail(file.error());
    const auto limit = rpc::intMember(call.params, "limit");
    if (rpc::member(call.params, "limit") && (!limit || *limit < 0))
        return badParams("limit is a number of bytes, or 0 for none");
    return emptyResult(call.session().startRecord(*file, rpc::boolMember(call.params, "replace").value_or(false),
                                                  limit ? static_cast<std::uint64_t>(*limit) : record::kDefaultLimit));
}

MethodResult stopRecord(Call &call)
{
    const auto totals = call.session().stopRecord();
    if (!totals)
        return base::fail(totals.error());
    return Json{{"packets", totals->packets},
                {"events", totals->events},
                {"bytes", totals->bytes},
                {"lost", totals->lost},
                {"removed", totals->removed}};
}

} // namespace

std::vector<NamedMethod> captureMethods()
{
    return {{"capture.start", startCapture}, {"capture.stop", stopCapture}, {"capture.list", listCaptures},
            {"record.start", startRecord},   {"record.stop", stopRecord}};
}

} // namespace hopyard::engine
