// Lines for the console of a machine: what is known about it, and what can be done with it. See docs/machines.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/machine_nodes.h"

#include "core/base/words.h"

#include <fmt/format.h>

namespace hopyard::engine {

using machines::Machine;
using machines::MachineOrder;
using rpc::Json;
using world::CommandAnswer;

namespace {

constexpr char kUsage[] = "a machine's console knows: show machine, show console, show snapshots, pause, resume, reset, powerdown, "
                          "snapshot save|load|delete NAME, type TEXT; to sit down at its serial console: hop exec --on ";

std::string machineText(const Json &json)
{
    const auto text = [&](const char *key) { return rpc::stringMember(json, key).value_or(""); };
    const auto number = [&](const Json &object, const char *key) { return rpc::intMember(object, key).value_or(0); };
    std::string out = fmt::format("State:        {}\n", text("state"));
    if (const auto pid = number(json, "pid"))
        out += fmt::format("Process:      {}\n", pid);
    out += fmt::format("System:       {}\nMemory:       {} MiB\nProcessors:   {}", text("system"), number(json, "memoryMiB"),
                       number(json, "processors"));
    if (const std::string accelerator = text("accelerator"); !accelerator.empty())
        out += fmt::format(" ({}, network {})", accelerator, text("network"));
    out += '\n';
    if (const std::string share = text("share"); !share.empty())
        out += fmt::format("Share:        {}\n", share);
    if (const std::string screen = text("screen"); !screen.empty())
        out += fmt::format("Screen:       {}\n", screen);
    if (const std::string file = text("snapshotsIn"); !file.empty())
        out += fmt::format("Snapshots in: {}\n", file);
    if (const Json *interfaces = rpc::member(json, "interfaces"))
        for (const auto &[name, entry] : interfaces->items())
            out += fmt::format("{:<13} {}, MTU {}; from the guest {} frames, {} bytes, {} bad; to it {} frames, {} bytes, {} dropped\n", name + ':',
                               rpc::stringMember(entry, "mac").value_or(""), number(entry, "mtu"), number(entry, "framesFromGuest"),
                               number(entry, "bytesFromGuest"), number(entry, "badFromGuest"), number(entry, "framesToGuest"),
                               number(entry, "bytesToGuest"), number(entry, "droppedToGuest"));
    return out;
}

std::optional<MachineOrder> orderOf(const std::vector<std::string_view> &words)
{
    const auto is = [&](std::string_view a, std::string_view b = {}) {
        return words.size() == (b.empty() ? 1u : 2u) && words[0] == a && (b.empty() || words[1] == b);
    };
    if (is("pause"))
        return MachineOrder::pause;
    if (is("resume"))
        return MachineOrder::resume;
    if (is("reset"))
        return MachineOrder::reset;
    if (is("powerdown"))
        return MachineOrder::powerdown;
    if (words.size() == 3 && words[0] == "snapshot") {
        if (words[1] == "save")
            return MachineOrder::saveSnapshot;
        if (words[1] == "load" || words[1] == "restore")
            return MachineOrder::loadSnapshot;
        if (words[1] == "delete")
            return MachineOrder::deleteSnapshot;
    }
    return std::nullopt;
}

CommandAnswer said(bool ok, std::string text, std::string json = {})
{
    CommandAnswer answer;
    answer.ok = ok;
    answer.text = std::move(text);
    answer.json = std::move(json);
    return answer;
}

} // namespace

void MachineNodes::ask(const MachineId &id, std::string_view line, std::function<void(const CommandAnswer &)> answered)
{
    Machine *machine = find(id);
    if (!machine)
        return answered(said(false, "the machine is stopped"));
    std::vector<std::string_view> words = base::wordsOf(line);
    if (words.size() >= 2 && words.front() == "type") {
        const std::size_t begin = line.find("type") + 5;
        machine->console().type(std::string(line.substr(begin)) + '\n');
        return answered(said(true, {}));
    }
    const bool wantsJson = words.size() > 1 && words.back() == "json";
    if (wantsJson)
        words.pop_back();
    const bool isShow = !words.empty() && words[0] == "show";
    if (isShow && (words.size() == 1 || (words.size() == 2 && (words[1] == "machine" || words[1] == "interface")))) {
        Json json = machine->describe();
        if (const std::string share = aboutShare(id); !share.empty())
            json["share"] = share;
        return answered(said(true, wantsJson ? json.dump(2) + '\n' : machineText(json), rpc::printJson(json)));
    }
    if (isShow && words.size() == 2 && words[1] == "console") {
        const std::string &text = machine->console().text();
        return answered(said(true, text, rpc::printJson({{"console", text}})));
    }
    if (isShow && words.size() == 2 && words[1] == "snapshots") {
        machine->listSnapshots([wantsJson, answered = std::move(answered)](bool ok, const std::string &text, const Json &json) {
            answered(ok ? said(true, wantsJson ? json.dump(2) + '\n' : text, rpc::printJson(json)) : said(false, text));
        });
        return process(id);
    }
    const auto order = orderOf(words);
    if (!order)
        return answered(said(false, kUsage + machine->spec().setup.hostName));
    machine->order(*order, std::string(words.size() == 3 ? words[2] : std::string_view()),
                   [answered = std::move(answered)](bool ok, const std::string &text) { answered(said(ok, text)); });
    process(id); // it may be answered already
}

} // namespace hopyard::engine
