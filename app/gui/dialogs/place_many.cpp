// See place_many.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/place_many.h"

#include "app/gui/document/operations.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QSpinBox>

#include <cmath>
#include <numbers>

namespace hopyard::dialogs {

namespace {
constexpr double kApart = 120; ///< scene units
constexpr int kMost = 200;
constexpr int kMostMeshed = 30; ///< beyond that a mesh is nothing but lines
} // namespace

std::vector<lab::Position> formationPlaces(Formation formation, int count, lab::Position at)
{
    std::vector<lab::Position> places;
    const int columns = formation == Formation::row ? count
        : formation == Formation::column            ? 1
                                                    : static_cast<int>(std::ceil(std::sqrt(static_cast<double>(count))));
    const double radius = std::max(kApart, kApart * count / (2 * std::numbers::pi));
    for (int i = 0; i < count; ++i) {
        if (formation == Formation::ring) {
            const double angle = 2 * std::numbers::pi * i / count;
            places.push_back({std::round(at.x + radius * std::sin(angle)), std::round(at.y - radius * std::cos(angle))});
        } else {
            places.push_back({at.x + kApart * (i % columns), at.y + kApart * (i / columns)});
        }
    }
    return places;
}

Model modelOf(lab::NodeKind kind) { return {document::kindText(kind), kind}; }

std::vector<std::string> placeMany(document::LabDocument &document, const Model &model, const std::vector<lab::Position> &places, Cabling cabling)
{
    std::vector<std::string> names;
    document.undoStack().beginMacro(PlaceMany::tr("Add %1 × %2").arg(places.size()).arg(model.text));
    lab::Lab part;
    if (model.own)
        part.nodes = {*model.own};
    for (const lab::Position &place : places)
        names.push_back(model.own ? document::insert(document, part, place, PlaceMany::tr("Add")).front() : document::addNode(document, model.kind, place));
    for (std::size_t i = 1; i < names.size(); ++i) {
        if (cabling == Cabling::line || cabling == Cabling::ring)
            document::addLink(document, names[i - 1], names[i]);
        else if (cabling == Cabling::star)
            document::addLink(document, names[0], names[i]);
        for (std::size_t j = 0; cabling == Cabling::mesh && j < i && names.size() <= kMostMeshed; ++j)
            document::addLink(document, names[j], names[i]);
    }
    if (cabling == Cabling::ring && names.size() > 2)
        document::addLink(document, names.back(), names.front());
    document.undoStack().endMacro();
    return names;
}

PlaceMany::PlaceMany(const Model &model, QWidget *parent)
    : QDialog(parent), m_count(new QSpinBox(this)), m_formation(new QComboBox(this)), m_cabling(new QComboBox(this))
{
    setWindowTitle(tr("Several at once"));
    setAccessibleName(windowTitle());
    auto *form = new QFormLayout(this);
    m_count->setRange(1, kMost);
    m_count->setValue(4);
    m_count->setAccessibleName(tr("How many"));
    m_formation->addItems({tr("in a grid"), tr("in a row"), tr("in a column"), tr("in a ring")});
    m_formation->setAccessibleName(tr("How they stand"));
    m_cabling->addItems({tr("not at all"), tr("one to the next"), tr("in a ring"), tr("all to the first"), tr("each to each")});
    m_cabling->setAccessibleName(tr("How they are linked"));
    form->addRow(tr("&How many × %1").arg(model.text), m_count);
    form->addRow(tr("&They stand"), m_formation);
    form->addRow(tr("They are &linked"), m_cabling);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->setAccessibleName(tr("Buttons"));
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_count->selectAll();
    m_count->setFocus();
}

int PlaceMany::count() const { return m_count->value(); }
Formation PlaceMany::formation() const { return static_cast<Formation>(m_formation->currentIndex()); }
Cabling PlaceMany::cabling() const { return static_cast<Cabling>(m_cabling->currentIndex()); }

} // namespace hopyard::dialogs
