// The picture of the document: one item for each node and link, brought up to date by the document's change events.
// Holds nothing that the document does not say but what is picked and what the engine reports about running nodes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/document/change_event.h"
#include "app/gui/document/operations.h"
#include "app/gui/scene/label_plan.h"
#include "app/gui/scene/link_path.h"

#include <QGraphicsScene>
#include <QString>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace hopyard::document {
class LabDocument;
}

namespace hopyard::scene {

class GroupItem;
class LinkItem;
class NodeItem;
class ShapeItem;
struct LabelLayers;

/// What the light of a node says.
enum class NodeState {
    none,     ///< the lab is not running: no light
    starting,
    running,
    stopped,  ///< switched off in a lab that runs
    failed,
};

class LabScene final : public QGraphicsScene {
    Q_OBJECT

public:
    explicit LabScene(document::LabDocument &document, QObject *parent = nullptr);
    ~LabScene() override;

    // --- where things are ---
    /// None where it is not drawn: within a folded group, or of a node on a hidden layer.
    std::optional<LinkPath> linkPath(const document::LinkEnds &ends) const;
    /// The path of the link plugged at that end; `from` is the link's end a as the lab names it.
    std::optional<LinkPath> linkPath(const lab::End &end) const;
    /// Where the light of the link plugged at that end is, in scene units from the node's centre.
    double lightAt(const lab::End &end) const;
    NodeItem *nodeItem(const std::string &name) const;
    LinkItem *linkItem(const document::LinkEnds &ends) const;
    NodeItem *nodeAt(const QPointF &scenePosition) const;
    /// The link within `reach` scene units.
    LinkItem *linkAt(const QPointF &scenePosition, double reach) const;
    ShapeItem *shapeItem(const std::string &id) const;
    /// The topmost shape there that is shown.
    ShapeItem *shapeAt(const QPointF &scenePosition, double reach) const;
    GroupItem *groupItem(const std::string &name) const;
    /// The group there: a folded one's body, an unfolded one's heading.
    GroupItem *groupAt(const QPointF &scenePosition) const;
    /// False for a node on a hidden layer, and for one that is not there.
    bool isShown(const std::string &node) const;
    /// Where a node is drawn: in a folded group, where the group stands.
    QPointF placeOf(const std::string &node) const;
    QRectF contentRect() const; ///< of all items; empty for an empty lab

    // --- what is picked ---
    /// A node or link that is not drawn (in a folded group, on a hidden layer) can be picked by name, as the tables do, but not by pointing.
    document::Picked picked() const;
    void pick(const document::Picked &picked);
    void pickNode(const std::string &name);
    void pickAll(); ///< that is drawn
    void pickNone();

    // --- what runs (told by the engine's client) ---
    void setNodeState(const std::string &name, NodeState state);
    void clearNodeStates();

    // --- how it is drawn ---
    LabelLayers labels() const;
    void setLabels(const LabelLayers &labels);
    /// What is to be labelled, and what labels keep away from.
    SharedLabelInputs labelInputs() const;
    /// Another number whenever labelInputs() are others.
    std::uint64_t labelVersion() const { return m_labelVersion; }
    /// Draws nodes on their way from where they were to where the document has them; 0 is there, 1 here.
    void showOnTheWay(const std::map<std::string, QPointF> &from, double share);

    /// Colours changed: paint everything anew.
    void refreshTheme();

signals:
    void pickedChanged();
    /// Some link runs elsewhere, came or went: look linkPath() up again.
    void geometryChanged();

private:
    struct Followed {
        bool picks = false;
        bool geometry = false;
    };
    void follow(const document::ChangeEvent &event);
    Followed applyEvent(const document::ChangeEvent &event);
    void rebuild();
    void addNodeItem(const lab::Node &node);
    void addLinkItem(const lab::Link &link);
    void removeLinkItem(LinkItem *item);
    void fanOut(const std::string &a, const std::string &b);
    void updateLinksOf(const std::string &node);
    void spreadLabels(const std::string &node);

    void picksChanged();
    void showDrawing(); ///< shapes, groups, and what a folded group hides
    void showShapes();
    void showGroups();
    void bend(LinkItem *item);
    void showCosts();

    document::LabDocument &m_document;
    std::uint64_t m_labelVersion = 1;
    mutable std::uint64_t m_labelInputsVersion = 0; ///< that of m_labelInputs
    mutable SharedLabelInputs m_labelInputs;
    mutable std::optional<document::Picked> m_picked; ///< asked for often, by every action; made when asked for
    struct Unseen {
        std::set<std::string> nodes;
        std::set<document::LinkEnds> links;
    } m_pickedUnseen; ///< that QGraphicsScene does not select: they are not drawn
    std::map<std::string, NodeItem *> m_nodes;           // owned by QGraphicsScene
    std::map<document::LinkEnds, LinkItem *> m_links;    // owned by QGraphicsScene
    std::map<lab::End, LinkItem *> m_linkAtEnd;
    std::map<std::string, std::vector<LinkItem *>> m_linksOf;
    std::map<std::string, ShapeItem *> m_shapes;         // owned by QGraphicsScene
    std::map<std::string, GroupItem *> m_groups;         // owned by QGraphicsScene
    bool m_hidesNodes = false;                 ///< there is a hidden layer with nodes on it
    std::map<std::string, QPointF> m_foldedAt; ///< nodes in folded groups: where these stand
};

} // namespace hopyard::scene
