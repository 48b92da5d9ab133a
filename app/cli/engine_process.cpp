// Starting and ending an engine; see engine_process.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/engine_process.h"

#include "app/cli/duration_option.h"
#include "app/cli/interrupt.h"
#include "app/cli/runs.h"
#include "emulation/linux/process.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <set>

#include <fcntl.h>

namespace hopyard::cli {

std::string freeRunName(const std::string &labPath)
{
    std::string name = std::filesystem::path(labPath).stem().string().substr(0, 48);
    std::replace_if(
        name.begin(), name.end(), [](unsigned char c) { return !std::isalnum(c) && c != '-' && c != '_' && c != '.'; },
        '-');
    if (!rpc::isRunName(name))
        name = "lab";
    std::set<std::string> taken;
    for (const rpc::RunInfo &run : rpc::listRuns())
        taken.insert(run.run);
    std::string candidate = name;
    for (int i = 2; taken.contains(candidate); ++i)
        candidate = name + "-" + std::to_string(i);
    return candidate;
}

std::optional<EngineProcess> startEngine(Hop &hop, const std::string &name)
{
    // `hop engine --detach` comes back when its engine listens and has said so in a line of JSON, or why it cannot.
    std::array<int, 2> pipe{-1, -1};
    const pid_t child = pipe2(pipe.data(), O_CLOEXEC) == 0 ? fork() : -1;
    if (child == 0) {
        dup2(pipe[1], STDOUT_FILENO);
        const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
        dup2(nothing, STDIN_FILENO);
        execl("/proc/self/exe", "hop", "engine", "--run", name.c_str(), "--detach", "--exit-when-idle", nullptr);
        _exit(127);
    }
    ::close(pipe[1]);
    std::string said;
    std::array<char, 512> part;
    for (ssize_t size = 0; (size = read(pipe[0], part.data(), part.size())) > 0 || (size < 0 && errno == EINTR);)
        if (size > 0)
            said.append(part.data(), static_cast<std::size_t>(size));
    ::close(pipe[0]);
    int status = 0;
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) { }
    const auto announcement = rpc::parseJson(said);
    if (child < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0 || !announcement) {
        hop.out.error("the engine did not start"); // it has said why
        hop.exit = exitSystem;
        return std::nullopt;
    }
    rpc::RunInfo info;
    info.run = name;
    info.socket = rpc::stringMember(*announcement, "socket").value_or("");
    EngineProcess engine;
    engine.pid = static_cast<int>(rpc::intMember(*announcement, "pid").value_or(0));
    engine.client = connect(hop, info);
    if (!engine.client)
        return std::nullopt;
    return engine;
}

bool loadInto(Hop &hop, rpc::Client &client, const LabFile &file, std::uint64_t seed)
{
    // The text that was checked is the text that runs, whatever happens to the file meanwhile.
    return ask(hop, client, "lab.load",
               {{"text", file.text}, {"path", file.path}, {"seed", seed}, {"time", "real"}})
        .has_value();
}

void endEngine(Hop &hop, EngineProcess &engine)
{
    rpc::Client &client = *engine.client;
    const Interrupt interrupt;
    const auto process = linux::openProcess(engine.pid);
    client.onNotification = nullptr;
    client.callAsync("engine.shutdown", rpc::Json::object(), {});
    const Deadline deadline(base::Duration::seconds(10));
    while (client.isOpen() && !interrupt.wanted() && !deadline.isOver())
        client.waitForEvents(deadline.wait());
    // It lets go of us before it is done; who asks `hop ps` next shall not find it any more.
    if (!client.isOpen() && (!process || linux::waitForEnd(*process, base::Duration::seconds(10))))
        return;
    hop.out.error("the engine does not end; ending it by force");
    if (engine.pid > 0)
        kill(engine.pid, SIGKILL); // it cleans up after itself even so: what it made goes with its namespaces
    hop.exit = exitFailed;
}

} // namespace hopyard::cli
