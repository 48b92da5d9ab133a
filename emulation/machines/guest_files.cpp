// See guest_files.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/machines/guest_files.h"

#include "emulation/machines/cpio.h"

#include <elf.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace hopyard::machines {

namespace {

/// The kernel's first program: the file systems, then busybox's own init.
constexpr char kInit[] = "#!/bin/busybox sh\n"
                         "/bin/busybox mkdir -p /proc /sys /dev /run /tmp /root /sbin /usr/bin /usr/sbin /var/log\n"
                         "/bin/busybox mount -t proc proc /proc\n"
                         "/bin/busybox mount -t sysfs sysfs /sys\n"
                         "/bin/busybox mount -t devtmpfs devtmpfs /dev 2>/dev/null\n"
                         "/bin/busybox mkdir -p /dev/pts\n"
                         "/bin/busybox mount -t devpts devpts /dev/pts 2>/dev/null\n"
                         "/bin/busybox --install -s\n"
                         "exec /sbin/init\n";

constexpr char kInittab[] = "::sysinit:/etc/start\n"
                            "::respawn:-/bin/sh\n"
                            "::ctrlaltdel:/sbin/poweroff\n";

/// Loads what the kernel has as modules, and knows how to set an interface; /hopyard/setup says which.
constexpr char kStart[] =
    "#!/bin/sh\n"
    "if [ -f /lib/modules/order ]; then\n"
    "  while read -r module; do insmod \"/lib/modules/$module\"; done < /lib/modules/order\n"
    "fi\n"
    "[ -d /dev/input ] && acpid -d > /dev/null 2>&1 &\n"
    "interface() { # MAC NAME MTU IPV6 ADDRESS...\n"
    "  for device in /sys/class/net/*; do\n"
    "    read -r mac < \"$device/address\"\n"
    "    [ \"$mac\" = \"$1\" ] || continue\n"
    "    [ \"${device##*/}\" = \"$2\" ] || ip link set dev \"${device##*/}\" name \"$2\"\n"
    "    [ \"$4\" = yes ] || echo 1 2>/dev/null > \"/proc/sys/net/ipv6/conf/$2/disable_ipv6\"\n"
    "    ip link set dev \"$2\" mtu \"$3\" up\n"
    "    name=$2; shift 4\n"
    "    for address; do ip address add \"$address\" dev \"$name\"; done\n"
    "    return\n"
    "  done\n"
    "  echo \"no network card has the address $1 ($2)\"\n"
    "}\n"
    "ip link set dev lo up\n"
    ". /hopyard/setup\n";

constexpr char kPowerButton[] = "#!/bin/sh\npoweroff\n";
constexpr char kProfile[] = "export HOME=/root PS1='\\h:\\w# ' TERM=${TERM:-linux}\n";

std::optional<std::string> readFile(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return std::nullopt;
    std::string text{std::istreambuf_iterator<char>(file), {}};
    return file.bad() ? std::nullopt : std::optional(std::move(text));
}

/// As one word of a shell.
std::string quoted(const std::string &text)
{
    std::string out = "'";
    for (const char c : text)
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + '\'';
}

} // namespace

std::string guestDirectory()
{
    const char *cache = std::getenv("XDG_CACHE_HOME");
    if (cache && *cache == '/')
        return std::string(cache) + "/hopyard/guest";
    const char *home = std::getenv("HOME");
    return std::string(home && *home == '/' ? home : "/root") + "/.cache/hopyard/guest";
}

bool isStaticProgram(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    Elf64_Ehdr head{};
    if (!file.read(reinterpret_cast<char *>(&head), sizeof head) || std::memcmp(head.e_ident, ELFMAG, SELFMAG) != 0
        || head.e_ident[EI_CLASS] != ELFCLASS64 || head.e_phentsize != sizeof(Elf64_Phdr))
        return false;
    for (unsigned i = 0; i < head.e_phnum; ++i) {
        Elf64_Phdr part{};
        file.seekg(static_cast<std::streamoff>(head.e_phoff + i * sizeof part));
        if (!file.read(reinterpret_cast<char *>(&part), sizeof part) || part.p_type == PT_INTERP)
            return false;
    }
    return true;
}

std::string findBusybox(const std::string &directory)
{
    for (const std::string &path : {std::string("/bin/busybox"), std::string("/usr/bin/busybox"), directory + "/busybox"})
        if (isStaticProgram(path))
            return path;
    return {};
}

std::optional<GuestKernel> findKernel(const std::string &directory)
{
    const std::string own = directory + "/kernel/";
    const auto order = readFile(own + "order"); // written last
    if (!order || !std::ifstream(own + "vmlinuz"))
        return std::nullopt;
    GuestKernel kernel{own + "vmlinuz", {}};
    std::istringstream names(*order);
    for (std::string name; names >> name;)
        kernel.modules.push_back(own + name);
    return kernel;
}

std::string readyLine(const std::string &hostName)
{
    return "Hopyard: " + hostName + " is ready";
}

std::string setupScript(const GuestSetup &setup)
{
    std::string text = "hostname " + quoted(setup.hostName) + '\n';
    for (const nodes::InterfaceSpec &interface : setup.interfaces) {
        bool ipv6 = false;
        std::string addresses;
        for (const base::InterfaceAddress &address : interface.addresses) {
            ipv6 = ipv6 || address.address.isV6();
            addresses += ' ' + toString(address);
        }
        text += "interface " + toString(interface.mac) + ' ' + quoted(interface.name) + ' ' + std::to_string(interface.mtu)
            + (ipv6 ? " yes" : " no") + addresses + '\n';
    }
    if (setup.gateway)
        text += std::string("ip ") + (setup.gateway->isV6() ? "-6 " : "") + "route add default via " + toString(*setup.gateway) + '\n';
    text += "echo " + quoted(readyLine(setup.hostName)) + '\n';
    for (const std::string &line : setup.start)
        text += "sh -c " + quoted(line) + " &\n";
    return text;
}

std::optional<std::string> makeInitrd(const std::string &busybox, const std::vector<std::string> &modules, const GuestSetup &setup)
{
    const auto program = readFile(busybox);
    if (!program)
        return std::nullopt;
    CpioArchive archive;
    for (const char *directory : {"bin", "dev", "etc", "etc/acpi", "etc/acpi/PWRF", "hopyard", "lib", "lib/modules"})
        archive.addDirectory(directory);
    archive.addCharacterDevice("dev/console", 5, 1);
    archive.addFile("bin/busybox", *program, 0755);
    archive.addFile("init", kInit, 0755);
    archive.addFile("etc/inittab", kInittab);
    archive.addFile("etc/start", kStart, 0755);
    archive.addFile("etc/profile", kProfile);
    archive.addFile("etc/passwd", "root::0:0:root:/root:/bin/sh\n");
    archive.addFile("etc/group", "root:x:0:\n");
    archive.addFile("etc/acpi/PWRF/00000080", kPowerButton, 0755);
    std::string hosts = "127.0.0.1 localhost\n";
    for (const nodes::HostsEntry &entry : setup.hosts)
        hosts += toString(entry.address) + ' ' + entry.names + '\n';
    archive.addFile("etc/hosts", hosts);
    archive.addFile("hopyard/setup", setupScript(setup));
    std::string order;
    for (const std::string &path : modules) {
        const auto module = readFile(path);
        if (!module)
            return std::nullopt;
        const std::string name = std::filesystem::path(path).filename().string();
        archive.addFile("lib/modules/" + name, *module);
        order += name + '\n';
    }
    if (!order.empty())
        archive.addFile("lib/modules/order", order);
    return archive.finish();
}

} // namespace hopyard::machines
