// Thin owners around SQLite; see sqlite.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/record/sqlite.h"

#include <cerrno>
#include <system_error>

#include <sqlite3.h>

namespace hopyard::record {

void Statement::Finalize::operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
void Database::Close::operator()(sqlite3 *database) const { sqlite3_close_v2(database); }

void Statement::bind(int index, std::int64_t value) { sqlite3_bind_int64(m_statement.get(), index, value); }
void Statement::bind(int index, std::string_view text)
{
    sqlite3_bind_text(m_statement.get(), index, text.data() ? text.data() : "", static_cast<int>(text.size()),
                      SQLITE_STATIC);
}
void Statement::bind(int index, base::Bytes bytes)
{
    sqlite3_bind_blob(m_statement.get(), index, bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC);
}
void Statement::bindNull(int index) { sqlite3_bind_null(m_statement.get(), index); }

bool Statement::run()
{
    const int result = sqlite3_step(m_statement.get());
    sqlite3_reset(m_statement.get());
    return result == SQLITE_DONE || result == SQLITE_ROW;
}

bool Statement::next() { return sqlite3_step(m_statement.get()) == SQLITE_ROW; }
void Statement::reset() { sqlite3_reset(m_statement.get()); }
std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(m_statement.get(), column); }
std::string Statement::text(int column) const
{
    const unsigned char *text = sqlite3_column_text(m_statement.get(), column);
    return text ? reinterpret_cast<const char *>(text) : std::string();
}
std::vector<std::uint8_t> Statement::bytes(int column) const
{
    const auto *data = static_cast<const std::uint8_t *>(sqlite3_column_blob(m_statement.get(), column));
    const int size = sqlite3_column_bytes(m_statement.get(), column);
    return data ? std::vector<std::uint8_t>(data, data + size) : std::vector<std::uint8_t>();
}
bool Statement::isNull(int column) const { return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL; }

bool Database::open(const std::string &path, Mode mode)
{
    sqlite3 *database = nullptr;
    const int flags = mode == Mode::read ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    int result = sqlite3_open_v2(path.c_str(), &database, flags, nullptr);
    m_database.reset(database);
    if (result != SQLITE_OK && mode == Mode::read) { // a file of which one may only read
        result = sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READONLY, nullptr);
        m_database.reset(database);
    }
    if (database)
        sqlite3_busy_timeout(database, 2000);
    return result == SQLITE_OK;
}

bool Database::execute(const char *sql)
{
    return sqlite3_exec(m_database.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

bool Database::prepare(Statement &statement, const char *sql)
{
    sqlite3_stmt *raw = nullptr;
    const int result = sqlite3_prepare_v3(m_database.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    statement.m_statement.reset(raw);
    return result == SQLITE_OK;
}

std::int64_t Database::number(const char *sql)
{
    Statement statement;
    return prepare(statement, sql) && statement.next() ? statement.integer(0) : 0;
}

std::int64_t Database::changes() const { return sqlite3_changes64(m_database.get()); }

bool Database::inTransaction() const { return sqlite3_get_autocommit(m_database.get()) == 0; }

namespace {

/// What the system said when a file of the database (WAL, then the file itself) could not be read or written; 0: nothing.
int systemError(sqlite3 *database)
{
    int error = 0;
    sqlite3_file *wal = nullptr;
    if (sqlite3_file_control(database, "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal) == SQLITE_OK && wal && wal->pMethods)
        wal->pMethods->xFileControl(wal, SQLITE_FCNTL_LAST_ERRNO, &error);
    if (error == 0)
        sqlite3_file_control(database, "main", SQLITE_FCNTL_LAST_ERRNO, &error);
    return error != 0 ? error : sqlite3_system_errno(database);
}

} // namespace

std::string Database::complaint() const
{
    if (!m_database)
        return "no memory";
    const int code = sqlite3_errcode(m_database.get());
    const std::string message = sqlite3_errmsg(m_database.get()); // before another call changes it
    const int error = code == SQLITE_IOERR || code == SQLITE_CANTOPEN ? systemError(m_database.get()) : 0;
    if (code == SQLITE_FULL || (code == SQLITE_IOERR && error == ENOSPC))
        return "disk full";
    if (code == SQLITE_IOERR && error == EFBIG)
        return "the file has reached the size limit";
    if (code == SQLITE_IOERR && error == EDQUOT)
        return "disk quota used up";
    if ((code == SQLITE_IOERR || code == SQLITE_CANTOPEN) && error != 0)
        return std::generic_category().message(error);
    return message;
}

} // namespace hopyard::record
