// Steps of the command line: what is clicked is what is called so and can be seen; a picture has the dialogs above the window.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/scripted_hand.h"

#include <QDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QVBoxLayout>
#include <QtTest>

using namespace hopyard;

class TstScriptedHand : public QObject {
    Q_OBJECT

private slots:
    void aButtonIsClickedByItsTextOrName()
    {
        QWidget window;
        auto *column = new QVBoxLayout(&window);
        auto *hidden = new QPushButton("Show", &window);
        auto *button = new QPushButton("&Show", &window);
        for (QPushButton *each : {hidden, button})
            column->addWidget(each);
        window.show();
        hidden->hide();
        QSignalSpy clicked(button, &QPushButton::clicked), never(hidden, &QPushButton::clicked);
        QVERIFY(window::click(window, "show"));
        QCOMPARE(clicked.count(), 1);
        QCOMPARE(never.count(), 0);
        button->setAccessibleName("Show all of it");
        QVERIFY(window::click(window, "Show all of it"));
        QCOMPARE(clicked.count(), 2);
        QVERIFY(!window::click(window, "Hide"));
    }

    void tabsRowsAndFieldsToo()
    {
        QWidget window;
        auto *column = new QVBoxLayout(&window);
        auto *tabs = new QTabBar(&window);
        tabs->addTab("One");
        tabs->addTab("T&wo");
        auto *list = new QListWidget(&window);
        list->addItems({"Appearance", "Keyboard"});
        auto *field = new QLineEdit(&window);
        field->setAccessibleName("Search");
        for (QWidget *each : std::initializer_list<QWidget *>{tabs, list, field})
            column->addWidget(each);
        window.show();
        QVERIFY(window::click(window, "Two"));
        QCOMPARE(tabs->currentIndex(), 1);
        QVERIFY(window::click(window, "Keyboard"));
        QCOMPARE(list->currentRow(), 1);
        QVERIFY(window::click(window, "Search"));
        QCOMPARE(window.focusWidget(), field);
    }

    void aPictureHasTheDialogsAboveTheWindow()
    {
        QWidget window;
        window.setGeometry(100, 100, 300, 200);
        window.setPalette(QPalette(Qt::green));
        window.show();
        QDialog dialog(&window);
        dialog.setPalette(QPalette(Qt::blue));
        dialog.setGeometry(180, 150, 60, 40);
        dialog.show();
        const QPixmap picture = window::pictureOf(window);
        QCOMPARE(picture.size(), window.size() * window.devicePixelRatio());
        const QImage image = picture.toImage();
        const auto at = [&](const QWidget &widget, QPoint place) {
            return image.pixelColor((widget.mapToGlobal(place) - window.mapToGlobal(QPoint())) * window.devicePixelRatio());
        };
        QCOMPARE(at(dialog, {30, 20}), dialog.palette().color(QPalette::Window));
        QCOMPARE(at(window, {10, 10}), window.palette().color(QPalette::Window));
    }
};

QTEST_MAIN(TstScriptedHand)
#include "tst_scripted_hand.moc"
