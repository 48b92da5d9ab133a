// Markdown of a lesson as text as high as it needs: in a column of them that scrolls as a whole.
//
// A lesson may come from a stranger: nothing is loaded for it, neither a file nor anything from elsewhere, so pictures stay
// empty; a link is opened by a click alone, in the browser, and only where it leads to the web.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextBrowser>

namespace hopyard::docks {

class LessonText : public QTextBrowser {
    Q_OBJECT

public:
    explicit LessonText(QWidget *parent = nullptr);
    void setLesson(const QString &markdown);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    QVariant loadResource(int type, const QUrl &name) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override; ///< belongs to the column
    void changeEvent(QEvent *event) override;

private:
    void layOut();
    void fit();

    QString m_markdown;
    int m_height = 0;
};

} // namespace hopyard::docks
