// Several nodes at once: how many, how they stand, and how they are linked.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/document/lab_document.h"

#include <QDialog>
#include <QString>

#include <optional>
#include <string>
#include <vector>

class QComboBox;
class QSpinBox;

namespace hopyard::dialogs {

enum class Formation { grid, row, column, ring };
enum class Cabling { none, line, ring, star, mesh };

/// Where `count` nodes stand around (or from) `at`.
std::vector<lab::Position> formationPlaces(Formation formation, int count, lab::Position at);
/// What there is to be several of: a kind, or a template of the person's own.
struct Model {
    QString text; ///< "Router", or the template's name
    lab::NodeKind kind = lab::NodeKind::host;
    std::optional<lab::Node> own{}; ///< the template
};
Model modelOf(lab::NodeKind kind);
/// Adds them in one step; returns their names. Those of a template get addresses of their own, as copies do.
std::vector<std::string> placeMany(document::LabDocument &document, const Model &model, const std::vector<lab::Position> &places, Cabling cabling);

class PlaceMany final : public QDialog {
    Q_OBJECT

public:
    explicit PlaceMany(const Model &model, QWidget *parent = nullptr);
    int count() const;
    Formation formation() const;
    Cabling cabling() const;

private:
    QSpinBox *m_count;
    QComboBox *m_formation;
    QComboBox *m_cabling;
};

} // namespace hopyard::dialogs
