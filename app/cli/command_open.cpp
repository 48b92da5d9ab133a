// hop open: shows a lab, or the record of a run, in the workbench. The workbench becomes a session of its own, which
// goes on when the shell ends; the command comes back at once.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/hop.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>

namespace hopyard::cli {

namespace {

/// Beside this program, as it is built and installed; else by its name in PATH.
std::string workbench()
{
    std::error_code error;
    const std::filesystem::path beside = std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "hopyard";
    return !error && access(beside.c_str(), X_OK) == 0 ? beside.string() : std::string("hopyard");
}

/// 0 where it was started, else the errno of why not. The child tells by a pipe that closes when the program begins.
int launch(const std::string &program, const std::string &file)
{
    std::array<int, 2> pipe{-1, -1};
    if (pipe2(pipe.data(), O_CLOEXEC) != 0)
        return errno;
    const pid_t child = fork();
    if (child == 0) {
        setsid();
        if (fork() == 0) { // nobody of ours has to wait for it
            execlp(program.c_str(), "hopyard", "--", file.c_str(), nullptr);
            const int why = errno;
            (void)!write(pipe[1], &why, sizeof why);
        }
        _exit(0);
    }
    ::close(pipe[1]);
    int why = child < 0 ? errno : 0;
    if (child > 0) {
        while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) { }
        ssize_t size = 0;
        while ((size = read(pipe[0], &why, sizeof why)) < 0 && errno == EINTR) { }
        if (size != sizeof why)
            why = 0;
    }
    ::close(pipe[0]);
    return why;
}

void open(Hop &hop, const std::string &file)
{
    std::error_code error;
    const std::filesystem::path path = std::filesystem::absolute(file, error);
    if (error || !std::filesystem::exists(path, error)) {
        hop.out.error(fmt::format("{}: no such file", file));
        hop.exit = exitNotFound;
        return;
    }
    const std::string program = workbench();
    if (const int why = launch(program, path.string()); why != 0) {
        hop.out.error(why == ENOENT ? std::string("the workbench (hopyard) is not installed: sudo apt install hopyard-workbench")
                                    : fmt::format("the workbench ({}) could not be started: {}", program, std::strerror(why)));
        hop.exit = exitSystem;
        return;
    }
    if (hop.out.json)
        hop.out.object({{"ok", true}, {"file", path.string()}, {"program", program}});
}

} // namespace

void addOpen(CLI::App &app, Hop &hop)
{
    const auto file = std::make_shared<std::string>();
    CLI::App *command = addCommand(app, hop, "open", "Show a lab, or the record of a run, in the workbench",
                                   "  hop open lab.yaml\n"
                                   "  hop open run.hopyard");
    command->add_option("file", *file, "A lab file, or a record (.hopyard)")->required();
    command->callback([&hop, file] { open(hop, *file); });
}

} // namespace hopyard::cli
