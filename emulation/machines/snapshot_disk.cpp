// See snapshot_disk.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/machines/snapshot_disk.h"

#include "core/base/random.h"
#include "emulation/machines/spawn.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <filesystem>

namespace hopyard::machines {

namespace fs = std::filesystem;
using rpc::Json;

namespace {

/// Runs qemu-img and waits; what it printed, or what it complained of.
base::Result<std::string, std::string> qemuImg(std::vector<std::string> arguments)
{
    const std::string program = findProgram({"qemu-img"});
    if (program.empty())
        return base::fail(std::string("qemu-img is not installed (sudo apt install qemu-utils)"));
    int out[2], error[2];
    if (pipe2(out, O_CLOEXEC) < 0)
        return base::fail(std::string(std::strerror(errno)));
    const linux::Fd output(out[0]);
    linux::Fd outputEnd(out[1]);
    if (pipe2(error, O_CLOEXEC) < 0)
        return base::fail(std::string(std::strerror(errno)));
    const linux::Fd errors(error[0]);
    linux::Fd errorsEnd(error[1]);
    SpawnRequest request;
    request.argv = {program};
    request.argv.insert(request.argv.end(), arguments.begin(), arguments.end());
    request.descriptors = {-1, outputEnd.get(), errorsEnd.get()};
    auto child = Child::spawn(request);
    if (!child)
        return base::fail(toString(child.error()));
    outputEnd.reset();
    errorsEnd.reset();
    std::string said, complaint;
    const auto drain = [](int fd, std::string &into) {
        char buffer[4096];
        const ssize_t n = read(fd, buffer, sizeof buffer);
        if (n > 0)
            into.append(buffer, static_cast<std::size_t>(n));
        return n > 0 || (n < 0 && errno == EINTR);
    };
    while (drain(output.get(), said)) {
    }
    while (drain(errors.get(), complaint)) { // a line or two: it fits the pipe
    }
    pollfd wait{child->fd(), POLLIN, 0};
    while (poll(&wait, 1, -1) < 0 && errno == EINTR) {
    }
    if (child->takeEnd() == "ended with status 0")
        return said;
    while (!complaint.empty() && complaint.back() == '\n')
        complaint.pop_back();
    return base::fail(complaint.empty() ? std::string("qemu-img failed") : complaint);
}

/// `format`: what it has to be; empty: whatever it is.
base::Result<Json, std::string> infoOf(const std::string &file, const std::string &format = {})
{
    std::vector<std::string> arguments{"info", "-U", "--output=json"};
    if (!format.empty())
        arguments.insert(arguments.end(), {"-f", format});
    arguments.push_back(file);
    const auto said = qemuImg(std::move(arguments));
    if (!said)
        return base::fail(said.error());
    auto json = rpc::parseJson(*said);
    if (!json)
        return base::fail(std::string("qemu-img says something else than it used to"));
    return std::move(*json);
}

/// What the shape is, in words: the file's name has a number of it.
std::string aboutOf(const SnapshotDisk::Spec &spec)
{
    std::string about = spec.shape;
    if (spec.image.empty())
        return about;
    std::error_code error;
    const auto size = fs::file_size(spec.image, error);
    const auto written = fs::last_write_time(spec.image, error).time_since_epoch().count();
    return about + fmt::format("\nimage {} of {} bytes, written {}", spec.image, size, written);
}

} // namespace

std::vector<Snapshot> snapshotsOf(const Json &list)
{
    std::vector<Snapshot> snapshots;
    if (!list.is_array())
        return snapshots;
    for (const Json &one : list) {
        const auto number = [&](const char *key) { return rpc::intMember(one, key).value_or(0); };
        const std::string name = rpc::stringMember(one, "name").value_or("");
        if (name != kFreshSnapshot)
            snapshots.push_back({name, number("date-sec"), static_cast<std::uint64_t>(number("vm-state-size")),
                                 number("vm-clock-sec") * 1'000'000'000 + number("vm-clock-nsec")});
    }
    return snapshots;
}

std::string snapshotsText(const std::vector<Snapshot> &snapshots)
{
    if (snapshots.empty())
        return "There is no snapshot of this machine; \"snapshot save NAME\" takes one\n";
    std::string text = fmt::format("{:<24}{:<22}{:>10}{:>14}\n", "Snapshot", "Taken", "MiB", "Machine ran");
    for (const Snapshot &s : snapshots) {
        std::tm local{};
        const std::time_t taken = s.taken;
        localtime_r(&taken, &local);
        text += fmt::format("{:<24}{:<22}{:>10.1f}{:>12.1f} s\n", s.name, fmt::format("{:%Y-%m-%d %H:%M:%S}", local),
                            static_cast<double>(s.bytes) / (1 << 20), static_cast<double>(s.clockNs) / 1e9);
    }
    return text;
}

Json snapshotsJson(const std::vector<Snapshot> &snapshots)
{
    Json list = Json::array();
    for (const Snapshot &s : snapshots)
        list.push_back({{"name", s.name}, {"taken", s.taken}, {"bytes", s.bytes}, {"machineNs", s.clockNs}});
    return {{"snapshots", std::move(list)}};
}

base::Result<SnapshotDisk, std::string> SnapshotDisk::open(const Spec &spec)
{
    const std::string about = aboutOf(spec);
    std::error_code error;
    fs::create_directories(spec.directory, error);
    if (error)
        return base::fail(fmt::format("{} cannot be made: {}", spec.directory, error.message()));
    SnapshotDisk disk;
    const std::string stem = fmt::format("{}/{}-{:08x}", spec.directory, spec.name, static_cast<std::uint32_t>(base::Random::derive(0, about).next()));
    disk.m_path = stem + ".qcow2";
    disk.m_about = stem + ".txt";
    disk.m_lock = linux::Fd(::open(disk.m_about.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!disk.m_lock)
        return base::fail(fmt::format("{} cannot be written: {}", disk.m_about, std::strerror(errno)));
    if (flock(disk.m_lock.get(), LOCK_EX | LOCK_NB) != 0) {
        disk.m_path.clear(); // it is not ours to remove
        return base::fail(std::string("another run has the file of this machine's snapshots open"));
    }
    if (ftruncate(disk.m_lock.get(), 0) == 0)
        (void)!write(disk.m_lock.get(), about.data(), about.size());
    const std::string fresh(kFreshSnapshot);
    if (fs::exists(disk.m_path, error)) {
        if (const auto undone = qemuImg({"snapshot", "-a", fresh, disk.m_path}); undone)
            return disk;
        else if (const auto kept = disk.list(); !kept || !kept->empty()) // what is there may be worth something
            return base::fail(fmt::format("{} cannot be used: {}", disk.m_path, undone.error()));
        fs::remove(disk.m_path, error); // half made, or of nobody's use
    }
    std::vector<std::string> create{"create", "-q", "-f", "qcow2"};
    if (!spec.image.empty()) {
        const auto image = infoOf(spec.image);
        if (!image)
            return base::fail(image.error());
        create.insert(create.end(), {"-b", fs::absolute(spec.image, error).string(), "-F", rpc::stringMember(*image, "format").value_or("raw")});
    }
    create.push_back(disk.m_path);
    if (spec.image.empty())
        create.push_back("1M"); // no device shows it: it holds the snapshots
    if (const auto made = qemuImg(std::move(create)); !made)
        return base::fail(made.error());
    if (const auto marked = qemuImg({"snapshot", "-c", fresh, disk.m_path}); !marked)
        return base::fail(marked.error());
    return disk;
}

SnapshotDisk::~SnapshotDisk()
{
    if (m_path.empty() || !m_lock) // moved from
        return;
    std::error_code error;
    if (const auto kept = list(); fs::exists(m_path, error) && (!kept || !kept->empty()))
        return;
    fs::remove(m_path, error);
    fs::remove(m_about, error);
    fs::remove(fs::path(m_path).parent_path(), error); // where it was the last
}

base::Result<std::vector<Snapshot>, std::string> SnapshotDisk::list() const
{
    const auto info = infoOf(m_path, "qcow2");
    if (!info)
        return base::fail(info.error());
    const Json *snapshots = rpc::member(*info, "snapshots");
    return snapshots ? snapshotsOf(*snapshots) : std::vector<Snapshot>();
}

base::Result<void, std::string> SnapshotDisk::remove(const std::string &snapshot) const
{
    if (const auto done = qemuImg({"snapshot", "-d", snapshot, m_path}); !done)
        return base::fail(done.error());
    return {};
}

} // namespace hopyard::machines
