// See program_check.h. elf(5), execve(2), capabilities(7).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/socket_api/program_check.h"

#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>

namespace hopyard::remote {

namespace {

constexpr int kMaxScripts = 5;   // the kernel follows as many
constexpr int kMaxHeaders = 128; // programs have a dozen
constexpr std::size_t kMaxNotes = 4096;

#if __SIZEOF_POINTER__ == 8
constexpr unsigned char kClass = ELFCLASS64;
using Header = Elf64_Ehdr;
using Segment = Elf64_Phdr;
using Note = Elf64_Nhdr;
#else
constexpr unsigned char kClass = ELFCLASS32;
using Header = Elf32_Ehdr;
using Segment = Elf32_Phdr;
using Note = Elf32_Nhdr;
#endif

#if defined(__x86_64__)
constexpr unsigned kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr unsigned kMachine = EM_AARCH64;
#elif defined(__riscv)
constexpr unsigned kMachine = EM_RISCV;
#elif defined(__i386__)
constexpr unsigned kMachine = EM_386;
#elif defined(__arm__)
constexpr unsigned kMachine = EM_ARM;
#else
#error "tell this file the machine's number in elf.h"
#endif

void copyText(char *to, std::size_t size, const char *from)
{
    if (size == 0)
        return;
    const std::size_t length = strnlen(from, size - 1);
    std::memcpy(to, from, length);
    to[length] = '\0';
}

bool readAt(int fd, void *into, std::size_t size, off_t at)
{
    return ::pread(fd, into, size, at) == static_cast<ssize_t>(size);
}

/// A note whose owner is "Go": its build id.
bool isGo(int fd, const Segment &notes)
{
    alignas(Note) unsigned char bytes[kMaxNotes];
    const std::size_t size = notes.p_filesz < sizeof bytes ? notes.p_filesz : sizeof bytes;
    if (!readAt(fd, bytes, size, static_cast<off_t>(notes.p_offset)))
        return false;
    std::size_t at = 0;
    while (at + sizeof(Note) <= size) {
        Note note;
        std::memcpy(&note, bytes + at, sizeof note);
        at += sizeof note;
        const std::size_t name = (std::size_t(note.n_namesz) + 3) & ~std::size_t(3);
        const std::size_t rest = (std::size_t(note.n_descsz) + 3) & ~std::size_t(3);
        if (name > size - at || rest > size - at - name)
            return false;
        if (note.n_namesz >= 3 && std::memcmp(bytes + at, "Go", 3) == 0)
            return true;
        at += name + rest;
    }
    return false;
}

/// ld-linux-x86-64.so.2, ld-linux-aarch64.so.1, …
bool isGnuLinker(int fd, const Segment &interpreter)
{
    char path[PATH_MAX] = "";
    const std::size_t size = interpreter.p_filesz < sizeof path ? interpreter.p_filesz : sizeof path - 1;
    if (!readAt(fd, path, size, static_cast<off_t>(interpreter.p_offset)))
        return false;
    path[sizeof path - 1] = '\0';
    const char *slash = std::strrchr(path, '/');
    return std::strncmp(slash ? slash + 1 : path, "ld-linux", 8) == 0
        || std::strncmp(slash ? slash + 1 : path, "ld.so", 5) == 0 || std::strncmp(slash ? slash + 1 : path, "ld64.so", 7) == 0;
}

Refusal checkElf(int fd, const Header &header)
{
    if (header.e_ident[EI_CLASS] != kClass || header.e_machine != kMachine)
        return Refusal::otherMachine;
    if ((header.e_type != ET_EXEC && header.e_type != ET_DYN) || header.e_phentsize != sizeof(Segment))
        return Refusal::none; // no program
    bool isDynamic = false;
    for (int i = 0; i < header.e_phnum && i < kMaxHeaders; ++i) {
        Segment segment;
        if (!readAt(fd, &segment, sizeof segment, static_cast<off_t>(header.e_phoff + unsigned(i) * sizeof segment)))
            return Refusal::none;
        if (segment.p_type == PT_INTERP) {
            isDynamic = true;
            if (!isGnuLinker(fd, segment))
                return Refusal::otherLibrary;
        } else if (segment.p_type == PT_NOTE && isGo(fd, segment)) {
            return Refusal::rawCalls;
        }
    }
    return isDynamic ? Refusal::none : Refusal::isStatic;
}

/// The interpreter of "#!/bin/sh -e"; false where the line names none.
bool interpreterOf(const char *line, char *path, std::size_t size)
{
    line += 2;
    line += std::strspn(line, " \t");
    const std::size_t length = std::strcspn(line, " \t\r\n");
    if (length == 0 || length >= size)
        return false;
    std::memcpy(path, line, length);
    path[length] = '\0';
    return true;
}

Refusal checkFile(int fd, char *culprit, std::size_t size, int depth)
{
    struct stat status{};
    if (::fstat(fd, &status) < 0 || !S_ISREG(status.st_mode))
        return Refusal::none;
    union {
        Header header;
        char text[256];
    } start{};
    const ssize_t got = ::pread(fd, &start, sizeof start - 1, 0);
    if (got >= 2 && start.text[0] == '#' && start.text[1] == '!') { // the kernel ignores a script's own bits
        char path[PATH_MAX];
        if (depth == 0 || !interpreterOf(start.text, path, sizeof path))
            return Refusal::none;
        copyText(culprit, size, path);
        const int next = ::open(path, O_RDONLY | O_CLOEXEC);
        if (next < 0)
            return errno == EACCES && ::access(path, X_OK) == 0 ? Refusal::unreadable : Refusal::none;
        const Refusal why = checkFile(next, culprit, size, depth - 1);
        ::close(next);
        return why;
    }
    if ((status.st_mode & S_ISUID) != 0 || (status.st_mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP))
        return Refusal::setsIds;
    if (got < static_cast<ssize_t>(sizeof(Header)) || std::memcmp(start.header.e_ident, ELFMAG, SELFMAG) != 0)
        return Refusal::none; // a script without "#!", or nothing that runs
    const Refusal why = checkElf(fd, start.header);
    const bool hasRights = ::getuid() != 0 && ::fgetxattr(fd, "security.capability", nullptr, 0) > 0;
    return why == Refusal::none && hasRights ? Refusal::capabilities : why;
}

} // namespace

Refusal checkProgram(const char *path, char *culprit, std::size_t size)
{
    copyText(culprit, size, path);
    const int fd = ::open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == EACCES && ::access(path, X_OK) == 0 ? Refusal::unreadable : Refusal::none;
    const Refusal why = checkFile(fd, culprit, size, kMaxScripts);
    ::close(fd);
    return why;
}

const char *reasonOf(Refusal why)
{
    switch (why) {
    case Refusal::none: break;
    case Refusal::isStatic:
        return "is statically linked: no library can turn its socket calls, so they would be the kernel's";
    case Refusal::setsIds:
        return "is setuid or setgid: the system loads no library into it, so its sockets would be the kernel's";
    case Refusal::capabilities:
        return "has capabilities of its own: the system loads no library into it, so its sockets would be the kernel's";
    case Refusal::otherMachine:
        return "is for another processor or word size than the library that would turn its socket calls";
    case Refusal::otherLibrary:
        return "is linked with another C library than GNU's, into which our library cannot be loaded";
    case Refusal::rawCalls:
        return "is written in Go, which calls the kernel past the C library, so its sockets would be the kernel's";
    case Refusal::unreadable: return "cannot be read, so nobody can tell whether its socket calls can be turned";
    }
    return "";
}

int copyOf(const char *path)
{
    const int from = ::open(path, O_RDONLY | O_CLOEXEC);
    struct stat status{};
    const int copy = from >= 0 && ::fstat(from, &status) == 0 ? ::memfd_create("hopyard", MFD_CLOEXEC) : -1;
    off_t at = 0;
    while (copy >= 0 && at < status.st_size)
        if (::sendfile(copy, from, &at, static_cast<std::size_t>(status.st_size - at)) <= 0)
            break;
    if (from >= 0)
        ::close(from);
    if (copy < 0 || at == status.st_size)
        return copy;
    ::close(copy);
    return -1;
}

bool findProgram(const char *command, char *found, std::size_t size)
{
    if (!command || !*command)
        return false;
    if (std::strchr(command, '/')) {
        copyText(found, size, command);
        return ::access(found, X_OK) == 0;
    }
    const char *path = std::getenv("PATH");
    if (!path)
        path = "/bin:/usr/bin";
    const std::size_t length = std::strlen(command);
    for (;;) {
        const std::size_t folder = std::strcspn(path, ":");
        if (folder + 1 + length + 1 <= size) {
            std::memcpy(found, path, folder);
            char *end = found + folder;
            if (folder > 0)
                *end++ = '/';
            std::memcpy(end, command, length + 1);
            struct stat status{};
            if (::access(found, X_OK) == 0 && ::stat(found, &status) == 0 && S_ISREG(status.st_mode))
                return true;
        }
        if (path[folder] == '\0')
            return false;
        path += folder + 1;
    }
}

} // namespace hopyard::remote
