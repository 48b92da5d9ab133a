// A machine's overlay that is kept for its snapshots: a qcow2 file in a directory of the lab's, over the image (or over
// nothing, where the machine has none), in which QEMU keeps snapshots of the whole machine.
//
// The machine always begins as the image is: what it wrote to the overlay the last time is undone first (by a snapshot of
// the empty overlay, whose name no other may have), but the snapshots stay. A file without any ends with the machine. A
// snapshot can be loaded only into a machine of the same shape (processors, memory, cards, image), so each shape has a file
// of its own. The file is made and looked at by qemu-img (Debian's qemu-utils), in some milliseconds.
//
// An image that changes is another image: the file keeps what differs from the one that was there.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "emulation/linux/fd.h"
#include "emulation/rpc/json.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::machines {

struct Snapshot {
    std::string name;
    std::int64_t taken = 0; ///< seconds since 1970
    std::uint64_t bytes = 0; ///< of the machine's memory and devices, in the file
    std::int64_t clockNs = 0; ///< how long the machine had run
};
/// Of QEMU's list (query-block, qemu-img info), without the one that is ours.
std::vector<Snapshot> snapshotsOf(const rpc::Json &list);
/// As a table, and as JSON.
std::string snapshotsText(const std::vector<Snapshot> &snapshots);
rpc::Json snapshotsJson(const std::vector<Snapshot> &snapshots);
/// The name that is ours.
constexpr std::string_view kFreshSnapshot = "hopyard-fresh";

class SnapshotDisk {
public:
    struct Spec {
        std::string directory; ///< made where it is not there
        std::string name;      ///< of the machine, good as a file's
        std::string shape;     ///< all that a snapshot of it depends on, but for the image
        std::string image;     ///< a path; empty: none
    };
    /// Why not, as a sentence: qemu-img is missing, another run has it, the directory cannot be written.
    static base::Result<SnapshotDisk, std::string> open(const Spec &spec);
    SnapshotDisk(SnapshotDisk &&) noexcept = default;
    SnapshotDisk &operator=(SnapshotDisk &&) = delete;
    /// After the machine's end: the file goes where there is no snapshot in it.
    ~SnapshotDisk();

    const std::string &path() const { return m_path; }
    /// While no machine has it open.
    base::Result<std::vector<Snapshot>, std::string> list() const;
    base::Result<void, std::string> remove(const std::string &snapshot) const;

private:
    SnapshotDisk() = default;
    std::string m_path, m_about;
    linux::Fd m_lock; ///< of the text beside it; held as long as this is
};

} // namespace hopyard::machines
