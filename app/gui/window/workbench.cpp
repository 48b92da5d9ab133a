// See workbench.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/workbench.h"

namespace hopyard::window {

Workbench::Workbench(document::LabDocument &document_, scene::LabScene &scene_, view::CanvasView &canvas_,
                     actions::ActionRegistry &actions_)
    : document(document_), scene(scene_), canvas(canvas_), actions(actions_)
{
}

QWidget *Workbench::toolbarWidget(const QString &id) const
{
    for (const auto &[name, widget] : m_toolbarWidgets)
        if (name == id)
            return widget;
    return nullptr;
}

void Workbench::showNotice(const QString &text, const QString &buttonText, std::function<void()> onButton)
{
    emit noticeRequested(text, buttonText, onButton);
}

} // namespace hopyard::window
