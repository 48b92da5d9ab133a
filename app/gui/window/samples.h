// The sample labs that are part of the program.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>
#include <vector>

namespace hopyard::window {

struct Sample {
    QString id;    ///< "first-hops"
    QString title;
    QString about; ///< a sentence
};
/// Those of the start page: some to begin with, the easiest first, then the lessons by title.
std::vector<Sample> samples();
/// The text of a sample; empty where there is none of that id.
std::string sampleLab(const QString &id = QStringLiteral("first-hops"));

} // namespace hopyard::window
