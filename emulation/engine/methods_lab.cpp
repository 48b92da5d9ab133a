// lab.load, lab.text, lab.topology, lab.apply; see docs/rpc.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/methods.h"
#include "emulation/engine/objects.h"
#include "emulation/engine/text_file.h"

namespace hopyard::engine {

using rpc::Json;

namespace {

Json programsJson(const std::vector<lab::Program> &programs)
{
    Json list = Json::array();
    for (const lab::Program &program : programs)
        list.push_back({{"node", program.node}, {"command", program.command}});
    return list;
}

MethodResult load(Call &call)
{
    LoadRequest request;
    const auto text = rpc::stringMember(call.params, "text");
    request.path = rpc::stringMember(call.params, "path").value_or("");
    if (!text && request.path.empty())
        return badParams("text or path is needed");
    if (text) {
        request.text = *text;
    } else {
        auto read = readTextFile(request.path, rpc::kMaxLine);
        if (!read)
            return base::fail(rpc::RpcError{rpc::systemError, toString(read.error()), {{"errno", read.error().code}}});
        request.text = std::move(*read);
    }
    request.name = rpc::stringMember(call.params, "name").value_or("");
    if (const Json *seed = rpc::member(call.params, "seed")) {
        if (!seed->is_number_unsigned())
            return badParams("seed is an integer of 0 or more");
        request.seed = seed->get<std::uint64_t>();
    }
    const std::string time = rpc::stringMember(call.params, "time").value_or("real");
    if (time != "real" && time != "virtual")
        return badParams("time is \"real\" or \"virtual\"");
    request.time = time == "real" ? TimeMode::real : TimeMode::virtual_;

    const auto problems = call.session().load(request);
    if (!problems)
        return base::fail(problems.error());
    return Json{{"problems", problemsJson(*problems)},
                {"programs", programsJson(call.session().programs())},
                {"topology", topologyJson(*call.session().world())}};
}

MethodResult text(Call &call)
{
    if (auto world = loadedWorld(call); !world)
        return base::fail(world.error());
    return Json{{"text", call.session().labText()}};
}

MethodResult topology(Call &call)
{
    const auto world = loadedWorld(call);
    if (!world)
        return base::fail(world.error());
    return Json{{"topology", topologyJson(**world)}};
}

MethodResult apply(Call &call)
{
    const auto newText = needString(call, "text");
    if (!newText)
        return base::fail(newText.error());
    const auto problems = call.session().apply(*newText);
    if (!problems)
        return base::fail(problems.error());
    return Json{{"problems", problemsJson(*problems)}, {"topology", topologyJson(*call.session().world())}};
}

} // namespace

std::vector<NamedMethod> labMethods()
{
    return {{"lab.load", load}, {"lab.text", text}, {"lab.topology", topology}, {"lab.apply", apply}};
}

} // namespace hopyard::engine
