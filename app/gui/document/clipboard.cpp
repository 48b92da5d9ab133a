// See clipboard.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/clipboard.h"

#include "app/gui/document/strings.h"
#include "core/lab/lab_text.h"

#include <QMimeData>

namespace hopyard::document {

QMimeData *toMime(const lab::Lab &part, const lab::Drawing &drawing)
{
    auto *data = new QMimeData;
    data->setText(toQt(lab::LabText().save(part, drawing)));
    return data;
}

std::optional<Part> fromMime(const QMimeData *data)
{
    if (!data || !data->hasText())
        return std::nullopt;
    const QString text = data->text();
    if (!text.contains(QLatin1String("hopyard:"))) // asked at every change of the clipboard: keep it cheap
        return std::nullopt;
    const auto part = lab::LabText::read(fromQt(text));
    if (!part || (part->lab().nodes.empty() && part->drawing().shapes.empty()))
        return std::nullopt;
    return Part{part->lab(), part->drawing()};
}

} // namespace hopyard::document
