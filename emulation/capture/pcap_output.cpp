// pcap records into a file or to a live reader; see pcap_output.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/capture/pcap_output.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <system_error>

#include <pcap/pcap.h>

namespace hopyard::capture {
namespace {

constexpr std::size_t kFileHeader = 24;
constexpr std::size_t kRecordHeader = 16; // seconds, nanoseconds, captured length, length on the line

void ignoreUnlessHandled(int number)
{
    struct sigaction now {};
    if (sigaction(number, nullptr, &now) == 0 && now.sa_handler == SIG_DFL)
        std::signal(number, SIG_IGN);
}

std::string systemMessage(int error) { return std::generic_category().message(error); }

} // namespace

base::Result<std::unique_ptr<PcapOutput>, base::Error> PcapOutput::toFile(const std::string &path, unsigned snaplen,
                                                                          SlowReader slow)
{
    // Without O_NONBLOCK a named pipe that nobody reads would hold us here for ever; on a file it means nothing.
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK, 0644);
    if (descriptor < 0) {
        if (errno == ENXIO)
            return base::fail(base::Error{path + " is a pipe that nobody reads; start the reader first"});
        return base::fail(base::Error{"cannot write the capture " + path + ": " + systemMessage(errno)});
    }
    auto output = toDescriptor(descriptor, snaplen, slow);
    if (!output)
        return base::fail(base::Error{path + ": " + output.error().message});
    (*output)->m_name = path;
    return output;
}

base::Result<std::unique_ptr<PcapOutput>, base::Error> PcapOutput::toDescriptor(int descriptor, unsigned snaplen,
                                                                                SlowReader slow)
{
    ignoreUnlessHandled(SIGPIPE);
    ignoreUnlessHandled(SIGXFSZ);
    std::unique_ptr<PcapOutput> output(new PcapOutput);
    output->m_snaplen = snaplen;
    output->m_slow = slow;
    output->adopt(descriptor);
    if (auto begun = output->begin(); !begun)
        return base::fail(begun.error());
    return output;
}

PcapOutput::~PcapOutput() { close(); }

void PcapOutput::adopt(int descriptor)
{
    m_descriptor = descriptor;
    struct stat status {};
    if (fstat(descriptor, &status) != 0)
        return; // the first write will say what is wrong
    if (S_ISSOCK(status.st_mode)) {
        m_target = Target::socket;
    } else if (S_ISFIFO(status.st_mode)) {
        m_target = Target::pipe;
        // Not waiting is a property of the open pipe, which whoever gave us the descriptor may share: open it anew.
        const std::string self = "/proc/self/fd/" + std::to_string(descriptor);
        if (const int own = ::open(self.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC); own >= 0) {
            ::close(descriptor);
            m_descriptor = own;
        } else if (const int flags = fcntl(descriptor, F_GETFL); flags >= 0) {
            fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
        }
    }
}

base::Result<void, base::Error> PcapOutput::begin()
{
    m_buffer.resize(kBufferSize);
    m_pcap = pcap_open_dead_with_tstamp_precision(DLT_EN10MB, static_cast<int>(m_snaplen), PCAP_TSTAMP_PRECISION_NANO);
    if (!m_pcap)
        return base::fail(base::Error{"no memory for a capture"});
    cookie_io_functions_t calls{};
    calls.write = [](void *cookie, const char *data, std::size_t size) -> ssize_t {
        static_cast<PcapOutput *>(cookie)->append(data, size);
        return static_cast<ssize_t>(size);
    };
    std::FILE *stream = fopencookie(this, "w", calls);
    if (!stream)
        return base::fail(base::Error{"no memory for a capture"});
    std::setvbuf(stream, nullptr, _IONBF, 0);
    m_record = m_left = kFileHeader;
    m_dumper = pcap_dump_fopen(m_pcap, stream);
    if (!m_dumper) {
        std::fclose(stream);
        return base::fail(base::Error{std::string("cannot begin a capture: ") + pcap_geterr(m_pcap)});
    }
    flush();
    if (ended())
        return base::fail(base::Error{"cannot write the capture: " + m_reason});
    return {};
}

void PcapOutput::write(std::int64_t time, base::Bytes frame, std::size_t size)
{
    const std::size_t length = std::min<std::size_t>(frame.size(), m_snaplen);
    if (!m_dumper || ended() || !makeRoom(kRecordHeader + length)) {
        ++m_counters.dropped;
        return;
    }
    pcap_pkthdr header{};
    header.ts.tv_sec = time / 1'000'000'000;
    header.ts.tv_usec = time % 1'000'000'000; // nanoseconds: the file's magic number says so
    header.caplen = static_cast<bpf_u_int32>(length);
    header.len = static_cast<bpf_u_int32>(std::max(size, frame.size()));
    pcap_dump(reinterpret_cast<unsigned char *>(m_dumper), &header, frame.data());
    ++m_counters.packets;
    m_counters.bytes += header.len;
}

