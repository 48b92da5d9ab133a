// A lesson as somebody works through it: the steps of the guide, which of them are done, which hints have been asked for,
// what is known of each check. Knows neither widget nor engine.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/check_protocol.h"
#include "core/lab/teaching.h"

#include <map>
#include <QObject>
#include <string>
#include <vector>

namespace hopyard::models {

class GuideModel : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// The lesson of the lab that is drawn. Progress stays where the guide is the same; results stay with checks that are.
    void setLesson(const lab::Guide &guide, const std::vector<lab::Check> &checks);
    const lab::Guide &guide() const { return m_guide; }
    const std::vector<lab::Check> &checks() const { return m_checks; }
    bool isEmpty() const { return pageCount() == 0; }

    // --- pages: the introduction where there is one, the steps, and the checks that no step names ---
    int pageCount() const { return static_cast<int>(m_pages.size()); }
    int page() const { return m_page; }
    void setPage(int page); ///< the page before counts as read
    const lab::GuideStep *step(int page) const; ///< null: no step
    bool isIntroduction(int page) const;
    std::vector<const lab::Check *> checksOf(int page) const;
    /// All its checks have passed; one without checks has been read.
    bool isDone(int page) const;

    // --- what is hidden until asked for ---
    int hintsShown(int page) const;
    void showHint(int page);
    bool isSolutionShown(int page) const;
    void showSolution(int page);

    // --- results ---
    const client::CheckState &stateOf(const std::string &check) const;
    void take(const client::CheckBatch &batch);
    void forgetResults(); ///< another run begins
    const std::string &error() const { return m_error; }

    int stepCount() const;
    int stepsDone() const;
    std::int64_t earned() const;
    std::int64_t possible() const;
    bool isAllPassed() const; ///< and there is something to pass

signals:
    /// Other pages.
    void lessonChanged();
    void pageChanged();
    /// Hints, results, progress.
    void changed();
    /// A check has turned green; of the lab, not yet known to be so.
    void passed(const QString &check);

private:
    struct Page {
        int step = -1; ///< -1: the introduction, or the checks that are left
        bool isIntroduction = false;
        std::vector<std::string> checks = {};
        bool isRead = false;
        int hints = 0;
        bool isSolutionShown = false;
    };
    const Page *at(int page) const;

    lab::Guide m_guide;
    std::vector<lab::Check> m_checks;
    std::vector<Page> m_pages;
    int m_page = 0;
    std::map<std::string, client::CheckState> m_states;
    std::string m_error;
};

} // namespace hopyard::models
