// Lines out of a stream of bytes, each with the file descriptors that came with its first byte. No system call.
//
// Which line a descriptor belongs to: the sender puts the descriptors on a message that holds (the beginning of) that
// line and nothing else, and the kernel ends a read after the bytes that descriptors came with (unix(7)); earlier bytes
// may stand before them in the same read. So they belong to the last line that begins in the read. Where none
// begins there, the sender broke the rule and the stream is in error.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/rpc/owned_fd.h"
#include "emulation/rpc/protocol.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::rpc {

struct Line {
    std::string text; ///< without its end
    std::vector<OwnedFd> descriptors;
};

enum class FramingError {
    none,
    lineTooLong,        ///< more than the limit without an end
    tooManyDescriptors, ///< beside one line
    strayDescriptors,   ///< not on a line's first byte
};
/// A sentence for the other side.
std::string_view toString(FramingError error);

class LineSplitter {
public:
    explicit LineSplitter(std::size_t maxLine = kMaxLine) : m_maxLine(maxLine) {}

    /// Takes what one read brought. After an error nothing more is taken; the lines before it can still be had.
    FramingError feed(std::string_view bytes, std::vector<OwnedFd> descriptors = {});
    FramingError error() const { return m_error; }
    /// The next whole line.
    std::optional<Line> next();
    /// Bytes of the line that has no end yet.
    std::size_t partialSize() const { return m_partial.text.size(); }

private:

    std::size_t m_maxLine;
    std::deque<Line> m_lines;
    Line m_partial;
    FramingError m_error = FramingError::none;
};

} // namespace hopyard::rpc
