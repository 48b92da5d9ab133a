// See consent_store.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/client/consent_store.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

namespace hopyard::client {

namespace {
const QString kKey = QStringLiteral("consent/programs");
constexpr int kRemembered = 500; ///< the oldest go first
} // namespace

QString ConsentStore::digest(const QString &labPath, const std::vector<Program> &programs)
{
    if (labPath.isEmpty())
        return {};
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto add = [&hash](const QByteArray &part) {
        hash.addData(QByteArray::number(part.size()) + ':');
        hash.addData(part);
    };
    add(QFileInfo(labPath).absoluteFilePath().toUtf8());
    for (const Program &program : programs) {
        add(QByteArray::fromStdString(program.node));
        add(QByteArray::fromStdString(program.command));
    }
    return QString::fromLatin1(hash.result().toHex());
}

bool ConsentStore::isAllowed(const QString &labPath, const std::vector<Program> &programs) const
{
    const QString key = digest(labPath, programs);
    return !key.isEmpty() && QSettings().value(kKey).toStringList().contains(key);
}

void ConsentStore::allow(const QString &labPath, const std::vector<Program> &programs)
{
    const QString key = digest(labPath, programs);
    if (key.isEmpty())
        return;
    QSettings settings;
    QStringList keys = settings.value(kKey).toStringList();
    keys.removeAll(key);
    keys.append(key);
    while (keys.size() > kRemembered)
        keys.removeFirst();
    settings.setValue(kKey, keys);
}

void ConsentStore::forgetAll() { QSettings().remove(kKey); }

} // namespace hopyard::client
