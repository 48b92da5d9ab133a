// Filling in addresses from the window: the dialog's plan, one step of undo, the quick fix; and what a screen reader hears of labels.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"
#include "app/gui/dialogs/address_dialog.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/operations.h"
#include "app/gui/document/quick_fixes.h"
#include "app/gui/window/main_window.h"
#include "core/lab/frr_config.h"
#include "core/lab/validate.h"
#include "tests/support/lab_parts.h"
#include "tests/support/named.h"
#include "tests/support/test_window.h"

#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>
#include <QUndoStack>

using namespace hopyard;
using support::named;

namespace {

lab::Lab drawn()
{
    lab::Lab lab;
    lab.nodes = {support::node("h1", lab::NodeKind::host), support::node("r1", lab::NodeKind::router),
                 support::node("r2", lab::NodeKind::router)};
    lab.links = {support::link({"h1", "eth0"}, {"r1", "eth0"}), support::link({"r1", "eth1"}, {"r2", "eth0"})};
    return lab;
}

} // namespace

class TestAddresses : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        support::prepareApplication("hopyard-test", m_state);
    }

    void theDialogShowsWhatWillBe()
    {
        dialogs::AddressDialog dialog(drawn());
        auto *tree = named<QTreeWidget>(dialog, "Networks and their interfaces");
        QCOMPARE(tree->topLevelItemCount(), 2);
        QCOMPARE(tree->topLevelItem(0)->text(0), "10.0.1.0/24");
        QCOMPARE(tree->topLevelItem(0)->child(1)->text(1), "10.0.1.10/24");
        QVERIFY(dialog.plan().nodes[1].config.find("router ospf") != std::string::npos); // as one wants of two routers
        auto *learn = named<QComboBox>(dialog, "How routers learn of networks");
        learn->setCurrentIndex(2);
        QVERIFY(dialog.plan().nodes[1].config.find("router rip") != std::string::npos);
        learn->setCurrentIndex(0);
        QVERIFY(dialog.plan().nodes[1].config.find("router ") == std::string::npos);

        auto *from = named<QLineEdit>(dialog, "Network that new ones are taken from");
        from->setText("192.168.0.0/16");
        QCOMPARE(tree->topLevelItem(0)->text(0), "192.168.1.0/24");
        auto *ok = dialog.findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok);
        for (const char *wrong : {"", "10.0.0.0", "10.0.0.1/8", "2001:db8::/32", "10.0.0.0/31"}) {
            from->setText(wrong);
            QVERIFY2(!ok->isEnabled(), wrong);
            QVERIFY(named<QLabel>(dialog, "What is left to you")->text().startsWith("A network is written like"));
        }
    }

    void theActionIsOneStep()
    {
        const auto made = support::makeWindow();
        window::MainWindow &window = *made;
        document::LabDocument &document = window.workbench().document;
        QAction *action = window.workbench().actions.action("arrange.addresses");
        QVERIFY(!action->isEnabled()); // nothing is linked
        for (const auto kind : {lab::NodeKind::host, lab::NodeKind::router})
            document::addNode(document, kind, {0, 0});
        document::addLink(document, "h1", "r1");
        QTRY_VERIFY(action->isEnabled());
        const lab::Lab before = document.lab();
        action->trigger();
        auto *dialog = window.findChild<dialogs::AddressDialog *>();
        QVERIFY(dialog);
        dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok)->click();
        QVERIFY(document.lab().findNode("h1")->gateway);
        QCOMPARE(document.undoStack().undoText(), "Fill in addresses");
        document.undoStack().undo();
        QVERIFY(document.lab() == before);
    }

    void theQuickFixFillsInAllThatIsMissing()
    {
        document::LabDocument document;
        for (const auto kind : {lab::NodeKind::host, lab::NodeKind::router})
            document::addNode(document, kind, {0, 0});
        document::addLink(document, "h1", "r1");
        const auto problems = lab::validate(document.lab(), {}, lab::frrFacts);
        const auto fixable = std::ranges::find_if(problems, [&](const lab::Problem &problem) {
            return !document::quickFixes(document.lab(), problem).empty();
        });
        QVERIFY(fixable != problems.end());
        document::applyFix(document, document::quickFixes(document.lab(), *fixable).front());
        QVERIFY(document.lab().findNode("h1")->gateway);
        QVERIFY(document.lab().findNode("r1")->config.find("ip address") != std::string::npos);
    }

    void aScreenReaderHearsWhatALabelSays()
    {
        QLabel label;
        label.setAccessibleName("Why there is no table");
        label.setText("Run the <b>lab</b>.");
        QAccessibleInterface *heard = QAccessible::queryAccessibleInterface(&label);
        QCOMPARE(heard->text(QAccessible::Name), "Why there is no table");
        QCOMPARE(heard->text(QAccessible::Description), "Run the lab.");
        label.setText("a < b");
        QCOMPARE(heard->text(QAccessible::Description), "a < b");
    }

private:
    QTemporaryDir m_state;
};

QTEST_MAIN(TestAddresses)
#include "tst_addresses.moc"
