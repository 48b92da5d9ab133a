// The catalogues of other languages: complete, finished, with the same placeholders, and what the sources say today. What is
// missing is listed by `scripts/translations missing`, and `scripts/translations update` puts it into the files.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/language.h"
#include "places.h"

#include <QCoreApplication>
#include <QFile>
#include <QLibraryInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

#include <map>

using namespace hopyard;

namespace {

struct Message {
    bool isFinished = true;
    bool isGone = false; ///< kept in case the text comes back
    bool hasNumber = false;
    QStringList texts; ///< several with a number
};
/// By source and disambiguation.
using Catalogue = std::map<std::pair<QString, QString>, Message>;

Catalogue read(const QString &path)
{
    Catalogue catalogue;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return catalogue;
    QXmlStreamReader xml(&file);
    std::pair<QString, QString> key;
    Message message;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isEndElement() && xml.name() == QLatin1String("message") && !message.isGone)
            catalogue[key] = message;
        if (!xml.isStartElement())
            continue;
        if (xml.name() == QLatin1String("message")) {
            key = {};
            message = {};
            message.hasNumber = xml.attributes().value("numerus") == QLatin1String("yes");
        } else if (xml.name() == QLatin1String("source")) {
            key.first = xml.readElementText();
        } else if (xml.name() == QLatin1String("comment")) {
            key.second = xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            message.isFinished = !xml.attributes().hasAttribute("type");
            message.isGone = xml.attributes().value("type") == QLatin1String("vanished");
            if (!message.hasNumber)
                message.texts += xml.readElementText();
        } else if (xml.name() == QLatin1String("numerusform")) {
            message.texts += xml.readElementText();
        }
    }
    return catalogue;
}

QString pathOf(const QString &language)
{
    return QStringLiteral(HOPYARD_SOURCE_DIR "/resources/translations/hopyard_%1.ts").arg(language);
}

/// The places of a text, sorted: "%1", "%L1", "%n".
QStringList placesOf(const QString &text)
{
    static const QRegularExpression place(QStringLiteral("%L?[0-9]+|%n"));
    QStringList places;
    for (auto found = place.globalMatch(text); found.hasNext();)
        places += found.next().captured();
    places.sort();
    return places;
}

/// How many letters are keys of a menu: '&' before a letter or digit.
int mnemonicsOf(const QString &text)
{
    static const QRegularExpression mnemonic(QStringLiteral("(?<!&)&[\\w…]"), QRegularExpression::UseUnicodePropertiesOption);
    return static_cast<int>(text.count(mnemonic));
}

const QStringList kLanguages{QStringLiteral("de"), QStringLiteral("es")};

} // namespace

class TstTranslations : public QObject {
    Q_OBJECT

private slots:
    void everyTextOfTheSourcesIsInTheCatalogues()
    {
        const QString lupdate = QLibraryInfo::path(QLibraryInfo::BinariesPath) + QStringLiteral("/lupdate");
        QVERIFY2(QFile::exists(lupdate), qPrintable(lupdate)); // of the package that has lrelease, without which nothing is built
        QTemporaryDir folder;
        const QString all = folder.filePath(QStringLiteral("all.ts"));
        QProcess process;
        process.start(lupdate, {"-silent", "-no-obsolete", "-locations", "none", "-I", HOPYARD_SOURCE_DIR, HOPYARD_SOURCE_DIR "/app/gui", "-ts", all});
        QVERIFY(process.waitForFinished(-1));
        QCOMPARE(process.exitCode(), 0);
        const Catalogue sources = read(all);
        QVERIFY(sources.size() > 1000);
        for (const QString &language : kLanguages) {
            const Catalogue catalogue = read(pathOf(language));
            QStringList missing;
            for (const auto &[key, message] : sources)
                if (!catalogue.contains(key))
                    missing += key.first;
            QVERIFY2(missing.isEmpty(), qPrintable(language + " has no: " + missing.join(" | ") + "\nRun scripts/translations update and translate them."));
            QStringList gone;
            for (const auto &[key, message] : catalogue)
                if (!sources.contains(key))
                    gone += key.first;
            QVERIFY2(gone.isEmpty(), qPrintable(language + " has what no source says: " + gone.join(" | ") + "\nRun scripts/translations update."));
        }
        const Catalogue english = read(pathOf("en"));
        for (const auto &[key, message] : sources)
            QVERIFY2(!message.hasNumber || english.contains(key), qPrintable("en has no forms of: " + key.first));
    }

    void everyTextIsTranslated()
    {
        for (const QString &language : kLanguages + QStringList{"en"}) {
            const Catalogue catalogue = read(pathOf(language));
            QVERIFY(!catalogue.empty());
            for (const auto &[key, message] : catalogue) {
                QVERIFY2(message.isFinished, qPrintable(language + ": " + key.first));
                QCOMPARE(message.texts.size(), message.hasNumber ? 2 : 1);
                for (const QString &text : message.texts)
                    QVERIFY2(!text.trimmed().isEmpty() || key.first.trimmed().isEmpty(), qPrintable(language + ": " + key.first));
            }
        }
    }

