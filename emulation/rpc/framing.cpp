// See framing.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/rpc/framing.h"

#include <utility>

namespace hopyard::rpc {

std::string_view toString(FramingError error)
{
    switch (error) {
    case FramingError::none: return "no error";
    case FramingError::lineTooLong: return "a line is longer than 16 MiB";
    case FramingError::tooManyDescriptors: return "more than 8 descriptors came with a line";
    case FramingError::strayDescriptors: return "descriptors came, but not with the first byte of a line";
    }
    return "unknown";
}

FramingError LineSplitter::feed(std::string_view bytes, std::vector<OwnedFd> descriptors)
{
    if (m_error != FramingError::none)
        return m_error;
    bool lineBeginsHere = m_partial.text.empty();
    Line *lastBegun = nullptr;
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        const std::string_view piece = bytes.substr(0, end);
        if (m_partial.text.size() + piece.size() > m_maxLine)
            return m_error = FramingError::lineTooLong;
        m_partial.text.append(piece);
        if (end == std::string_view::npos) {
            if (lineBeginsHere)
                lastBegun = &m_partial;
            break;
        }
        m_lines.push_back(std::exchange(m_partial, Line{}));
        if (lineBeginsHere)
            lastBegun = &m_lines.back();
        lineBeginsHere = true;
        bytes.remove_prefix(end + 1);
    }
    if (descriptors.empty())
        return FramingError::none;
    if (!lastBegun)
        return m_error = FramingError::strayDescriptors;
    if (descriptors.size() > kMaxDescriptors) {
        // The line must not be obeyed without what belongs to it.
        if (lastBegun != &m_partial)
            m_lines.pop_back();
        return m_error = FramingError::tooManyDescriptors;
    }
    lastBegun->descriptors = std::move(descriptors);
    return FramingError::none;
}

std::optional<Line> LineSplitter::next()
{
    if (m_lines.empty())
        return std::nullopt;
    Line line = std::move(m_lines.front());
    m_lines.pop_front();
    return line;
}

} // namespace hopyard::rpc
