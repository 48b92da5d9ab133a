// See process_tables.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/process_tables.h"

#include "emulation/linux/event.h"
#include "emulation/linux/processes.h"

#include <string>
#include <vector>

namespace hopyard::engine {

using rpc::Json;

Answer<pid_t> firstProcess(Session &session, std::string_view name)
{
    const auto [node, guest] = lab::splitGuestPlace(name);
    const base::NodeId id = session.world() ? session.world()->findNode(node) : base::NodeId();
    if (!id.isValid())
        return base::fail(rpc::RpcError{rpc::noSuchNode, "there is no node " + std::string(node), nullptr});
    if (session.isPast())
        return base::fail(rpc::RpcError{
            rpc::invalidParams, "programs are looked at as they are now: of the past there is nothing", nullptr});
    if (const machines::Machine *machine = session.machine(MachineId(id, std::string(guest))))
        return machine->pid();
    if (const nodes::NamespaceNode *outside = guest.empty() ? session.namespaceNode(id) : nullptr)
        return outside->firstProcess();
    return base::fail(rpc::RpcError{
        rpc::invalidParams,
        std::string(name)
            + " is no program of this computer, or is stopped: nodes that live in Linux, and machines, are some",
        nullptr});
}

Table processTable(pid_t first)
{
    Table table;
    table.columns = {"pid", "program", "state", "usedMs", "memory", "threads"};
    table.json = Json::array();
    for (const linux::ProcessInfo &process : linux::processTree(first)) {
        Json row{process.pid,    process.name,   std::string(1, process.state), process.used.ns() / 1'000'000,
                 process.memory, process.threads};
        Json object;
        for (std::size_t i = 0; i < row.size(); ++i)
            object[table.columns[i].get_ref<const std::string &>()] = row[i];
        table.json.push_back(std::move(object));
        table.rows.push_back(std::move(row));
    }
    return table;
}

Json loadOf(pid_t first)
{
    Json load{{"usedNs", 0}, {"atNs", linux::monotonicNs()}, {"source", "processes"}};
    const std::vector<linux::ProcessInfo> tree = linux::processTree(first);
    std::uint64_t memory = 0;
    for (const linux::ProcessInfo &process : tree)
        memory += process.memory;
    load["processes"] = tree.size();
    load["memory"] = memory;
    if (const auto time = linux::processorTime(first)) {
        load["usedNs"] = time->used.ns();
        load["atNs"] = time->at;
        load["source"] = time->fromGroup ? "group" : "processes";
    }
    return load;
}

} // namespace hopyard::engine
