// The documents: every link and picture leads somewhere, every page has its place in the book (docs/README.md), and every view
// of docs/screenshots/make.sh its pictures.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "places.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>
#include <QtTest>

namespace {

const QDir kSource(QStringLiteral(HOPYARD_SOURCE_DIR));

QString textOf(const QString &path)
{
    QFile file(kSource.filePath(path));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// Without what is code, where brackets mean something else.
QString prose(QString text)
{
    text.remove(QRegularExpression(QStringLiteral("```.*?```"), QRegularExpression::DotMatchesEverythingOption));
    return text.remove(QRegularExpression(QStringLiteral("`[^`\n]*`")));
}

/// Of the headings, as viewers of Markdown make them: small letters, blanks to '-', other signs left out.
QSet<QString> anchorsOf(const QString &path)
{
    QSet<QString> anchors;
    QString text = textOf(path);
    text.remove(QRegularExpression(QStringLiteral("```.*?```"), QRegularExpression::DotMatchesEverythingOption));
    static const QRegularExpression heading(QStringLiteral("^#+ (.*)$"), QRegularExpression::MultilineOption);
    for (auto i = heading.globalMatch(text); i.hasNext();) {
        QString title = i.next().captured(1).trimmed().toLower();
        title.replace(QRegularExpression(QStringLiteral("\\[([^\\]]*)\\]\\([^)]*\\)")), QStringLiteral("\\1"));
        title.remove(QRegularExpression(QStringLiteral("[^\\w\\- ]"), QRegularExpression::UseUnicodePropertiesOption));
        anchors.insert(title.replace(QLatin1Char(' '), QLatin1Char('-')));
    }
    return anchors;
}

QStringList documents()
{
    QStringList paths{QStringLiteral("README.md"), QStringLiteral("CONTRIBUTING.md")};
    for (const QString &name : QDir(kSource.filePath(QStringLiteral("docs"))).entryList({QStringLiteral("*.md")}))
        paths << QStringLiteral("docs/") + name;
    return paths;
}

const QRegularExpression kLink(QStringLiteral("\\]\\(([^)\\s]+)\\)"));

} // namespace

class TestDocuments : public QObject {
    Q_OBJECT
private slots:
    void linksLeadSomewhere()
    {
        QStringList dead;
        int links = 0;
        for (const QString &path : documents())
            for (auto i = kLink.globalMatch(prose(textOf(path))); i.hasNext();) {
                const QString link = i.next().captured(1);
                if (link.contains(QLatin1String("://")) || link.startsWith(QLatin1String("mailto:")))
                    continue;
                ++links;
                const QString file = link.section(QLatin1Char('#'), 0, 0), anchor = link.section(QLatin1Char('#'), 1);
                const QString target = file.isEmpty() ? path : QDir::cleanPath(QFileInfo(path).path() + QLatin1Char('/') + file);
                if (!QFileInfo::exists(kSource.filePath(target)) || (!anchor.isEmpty() && !anchorsOf(target).contains(anchor)))
                    dead << path + QStringLiteral(": ") + link;
            }
        QCOMPARE(dead, QStringList());
        QVERIFY(links > 100); // else the search is broken, not the documents
    }

    void everyPageHasItsPlaceInTheBook()
    {
        QSet<QString> listed;
        for (auto i = kLink.globalMatch(textOf(QStringLiteral("docs/README.md"))); i.hasNext();)
            listed.insert(QStringLiteral("docs/") + i.next().captured(1));
        QStringList missing;
        for (const QString &path : documents())
            if (path.startsWith(QLatin1String("docs/")) && path != QLatin1String("docs/README.md") && !listed.contains(path))
                missing << path;
        QCOMPARE(missing, QStringList());
    }

    /// Light and dark, as a usual screen and one with twice as many pixels show them; and no picture that is not made any more.
    void everyViewHasItsPictures()
    {
        const QString folder = QStringLiteral("docs/screenshots/");
        static const QRegularExpression view(QStringLiteral("^view ([\\w-]+)"), QRegularExpression::MultilineOption);
        QSet<QString> wanted, found;
        for (auto i = view.globalMatch(textOf(folder + QStringLiteral("make.sh"))); i.hasNext();) {
            const QString name = i.next().captured(1);
            for (const char *form : {"%1.png", "%1-dark.png", "2x/%1.png", "2x/%1-dark.png"})
                wanted.insert(QString::fromLatin1(form).arg(name));
        }
        for (const QString &where : {QString(), QStringLiteral("2x/")})
            for (const QString &name : QDir(kSource.filePath(folder + where)).entryList({QStringLiteral("*.png")}))
                found.insert(where + name);
        QVERIFY(wanted.size() > 100); // else the search is broken
        QCOMPARE((wanted - found).values(), QStringList());
        QCOMPARE((found - wanted).values(), QStringList());
    }
};

QTEST_APPLESS_MAIN(TestDocuments)
#include "tst_documents.moc"
