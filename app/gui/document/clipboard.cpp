// See clipboard.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/clipboard.h"

#include "app/gui/document/strings.h"
#include "core/lab/read.h"
#include "core/lab/write.h"

#include <QMimeData>

namespace hopyard::document {

QMimeData *toMime(const lab::Lab &part)
{
    auto *data = new QMimeData;
    data->setText(toQt(lab::write(part)));
    return data;
}

std::optional<lab::Lab> fromMime(const QMimeData *data)
{
    if (!data || !data->hasText())
        return std::nullopt;
    const QString text = data->text();
    if (!text.contains(QLatin1String("hopyard:"))) // asked at every change of the clipboard: keep it cheap
        return std::nullopt;
    const auto part = lab::read(fromQt(text));
    if (!part || part->nodes.empty())
        return std::nullopt;
    return *part;
}

} // namespace hopyard::document
