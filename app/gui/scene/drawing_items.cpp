// See drawing_items.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/scene/drawing_items.h"

#include "app/gui/theme/theme.h"

#include <QFileInfo>
#include <QImageReader>
#include <QPainter>
#include <QPainterPath>
#include <QStyleOptionGraphicsItem>
#include <QTextDocument>

namespace hopyard::scene {

namespace {

constexpr double kIndent = 14;        ///< of a list, scene units
constexpr int kLargestPicture = 4096; ///< pixels a side that are kept; larger ones are scaled while they are read

/// Markdown of a lab that somebody else wrote: loads nothing from anywhere.
class Words final : public QTextDocument {
protected:
    QVariant loadResource(int, const QUrl &) override { return {}; }
};

double scaleOf(const QPainter &painter)
{
    return QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter.worldTransform()) * painter.device()->devicePixelRatioF();
}

} // namespace

QString pictureFile(const QString &folder, const std::string &file)
{
    if (folder.isEmpty() || !lab::isPicturePath(file))
        return {};
    const QString inside = QFileInfo(folder).canonicalFilePath() + QLatin1Char('/');
    const QString path = QFileInfo(inside + QString::fromStdString(file)).canonicalFilePath();
    return path.startsWith(inside) ? path : QString();
}

ShapeItem::ShapeItem() { setFlag(ItemIsSelectable); }
ShapeItem::~ShapeItem() = default;

void ShapeItem::show(const lab::Shape &shape, const QString &folder)
{
    const QString picture = shape.kind == lab::ShapeKind::picture ? pictureFile(folder, shape.file) : QString();
    if (picture != m_picture) {
        m_picture = picture;
        m_look.picture = {};
        QImageReader reader(picture);
        reader.setAutoTransform(true);
        QSize size = reader.size();
        if (size.width() > kLargestPicture || size.height() > kLargestPicture) {
            size.scale(kLargestPicture, kLargestPicture, Qt::KeepAspectRatio);
            reader.setScaledSize(size);
        }
        if (!picture.isEmpty())
            m_look.picture = QPixmap::fromImage(reader.read());
        update();
    }
    if (shape == m_look.shape && (m_words || (shape.kind != lab::ShapeKind::note && shape.kind != lab::ShapeKind::text)))
        return;
    prepareGeometryChange();
    const bool relaid = shape.text != m_look.shape.text || shape.kind != m_look.shape.kind || shape.size.x != m_look.shape.size.x || !m_words;
    m_look.shape = shape;
    setToolTip(QString());
    if (relaid)
        layOut();
    update();
}

void ShapeItem::layOut()
{
    const lab::Shape &shape = m_look.shape;
    if (shape.kind != lab::ShapeKind::note && shape.kind != lab::ShapeKind::text) {
        m_words.reset();
        return;
    }
    m_words = std::make_unique<Words>();
    QFont font = theme::Theme::interfaceFont();
    font.setPixelSize(13);
    m_words->setDefaultFont(font);
    m_words->setDocumentMargin(0);
    m_words->setIndentWidth(kIndent);
    m_words->setMarkdown(QString::fromStdString(shape.text), QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub | QTextDocument::MarkdownNoHTML));
    m_words->setTextWidth(shape.size.x - (shape.kind == lab::ShapeKind::note ? 24 : 0));
}

void ShapeItem::refreshTheme()
{
    layOut();
    update();
}

void ShapeItem::setHovered(bool hovered)
{
    if (hovered == m_look.hovered)
        return;
    m_look.hovered = hovered;
    update();
}

QPainterPath ShapeItem::shape() const
{
    QPainterPath path;
    path.addRect(boxOf(m_look.shape).adjusted(-3, -3, 3, 3));
    return path;
}

void ShapeItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *)
{
    m_look.picked = isSelected();
    paintShape(*painter, m_look, m_words.get(), scaleOf(*painter));
}

GroupItem::GroupItem() { setFlag(ItemIsSelectable); }

void GroupItem::show(GroupLook look)
{
    prepareGeometryChange();
    look.hovered = m_look.hovered;
    m_look = std::move(look);
    setZValue(m_look.folded ? 1 : -150);
    update();
}

void GroupItem::setHovered(bool hovered)
{
    if (hovered == m_look.hovered)
        return;
    m_look.hovered = hovered;
    update();
}

QPainterPath GroupItem::shape() const
{
    QPainterPath path;
    path.addRect(grip());
    return path;
}

void GroupItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *)
{
    m_look.picked = isSelected();
    paintGroup(*painter, m_look, scaleOf(*painter));
}

} // namespace hopyard::scene
