// See lab_source.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/lab_source.h"

#include "app/gui/document/config_facts.h"
#include "core/lab/validate.h"

namespace hopyard::document {

base::Result<LabSource, Problems> LabSource::read(std::string_view text, std::string_view fileName)
{
    auto read = lab::LabText::read(text, fileName);
    if (!read)
        return base::fail(std::move(read.error()));
    LabSource source;
    source.m_text = std::move(*read);
    return source;
}

Problems LabSource::check(const lab::Lab &lab) const
{
    // Places in a text that has changed since would point beside what they mean.
    return lab::validate(lab, lab == m_text.lab() ? m_text.places() : lab::Places(), configFacts);
}

} // namespace hopyard::document
