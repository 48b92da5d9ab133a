// See workshop.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/machines/workshop.h"

#include "core/base/random.h"
#include "emulation/linux/unix_socket.h"
#include "emulation/machines/qemu_machine.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace hopyard::machines {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDirectoryPrefix = "hopyard-machines-";
constexpr base::Duration kProbeLimit = base::Duration::seconds(5); ///< a kernel under a KVM that works is there in less than one
constexpr char kProbeName[] = "kvm-probe";

/// In memory or at least short: the name of a socket has at most 107 bytes.
std::string parentDirectory()
{
    const char *run = std::getenv("XDG_RUNTIME_DIR");
    return run && *run == '/' && access(run, W_OK) == 0 && std::string_view(run).size() < 60 ? run : "/tmp";
}

/// Directories of engines that were killed: nobody holds their lock.
void removeAbandoned(const std::string &parent)
{
    std::error_code error;
    for (const fs::directory_entry &entry : fs::directory_iterator(parent, error)) {
        if (!entry.path().filename().string().starts_with(kDirectoryPrefix))
            continue;
        const linux::Fd lock(open((entry.path() / "lock").c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
        if (lock && flock(lock.get(), LOCK_EX | LOCK_NB) == 0)
            fs::remove_all(entry.path(), error);
    }
}

} // namespace

linux::Result<Workshop> Workshop::create(int helper)
{
    auto epoll = linux::Epoll::create();
    if (!epoll)
        return base::fail(epoll.error());
    return Workshop(std::move(*epoll), helper);
}

std::string Workshop::keptDirectory(const std::string &labPath)
{
    std::error_code error;
    const fs::path lab = fs::canonical(labPath, error);
    if (labPath.empty() || error || !fs::is_regular_file(lab, error))
        return {};
    const char *state = std::getenv("XDG_STATE_HOME"), *home = std::getenv("HOME");
    if ((!state || *state != '/') && !home)
        return {};
    const fs::path parent = state && *state == '/' ? fs::path(state) : fs::path(home) / ".local/state";
    const auto number = static_cast<std::uint32_t>(base::Random::derive(0, lab.string()).next());
    return (parent / "hopyard" / "machines" / fmt::format("{}-{:08x}", lab.stem().string(), number)).string();
}

Workshop::~Workshop()
{
    m_probe.end();
    std::error_code error;
    if (m_lock) // not moved from
        fs::remove_all(m_directory, error);
}

linux::Result<std::string> Workshop::makeDirectory()
{
    if (!m_lock) {
        const std::string parent = parentDirectory();
        removeAbandoned(parent);
        std::string name = parent + '/' + std::string(kDirectoryPrefix) + "XXXXXX";
        if (!mkdtemp(name.data()))
            return linux::sysFail("make a directory in " + parent);
        m_directory = name;
        m_lock = linux::Fd(open((name + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
        if (!m_lock || flock(m_lock.get(), LOCK_EX | LOCK_NB) < 0)
            return linux::sysFail("lock " + name);
    }
    const std::string own = m_directory + '/' + std::to_string(++m_lastDirectory);
    std::error_code error;
    if (!fs::create_directory(own, error))
        return linux::sysFail("make " + own, {}, error.value());
    return own;
}

void Workshop::giveBack(const std::string &directory)
{
    std::error_code error;
    if (!directory.empty() && directory.starts_with(m_directory))
        fs::remove_all(directory, error);
}

bool Workshop::have(GuestPart part, std::optional<std::string> &refusal)
{
    const bool isBusybox = part == GuestPart::busybox;
    if (isBusybox ? !findBusybox().empty() : findKernel().has_value())
        return true;
    Work &work = isBusybox ? m_busybox : m_kernel;
    if (work.fetch)
        return false;
    const auto refuse = [&] {
        refusal = "the tiny guest system cannot be made: " + *work.failure
            + (isBusybox ? ". Install it: sudo apt install busybox-static" : ". It is fetched once, which needs the network");
    };
    if (work.failure) {
        refuse();
        return false;
    }
    auto started = GuestFetch::start(part, guestDirectory(), m_helper);
    if (started && m_epoll.add(started->fd(), EPOLLIN, static_cast<std::uint64_t>(isBusybox ? Part::busybox : Part::kernel))) {
        work.fetch = std::move(*started);
        m_news.push_back(isBusybox ? "fetching the programs of the tiny guest system" : "fetching the kernel of the tiny guest system");
        return false;
    }
    work.failure = started ? std::string("too many files are open") : toString(started.error());
    refuse();
    return false;
}

Workshop::Answer Workshop::ask(const MachineSpec &spec)
{
    Answer answer;
    if (spec.needsBusybox() && !have(GuestPart::busybox, answer.refusal))
        return answer;
    if (spec.needsKernel() && !have(GuestPart::kernel, answer.refusal))
        return answer;
    if (spec.kind == lab::NodeKind::qemu && spec.machine.accel == lab::MachineAccel::automatic && !haveProbe())
        return answer;
    auto directory = makeDirectory();
    if (!directory) {
        answer.refusal = toString(directory.error());
        return answer;
    }
    answer.isReady = true;
    answer.tools.directory = *directory;
    answer.tools.keptDirectory = m_directory + "/kept"; // with the run they end, unless the lab has a place
    answer.tools.busybox = findBusybox();
    answer.tools.kernel = findKernel();
    answer.tools.kvm = spec.machine.accel == lab::MachineAccel::kvm || (spec.machine.accel == lab::MachineAccel::automatic && m_kvm.value_or(false));
    return answer;
}

/// A kernel is the only fair question: there are hosts whose KVM starts, and then stands still.
bool Workshop::haveProbe()
{
    if (m_kvm)
        return true;
    if (m_probe.isRunning())
        return false;
    if (access("/dev/kvm", R_OK | W_OK) != 0) {
        m_kvm = false;
        return true;
    }
    std::optional<std::string> refusal;
    if (!have(GuestPart::busybox, refusal) || !have(GuestPart::kernel, refusal)) {
        if (refusal)
            endProbe(false, "it could not be tried");
        return m_kvm.has_value();
    }
    startProbe();
    return m_kvm.has_value();
}

void Workshop::startProbe()
{
    const auto directory = makeDirectory();
    const auto kernel = findKernel();
    GuestSetup setup;
    setup.hostName = kProbeName;
    const auto initrd = kernel ? makeInitrd(findBusybox(), {}, setup) : std::nullopt;
    int ends[2];
    if (!directory || !initrd || pipe2(ends, O_CLOEXEC) < 0)
        return endProbe(false, "it could not be tried");
    m_probeDirectory = *directory;
    m_probeOutput = linux::Fd(ends[0]);
    const linux::Fd theirs(ends[1]);
    std::ofstream(*directory + "/initrd", std::ios::binary) << *initrd;
    SpawnRequest request;
    request.argv = qemuCommand(QemuMachine::program(), true);
    request.argv.insert(request.argv.end(), {"-M", "pc", "-m", "96", "-serial", "stdio", "-kernel", kernel->image, "-initrd",
                                             *directory + "/initrd", "-append", "console=ttyS0 quiet panic=-1 no_timer_check", "-no-reboot"});
    request.descriptors = {-1, theirs.get(), -1};
    auto child = Child::spawn(request);
    auto timer = linux::makeTimer();
    if (!child || !timer || !linux::setNonBlocking(m_probeOutput) || !linux::armTimer(*timer, linux::monotonicNs() + kProbeLimit.ns())
        || !m_epoll.add(m_probeOutput.get(), EPOLLIN, static_cast<std::uint64_t>(Part::probe))
        || !m_epoll.add(timer->get(), EPOLLIN, static_cast<std::uint64_t>(Part::probeTimer)))
        return endProbe(false, "it could not be tried");
    m_probe = std::move(*child);
    m_probeTimer = std::move(*timer);
    m_news.push_back("trying whether KVM boots a kernel here");
}

void Workshop::probeReadable()
{
    std::array<char, 4096> buffer;
    const ssize_t n = read(m_probeOutput.get(), buffer.data(), buffer.size());
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0)
        return endProbe(false, "QEMU ended");
    m_probeText.append(buffer.data(), static_cast<std::size_t>(n));
    if (m_probeText.find(readyLine(kProbeName)) != std::string::npos)
        endProbe(true, {});
}

void Workshop::endProbe(bool works, const std::string &why)
{
    m_kvm = works;
    m_probe.end();
    m_probeOutput.reset();
    m_probeTimer.reset();
    giveBack(m_probeDirectory);
    m_news.push_back(works ? "KVM works: machines run at the processor's own speed"
                           : "KVM does not boot a kernel here (" + why + "): machines run with QEMU's TCG, slower");
}

std::vector<std::string> Workshop::process()
{
    std::array<epoll_event, 8> ready;
    const auto count = m_epoll.wait(ready, base::Duration());
    for (std::size_t i = 0; count && i < *count; ++i) {
        const auto part = static_cast<Part>(ready[i].data.u64);
        if (part == Part::probe && m_probeOutput)
            probeReadable();
        else if (part == Part::probeTimer && m_probeTimer)
            endProbe(false, "nothing came of it in " + std::to_string(kProbeLimit.ns() / 1'000'000'000) + " s");
        if (part != Part::busybox && part != Part::kernel)
            continue;
        Work &work = part == Part::busybox ? m_busybox : m_kernel;
        if (!work.fetch)
            continue;
        for (std::string &line : work.fetch->process())
            m_news.push_back(std::move(line));
        if (!work.fetch->isDone())
            continue;
        work.failure = work.fetch->failure();
        work.fetch.reset();
        m_news.push_back(work.failure ? "it failed: " + *work.failure : "fetched, and kept in " + guestDirectory());
    }
    return std::exchange(m_news, {});
}

} // namespace hopyard::machines
