// The text of a lab beside its value: what keeps a person's comments and layout when the lab is saved.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/lab/lab.h"
#include "core/lab/lab_text.h"

#include <string>
#include <string_view>
#include <vector>

namespace hopyard::document {

using Problems = std::vector<lab::Problem>;

class LabSource {
public:
    LabSource() = default; ///< of an empty lab
    /// `fileName` is for the messages.
    static base::Result<LabSource, Problems> read(std::string_view text, std::string_view fileName);

    const lab::Lab &lab() const { return m_text.lab(); }
    const lab::Drawing &drawing() const { return m_text.drawing(); }
    /// The text with `lab` and `drawing` put in.
    std::string textOf(const lab::Lab &lab, const lab::Drawing &drawing) const { return m_text.save(lab, drawing); }
    /// What is wrong with `lab`. Problems have their lines as long as it is what was read, wherever its nodes stand.
    Problems check(const lab::Lab &lab, const lab::Drawing &drawing) const;

private:
    lab::LabText m_text;
};

} // namespace hopyard::document
