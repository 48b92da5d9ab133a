// See lab_source.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/lab_source.h"

#include "core/lab/check_drawing.h"
#include "core/lab/frr_config.h"
#include "core/lab/network_checks.h"
#include "core/lab/validate.h"

namespace hopyard::document {

namespace {

/// Where nodes stand may differ.
bool isSameNetwork(const lab::Lab &lab, const lab::Lab &read)
{
    if (lab.nodes.size() != read.nodes.size())
        return false;
    lab::Lab moved = lab;
    for (std::size_t i = 0; i < moved.nodes.size(); ++i)
        moved.nodes[i].at = read.nodes[i].at;
    return moved == read;
}

} // namespace

base::Result<LabSource, Problems> LabSource::read(std::string_view text, std::string_view fileName)
{
    auto read = lab::LabText::read(text, fileName);
    if (!read)
        return base::fail(std::move(read.error()));
    LabSource source;
    source.m_text = std::move(*read);
    return source;
}

Problems LabSource::check(const lab::Lab &lab, const lab::Drawing &drawing) const
{
    // Places in a text that has changed since would point beside what they mean.
    const lab::Places places = drawing == m_text.drawing() && isSameNetwork(lab, m_text.lab()) ? m_text.places() : lab::Places();
    Problems problems = lab::validate(lab, places, lab::frrFacts);
    for (lab::Problem &problem : lab::checkDrawing(drawing, lab, places))
        problems.push_back(std::move(problem));
    for (lab::Problem &problem : lab::checkNetwork(lab, places))
        problems.push_back(std::move(problem));
    return problems;
}

} // namespace hopyard::document
