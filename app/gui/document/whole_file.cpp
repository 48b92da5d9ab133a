// See whole_file.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/whole_file.h"

#include <QSaveFile>

namespace hopyard::document {

std::optional<QString> writeWholeFile(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    // What is still in the file's buffer when it is committed may not find room, and commit() of Qt 6.4 does not look: it would put
    // the short file in place of the good one.
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.flush() && file.commit())
        return std::nullopt;
    return file.errorString();
}

} // namespace hopyard::document
