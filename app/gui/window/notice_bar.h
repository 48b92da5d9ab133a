// Sentences at the top of the canvas that need no answer now: a file that changed on disk, a lab to be recovered.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>

class QVBoxLayout;

namespace hopyard::window {

class NoticeBar final : public QWidget {
    Q_OBJECT

public:
    explicit NoticeBar(QWidget *parent = nullptr);
    /// A notice with the same text is shown once. `buttonText` empty: no button but the one that closes it.
    void add(const QString &text, const QString &buttonText, const std::function<void()> &onButton);
    /// Takes back what has become untrue; nothing where it was closed already.
    void remove(const QString &text);

private:
    QVBoxLayout *m_layout;
};

} // namespace hopyard::window
