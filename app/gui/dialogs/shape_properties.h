// The property page of a shape: kind, colour, layer, place, size, and its words.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/drawing.h"

#include <QWidget>

#include <string>

class QCheckBox;
class QComboBox;
class QFormLayout;

namespace hopyard::document {
class LabDocument;
}

namespace hopyard::dialogs {

class CheckedLine;
class TextBlock;

class ShapeProperties final : public QWidget {
    Q_OBJECT

public:
    explicit ShapeProperties(document::LabDocument &document, QWidget *parent = nullptr);
    void showShape(const std::string &id);

private:
    template <class Change>
    void set(const QString &what, Change change, const QString &mergeKey = {});
    void addNumber(QFormLayout &form, const QString &label, double lab::Position::*axis, lab::Position lab::Shape::*pair, CheckedLine *&line);

    document::LabDocument &m_document;
    std::string m_id;
    QFormLayout *m_form;
    QComboBox *m_kind;
    QComboBox *m_colour;
    QComboBox *m_layer;
    CheckedLine *m_x = nullptr;
    CheckedLine *m_y = nullptr;
    CheckedLine *m_width = nullptr;
    CheckedLine *m_height = nullptr;
    CheckedLine *m_file;
    QWidget *m_fileRow;
    QCheckBox *m_arrow;
    TextBlock *m_text;
};

} // namespace hopyard::dialogs