bool PcapOutput::makeRoom(std::size_t size)
{
    if (m_buffer.size() - m_used >= size)
        return true;
    flush();
    while (m_slow == SlowReader::wait && !ended() && m_buffer.size() - m_used < size) {
        waitUntilWritable();
        flush();
    }
    return !ended() && m_buffer.size() - m_used >= size;
}

void PcapOutput::waitUntilWritable() const
{
    pollfd wanted{m_descriptor, POLLOUT, 0};
    poll(&wanted, 1, -1);
}

void PcapOutput::append(const char *data, std::size_t size)
{
    const std::size_t at = (m_head + m_used) % m_buffer.size();
    const std::size_t first = std::min(size, m_buffer.size() - at);
    std::memcpy(m_buffer.data() + at, data, first);
    std::memcpy(m_buffer.data(), data + first, size - first);
    m_used += size;
}

void PcapOutput::flush()
{
    while (m_used != 0 && m_descriptor >= 0) {
        const std::size_t first = std::min(m_used, m_buffer.size() - m_head);
        std::array<iovec, 2> parts{iovec{m_buffer.data() + m_head, first}, iovec{m_buffer.data(), m_used - first}};
        ssize_t written = 0;
        if (m_target == Target::socket) {
            msghdr message{};
            message.msg_iov = parts.data();
            message.msg_iovlen = parts.size();
            written = sendmsg(m_descriptor, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
        } else {
            written = writev(m_descriptor, parts.data(), static_cast<int>(parts.size()));
        }
        if (written > 0) {
            consume(static_cast<std::size_t>(written));
        } else if (written < 0 && errno == EINTR) {
            continue;
        } else if (written < 0 && errno == EAGAIN) {
            return;
        } else {
            end(written < 0 ? errno : EIO);
        }
    }
}

void PcapOutput::beginRecord()
{
    m_inFileHeader = false;
    m_record = m_left = kRecordHeader + loadAt(8);
    m_recordBytes = loadAt(12);
}

void PcapOutput::consume(std::size_t size)
{
    while (size != 0) {
        if (m_left == 0)
            beginRecord();
        const std::size_t step = std::min(size, m_left);
        m_left -= step;
        m_head = (m_head + step) % m_buffer.size();
        m_used -= step;
        size -= step;
    }
}

std::uint32_t PcapOutput::loadAt(std::size_t offset) const
{
    std::array<char, 4> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = m_buffer[(m_head + offset + i) % m_buffer.size()];
    std::uint32_t value = 0;
    std::memcpy(&value, bytes.data(), bytes.size()); // libpcap writes in the host's order
    return value;
}

void PcapOutput::end(int error)
{
    switch (error) {
    case EPIPE:
    case ECONNRESET: m_reason = "the reader has gone"; break;
    case ENOSPC: m_reason = "disk full"; break;
    case EDQUOT: m_reason = "disk quota used up"; break;
    case EFBIG: m_reason = "the file has reached the size limit"; break;
    default: m_reason = systemMessage(error);
    }
    if (!m_name.empty())
        m_reason = m_name + ": " + m_reason;
    const bool torn = m_left != 0 && m_left != m_record;
    if (torn && m_target == Target::file) {
        // A reader of the file shall find whole records only.
        if (const off_t at = lseek(m_descriptor, 0, SEEK_CUR); at > 0)
            static_cast<void>(ftruncate(m_descriptor, at - static_cast<off_t>(m_record - m_left)) == 0);
    }
    dropRest();
    ::close(m_descriptor);
    m_descriptor = -1;
}

void PcapOutput::dropRest()
{
    while (m_used != 0) {
        if (m_left == 0)
            beginRecord();
        if (!m_inFileHeader) {
            --m_counters.packets;
            ++m_counters.dropped;
            m_counters.bytes -= m_recordBytes;
        }
        consume(m_left);
    }
}

void PcapOutput::close()
{
    flush();
    while (m_slow == SlowReader::wait && pending() && !ended()) {
        waitUntilWritable();
        flush();
    }
    dropRest();
    if (m_dumper)
        pcap_dump_close(m_dumper);
    m_dumper = nullptr;
    if (m_pcap)
        pcap_close(m_pcap);
    m_pcap = nullptr;
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
}

} // namespace hopyard::capture
