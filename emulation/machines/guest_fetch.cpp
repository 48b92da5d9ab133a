// See guest_fetch.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/machines/guest_fetch.h"

#include "emulation/linux/unix_socket.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>

namespace hopyard::machines {

namespace {

/// Arguments: what, directory. The last line is "done" or "failed: why". Whatever is moved to its place is whole.
constexpr char kScript[] = R"sh(
umask 022
what=$1 dir=$2
fail() { echo "failed: $*"; exit 1; }
mkdir -p "$dir" && work=$(mktemp -d "$dir/fetch.XXXXXX") || fail "cannot write to $dir"
trap 'rm -rf "$work"' EXIT
cd "$work" || fail "cannot write to $dir"
download() { # package
    command -v apt-get > /dev/null || fail "apt-get is missing; the guest system is made of Debian's packages"
    echo "fetching the package $1"
    apt-get -q -o APT::Sandbox::User=root download "$1" > log 2>&1 \
        || fail "cannot fetch the package $1: $(grep '^E:' log | head -n 1)"
    dpkg-deb -x "$1"_*.deb unpacked > log 2>&1 || fail "cannot unpack $1: $(tail -n 1 log)"
}
case $what in
busybox)
    download busybox-static
    mv -f unpacked/bin/busybox "$dir/busybox" || fail "cannot write $dir/busybox"
    ;;
kernel)
    image=
    for file in /boot/vmlinuz-*-cloud-amd64; do
        version=${file#/boot/vmlinuz-}
        [ -r "$file" ] && [ -d "/lib/modules/$version/kernel" ] && image=$file modules=/lib/modules/$version
    done
    if [ -z "$image" ]; then
        package=$(apt-cache depends linux-image-cloud-amd64 2> /dev/null \
            | sed -n 's/.*Depends: \(linux-image-[0-9][^ ]*\).*/\1/p' | head -n 1)
        [ -n "$package" ] || fail "apt knows no package linux-image-cloud-amd64; sudo apt-get update"
        download "$package"
        for file in unpacked/boot/vmlinuz-*; do image=$file; done
        for directory in unpacked/lib/modules/* unpacked/usr/lib/modules/*; do [ -d "$directory" ] && modules=$directory; done
    fi
    mkdir kernel && cp "$image" kernel/vmlinuz || fail "cannot copy $image"
    for module in virtio_ring virtio virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci failover net_failover \
                  virtio_net evdev button; do
        file=$(find "$modules" -name "$module.ko*" | head -n 1) # none: it is built into the kernel
        case $file in
        '') continue ;;
        *.ko) cp "$file" kernel/ ;;
        *.ko.xz) xz -dc "$file" > "kernel/$module.ko" ;;
        *.ko.zst) zstd -qdc "$file" > "kernel/$module.ko" ;;
        *) fail "cannot unpack $file" ;;
        esac || fail "cannot unpack $file"
        echo "$module.ko" >> order
    done
    touch order && mv order kernel/order && rm -rf "$dir/kernel" && mv kernel "$dir/kernel" || fail "cannot write $dir/kernel"
    ;;
esac
echo done
)sh";

std::string_view nameOf(GuestPart part)
{
    return part == GuestPart::busybox ? "busybox" : "kernel";
}

/// The helper: one message is one request, "what directory" and where its output goes.
[[noreturn]] void help(int socket)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setsid();
    signal(SIGCHLD, SIG_IGN);
    for (;;) {
        auto message = linux::receiveMessage(socket);
        if (!message || message->fds.size() != 1)
            _exit(0);
        std::string what(message->bytes.begin(), message->bytes.end());
        const std::size_t blank = what.find(' ');
        if (blank == std::string::npos || fork() != 0)
            continue;
        signal(SIGCHLD, SIG_DFL);
        const int nothing = open("/dev/null", O_RDONLY);
        dup2(nothing, 0);
        dup2(message->fds[0].get(), 1);
        dup2(message->fds[0].get(), 2);
        close_range(3, ~0U, 0);
        const std::string directory = what.substr(blank + 1);
        what.resize(blank);
        execl("/bin/sh", "sh", "-c", kScript, "sh", what.c_str(), directory.c_str(), nullptr);
        _exit(127);
    }
}

} // namespace

linux::Fd startFetchHelper()
{
    auto pair = linux::makeMessagePair();
    if (!pair)
        return {};
    const pid_t pid = fork();
    if (pid < 0)
        return {};
    if (pid == 0) {
        const int socket = fcntl(pair->second.get(), F_DUPFD, 3);
        if (socket > 3)
            close_range(3, static_cast<unsigned>(socket) - 1, 0);
        close_range(static_cast<unsigned>(socket) + 1, ~0U, 0);
        const int nothing = open("/dev/null", O_RDWR);
        for (int i = 0; i < 3; ++i)
            dup2(nothing, i);
        help(socket);
    }
    return std::move(pair->first);
}

linux::Result<GuestFetch> GuestFetch::start(GuestPart part, const std::string &directory, int helper)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return linux::sysFail("fetch the guest system");
    GuestFetch fetch;
    fetch.m_output = linux::Fd(ends[0]);
    const linux::Fd theirs(ends[1]);
    if (auto done = linux::setNonBlocking(fetch.m_output); !done)
        return base::fail(done.error());
    if (helper >= 0) {
        const std::string request = std::string(nameOf(part)) + ' ' + directory;
        const std::array<int, 1> fds{theirs.get()};
        const base::Bytes bytes(reinterpret_cast<const std::uint8_t *>(request.data()), request.size());
        if (auto sent = linux::sendMessage(helper, bytes, fds); sent)
            return fetch;
    }
    SpawnRequest request;
    request.argv = {"/bin/sh", "-c", kScript, "sh", std::string(nameOf(part)), directory};
    request.descriptors = {-1, theirs.get(), theirs.get()};
    auto child = Child::spawn(request);
    if (!child)
        return base::fail(child.error());
    fetch.m_child = std::move(*child);
    return fetch;
}

std::vector<std::string> GuestFetch::process()
{
    std::vector<std::string> lines;
    std::array<char, 4096> buffer;
    ssize_t n;
    while ((n = ::read(m_output.get(), buffer.data(), buffer.size())) > 0)
        m_partial.append(buffer.data(), static_cast<std::size_t>(n));
    for (std::size_t end; (end = m_partial.find('\n')) != std::string::npos; m_partial.erase(0, end + 1)) {
        const std::string line = m_partial.substr(0, end);
        constexpr std::string_view kFailed = "failed: ";
        if (line == "done")
            m_failure.reset();
        else if (line.starts_with(kFailed))
            m_failure = line.substr(kFailed.size());
        else
            lines.push_back(line);
    }
    if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        m_output.reset();
        m_child.end();
    }
    return lines;
}

} // namespace hopyard::machines
