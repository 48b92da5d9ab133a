// See notice_bar.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/notice_bar.h"

#include "app/gui/theme/icon.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace hopyard::window {

NoticeBar::NoticeBar(QWidget *parent) : QWidget(parent), m_layout(new QVBoxLayout(this))
{
    setAccessibleName(tr("Notices"));
    m_layout->setContentsMargins(10, 8, 10, 8);
    m_layout->setSpacing(6);
    hide();
}

void NoticeBar::add(const QString &text, const QString &buttonText, const std::function<void()> &onButton)
{
    for (const QLabel *label : findChildren<QLabel *>())
        if (label->text() == text)
            return;
    auto *card = new QFrame(this);
    card->setObjectName(QStringLiteral("notice"));
    card->setProperty("role", QStringLiteral("card"));
    card->setAccessibleName(tr("Notice"));
    auto *row = new QHBoxLayout(card);
    row->setContentsMargins(12, 6, 6, 6);
    auto *label = new QLabel(text, card);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setAccessibleName(text);
    row->addWidget(label, 1);
    const auto close = [this, card] {
        card->deleteLater();
        m_layout->removeWidget(card);
        setVisible(m_layout->count() > 0);
    };
    if (!buttonText.isEmpty()) {
        auto *button = new QPushButton(buttonText, card);
        button->setAccessibleName(buttonText);
        connect(button, &QPushButton::clicked, this, [close, onButton] {
            close();
            if (onButton)
                onButton();
        });
        row->addWidget(button);
    }
    auto *dismiss = new QToolButton(card);
    dismiss->setIcon(theme::icon(QStringLiteral("close")));
    dismiss->setToolTip(tr("Close this notice"));
    dismiss->setAccessibleName(tr("Close this notice"));
    connect(dismiss, &QToolButton::clicked, this, close);
    row->addWidget(dismiss);
    m_layout->addWidget(card);
    show();
}

void NoticeBar::remove(const QString &text)
{
    for (QFrame *card : findChildren<QFrame *>(QStringLiteral("notice")))
        if (const auto *label = card->findChild<QLabel *>(); label && label->text() == text) {
            m_layout->removeWidget(card);
            delete card;
        }
    setVisible(m_layout->count() > 0);
}

} // namespace hopyard::window
