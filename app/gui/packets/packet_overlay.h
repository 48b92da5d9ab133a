// Packets on the canvas: one overlay, one call of drawPixmapFragments for all dots, the bursts of drops, the legend.
//
// Paused, everything stands and no frame is asked for; with nothing under way the canvas' timer stops.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/packets/flight_store.h"
#include "app/gui/packets/link_load.h"
#include "app/gui/packets/thinning.h"
#include "app/gui/packets/world_clock.h"
#include "app/gui/scene/link_path.h"
#include "app/gui/view/overlay.h"

#include <functional>
#include <optional>
#include <QPainter>
#include <QPixmap>
#include <QString>
#include <vector>

namespace hopyard::packets {

class PacketOverlay final : public view::Overlay {
public:
    using WallClock = std::function<WorldClock::Wall()>;
    /// The wall clock is handed in, so that tests move it.
    explicit PacketOverlay(WallClock wall);

    void clear();
    /// The way of each link by the engine's number; nothing for a link that is not drawn.
    void setPaths(std::vector<std::optional<scene::LinkPath>> paths) { m_paths = std::move(paths); }
    void setLinkNames(std::vector<QString> names) { m_names = std::move(names); } ///< "r1:eth0 – r2:eth0"
    void setLinkRates(std::vector<LinkLoads::Rates> rates) { m_loads.setRates(std::move(rates)); }
    void setDark(bool dark);
    void setShown(bool shown) { m_shown = shown; }
    bool isShown() const { return m_shown; }
    void take(const client::Batch &batch);
    /// The links of a way that somebody follows, lit; empty: none.
    void setLit(std::vector<base::LinkId> links) { m_lit = std::move(links); }

    void paint(QPainter &painter, const view::ViewTransform &transform) override;
    bool isActive() const override;

    /// What the mark of a drop at that place of the viewport says; empty where there is none.
    QString tipAt(QPointF viewportPosition) const;
    const FlightStore &flights() const { return m_flights; }
    const WorldClock &clock() const { return m_clock; }

private:
    struct Mark {
        QPointF at; ///< in viewport pixels, as last painted
        std::size_t drop;
    };
    const scene::LinkPath *pathOf(base::LinkId link) const;
    QPointF place(const scene::LinkPath &path, double progress, base::Direction direction,
                  const view::ViewTransform &transform) const;
    void renderAtlas(double devicePixelRatio);
    void renderLegend(double devicePixelRatio);
    void paintLoads(QPainter &painter, const view::ViewTransform &transform);
    void paintLit(QPainter &painter, const view::ViewTransform &transform);
    void paintDots(QPainter &painter, const view::ViewTransform &transform, base::TimePoint shown);
    void paintDrops(QPainter &painter, const view::ViewTransform &transform, base::TimePoint shown);
    void paintLegend(QPainter &painter, const view::ViewTransform &transform);

    WallClock m_wall;
    WorldClock m_clock;
    double m_speed = 1; ///< the last that was not zero
    FlightStore m_flights;
    LinkLoads m_loads;
    std::vector<std::optional<scene::LinkPath>> m_paths;
    std::vector<QString> m_names;
    std::vector<base::LinkId> m_lit;
    std::vector<QPainter::PixmapFragment> m_fragments; // kept for its memory
    Thinning m_thinning;
    std::vector<Mark> m_marks;
    QPixmap m_atlas;
    double m_atlasRatio = 0;
    QPixmap m_legend;
    double m_legendRatio = 0;
    std::array<bool, client::kProtocolCount> m_legendOf{};
    bool m_dark = false;
    bool m_shown = true;
};

} // namespace hopyard::packets
