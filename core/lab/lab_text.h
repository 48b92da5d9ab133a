// A lab together with the text it was read from: saving keeps what was read.
//
// A lab is written by people, with comments, an order and a layout of their own, and lives under version control. So
// save() copies every node, link and field that did not change letter by letter, puts new values where only a value
// changed, writes anew what is new, and takes out what is gone; a comment stays with the entry below it. Unchanged, the
// text is the same to the byte. Whatever the layout: what save() gives is read back as the lab it was given, which it
// checks itself, writing a whole entry or in the end the whole text anew where a change does not fit the layout.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/lab/drawing.h"
#include "core/lab/lab.h"
#include "core/lab/places.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::lab {

struct ReadLab;

class LabText {
public:
    /// A lab that has no text yet; saved, it is written as write.h writes it.
    LabText();
    static base::Result<LabText, std::vector<Problem>> read(std::string_view text, std::string_view fileName = {});
    LabText(LabText &&) noexcept;
    LabText &operator=(LabText &&) noexcept;
    LabText(const LabText &);
    LabText &operator=(const LabText &);
    ~LabText();

    const Lab &lab() const;            ///< as it was read
    const Drawing &drawing() const;    ///< what is drawn around it, as it was read
    const std::string &text() const { return m_text; }
    const Places &places() const;      ///< for validate()

    /// The text of `lab`, which differs from lab() by what a person changed.
    std::string save(const Lab &lab) const { return save(lab, drawing()); }
    std::string save(const Lab &lab, const Drawing &drawing) const;

private:
    std::string m_text;
    std::unique_ptr<ReadLab> m_read;
};

} // namespace hopyard::lab
