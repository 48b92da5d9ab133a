// See shape_properties.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/shape_properties.h"

#include "app/gui/dialogs/editors.h"
#include "app/gui/dialogs/field_form.h"
#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/strings.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace hopyard::dialogs {

using document::fromQt;
using document::toQt;

ShapeProperties::ShapeProperties(document::LabDocument &document, QWidget *parent)
    : QWidget(parent), m_document(document), m_form(makeForm()), m_layer(new QComboBox(this)), m_arrow(new QCheckBox(tr("Arrow"), this)),
      m_text(new TextBlock(this))
{
    setAccessibleName(tr("Shape properties"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(m_form);
    m_kind = addChoice(*m_form, this, tr("Kind"), lab::shapeKindNames());
    m_colour = addChoice(*m_form, this, tr("Colour"), lab::shapeColourNames());
    auto *layerName = new QLabel(tr("Layer"), this);
    layerName->setAccessibleName(layerName->text());
    layerName->setBuddy(m_layer);
    m_layer->setAccessibleName(layerName->text());
    m_form->addRow(layerName, m_layer);
    addNumber(*m_form, tr("X"), &lab::Position::x, &lab::Shape::at, m_x);
    addNumber(*m_form, tr("Y"), &lab::Position::y, &lab::Shape::at, m_y);
    addNumber(*m_form, tr("Width"), &lab::Position::x, &lab::Shape::size, m_width);
    addNumber(*m_form, tr("Height"), &lab::Position::y, &lab::Shape::size, m_height);
    m_file = new CheckedLine(
        [](const QString &text) {
            return text.isEmpty() || lab::isPicturePath(fromQt(text)) ? QString() : tr("A path within the lab's folder, such as pictures/rack.png.");
        },
        this);
    m_fileRow = addField(*m_form, this, tr("File"), m_file);
    m_arrow->setAccessibleName(m_arrow->text());
    m_form->addRow(QString(), m_arrow);
    auto *heading = new QLabel(tr("Text"), this);
    heading->setProperty("role", QStringLiteral("heading"));
    heading->setAccessibleName(heading->text());
    heading->setBuddy(m_text);
    m_text->setAccessibleName(tr("Text of the shape"));
    m_text->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_text->setMaximumHeight(220);
    column->addWidget(heading);
    column->addWidget(m_text);
    column->addStretch();

    connect(m_kind, &QComboBox::activated, this, [this](int i) {
        set(tr("kind"), [i](lab::Shape &s) {
            const bool wasLine = s.kind == lab::ShapeKind::line;
            s.kind = static_cast<lab::ShapeKind>(i);
            if (wasLine && s.kind != lab::ShapeKind::line) { // a box has its corner with the smaller coordinates
                s.at = {std::min(s.at.x, s.at.x + s.size.x), std::min(s.at.y, s.at.y + s.size.y)};
                s.size = {std::max(std::abs(s.size.x), 20.0), std::max(std::abs(s.size.y), 20.0)};
            }
        });
    });
    connect(m_colour, &QComboBox::activated, this,
            [this](int i) { set(tr("colour"), [i](lab::Shape &s) { s.colour = static_cast<lab::ShapeColour>(i); }); });
    connect(m_layer, &QComboBox::activated, this,
            [this](int i) { set(tr("layer"), [&](lab::Shape &s) { s.layer = i == 0 ? std::string() : fromQt(m_layer->itemText(i)); }); });
    connect(m_arrow, &QCheckBox::clicked, this, [this](bool on) { set(tr("arrow"), [on](lab::Shape &s) { s.arrow = on; }); });
    connect(m_file, &CheckedLine::entered, this,
            [this](const QString &text) { set(tr("file"), [&](lab::Shape &s) { s.file = fromQt(text); }); });
    connect(m_text, &TextBlock::entered, this, [this](const QString &text) {
        if (fromQt(text).size() <= lab::kLongestShapeText)
            set(tr("text"), [&](lab::Shape &s) { s.text = fromQt(text); });
    });
}

template <class Change>
void ShapeProperties::set(const QString &what, Change change, const QString &mergeKey)
{
    const lab::Shape *shape = m_document.drawing().findShape(m_id);
    if (!shape)
        return;
    lab::Shape changed = *shape;
    change(changed);
    document::setShape(m_document, changed, what, mergeKey);
}

void ShapeProperties::addNumber(QFormLayout &form, const QString &label, double lab::Position::*axis, lab::Position lab::Shape::*pair,
                                CheckedLine *&line)
{
    const bool isSize = pair == &lab::Shape::size;
    line = new CheckedLine(
        [this, isSize](const QString &text) {
            bool ok = false;
            const double value = text.toDouble(&ok);
            const lab::Shape *shape = m_document.drawing().findShape(m_id);
            const bool isLine = shape && shape->kind == lab::ShapeKind::line;
            if (!ok || std::abs(value) > 1e9)
                return tr("A number, such as 120.");
            return isSize && !isLine && value < 1 ? tr("At least 1.") : QString();
        },
        this);
    line->setStep([](const QString &text, int steps) { return QString::number(text.toDouble() + steps * 10); });
    addField(form, this, label, line);
    connect(line, &CheckedLine::entered, this, [this, label, axis, pair](const QString &text, bool stepping) {
        set(label.toLower(), [&](lab::Shape &s) { s.*pair.*axis = text.toDouble(); },
            stepping ? QStringLiteral("step %1 %2").arg(label, toQt(m_id)) : QString());
    });
}

void ShapeProperties::showShape(const std::string &id)
{
    m_id = id;
    const lab::Shape *shape = m_document.drawing().findShape(id);
    if (!shape)
        return;
    showChoice(m_kind, lab::toString(shape->kind));
    showChoice(m_colour, lab::toString(shape->colour));
    {
        const QSignalBlocker quiet(m_layer);
        m_layer->clear();
        m_layer->addItem(tr("none"));
        for (const lab::Layer &layer : m_document.drawing().layers)
            m_layer->addItem(toQt(layer.name));
        m_layer->setCurrentIndex(shape->layer.empty() ? 0 : std::max(0, m_layer->findText(toQt(shape->layer))));
    }
    m_x->showValue(QString::number(shape->at.x));
    m_y->showValue(QString::number(shape->at.y));
    m_width->showValue(QString::number(shape->size.x));
    m_height->showValue(QString::number(shape->size.y));
    m_file->showValue(toQt(shape->file));
    m_form->setRowVisible(m_fileRow, shape->kind == lab::ShapeKind::picture);
    m_form->setRowVisible(m_arrow, shape->kind == lab::ShapeKind::line);
    m_arrow->setChecked(shape->arrow);
    m_text->showValue(toQt(shape->text));
}

} // namespace hopyard::dialogs
