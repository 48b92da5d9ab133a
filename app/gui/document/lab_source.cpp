// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/lab_source.h"

#include "app/gui/document/config_facts.h"
#include "core/lab/read.h"
#include "core/lab/validate.h"
#include "core/lab/write.h"

namespace hopyard::document {

base::Result<LabSource, Problems> LabSource::read(std::string_view text, std::string_view fileName)
{
    auto lab = lab::read(text, fileName);
    if (!lab)
        return base::fail(std::move(lab.error()));
    LabSource source;
    source.m_lab = std::move(*lab);
    return source;
}

std::string LabSource::textOf(const lab::Lab &lab) const { return lab::write(lab); }

Problems LabSource::check(const lab::Lab &lab) const
{
    return lab::validate(lab, {}, configFacts);
}

} // namespace hopyard::document
