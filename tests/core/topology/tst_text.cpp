// Encodings, entities and names of nodes from names of places.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/values.h"
#include "core/topology/source_text.h"
#include "core/topology/text.h"

#include <QtTest>

using namespace hopyard;

class TextTest : public QObject {
    Q_OBJECT
private slots:
    void encodings_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("declared");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("warned");
        QTest::newRow("UTF-8") << QByteArray("Z\xc3\xbcrich") << "utf-8" << QStringLiteral(u"Zürich") << false;
        QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbfZ\xc3\xbcrich") << "utf-8" << QStringLiteral(u"Zürich") << false;
        QTest::newRow("ISO 8859-1") << QByteArray("Z\xfcrich") << "ISO-8859-1" << QStringLiteral(u"Zürich") << false;
        QTest::newRow("Windows-1252") << QByteArray("\x8eilina") << "windows-1252" << QStringLiteral(u"Žilina") << false;
        QTest::newRow("says UTF-8 and is not") << QByteArray("Z\xfcrich K\xc3\xb6ln") << "utf-8" << QStringLiteral(u"Zürich Köln") << true;
        QTest::newRow("says nothing") << QByteArray("K\xf6ln") << "" << QStringLiteral(u"Köln") << true;
        QTest::newRow("UTF-16 LE") << QByteArray("\xff\xfeK\0\xf6\0", 6) << "" << QStringLiteral(u"Kö") << false;
        QTest::newRow("UTF-16 BE") << QByteArray("\xfe\xff\0K\0\xf6", 6) << "utf-16" << QStringLiteral(u"Kö") << false;
        QTest::newRow("overlong, surrogate") << QByteArray("\xc0\x80\xed\xa0\x80") << "utf-8" << QString() << true;
    }
    void encodings()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, declared);
        QFETCH(QString, text);
        QFETCH(bool, warned);
        topology::SourceText source(bytes.toStdString(), declared.toStdString(), "x");
        if (!text.isEmpty())
            QCOMPARE(QString::fromStdString(source.utf8()), text);
        QVERIFY(topology::isUtf8(source.utf8()));
        QCOMPARE(source.takeProblems().size(), warned ? 1u : 0u);
    }

    void encodingIsDeclared()
    {
        QCOMPARE(topology::declaredEncoding("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><x/>"), "iso-8859-1");
        QCOMPARE(topology::declaredEncoding("<?xml version='1.0' encoding='utf-8' ?>"), "utf-8");
        QCOMPARE(topology::declaredEncoding("<x encoding=\"a\"/>"), "");
        QCOMPARE(topology::declaredEncoding("<?xml encoding=\"never ends"), "");
    }

    void linesAreCounted()
    {
        const topology::SourceText source("a\nbc\n\nd", {}, "x");
        QCOMPARE(source.lineAt(0), 1);
        QCOMPARE(source.lineAt(2), 2);
        QCOMPARE(source.lineAt(6), 4);
        QCOMPARE(source.lineAt(7), 4);
    }

    void entitiesAndBlanks()
    {
        QCOMPARE(topology::cleanText("Z&#252;rich &amp; K&#xF6;ln"), "Z\xc3\xbcrich & K\xc3\xb6ln");
        QCOMPARE(topology::cleanText("M&uuml;nchen"), "M\xc3\xbcnchen");
        QCOMPARE(topology::cleanText("  New \n\t York\x01 "), "New York");
        QCOMPARE(topology::cleanText("AT&T &unknown; &#0; &#99999999;"), "AT&T &unknown; &#0; &#99999999;");
        QCOMPARE(topology::cleanText("&#146;"), "\xe2\x80\x99"); // Windows-1252 in a character reference
    }

    void names_data()
    {
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("name");
        const auto row = [](const char16_t *label, const char *name) {
            QTest::newRow(name) << QString(reinterpret_cast<const QChar *>(label)) << name;
        };
        row(u"New York", "New-York");
        row(u"Zürich", "Zuerich");
        row(u"São Paulo", "Sao-Paulo");
        row(u"Łódź", "Lodz");
        row(u"Reykjavík", "Reykjavik");
        row(u"Москва", "Moskva");
        row(u"Αθήνα", "Athina");
        row(u"Đà Nẵng", "Da-Nang");
        row(u"Gary?", "Gary");
        row(u"Southfield/Detroit", "Southfield-Detroit");
        row(u"St. John's", "St.-Johns");
        row(u"\"Quoted\"", "Quoted");
        row(u"-- x --", "x");
        row(u"Washington, DC (USA)", "Washington-DC-USA");
        row(u"東京", "");
        row(u"?", "");
        row(u"a name that is so long that nobody would want to type it twice", "a-name-that-is-so-long-that-nobody-would");
    }
    void names()
    {
        QFETCH(QString, label);
        QFETCH(QString, name);
        const std::string made = topology::nodeName(label.toStdString());
        QCOMPARE(QString::fromStdString(made), name);
        QVERIFY(made.empty() || lab::isNodeName(made));
    }

    void labelsThatSayNothing()
    {
        for (const char *label : {"", "?", "None", "none", "nan", "N/A", "unknown", "-", " "})
            QVERIFY2(topology::isNoLabel(label), label);
        for (const char *label : {"NA", "7", "Nantes", "\xe6\x9d\xb1"})
            QVERIFY2(!topology::isNoLabel(label), label);
    }
};

QTEST_APPLESS_MAIN(TextTest)
#include "tst_text.moc"
