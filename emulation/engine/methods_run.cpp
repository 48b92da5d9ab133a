// run.*; see docs/rpc.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/methods.h"

namespace hopyard::engine {
namespace {

MethodResult start(Call &call)
{
    return statusResult(call, call.session().start(rpc::boolMember(call.params, "allowPrograms").value_or(false),
                                                   rpc::boolMember(call.params, "paused").value_or(false)));
}

MethodResult stop(Call &call)
{
    return statusResult(call, call.session().stop());
}

MethodResult pause(Call &call)
{
    return statusResult(call, call.session().pause());
}

MethodResult resume(Call &call)
{
    return statusResult(call, call.session().resume());
}

MethodResult step(Call &call)
{
    const bool given = rpc::member(call.params, "count") != nullptr;
    const auto count = rpc::intMember(call.params, "count");
    if (given && (!count || *count < 1 || *count > Session::kMaxSteps))
        return badParams("count is from 1 to " + std::to_string(Session::kMaxSteps));
    return statusResult(call, call.session().step(static_cast<std::uint64_t>(count.value_or(1))));
}

MethodResult speed(Call &call)
{
    const auto factor = rpc::numberMember(call.params, "factor");
    if (!factor)
        return badParams("factor is missing or no number");
    return statusResult(call, call.session().setSpeed(*factor));
}

MethodResult until(Call &call)
{
    const auto time = rpc::intMember(call.params, "time");
    if (!time)
        return badParams("time is missing or no integer (nanoseconds of world time)");
    return statusResult(call, call.session().runUntil(base::TimePoint::fromNs(*time)));
}

} // namespace

std::vector<NamedMethod> runMethods()
{
    return {{"run.start", start}, {"run.stop", stop},   {"run.pause", pause}, {"run.resume", resume},
            {"run.step", step},   {"run.speed", speed}, {"run.until", until}};
}

} // namespace hopyard::engine
