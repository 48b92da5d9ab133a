// SQLite's handles as owners, and its errors as sentences. Nothing more: SQL stays visible where it is used.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace hopyard::record {

/// "HopY": the application id in the header of a record (file(1) and SQLite show it).
constexpr std::int32_t kApplicationId = 0x486f7059;
/// Of the tables; goes up when a table changes in a way that an older reader would misunderstand.
constexpr std::int32_t kSchemaVersion = 4;

class Statement {
public:
    void bind(int index, std::int64_t value);
    void bind(int index, std::string_view text); ///< lent until run()
    void bind(int index, base::Bytes bytes);     ///< lent until run()
    void bindNull(int index);
    /// Executes, forgets the bindings. True where it went well.
    bool run();

    /// Steps to the next row.
    bool next();
    /// For another round of next(), or of run() with other values.
    void reset();
    std::int64_t integer(int column) const;
    std::string text(int column) const;
    std::vector<std::uint8_t> bytes(int column) const;
    bool isNull(int column) const;
    explicit operator bool() const { return m_statement != nullptr; }

private:
    friend class Database;
    struct Finalize {
        void operator()(sqlite3_stmt *statement) const;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
};

class Database {
public:
    enum class Mode : std::uint8_t { read, create };
    bool open(const std::string &path, Mode mode);
    bool execute(const char *sql);
    bool prepare(Statement &statement, const char *sql);
    std::int64_t number(const char *sql); ///< the first column of the first row; 0 where there is none
    std::int64_t changes() const; ///< rows that the last statement inserted, changed or removed
    bool inTransaction() const;
    void close() { m_database.reset(); }
    /// What the last call that failed complained about, as a person would say it.
    std::string complaint() const;

private:
    struct Close {
        void operator()(sqlite3 *database) const;
    };
    std::unique_ptr<sqlite3, Close> m_database;
};

} // namespace hopyard::record
