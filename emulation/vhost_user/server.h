// The socket of a vhost-user back end: listens for one front end at a path, reads its messages with their descriptors,
// and waits for the next one when it has gone or said what cannot be.
//
// Two descriptors for two purposes: controlFd() must always be served, for the front end stands still until it is answered;
// kickFd() only while frames are wanted.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/linux/error.h"
#include "emulation/linux/event.h"
#include "emulation/vhost_user/backend.h"

#include <memory>
#include <string>
#include <vector>

namespace hopyard::vhost_user {

class Server {
public:
    static linux::Result<std::unique_ptr<Server>> create();
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    /// `path` is new and at most 107 bytes long.
    linux::Result<void> listen(const std::string &path);

    int controlFd() const { return m_control.fd(); }
    int kickFd() const { return m_kicks.fd(); }
    /// Serves the front end. Sentences for a person: who came, who went and why.
    std::vector<std::string> processControl();

    Backend &backend() { return m_backend; }
    const Backend &backend() const { return m_backend; }
    bool isConnected() const { return m_connection.isValid(); }

private:
    Server(linux::Epoll control, linux::Epoll kicks);
    void accept(std::vector<std::string> &news);
    /// False where nothing more can be read now.
    bool readMessage(std::vector<std::string> &news);
    bool send(const MessageHeader &request, const Answer &answer);
    void hangUp(std::vector<std::string> &news, const std::string &why);

    linux::Epoll m_control, m_kicks;
    linux::Fd m_listening, m_connection;
    std::vector<std::uint8_t> m_message; ///< being read
    std::vector<linux::Fd> m_descriptors; ///< that came with it
    int m_kickFds[Backend::kQueues] = {-1, -1};
    Backend m_backend; // last: it tells of its kicks to the end
};

} // namespace hopyard::vhost_user
