// zlib and the loop; see mrt_file.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/route_files/mrt_file.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>

#include <zlib.h>

namespace hopyard::route_files {

namespace {

struct Close {
    void operator()(gzFile_s *file) const { gzclose_r(file); }
};

} // namespace

base::Result<ReadMrt, base::Error> readMrt(const std::string &path, const TakeEntry &take, const GoOn &goOn)
{
    const auto fail = [&](const std::string &why) { return base::fail(base::Error{"cannot read " + path + ": " + why}); };
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (error)
        return fail(error.message());
    if (!std::filesystem::is_regular_file(status)) // a pipe or a device named by a lab would wait for ever
        return fail("it is no file");
    Progress progress;
    progress.size = std::filesystem::file_size(path, error);
    errno = 0;
    const std::unique_ptr<gzFile_s, Close> file(gzopen(path.c_str(), "rb"));
    if (!file)
        return fail(std::strerror(errno != 0 ? errno : ENOMEM));
    gzbuffer(file.get(), 256u << 10);
    ReadMrt read;
    wire::MrtEntry entry;
    std::array<std::uint8_t, 64u << 10> piece;
    while (!read.isStopped) {
        const int count = gzread(file.get(), piece.data(), piece.size());
        if (count < 0) {
            int code = 0;
            const char *why = gzerror(file.get(), &code);
            if (code != Z_BUF_ERROR) // that is a file that was cut off: what came before is good
                return fail(code == Z_ERRNO ? std::strerror(errno) : why);
            read.isCut = true;
            break;
        }
        if (count == 0)
            break;
        read.reader.feed(base::Bytes(piece.data(), static_cast<std::size_t>(count)));
        while (!read.isStopped && read.reader.next(entry))
            read.isStopped = !take(read.reader, entry);
        progress.bytes = static_cast<std::uint64_t>(std::max<z_off_t>(gzoffset(file.get()), 0));
        progress.entries = read.reader.counters().entries;
        read.isStopped = read.isStopped || read.reader.counters().isLost || (goOn && !goOn(progress));
    }
    int code = 0;
    gzerror(file.get(), &code);
    read.isCut = read.isCut || code == Z_BUF_ERROR || (!read.isStopped && read.reader.pending() > 0);
    return read;
}

} // namespace hopyard::route_files
