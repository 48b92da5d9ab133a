// The tree that inspectors show: follows what it is given, step by step, and keeps what a person opened and picked.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/tree_model.h"
#include "app/gui/inspect/tree_view.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QtTest>

using namespace hopyard::inspect;

namespace {

std::vector<TreeRow> rows(const QStringList &keys)
{
    std::vector<TreeRow> all;
    for (const QString &key : keys)
        all.push_back({key, {key, key.toUpper()}});
    return all;
}

QString shown(const TreeModel &model, const QModelIndex &parent = {})
{
    QString text;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        text += index.data().toString();
        if (model.rowCount(index) > 0)
            text += QLatin1Char('(') + shown(model, index) + QLatin1Char(')');
    }
    return text;
}

} // namespace

class TstTreeModel : public QObject {
    Q_OBJECT

private slots:
    void followsWhatItIsGiven()
    {
        TreeModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setColumns({"Key", "Upper"});
        model.setRows(rows({"a", "b", "c"}));
        QCOMPARE(shown(model), QString("abc"));
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted), removed(&model, &QAbstractItemModel::rowsRemoved);
        QSignalSpy moved(&model, &QAbstractItemModel::rowsMoved), changed(&model, &QAbstractItemModel::dataChanged);
        model.setRows(rows({"a", "b", "c"}));
        QCOMPARE(inserted.size() + removed.size() + moved.size() + changed.size(), 0);
        model.setRows(rows({"c", "a", "d"}));
        QCOMPARE(shown(model), QString("cad"));
        QCOMPARE(removed.size(), 1);
        QCOMPARE(moved.size(), 1);
        QCOMPARE(inserted.size(), 1);
        auto all = rows({"c", "a", "d"});
        all[1].children = rows({"x", "y"});
        all[1].tone = Tone::bad;
        model.setRows(all);
        QCOMPARE(shown(model), QString("ca(xy)d"));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(model.keysOf(model.find({"a", "y"})), QStringList({"a", "y"}));
        QVERIFY(!model.find({"a", "z"}).isValid());
        QVERIFY(model.find({"a"}).data(Qt::ForegroundRole).isValid());
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void anythingAfterAnything()
    {
        TreeModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setColumns({"Key", "Upper"});
        QRandomGenerator random(7);
        for (int round = 0; round < 200; ++round) {
            QStringList keys;
            for (const char *key : {"a", "b", "c", "d", "e", "f"})
                if (random.bounded(3) > 0)
                    keys.insert(random.bounded(int(keys.size()) + 1), QString::fromLatin1(key));
            auto wanted = rows(keys);
            QString text;
            for (TreeRow &row : wanted) {
                text += row.key;
                if (random.bounded(2)) {
                    row.children = rows({"x", "y"});
                    text += "(xy)";
                }
            }
            model.setRows(std::move(wanted));
            QCOMPARE(shown(model), text);
        }
    }

    void theViewKeepsItsPlace()
    {
        TreeModel model;
        model.setColumns({"Key", "Upper"});
        TreeView view("Tree", &model, 1);
        auto all = rows({"a", "b"});
        all[0].children = rows({"x", "y"});
        model.setRows(all);
        QVERIFY(view.isExpanded(model.find({"a"}))); // new ones of the first level open
        view.setCurrentIndex(model.find({"a", "y"}));
        QCOMPARE(view.currentKeys(), QStringList({"a", "y"}));
        view.collapse(model.find({"b"}));
        all.insert(all.begin(), TreeRow{"0", {"0", "0"}});
        all[1].cells[1] = "other";
        model.setRows(all);
        QCOMPARE(view.currentKeys(), QStringList({"a", "y"}));
        QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QString("y\tY"));
    }
};

QTEST_MAIN(TstTreeModel)
#include "tst_tree_model.moc"
