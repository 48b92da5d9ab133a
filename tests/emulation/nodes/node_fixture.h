// What the tests of namespace nodes share: a main() that takes the rights before Qt has a thread, and waiting for what
// the kernel and programs do, without sleeping.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/linux/event.h"
#include "emulation/linux/namespaces.h"
#include "emulation/linux/privileges.h"
#include "emulation/linux/process.h"
#include "emulation/nodes/namespace_node.h"

#include <QTest>

#include <fcntl.h>
#include <poll.h>

#include <array>
#include <fstream>
#include <sstream>

/// Set by main() before the tests run.
inline std::string gMissing; ///< a sentence where this machine cannot run them
inline bool gIsRoot = false;

#define SKIP_WHERE_NOT_ALLOWED()                                                                                       \
    do {                                                                                                               \
        if (!gMissing.empty())                                                                                         \
            QSKIP(gMissing.c_str());                                                                                   \
    } while (false)

inline void takeRights()
{
    if (auto rights = hopyard::linux::enterPrivileges())
        gIsRoot = rights->mode == hopyard::linux::Privileges::Mode::root;
    else
        gMissing = toString(rights.error());
}

inline hopyard::base::InterfaceAddress interfaceAddress(const char *text)
{
    return *hopyard::base::InterfaceAddress::parse(text);
}

inline hopyard::nodes::NamespaceSpec simpleSpec(const std::string &name, std::uint32_t number = 1)
{
    hopyard::nodes::NamespaceSpec spec;
    spec.name = name;
    spec.interfaces = {{"eth0", hopyard::base::MacAddress::local(number), {interfaceAddress("10.0.2.10/24")}, 1500}};
    spec.gateway = hopyard::base::IpAddress::parse("10.0.2.1");
    return spec;
}

inline bool waitReadable(int fd, int milliseconds = 30'000)
{
    pollfd wanted{fd, POLLIN, 0};
    return poll(&wanted, 1, milliseconds) > 0;
}

inline std::string readAll(int fd)
{
    std::string text;
    std::array<char, 4096> buffer;
    while (waitReadable(fd)) {
        const ssize_t n = read(fd, buffer.data(), buffer.size());
        if (n <= 0)
            break;
        text.append(buffer.data(), static_cast<std::size_t>(n));
    }
    return text;
}

inline std::string readFile(const std::string &path)
{
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

/// What became of one program: its lines, and how it ended.
struct Story {
    std::vector<std::string> lines;
    pid_t pid = 0;
    std::optional<hopyard::nodes::Exited> exited;
    std::optional<hopyard::linux::SysError> failed;
    std::vector<std::string> warnings;
    bool initLost = false;
    std::string text() const
    {
        std::string all;
        for (const std::string &line : lines)
            all += line + '\n';
        return all;
    }
};

/// Takes events until `enough` is content with the story, or thirty seconds pass without one.
template <class Enough>
Story follow(hopyard::nodes::NamespaceNode &node, hopyard::nodes::ExecId exec, Enough enough, Story story = {})
{
    using namespace hopyard::nodes;
    while (!enough(story) && node.eventFd() >= 0 && waitReadable(node.eventFd())) {
        for (const Event &event : node.takeEvents()) {
            if (const auto *started = std::get_if<Started>(&event); started && started->exec == exec)
                story.pid = started->pid;
            if (const auto *failed = std::get_if<StartFailed>(&event); failed && failed->exec == exec)
                story.failed = failed->error;
            if (const auto *line = std::get_if<OutputLine>(&event); line && line->exec == exec)
                story.lines.push_back(line->line);
            if (const auto *exited = std::get_if<Exited>(&event); exited && exited->exec == exec)
                story.exited = *exited;
            if (const auto *warning = std::get_if<NodeWarning>(&event))
                story.warnings.push_back(warning->text);
            story.initLost = story.initLost || std::holds_alternative<InitLost>(event);
        }
    }
    return story;
}

inline Story followToEnd(hopyard::nodes::NamespaceNode &node, hopyard::nodes::ExecId exec, Story story = {})
{
    return follow(node, exec, [](const Story &s) { return s.exited || s.failed; }, std::move(story));
}

/// Runs a shell line in the node and gives its output.
inline Story shell(hopyard::nodes::NamespaceNode &node, const std::string &line)
{
    const auto exec = node.startProgram(line);
    if (!exec) {
        Story story;
        story.failed = exec.error();
        return story;
    }
    return followToEnd(node, *exec);
}
