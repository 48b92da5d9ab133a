// See lesson_text.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/lesson_text.h"

#include "app/gui/theme/theme.h"

#include <QDesktopServices>
#include <QEvent>
#include <QImage>
#include <QResizeEvent>
#include <QTextBlock>
#include <QTextCursor>
#include <QUrl>
#include <QWheelEvent>

#include <cmath>

namespace hopyard::docks {

LessonText::LessonText(QWidget *parent) : QTextBrowser(parent)
{
    setFrameShape(QFrame::NoFrame);
    // The style gives every text field a box of its own; this one is part of the page.
    setStyleSheet(QStringLiteral("QTextBrowser { background: transparent; border: none; border-radius: 0; padding: 0; }"));
    setOpenLinks(false);
    setOpenExternalLinks(false);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setTextInteractionFlags(Qt::TextBrowserInteraction);
    document()->setDocumentMargin(0);
    viewport()->setAutoFillBackground(false);
    connect(this, &QTextBrowser::anchorClicked, this, [](const QUrl &url) {
        if (url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http"))
            QDesktopServices::openUrl(url);
    });
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &LessonText::layOut);
}

void LessonText::setLesson(const QString &markdown)
{
    if (m_markdown == markdown)
        return;
    m_markdown = markdown;
    layOut();
}

/// Something empty: where nothing came the document itself would look for a file.
QVariant LessonText::loadResource(int type, const QUrl &)
{
    if (type != QTextDocument::ImageResource)
        return QByteArray("");
    QImage nothing(1, 1, QImage::Format_ARGB32);
    nothing.fill(Qt::transparent);
    return nothing;
}

/// Markdown comes without room between paragraphs, and its code in a font of Qt's own choice.
void LessonText::layOut()
{
    document()->setMarkdown(m_markdown, QTextDocument::MarkdownNoHTML);
    const QStringList mono = theme::Theme::monospaceFont().families();
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        QTextBlockFormat format = block.blockFormat();
        format.setLineHeight(125, QTextBlockFormat::ProportionalHeight);
        format.setTopMargin(block.blockNumber() == 0 ? 0 : block.textList() ? 2 : 6);
        format.setBottomMargin(0);
        QTextCursor(block).setBlockFormat(format);
        for (QTextBlock::iterator part = block.begin(); !part.atEnd(); ++part) {
            QTextCharFormat character = part.fragment().charFormat();
            const bool isCode = character.fontFixedPitch() || format.hasProperty(QTextFormat::BlockCodeLanguage)
                || format.hasProperty(QTextFormat::BlockCodeFence);
            if (!isCode)
                continue;
            character.setFontFamilies(mono);
            character.setBackground(theme::colours().hover);
            QTextCursor cursor(document());
            cursor.setPosition(part.fragment().position());
            cursor.setPosition(part.fragment().position() + part.fragment().length(), QTextCursor::KeepAnchor);
            cursor.setCharFormat(character);
        }
    }
    fit();
}

void LessonText::fit()
{
    document()->setTextWidth(viewport()->width());
    const int height = m_markdown.isEmpty() ? 0 : static_cast<int>(std::ceil(document()->size().height())) + 2;
    if (height == m_height)
        return;
    m_height = height;
    setFixedHeight(m_height);
    updateGeometry();
}

QSize LessonText::sizeHint() const { return {200, m_height}; }
QSize LessonText::minimumSizeHint() const { return {80, m_height}; }

void LessonText::resizeEvent(QResizeEvent *event)
{
    QTextBrowser::resizeEvent(event);
    fit();
}

void LessonText::wheelEvent(QWheelEvent *event) { event->ignore(); }

void LessonText::changeEvent(QEvent *event)
{
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fit();
}

} // namespace hopyard::docks
