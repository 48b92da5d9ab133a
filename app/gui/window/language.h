// The language of the workbench: which there are, which one counts, and its catalogue loaded together with Qt's own
// (the words of its buttons and menus).
//
// Numbers that people read follow the language as well: QLocale's default goes with it. What is parsed, written to files and
// sent to the engine never asks it (QString::number, toDouble, '%1' without an L).
//
// A catalogue has one context for everything (resources/translations/README.md): a word is translated once.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>
#include <QString>
#include <QTranslator>

#include <vector>

class QCoreApplication;

namespace hopyard::window {

struct Language {
    QString code; ///< "de"
    QString name; ///< in the language itself
};
/// English first; then those with a catalogue.
const std::vector<Language> &languages();

/// Looks every text up in the one context of our catalogues.
class Catalogue final : public QTranslator {
    Q_OBJECT

public:
    using QTranslator::QTranslator;
    QString translate(const char *context, const char *source, const char *disambiguation = nullptr, int n = -1) const override;
};

/// The language for a choice: the choice, or that of the locale where it is empty and there is a catalogue, else "en".
QString languageFor(const QString &choice, const QString &locale);

/// How numbers are written in that language: as `system` does where it speaks it (de_CH: 5’203), else as its language does.
QLocale localeFor(const QString &language, const QLocale &system);

/// Installs the language, and its way to write numbers as QLocale's default; before the first window. The application owns
/// what it needs.
void installLanguage(QCoreApplication &application, const QString &language);

} // namespace hopyard::window
