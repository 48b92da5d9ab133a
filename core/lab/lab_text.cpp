// Choosing how much of the text can be kept; see lab_text.h. The work on the text is done by TextPatcher.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/lab_text.h"

#include "core/lab/read.h"
#include "core/lab/reader.h"
#include "core/lab/text_patcher.h"
#include "core/lab/write.h"

namespace hopyard::lab {

LabText::LabText() : m_read(std::make_unique<ReadLab>()) {}
LabText::LabText(LabText &&) noexcept = default;
LabText &LabText::operator=(LabText &&) noexcept = default;
LabText::LabText(const LabText &other) : m_text(other.m_text), m_read(std::make_unique<ReadLab>(*other.m_read)) {}
LabText &LabText::operator=(const LabText &other)
{
    return *this = LabText(other);
}
LabText::~LabText() = default;

base::Result<LabText, std::vector<Problem>> LabText::read(std::string_view text, std::string_view fileName)
{
    text = withoutMark(text);
    auto read = readWithPlaces(text, fileName);
    if (!read)
        return base::fail(std::move(read.error()));
    LabText out;
    out.m_text = text;
    *out.m_read = std::move(*read);
    return out;
}

const Lab &LabText::lab() const
{
    return m_read->lab;
}

const Drawing &LabText::drawing() const
{
    return m_read->drawing;
}

const Places &LabText::places() const
{
    return m_read->places;
}

std::string LabText::save(const Lab &lab, const Drawing &drawing) const
{
    if (m_text.empty())
        return write(lab) + writeDrawing(lab, drawing);
    if (lab == m_read->lab && drawing == m_read->drawing)
        return m_text;
    // From keeping the most to keeping the least; a layout that no one thought of ends in the last.
    for (const auto keep : {TextPatcher::Keep::fields, TextPatcher::Keep::entries}) {
        std::string text = TextPatcher(m_text, *m_read, keep).patched(lab, drawing);
        const auto again = readWithPlaces(text, {});
        if (again && again->lab == lab && again->drawing == drawing)
            return text;
    }
    return write(lab) + writeDrawing(lab, drawing);
}

} // namespace hopyard::lab
