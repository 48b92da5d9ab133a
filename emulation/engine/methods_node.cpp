// node.*, exec.*, console.*, table.*; see docs/rpc.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/console.h"
#include "core/console/hypervisor_console.h"
#include "emulation/engine/methods.h"
#include "emulation/engine/process_tables.h"
#include "emulation/engine/tables.h"

#include <csignal>
#include <memory>

namespace hopyard::engine {

using rpc::Json;

namespace {

MethodResult start(Call &call)
{
    const auto node = needString(call, "node");
    if (!node)
        return base::fail(node.error());
    return emptyResult(call.session().startNode(*node));
}

MethodResult stop(Call &call)
{
    const auto node = needString(call, "node");
    if (!node)
        return base::fail(node.error());
    return emptyResult(call.session().stopNode(*node));
}

base::Result<base::NodeId, rpc::RpcError> nodeNamed(Call &call)
{
    const auto world = loadedWorld(call);
    if (!world)
        return base::fail(world.error());
    const auto name = needString(call, "node");
    if (!name)
        return base::fail(name.error());
    const base::NodeId id = (*world)->findNode(*name);
    if (!id.isValid())
        return base::fail(rpc::RpcError{rpc::noSuchNode, "there is no node " + *name, nullptr});
    return id;
}

Json answered(const world::CommandAnswer &answer, const Session &session)
{
    Json result{{"ok", answer.ok}, {"text", answer.text}, {"now", session.now().ns()}};
    if (!answer.json.empty())
        if (auto json = rpc::parseJson(answer.json))
            result["json"] = std::move(*json);
    return result;
}

/// Runs `ask` with a function to be called with the answer, at once or, for what lives in Linux, later.
template <class Ask>
MethodResult answerOf(Call &call, Ask &&ask)
{
    const auto pending = std::make_shared<std::optional<Json>>();
    const auto isHere = std::make_shared<bool>(true);
    ask([pending, isHere, &engine = call.engine, client = call.client, id = call.id](const world::CommandAnswer &answer) {
        if (*isHere)
            *pending = answered(answer, engine.session());
        else
            engine.answerLater(client, id, answered(answer, engine.session()));
    });
    *isHere = false;
    return std::move(*pending);
}

/// A guest of a hypervisor, "pc1/g1".
MethodResult askGuest(Call &call, const lab::GuestPlace &place, const std::string &line)
{
    world::World &world = *call.session().world();
    const base::NodeId id = world.findNode(place.node);
    const lab::Node *planned = id.isValid() ? world.lab().findNode(place.node) : nullptr;
    if (!planned || planned->kind != lab::NodeKind::hypervisor)
        return base::fail(rpc::RpcError{rpc::noSuchNode, "there is no hypervisor " + std::string(place.node), nullptr});
    return answerOf(call, [&](NodeQuestions::Answered answered) {
        call.session().ask(MachineId(id, std::string(place.guest)), line, std::move(answered));
    });
}

/// What a node's programs use of this computer.
MethodResult load(Call &call)
{
    if (const auto world = loadedWorld(call); !world)
        return base::fail(world.error());
    const auto name = needString(call, "node");
    if (!name)
        return base::fail(name.error());
    const auto first = firstProcess(call.session(), *name);
    if (!first)
        return base::fail(first.error());
    Json result = loadOf(*first);
    result["now"] = call.session().now().ns();
    return result;
}

/// What a line of a hypervisor's console answers, as the result itself.
template <const char *line>
MethodResult hypervisor(Call &call)
{
    const auto node = nodeNamed(call);
    if (!node)
        return base::fail(node.error());
    const lab::Node *planned = call.session().world()->lab().findNode(call.session().world()->name(*node));
    if (!planned || planned->kind != lab::NodeKind::hypervisor)
        return badParams("node is no hypervisor");
    const world::CommandAnswer answer = call.session().command(*node, line);
    auto json = rpc::parseJson(answer.json);
    if (!answer.ok || !json)
        return base::fail(rpc::RpcError{rpc::wrongState, answer.text, nullptr});
    return std::move(*json);
}
constexpr char kShowGuests[] = "show guests", kShowBuffers[] = "show buffers", kShowNat[] = "show nat";
constexpr char kShowCosts[] = "show costs", kShowScheduler[] = "show scheduler", kShowAddresses[] = "show addresses";
constexpr char kShowAdapters[] = "show adapters";

/// A line for the console of a node, or of a guest: "pc1/g1".
struct ConsoleLine {
    std::string name;
    std::string line;
};
base::Result<ConsoleLine, rpc::RpcError> needConsoleLine(Call &call)
{
    if (const auto world = loadedWorld(call); !world)
        return base::fail(world.error());
    auto name = needString(call, "node");
    if (!name)
        return base::fail(name.error());
    auto line = needString(call, "line");
    if (!line)
        return base::fail(line.error());
    return ConsoleLine{std::move(*name), std::move(*line)};
}

MethodResult runLine(Call &call)
{
    const auto asked = needConsoleLine(call);
    if (!asked)
        return base::fail(asked.error());
    if (const auto place = lab::splitGuestPlace(asked->name); !place.guest.empty())
        return askGuest(call, place, asked->line);
    const auto node = nodeNamed(call);
    if (!node)
        return base::fail(node.error());
    return answerOf(call, [&](NodeQuestions::Answered answered) { call.session().ask(*node, asked->line, std::move(answered)); });
}

/// A machine's snapshots: its console's lines, asked for by parts.
MethodResult askMachine(Call &call, const std::string &line)
{
    const auto world = loadedWorld(call);
    if (!world)
        return base::fail(world.error());
    const auto name = needString(call, "node");
    if (!name)
        return base::fail(name.error());
    const auto [node, guest] = lab::splitGuestPlace(*name);
    const base::NodeId id = (*world)->findNode(node);
    if (!id.isValid())
        return base::fail(rpc::RpcError{rpc::noSuchNode, "there is no node " + std::string(node), nullptr});
    const MachineId machine(id, std::string(guest));
    if (!call.session().machine(machine))
        return base::fail(rpc::RpcError{rpc::wrongState, *name + " is no machine that was started", nullptr});
    return answerOf(call, [&](NodeQuestions::Answered answered) {
        if (machine.isGuest())
            call.session().ask(machine, line, std::move(answered));
        else
            call.session().ask(id, line, std::move(answered));
    });
}

MethodResult snapshots(Call &call) { return askMachine(call, "show snapshots"); }

MethodResult snapshot(Call &call)
{
    const auto what = needString(call, "what");
    if (!what)
        return base::fail(what.error());
    const auto snapshot = needString(call, "name");
    if (!snapshot)
        return base::fail(snapshot.error());
    if (*what != "save" && *what != "load" && *what != "delete")
        return badParams("what is save, load or delete");
    if (snapshot->find_first_of(" \t\n") != std::string::npos || snapshot->empty())
        return badParams("name is a word");
    return askMachine(call, "snapshot " + *what + ' ' + *snapshot);
}

/// What may stand next in a line for the console of a virtual router, host, hypervisor or guest; other nodes' consoles are not
/// known here.
MethodResult complete(Call &call)
{
    const auto asked = needConsoleLine(call);
    if (!asked)
        return base::fail(asked.error());
    const std::string &line = asked->line;
    const auto [computer, guest] = lab::splitGuestPlace(asked->name);
    const lab::Node *planned = call.session().world()->lab().findNode(computer);
    if (!planned)
        return base::fail(rpc::RpcError{rpc::noSuchNode, "there is no node " + asked->name, nullptr});
    if (planned->kind == lab::NodeKind::hypervisor && guest.empty())
        return Json{{"words", console::hypervisorCompletions(line)}, {"help", console::hypervisorFollows(line)}};
    const bool isOurs = planned->kind == lab::NodeKind::router || planned->kind == lab::NodeKind::host || !guest.empty();
    return Json{{"words", isOurs ? console::completions(line) : std::vector<std::string>()},
                {"help", isOurs ? console::whatFollows(line) : std::string()}};
}

MethodResult manager(Call &call)
{
    const auto line = needString(call, "line");
    if (!line)
        return base::fail(line.error());
    const auto answer = call.session().managerCommand(*line);
    if (!answer)
        return base::fail(answer.error());
    return answered(*answer, call.session());
}

MethodResult table(Call &call)
{
    const auto node = nodeNamed(call);
    if (!node)
        return base::fail(node.error());
    const auto name = needString(call, "table");
    if (!name)
        return base::fail(name.error());
    std::string how;
    if (*name == "rib") {
        if (const Json *within = rpc::member(call.params, "within")) {
            const auto prefix = within->is_string() ? base::IpPrefix::parse(within->get_ref<const std::string &>(), true) : std::nullopt;
            if (!prefix)
                return badParams("within is a prefix");
            how += " within " + toString(*prefix);
        }
        if (rpc::member(call.params, "most")) {
            const auto most = rpc::intMember(call.params, "most");
            if (!most || *most < 1 || *most > 100'000)
                return badParams("most is a number from 1 to 100000");
            how += " most " + std::to_string(*most);
        }
    }
    call.session().advance();
    auto table = readTable(call.session(), *node, *name, how);
    if (!table)
        return base::fail(table.error());
    Json result{{"columns", std::move(table->columns)},
                {"rows", std::move(table->rows)},
                {"json", std::move(table->json)},
                {"now", call.session().now().ns()}};
    if (table->from)
        result["from"] = table->from->ns();
    if (table->isCut)
        result["cut"] = true;
    return result;
}

/// The list of prefixes of that name, with commas between them; empty where there is none.
base::Result<std::string, rpc::RpcError> prefixList(const Call &call, std::string_view key)
{
    constexpr std::size_t kMost = 500;
    std::string list;
    const Json *member = rpc::member(call.params, key);
    if (!member)
        return list;
    const auto wrong = [&] { return badParams(std::string(key) + " is a list of at most 500 prefixes"); };
    if (!member->is_array() || member->size() > kMost)
        return wrong();
    for (const Json &one : *member) {
        const auto prefix = one.is_string() ? base::IpPrefix::parse(one.get_ref<const std::string &>(), true) : std::nullopt;
        if (!prefix)
            return wrong();
        list += (list.empty() ? "" : ",") + toString(*prefix);
    }
    return list;
}

/// The console's `show ip fib trie`, by parts.
MethodResult trie(Call &call)
{
    const auto node = nodeNamed(call);
    if (!node)
        return base::fail(node.error());
    std::string line = "show ip fib trie";
    const std::string family = rpc::stringMember(call.params, "family").value_or("ipv4");
    if (family != "ipv4" && family != "ipv6")
        return badParams("family is ipv4 or ipv6");
    if (family == "ipv6")
        line += " ipv6";
    if (const Json *asked = rpc::member(call.params, "address")) {
        const auto address = asked->is_string() ? base::IpAddress::parse(asked->get_ref<const std::string &>()) : std::nullopt;
        if (!address || (address->isV6()) != (family == "ipv6"))
            return badParams("address is no address of that family");
        line += " to " + toString(*address);
    }
    if (const Json *asked = rpc::member(call.params, "most")) {
        const auto most = asked->is_number_integer() ? asked->get<std::int64_t>() : 0;
        if (most < 1 || most > 5000)
            return badParams("most is a number from 1 to 5000");
        line += " most " + std::to_string(most);
    }
    for (const auto &[key, word] : {std::pair("open", " open "), std::pair("folded", " fold ")}) {
        const auto list = prefixList(call, key);
        if (!list)
            return base::fail(list.error());
        if (!list->empty())
            line += word + *list;
    }
    if (const lab::Node *planned = call.session().world()->lab().findNode(call.session().world()->name(*node));
        !planned || lab::isOutside(planned->kind) || planned->kind == lab::NodeKind::hub || planned->kind == lab::NodeKind::switch_ ||
        planned->kind == lab::NodeKind::hypervisor)
        return badParams("node has no forwarding table of Hopyard's");
    const world::CommandAnswer answer = call.session().command(*node, line);
    auto json = rpc::parseJson(answer.json);
    if (!answer.ok || !json)
        return base::fail(rpc::RpcError{rpc::wrongState, answer.text, nullptr});
    return std::move(*json);
}

MethodResult exec(Call &call)
{
    const auto node = needString(call, "node");
    if (!node)
        return base::fail(node.error());
    nodes::ExecRequest request;
    const Json *argv = rpc::member(call.params, "argv");
    if (!argv || !argv->is_array() || argv->empty())
        return badParams("argv is a list of at least one string");
    for (const Json &word : *argv) {
        if (!word.is_string())
            return badParams("argv is a list of strings");
        request.argv.push_back(word.get<std::string>());
    }
    if (const Json *env = rpc::member(call.params, "env")) {
        if (!env->is_object())
            return badParams("env is an object of strings");
        for (const auto &[name, value] : env->items()) {
            if (!value.is_string())
                return badParams("env is an object of strings");
            request.env[name] = value.get<std::string>();
        }
    }
    request.cwd = rpc::stringMember(call.params, "cwd").value_or("");
    request.tty = rpc::boolMember(call.params, "tty").value_or(false);
    if (call.descriptors.size() != 3)
        return badParams("three descriptors come with the line: standard input, output and error");
    const auto started = call.session().exec(
        *node, request, {call.descriptors[0].get(), call.descriptors[1].get(), call.descriptors[2].get()});
    if (!started)
        return base::fail(started.error());
    call.engine.answerWhenStarted(*started, call.client, call.id);
    return std::optional<Json>();
}

MethodResult signalExec(Call &call)
{
    const auto id = rpc::intMember(call.params, "exec");
    const auto signal = rpc::intMember(call.params, "signal");
    if (!id || *id < 0)
        return badParams("exec is missing or no id");
    if (!signal || *signal < 1 || *signal > SIGRTMAX)
        return badParams("signal is missing or no signal's number");
    return emptyResult(
        call.session().signal(ExecHandle(static_cast<std::uint32_t>(*id)), static_cast<int>(*signal)));
}

} // namespace

std::vector<NamedMethod> nodeMethods()
{
    return {{"node.start", start},
            {"node.stop", stop},
            {"node.load", load},
            {"node.exec", exec},
            {"exec.signal", signalExec},
            {"console.run", runLine},
            {"console.complete", complete},
            {"manager.run", manager},
            {"table.get", table},
            {"table.trie", trie},
            {"machine.snapshots", snapshots},
            {"machine.snapshot", snapshot},
            {"hypervisor.guests", hypervisor<kShowGuests>},
            {"hypervisor.buffers", hypervisor<kShowBuffers>},
            {"hypervisor.nat", hypervisor<kShowNat>},
            {"hypervisor.costs", hypervisor<kShowCosts>},
            {"hypervisor.scheduler", hypervisor<kShowScheduler>},
            {"hypervisor.addresses", hypervisor<kShowAddresses>},
            {"hypervisor.adapters", hypervisor<kShowAdapters>}};
}

} // namespace hopyard::engine