    void placesAndSignsAreTheSame()
    {
        QStringList wrong;
        for (const QString &language : kLanguages)
            for (const auto &[key, message] : read(pathOf(language)))
                for (const QString &text : message.texts) {
                    const QString &source = key.first;
                    const auto blank = [](const QString &t, bool atEnd) { return !t.isEmpty() && (atEnd ? t.back() : t.front()).isSpace(); };
                    const char *what = placesOf(source) != placesOf(text)             ? "places"
                        : mnemonicsOf(source) != mnemonicsOf(text)                     ? "mnemonics"
                        : source.endsWith(u'…') != text.endsWith(u'…')                 ? "ellipsis"
                        : blank(source, false) != blank(text, false)                   ? "blank before"
                        : blank(source, true) != blank(text, true)                     ? "blank behind"
                        : source.contains("[*]") != text.contains("[*]")               ? "mark of changes"
                        : source.count(";;") != text.count(";;")                       ? "file kinds"
                        : source.count("**") != text.count("**")                       ? "bold"
                                                                                       : nullptr;
                    if (what)
                        wrong += QStringLiteral("%1, %2: \"%3\" / \"%4\"").arg(language, QLatin1String(what), source, text);
                }
        QVERIFY2(wrong.isEmpty(), qPrintable("\n" + wrong.join("\n")));
    }

    void theCataloguesAreInTheProgram()
    {
        for (const QString &language : kLanguages) {
            window::Catalogue catalogue;
            QVERIFY(catalogue.load(QStringLiteral(":/hopyard/translations/hopyard_%1.qm").arg(language)));
            const QString run = catalogue.translate("any class", "&Run");
            QVERIFY(!run.isEmpty() && run != "&Run");
        }
    }

    void numbersHaveTheirForms()
    {
        for (const QString &language : kLanguages + QStringList{"en"}) {
            window::Catalogue catalogue;
            QVERIFY(catalogue.load(QStringLiteral(":/hopyard/translations/hopyard_%1.qm").arg(language)));
            const char *const text = "%n %1 packet(s) dropped: %2";
            const QString one = catalogue.translate("", text, nullptr, 1);
            const QString two = catalogue.translate("", text, nullptr, 2);
            QVERIFY(!one.isEmpty() && !two.isEmpty() && one != two);
        }
    }

    void theLanguageIsTheChoiceOrTheLocales()
    {
        QCOMPARE(window::languageFor("", "de_AT"), QString("de"));
        QCOMPARE(window::languageFor("", "es-MX"), QString("es"));
        QCOMPARE(window::languageFor("", "C"), QString("en"));
        QCOMPARE(window::languageFor("", "fr_FR"), QString("en"));
        QCOMPARE(window::languageFor("es", "de_DE"), QString("es"));
        QCOMPARE(window::languageFor("en", "de_DE"), QString("en"));
    }

    /// A word of English may say two things: each has the word of its place.
    void shortWordsSayWhatTheyMeanThere()
    {
        window::Catalogue german;
        QVERIFY(german.load(QStringLiteral(":/hopyard/translations/hopyard_de.qm")));
        QCOMPARE(german.translate("", "Line"), QString("Zeile")); // of a text
        QCOMPARE(german.translate("", "Line", "a drawing"), QString("Linie"));
        QCOMPARE(german.translate("", "Ring", "a drawing"), german.translate("", "Ring")); // one meaning only: a disambiguation does no harm
        QCOMPARE(german.translate("", "Down"), QString("Ausgefallen"));
    }

    void numbersAreWrittenAsTheLanguageDoes()
    {
        QCOMPARE(window::localeFor("de", QLocale("en_US")).toString(5203), QString("5.203"));
        QCOMPARE(window::localeFor("de", QLocale("de_AT")), QLocale("de_AT")); // whoever has a country keeps its ways
        QCOMPARE(window::localeFor("en", QLocale::c()).toString(5203), QString("5,203"));

        const QLocale before;
        const auto back = qScopeGuard([&before] { QLocale::setDefault(before); });
        window::installLanguage(*qApp, QStringLiteral("de"));
        QCOMPARE(QStringLiteral("%L1").arg(5203), QString("5.203"));
        QCOMPARE(QStringLiteral("%L1 MiB").arg(25.87, 0, 'g', 4), QString("25,87 MiB"));
        // What is parsed and written stays as it was.
        QCOMPARE(QStringLiteral("%1").arg(25.87), QString("25.87"));
        QCOMPARE(QString::number(25.87), QString("25.87"));
        QCOMPARE(QByteArray::number(25.87), QByteArray("25.87"));
        QCOMPARE(QStringLiteral("25.87").toDouble(), 25.87);
    }

    void qtsOwnWordsComeAlong()
    {
        QTranslator qts;
        if (!qts.load(QStringLiteral("qtbase_de"), QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
            QSKIP("Qt's own catalogues (qt6-translations-l10n) are not installed.");
        window::installLanguage(*qApp, QStringLiteral("de"));
        QCOMPARE(QCoreApplication::translate("QPlatformTheme", "Cancel"), QString("Abbrechen"));
        QCOMPARE(QCoreApplication::translate("hopyard::docks::Live", "&Run"), QString("&Starten"));
        QCOMPARE(QCoreApplication::translate("Any", "not a text of ours"), QString("not a text of ours"));
    }
};

QTEST_GUILESS_MAIN(TstTranslations)
#include "tst_translations.moc"
