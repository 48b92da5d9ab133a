// Where captured frames go: a pcap file with nanosecond time stamps, written by libpcap into a bounded buffer.
//
// One writer for both kinds of target:
// - a file: written through when the buffer is full or flush() is called. A full disk ends the output with an error that
//   names the cause; the file is cut after its last whole record, so what is there can be read.
// - a pipe or socket that a program reads live: never waited for. What the reader does not take stays in the buffer;
//   when that is full, whole frames are dropped and counted (or, where nobody minds, waited for: SlowReader::wait, for
//   virtual time). A reader that goes away ends the output.
//
// Nothing is allocated once it is open. SIGPIPE and SIGXFSZ are set to be ignored if nobody has changed them, because
// a write that fails must be an error here and not the end of the process.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

struct pcap;
struct pcap_dumper;

namespace hopyard::capture {

/// What to do with frames that a reader of a pipe or socket does not take in time.
enum class SlowReader : std::uint8_t { drop, wait };

struct OutputCounters {
    std::uint64_t packets = 0; ///< written or waiting in the buffer
    std::uint64_t bytes = 0;   ///< of those, as they were on the line
    std::uint64_t dropped = 0; ///< the reader was too slow, or the output had ended
};

class PcapOutput {
public:
    static constexpr std::size_t kBufferSize = 4 << 20;

    /// Creates or overwrites `path`. A path that is a named pipe must have a reader already.
    static base::Result<std::unique_ptr<PcapOutput>, base::Error> toFile(const std::string &path, unsigned snaplen,
                                                                         SlowReader slow = SlowReader::drop);
    /// Takes over `descriptor` (a pipe, a socket or a file) and closes it at the end, also where this fails.
    static base::Result<std::unique_ptr<PcapOutput>, base::Error> toDescriptor(int descriptor, unsigned snaplen,
                                                                               SlowReader slow = SlowReader::drop);
    PcapOutput(const PcapOutput &) = delete;
    PcapOutput &operator=(const PcapOutput &) = delete;
    ~PcapOutput();

    /// One Ethernet frame; `time` in nanoseconds since 1970. `size` is its length on the line where `frame` has been cut.
    void write(std::int64_t time, base::Bytes frame, std::size_t size);
    /// Hands to the system what is buffered, as much as it takes without waiting.
    void flush();
    /// Something is still buffered; flush() wants to be called again when descriptor() is writable.
    bool pending() const { return m_used != 0; }
    int descriptor() const { return m_descriptor; }
    /// Flushes and closes. What a reader that is not waited for has not taken is dropped and counted.
    void close();

    /// The output ended by itself; `reason()` says why ("the reader has gone", "disk full").
    bool ended() const { return !m_reason.empty(); }
    const std::string &reason() const { return m_reason; }
    const OutputCounters &counters() const { return m_counters; }

private:
    enum class Target : std::uint8_t { file, pipe, socket };
    PcapOutput() = default;
    void adopt(int descriptor);
    base::Result<void, base::Error> begin();
    bool makeRoom(std::size_t size);
    void waitUntilWritable() const;
    void append(const char *data, std::size_t size);
    void consume(std::size_t size);
    void beginRecord();
    void end(int error);
    void dropRest();
    std::uint32_t loadAt(std::size_t offset) const;

    std::vector<char> m_buffer; // a ring: m_used bytes from m_head on
    std::size_t m_head = 0;
    std::size_t m_used = 0;
    std::size_t m_record = 0; // size of the record at the head, of which
    std::size_t m_left = 0;   // so many bytes are still in the buffer; 0: a record (or nothing) begins at the head
    std::uint32_t m_recordBytes = 0; // its frame's length on the line
    bool m_inFileHeader = true;      // what is at the head is no record yet but the file's header
    int m_descriptor = -1;
    Target m_target = Target::file;
    SlowReader m_slow = SlowReader::drop;
    unsigned m_snaplen = 0;
    std::string m_name;
    std::string m_reason;
    OutputCounters m_counters;
    pcap *m_pcap = nullptr;
    pcap_dumper *m_dumper = nullptr;
};

} // namespace hopyard::capture
