// See environment.h; the files are hosts(5) and resolv.conf(5).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/nodes/environment.h"

#include "emulation/nodes/node_init.h"

#include <array>
#include <cstdlib>
#include <string_view>
#include <unistd.h>

namespace hopyard::nodes {

namespace {
bool isPassedOn(std::string_view name)
{
    constexpr std::array<std::string_view, 12> kNames{"HOME", "USER", "LOGNAME",   "SHELL",   "LANG",       "LANGUAGE",
                                                      "TZ",   "TERM", "COLORTERM", "DISPLAY", "XAUTHORITY", "EDITOR"};
    for (const std::string_view known : kNames)
        if (name == known)
            return true;
    return name.starts_with("LC_");
}

/// `path` with the directories in which network tools live and which an ordinary user's PATH lacks.
std::string withSystemDirectories(std::string path)
{
    for (const std::string_view directory :
         {"/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"}) {
        const std::string padded = ':' + path + ':';
        if (padded.find(':' + std::string(directory) + ':') == std::string::npos)
            path += (path.empty() ? "" : ":") + std::string(directory);
    }
    return path;
}
/// ":/usr/bin": where our own programs are, hopyard-web among them.
std::string ownDirectory()
{
    std::array<char, 4'096> path;
    const ssize_t n = ::readlink("/proc/self/exe", path.data(), path.size());
    const std::string_view text(path.data(), n < 0 ? 0 : static_cast<std::size_t>(n));
    const std::size_t slash = text.rfind('/');
    return slash == std::string_view::npos || slash == 0 ? std::string() : ':' + std::string(text.substr(0, slash));
}
} // namespace

std::vector<std::string> programEnvironment(const NamespaceSpec &spec, const std::map<std::string, std::string> &over)
{
    std::map<std::string, std::string> all;
    for (char **entry = environ; entry && *entry; ++entry) {
        const std::string_view text = *entry;
        const std::size_t equals = text.find('=');
        if (equals != std::string_view::npos && isPassedOn(text.substr(0, equals)))
            all.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    const char *path = std::getenv("PATH");
    all["PATH"] = withSystemDirectories(path ? path : "") + ownDirectory();
    all.emplace("TERM", "xterm-256color");
    all["HOPYARD_NODE"] = spec.name;
    all["HOPYARD_NODE_DIR"] = kNodeDirectory;
    for (const auto &[name, value] : over)
        all[name] = value;
    std::vector<std::string> list;
    for (const auto &[name, value] : all)
        list.push_back(name + '=' + value);
    return list;
}

const InterfaceSpec *NamespaceSpec::findInterface(std::string_view interface) const
{
    for (const InterfaceSpec &candidate : interfaces)
        if (candidate.name == interface)
            return &candidate;
    return nullptr;
}

std::string hostsFile(const NamespaceSpec &spec)
{
    std::string text = "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n";
    bool named = false;
    for (const InterfaceSpec &interface : spec.interfaces) {
        for (const base::InterfaceAddress &address : interface.addresses) {
            text += toString(address.address) + ' ' + spec.name + '\n';
            named = true;
        }
    }
    if (!named)
        text += "127.0.1.1 " + spec.name + '\n'; // programs expect to find their own host name
    for (const HostsEntry &entry : spec.hosts)
        text += toString(entry.address) + ' ' + entry.names + '\n';
    return text;
}

std::string resolvConf(const NamespaceSpec &spec)
{
    if (spec.nameservers.empty())
        return "# This node has no name server; /etc/hosts knows the lab's nodes.\n";
    std::string text;
    for (const base::IpAddress &server : spec.nameservers)
        text += "nameserver " + toString(server) + '\n';
    return text;
}

} // namespace hopyard::nodes
