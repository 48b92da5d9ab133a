// A field that takes the next keys pressed as a shortcut. Tab and Shift+Tab leave it, as any field; Escape empties it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QLineEdit>

namespace hopyard::preferences {

class KeyField final : public QLineEdit {
    Q_OBJECT

public:
    explicit KeyField(QWidget *parent = nullptr);
    QKeySequence keys() const { return m_keys; }
    void setKeys(const QKeySequence &keys);

signals:
    void pressed(const QKeySequence &keys); ///< empty after Escape

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QKeySequence m_keys;
};

} // namespace hopyard::preferences
