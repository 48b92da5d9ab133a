// See accessible_labels.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/theme/accessible_labels.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QLabel>
#include <QTextDocumentFragment>

namespace hopyard::theme {

namespace {

class LabelInterface final : public QAccessibleWidget {
public:
    explicit LabelInterface(QLabel *label) : QAccessibleWidget(label, QAccessible::StaticText) {}

    QString text(QAccessible::Text kind) const override
    {
        const auto *label = static_cast<const QLabel *>(widget());
        const QString said = QAccessibleWidget::text(kind);
        if (kind != QAccessible::Description || !said.isEmpty())
            return said;
        const bool isRich = label->textFormat() == Qt::RichText || (label->textFormat() == Qt::AutoText && Qt::mightBeRichText(label->text()));
        return isRich ? QTextDocumentFragment::fromHtml(label->text()).toPlainText() : label->text();
    }
};

QAccessibleInterface *make(const QString &, QObject *object)
{
    auto *label = qobject_cast<QLabel *>(object);
    return label && !label->accessibleName().isEmpty() && !label->buddy() ? new LabelInterface(label) : nullptr;
}

} // namespace

void describeLabels() { QAccessible::installFactory(make); }

} // namespace hopyard::theme
