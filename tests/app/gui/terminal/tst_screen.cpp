// What libvterm and we make of byte sequences: cells one by one, scrollback, keys' bytes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/terminal/keys.h"
#include "app/gui/terminal/palette.h"
#include "app/gui/terminal/screen.h"
#include "app/gui/terminal/selection.h"

#include <QKeyEvent>
#include <QTest>

using namespace hopyard::terminal;

class TestScreen : public QObject {
    Q_OBJECT

private slots:
    void plainTextAndCursor()
    {
        Screen screen(4, 10);
        screen.write("ab\r\ncd");
        QCOMPARE(screen.text(0), "ab");
        QCOMPARE(screen.text(1), "cd");
        QCOMPARE(screen.cursorRow(), 1);
        QCOMPARE(screen.cursorColumn(), 2);
        QVERIFY(screen.cell(0, 0).foreground == Color());
        QVERIFY(screen.cell(0, 5).isEmpty());
        QVERIFY(screen.cell(99, 99).isEmpty());
    }

    void colours_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("kind");
        QTest::addColumn<uint>("value");
        QTest::addColumn<bool>("foreground");
        const int indexed = int(Color::Kind::indexed);
        const int rgb = int(Color::Kind::rgb);
        QTest::newRow("red") << QByteArray("\x1b[31mx") << indexed << 1u << true;
        QTest::newRow("bright red") << QByteArray("\x1b[91mx") << indexed << 9u << true;
        QTest::newRow("green behind") << QByteArray("\x1b[42mx") << indexed << 2u << false;
        QTest::newRow("256") << QByteArray("\x1b[38;5;208mx") << indexed << 208u << true;
        QTest::newRow("256 behind") << QByteArray("\x1b[48;5;17mx") << indexed << 17u << false;
        QTest::newRow("true colour") << QByteArray("\x1b[38;2;18;52;86mx") << rgb << 0x123456u << true;
        QTest::newRow("back to default") << QByteArray("\x1b[31m\x1b[39mx") << int(Color::Kind::standard) << 0u << true;
    }
    void colours()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, kind);
        QFETCH(uint, value);
        QFETCH(bool, foreground);
        Screen screen(2, 10);
        screen.write(bytes);
        const Cell cell = screen.cell(0, 0);
        const Color color = foreground ? cell.foreground : cell.background;
        QCOMPARE(int(color.kind()), kind);
        QCOMPARE(color.value(), value);
        QVERIFY((foreground ? cell.background : cell.foreground) == Color());
    }

    void attributes()
    {
        Screen screen(2, 20);
        screen.write("\x1b[1mB\x1b[0m\x1b[3mI\x1b[0m\x1b[4mU\x1b[0m\x1b[7mR\x1b[0m\x1b[9mS\x1b[0mn");
        QVERIFY(screen.cell(0, 0).bold);
        QVERIFY(screen.cell(0, 1).italic);
        QCOMPARE(int(screen.cell(0, 2).underline), 1);
        QVERIFY(screen.cell(0, 3).reverse);
        QVERIFY(screen.cell(0, 4).strike);
        const Cell plain = screen.cell(0, 5);
        QVERIFY(!plain.bold && !plain.italic && !plain.underline && !plain.reverse && !plain.strike);
    }

    void utf8AndWideCharacters()
    {
        Screen screen(2, 10);
        screen.write("\xc3\xa4\xe6\xbc\xa2x"); // ä, 漢, x
        QCOMPARE(screen.cell(0, 0).chars[0], U'ä');
        QCOMPARE(screen.cell(0, 1).chars[0], U'漢');
        QCOMPARE(int(screen.cell(0, 1).width), 2);
        QCOMPARE(int(screen.cell(0, 2).width), 0);
        QCOMPARE(screen.cell(0, 3).chars[0], U'x');
        QCOMPARE(screen.text(0), QString::fromUtf8("ä漢x"));
        screen.write("\r\ne\xcc\x81"); // e and a combining acute accent
        QCOMPARE(screen.cell(1, 0).chars[0], U'e');
        QCOMPARE(screen.cell(1, 0).chars[1], U'\u0301');
    }

    void utf8SplitBetweenWrites()
    {
        Screen screen(1, 10);
        screen.write("\xe6\xbc");
        screen.write("\xa2");
        QCOMPARE(screen.cell(0, 0).chars[0], U'漢');
    }

    void cursorMovesAndErase()
    {
        Screen screen(3, 10);
        screen.write("0123456789\x1b[1;4H\x1b[K\x1b[3;2Hz");
        QCOMPARE(screen.text(0), "012");
        QCOMPARE(screen.text(2), " z");
    }

    void scrollbackKeepsLinesWithTheirColours()
    {
        Screen screen(2, 10);
        int signalled = 0;
        screen.onScrollback = [&](int lines) { signalled += lines; };
        screen.write("\x1b[32mone\x1b[0m\r\ntwo\r\nthree");
        QCOMPARE(screen.scrollback(), 1);
        QCOMPARE(signalled, 1);
        QCOMPARE(screen.text(-1), "one");
        QCOMPARE(screen.cell(-1, 0).foreground.value(), 2u);
        QCOMPARE(screen.text(0), "two");
        QCOMPARE(screen.text(-1, 1, 1, 2), "ne\ntwo\nthr");
        QCOMPARE(screen.text(-2), "");
    }

    void scrollbackIsBounded()
    {
        Screen screen(2, 4);
        for (int i = 0; i < Screen::kScrollbackLines + 100; ++i)
            screen.write("x\r\n");
        QCOMPARE(screen.scrollback(), Screen::kScrollbackLines);
    }

    void tallerScreenTakesLinesBack()
    {
        Screen screen(2, 10);
        screen.write("\x1b[31mone\x1b[0m\r\ntwo\r\nthree");
        screen.resize(3, 10);
        QCOMPARE(screen.scrollback(), 0);
        QCOMPARE(screen.text(0), "one");
        QCOMPARE(screen.cell(0, 0).foreground.value(), 1u);
        QCOMPARE(screen.text(2), "three");
    }

    void alternateScreenComesAndGoes()
    {
        Screen screen(3, 10);
        screen.write("shell");
        screen.write("\x1b[?1049h\x1b[Hpager\r\n1\r\n2\r\n3\r\n4");
        QVERIFY(screen.alternate());
        QCOMPARE(screen.scrollback(), 0);
        screen.write("\x1b[?1049l");
        QVERIFY(!screen.alternate());
        QCOMPARE(screen.text(0), "shell");
    }

    void modesAndTitle()
    {
        Screen screen(2, 10);
        QString title;
        screen.onTitle = [&] { title = screen.title(); };
        screen.write("\x1b]2;r1: ~\x07\x1b[?25l\x1b[?1002h\x1b[4 q");
        QCOMPARE(title, "r1: ~");
        QVERIFY(!screen.cursorVisible());
        QCOMPARE(screen.mouseMode(), MouseMode::drag);
        QCOMPARE(screen.cursorShape(), CursorShape::underline);
    }

    void answersQueries()
    {
        Screen screen(2, 10);
        QByteArray sent;
        screen.onOutput = [&](QByteArrayView bytes) { sent += bytes.toByteArray(); };
        screen.write("ab\x1b[6n"); // where is the cursor?
        QCOMPARE(sent, "\x1b[1;3R");
    }

    void keys_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<int>("modifiers");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("bytes");
        const int none = 0;
        const int control = Qt::ControlModifier;
        const int alt = Qt::AltModifier;
        const int shift = Qt::ShiftModifier;
        QTest::newRow("letter") << int(Qt::Key_A) << none << "a" << QByteArray("a");
        QTest::newRow("umlaut") << int(Qt::Key_Adiaeresis) << none << QString::fromUtf8("ä") << QByteArray("\xc3\xa4");
        QTest::newRow("enter") << int(Qt::Key_Return) << none << "\r" << QByteArray("\r");
        QTest::newRow("tab") << int(Qt::Key_Tab) << none << "\t" << QByteArray("\t");
        QTest::newRow("back tab") << int(Qt::Key_Backtab) << shift << "" << QByteArray("\x1b[Z");
        QTest::newRow("backspace") << int(Qt::Key_Backspace) << none << "\b" << QByteArray("\x7f");
        QTest::newRow("escape") << int(Qt::Key_Escape) << none << "\x1b" << QByteArray("\x1b");
        QTest::newRow("up") << int(Qt::Key_Up) << none << "" << QByteArray("\x1b[A");
        QTest::newRow("ctrl+left") << int(Qt::Key_Left) << control << "" << QByteArray("\x1b[1;5D");
        QTest::newRow("home") << int(Qt::Key_Home) << none << "" << QByteArray("\x1b[H");
        QTest::newRow("delete") << int(Qt::Key_Delete) << none << "" << QByteArray("\x1b[3~");
        QTest::newRow("page up") << int(Qt::Key_PageUp) << none << "" << QByteArray("\x1b[5~");
        QTest::newRow("F1") << int(Qt::Key_F1) << none << "" << QByteArray("\x1bOP");
        QTest::newRow("F5") << int(Qt::Key_F5) << none << "" << QByteArray("\x1b[15~");
        QTest::newRow("F12") << int(Qt::Key_F12) << none << "" << QByteArray("\x1b[24~");
        QTest::newRow("ctrl+c") << int(Qt::Key_C) << control << "\x03" << QByteArray("\x03");
        QTest::newRow("ctrl+r") << int(Qt::Key_R) << control << "" << QByteArray("\x12");
        QTest::newRow("ctrl+[") << int(Qt::Key_BracketLeft) << control << "" << QByteArray("\x1b");
        QTest::newRow("ctrl+m") << int(Qt::Key_M) << control << "" << QByteArray("\r");
        QTest::newRow("ctrl+space") << int(Qt::Key_Space) << control << "" << QByteArray("\0", 1);
        QTest::newRow("ctrl+/") << int(Qt::Key_Slash) << control << "" << QByteArray("\x1f");
        QTest::newRow("alt+b") << int(Qt::Key_B) << alt << "b" << QByteArray("\x1b" "b");
        QTest::newRow("ctrl+alt+x") << int(Qt::Key_X) << (control | alt) << "" << QByteArray("\x1b\x18");
        QTest::newRow("lone shift") << int(Qt::Key_Shift) << shift << "" << QByteArray();
    }
    void keys()
    {
        QFETCH(int, key);
        QFETCH(int, modifiers);
        QFETCH(QString, text);
        QFETCH(QByteArray, bytes);
        Screen screen(2, 10);
        QByteArray sent;
        screen.onOutput = [&](QByteArrayView b) { sent += b.toByteArray(); };
        const QKeyEvent event(QEvent::KeyPress, key, Qt::KeyboardModifiers(modifiers), text);
        QCOMPARE(sendKey(screen, event), !bytes.isEmpty());
        QCOMPARE(sent, bytes);
    }

    void arrowsFollowApplicationMode()
    {
        Screen screen(2, 10);
        QByteArray sent;
        screen.onOutput = [&](QByteArrayView b) { sent += b.toByteArray(); };
        screen.write("\x1b[?1h");
        screen.key(Key::up, {});
        QCOMPARE(sent, "\x1bOA");
    }

    void whoseKeyItIs()
    {
        const auto owner = [](int key, Qt::KeyboardModifiers modifiers) {
            return ownerOf(QKeyEvent(QEvent::KeyPress, key, modifiers));
        };
        const auto controlShift = Qt::ControlModifier | Qt::ShiftModifier;
        QCOMPARE(owner(Qt::Key_Tab, Qt::ControlModifier), KeyOwner::widget);
        QCOMPARE(owner(Qt::Key_Backtab, controlShift), KeyOwner::widget);
        QCOMPARE(owner(Qt::Key_C, controlShift), KeyOwner::widget);
        QCOMPARE(owner(Qt::Key_C, Qt::ControlModifier), KeyOwner::program);
        QCOMPARE(owner(Qt::Key_R, Qt::ControlModifier), KeyOwner::program);
        QCOMPARE(owner(Qt::Key_R, controlShift), KeyOwner::window);
        QCOMPARE(owner(Qt::Key_Tab, Qt::NoModifier), KeyOwner::program);
    }

    void pasteIsCleanAndBracketedOnRequest()
    {
        Screen screen(2, 10);
        QByteArray sent;
        screen.onOutput = [&](QByteArrayView b) { sent += b.toByteArray(); };
        screen.paste("a\r\nb\nc\x1b[A\t.");
        QCOMPARE(sent, "a\rb\rc[A\t.");
        sent.clear();
        screen.write("\x1b[?2004h");
        screen.paste("x");
        QCOMPARE(sent, "\x1b[200~x\x1b[201~");
    }

    void mouseReportsWhereAsked()
    {
        Screen screen(5, 10);
        QByteArray sent;
        screen.onOutput = [&](QByteArrayView b) { sent += b.toByteArray(); };
        screen.mouseMove(2, 3, {});
        screen.mouseButton(1, true, {});
        QCOMPARE(sent, "");
        screen.mouseButton(1, false, {});
        screen.write("\x1b[?1000h\x1b[?1006h");
        screen.mouseButton(1, true, {});
        QCOMPARE(sent, "\x1b[<0;4;3M");
    }

    void selectionStaysOnItsText()
    {
        Selection selection;
        QVERIFY(selection.isEmpty());
        selection.begin({3, 5});
        selection.extend({2, 1});
        QVERIFY(selection.first() == (Place{2, 1}));
        QVERIFY(selection.last() == (Place{3, 5}));
        QVERIFY(selection.contains({2, 9}) && selection.contains({3, 5}));
        QVERIFY(!selection.contains({3, 6}) && !selection.contains({2, 0}));
        selection.scrolled(4);
        QVERIFY(selection.first() == (Place{-2, 1}));
    }

    void colourTableIsXterms()
    {
        const Palette &palette = darkPalette();
        QCOMPARE(palette.indexed(16), QColor(0, 0, 0));
        QCOMPARE(palette.indexed(208), QColor(255, 135, 0));
        QCOMPARE(palette.indexed(231), QColor(255, 255, 255));
        QCOMPARE(palette.indexed(232), QColor(8, 8, 8));
        QCOMPARE(palette.indexed(255), QColor(238, 238, 238));
        QCOMPARE(palette.resolve(Color(), false), palette.background);
    }

    void reverseAndBoldColours()
    {
        Cell cell;
        cell.foreground = Color::indexed(1);
        cell.bold = true;
        QCOMPARE(colorsOf(cell, lightPalette()).foreground, lightPalette().ansi[9]);
        cell.reverse = true;
        QCOMPARE(colorsOf(cell, lightPalette()).background, lightPalette().ansi[9]);
        QCOMPARE(colorsOf(cell, lightPalette()).foreground, lightPalette().background);
    }

    void everyColourCanBeReadInItsTheme()
    {
        for (const Palette *palette : {&lightPalette(), &darkPalette()}) {
            QVERIFY(contrast(palette->foreground, palette->background) > 7);
            const int faint = palette == &lightPalette() ? 15 : 0;
            for (int i = 0; i < 16; ++i)
                if (i != faint)
                    QVERIFY2(contrast(palette->ansi[std::size_t(i)], palette->background) >= 3,
                             qPrintable(QString("colour %1: %2").arg(i).arg(
                                 contrast(palette->ansi[std::size_t(i)], palette->background))));
        }
    }
};

QTEST_GUILESS_MAIN(TestScreen)
#include "tst_screen.moc"
