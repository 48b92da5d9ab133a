// See language.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>

#include <algorithm>

namespace hopyard::window {

const std::vector<Language> &languages()
{
    static const std::vector<Language> all{{QStringLiteral("en"), QStringLiteral("English")},
                                           {QStringLiteral("de"), QStringLiteral("Deutsch")},
                                           {QStringLiteral("es"), QStringLiteral("Español")}};
    return all;
}

QString Catalogue::translate(const char *, const char *source, const char *disambiguation, int n) const
{
    return QTranslator::translate("Hopyard", source, disambiguation, n);
}

QString languageFor(const QString &choice, const QString &locale)
{
    const QString wanted = choice.isEmpty() ? locale.left(2).toLower() : choice;
    const bool known = std::any_of(languages().begin(), languages().end(), [&wanted](const Language &l) { return l.code == wanted; });
    return known ? wanted : QStringLiteral("en");
}

QLocale localeFor(const QString &language, const QLocale &system)
{
    const QLocale own(language);
    return system.language() == own.language() ? system : own;
}

void installLanguage(QCoreApplication &application, const QString &language)
{
    QLocale::setDefault(localeFor(language, QLocale::system()));
    // English has a catalogue as well: of the forms that a number asks for ("1 packet", "2 packets").
    auto *ours = new Catalogue(&application);
    if (ours->load(QStringLiteral(":/hopyard/translations/hopyard_%1.qm").arg(language)))
        QCoreApplication::installTranslator(ours);
    if (language == QLatin1String("en"))
        return;
    auto *qts = new QTranslator(&application);
    if (qts->load(QStringLiteral("qtbase_") + language, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(qts);
}

} // namespace hopyard::window
