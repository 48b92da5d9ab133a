// See exec_outside.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/exec_outside.h"

#include "app/cli/runs.h"
#include "core/base/address.h"
#include "core/lab/computer.h"
#include "emulation/socket_api/program_check.h"
#include "emulation/socket_api/protocol.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <optional>

namespace hopyard::cli {
namespace {

constexpr int kCannotRun = 126; // as shells have it
constexpr int kNotFound = 127;

bool isKernel(const std::string &node) { return node.empty() || node == remote::kKernel; }

void refuse(Hop &hop, int code, const std::string &sentence)
{
    hop.out.error(sentence);
    hop.exit = code;
}

/// The library beside us: bin/hop and lib/libhopyard-preload.so where it was built, its own folder of lib where it is
/// installed.
std::optional<std::string> library(Hop &hop)
{
    std::array<char, PATH_MAX> self{};
    const ssize_t size = readlink("/proc/self/exe", self.data(), self.size() - 1);
    std::string folder(self.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    for (int i = 0; i < 2; ++i)
        folder.resize(std::min(folder.size(), folder.rfind('/')));
    std::string path = folder + "/lib/libhopyard-preload.so";
    if (access(path.c_str(), R_OK) != 0)
        path = folder + "/" HOPYARD_PRIVATE_LIBDIR "/libhopyard-preload.so";
    if (access(path.c_str(), R_OK) != 0) {
        refuse(hop, exitSystem, "there is no " + path + ", which programs with sockets on nodes need");
        return std::nullopt;
    }
    if (path.find_first_of(" :") != std::string::npos) {
        refuse(hop, exitSystem, "the dynamic linker takes no library whose path has a space or a colon: " + path);
        return std::nullopt;
    }
    return path;
}

/// Whether programs can have sockets there; says why not.
bool hasSockets(Hop &hop, rpc::Client &client, const std::string &node)
{
    const std::string kind = kindOf(hop, client, node);
    if (kind.empty())
        return false;
    if (kind == "host" || kind == "router")
        return true;
    refuse(hop, exitFailed, "programs outside can have sockets on hosts and routers; " + node + " is a " + kind);
    return false;
}

bool checkRule(Hop &hop, rpc::Client &client, const std::string &rule)
{
    const std::size_t equals = rule.find('=');
    const std::string prefix = rule.substr(0, equals);
    const bool isRead = equals != std::string::npos
        && (base::IpPrefix::parse(prefix, true) || base::IpAddress::parse(prefix))
        && rule.find_first_of(", ") == std::string::npos;
    if (!isRead) {
        refuse(hop, exitUsage, "a rule is PREFIX=NODE or PREFIX=kernel, as 10.0.2.0/24=r1: " + rule);
        return false;
    }
    const std::string node = rule.substr(equals + 1);
    return node == remote::kKernel || hasSockets(hop, client, node);
}

/// How the program is run. Nothing: it cannot be run with our library, and the exit code is set.
struct Image {
    int copy = -1; ///< of a program whose capabilities are in the way; -1: by its name
};
std::optional<Image> imageOf(Hop &hop, const std::string &command)
{
    std::array<char, PATH_MAX> path{}, culprit{};
    if (!remote::findProgram(command.c_str(), path.data(), path.size())) {
        const bool exists = command.find('/') != std::string::npos && access(command.c_str(), F_OK) == 0;
        refuse(hop, exists ? kCannotRun : kNotFound,
               exists ? command + " cannot be run" : "there is no program " + command);
        return std::nullopt;
    }
    const remote::Refusal why = remote::checkProgram(path.data(), culprit.data(), culprit.size());
    if (why == remote::Refusal::none)
        return Image{};
    if (why == remote::Refusal::capabilities && std::strcmp(path.data(), culprit.data()) == 0)
        if (const int copy = remote::copyOf(path.data()); copy >= 0)
            return Image{copy};
    refuse(hop, kCannotRun, std::string(culprit.data()) + " " + remote::reasonOf(why) + ".");
    return std::nullopt;
}

void setOrUnset(const char *name, const std::string &value)
{
    if (value.empty())
        unsetenv(name);
    else
        setenv(name, value.c_str(), 1);
}

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : ",") + word;
    return text;
}

/// Returns where the program could not be started.
int become(const OutsideProgram &program, const Image &image, const std::string &preload, const std::string &sockets)
{
    const char *before = std::getenv("LD_PRELOAD");
    setenv("LD_PRELOAD", (preload + (before && *before ? std::string(":") + before : std::string())).c_str(), 1);
    setOrUnset(remote::kSocketVariable, sockets);
    setOrUnset(remote::kNodeVariable, isKernel(program.node) ? std::string() : program.node);
    setOrUnset(remote::kRulesVariable, joined(program.rules));
    std::vector<char *> arguments;
    for (const std::string &word : program.command)
        arguments.push_back(const_cast<char *>(word.c_str()));
    arguments.push_back(nullptr);
    if (image.copy >= 0)
        fexecve(image.copy, arguments.data(), environ);
    else
        execvp(arguments.front(), arguments.data());
    const int why = errno;
    std::cerr << "hop: cannot run " << program.command.front() << ": " << std::strerror(why) << '\n';
    return why == ENOENT ? kNotFound : kCannotRun;
}

/// The terminal's Ctrl-C is the program's affair, as with a shell.
void waitFor(Hop &hop, pid_t child)
{
    struct sigaction ignore{}, interrupt{}, quit{};
    ignore.sa_handler = SIG_IGN;
    sigaction(SIGINT, &ignore, &interrupt);
    sigaction(SIGQUIT, &ignore, &quit);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    sigaction(SIGINT, &interrupt, nullptr);
    sigaction(SIGQUIT, &quit, nullptr);
    hop.exit = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

} // namespace

std::string kindOf(Hop &hop, rpc::Client &client, const std::string &node)
{
    if (const auto [computer, guest] = lab::splitGuestPlace(node); !guest.empty()) {
        const auto about = ask(hop, client, "hypervisor.guests", {{"node", computer}});
        if (!about)
            return {};
        if (const rpc::Json *guests = rpc::member(*about, "guests"); guests && guests->is_array())
            for (const rpc::Json &one : *guests)
                if (rpc::stringMember(one, "guest") == guest)
                    return rpc::stringMember(one, "kind").value_or("");
        refuse(hop, exitNotFound, "there is no guest \"" + std::string(guest) + "\" in \"" + std::string(computer) + '"');
        return {};
    }
    const auto answer = ask(hop, client, "lab.topology");
    if (!answer)
        return {};
    const rpc::Json *topology = rpc::member(*answer, "topology");
    const rpc::Json *nodes = topology ? rpc::member(*topology, "nodes") : nullptr;
    if (nodes && nodes->is_array())
        for (const rpc::Json &one : *nodes)
            if (rpc::stringMember(one, "name") == node)
                return rpc::stringMember(one, "kind").value_or("");
    refuse(hop, exitNotFound, "there is no node \"" + node + "\"");
    return {};
}

void execOutside(Hop &hop, rpc::Client &client, const OutsideProgram &program, bool replaces)
{
    if (!isKernel(program.node) && !hasSockets(hop, client, program.node))
        return;
    for (const std::string &rule : program.rules)
        if (!checkRule(hop, client, rule))
            return;
    const auto status = ask(hop, client, "engine.status");
    if (!status)
        return;
    if (rpc::stringMember(*status, "time") != "real")
        return refuse(hop, exitFailed, "programs outside live in real time, and this run does not");
    const std::string sockets = rpc::stringMember(*status, "sockets").value_or("");
    const auto preload = library(hop);
    const auto image = preload ? imageOf(hop, program.command.front()) : std::nullopt;
    if (!image)
        return;
    std::cout.flush();
    std::cerr.flush();
    if (replaces) {
        hop.exit = become(program, *image, *preload, sockets);
        return;
    }
    const pid_t child = fork();
    if (child < 0)
        return refuse(hop, exitSystem, std::string("cannot start a process: ") + std::strerror(errno));
    if (child == 0)
        _exit(become(program, *image, *preload, sockets));
    waitFor(hop, child);
}

} // namespace hopyard::cli
