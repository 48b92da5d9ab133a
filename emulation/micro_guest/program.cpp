// See program.h. The ELF file's fields are those of the System V ABI, as <elf.h> has them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/micro_guest/program.h"

#include <elf.h>

#include <cstring>

#ifdef HOPYARD_MICRO_GUEST
asm(".section .rodata\n"
    ".balign 16\n"
    "hopyard_micro_guest_begin:\n"
    ".incbin \"" HOPYARD_MICRO_GUEST "\"\n"
    "hopyard_micro_guest_end:\n"
    ".byte 0\n"
    ".previous\n");
extern "C" const std::uint8_t hopyard_micro_guest_begin[], hopyard_micro_guest_end[];
#endif

namespace hopyard::micro_guest {

base::Bytes programFile()
{
#ifdef HOPYARD_MICRO_GUEST
    return {hopyard_micro_guest_begin, hopyard_micro_guest_end};
#else
    return {};
#endif
}

std::optional<std::uint64_t> loadProgram(base::Bytes file, base::MutableBytes memory)
{
    Elf64_Ehdr head;
    if (file.size() < sizeof head)
        return std::nullopt;
    std::memcpy(&head, file.data(), sizeof head);
    if (std::memcmp(head.e_ident, ELFMAG, SELFMAG) != 0 || head.e_ident[EI_CLASS] != ELFCLASS64
        || head.e_type != ET_EXEC || head.e_machine != EM_X86_64 || head.e_phentsize != sizeof(Elf64_Phdr))
        return std::nullopt;
    const auto fits = [](std::uint64_t at, std::uint64_t length, std::uint64_t size) {
        return at <= size && length <= size - at;
    };
    for (std::size_t i = 0; i < head.e_phnum; ++i) {
        Elf64_Phdr segment;
        if (!fits(head.e_phoff, (i + 1) * sizeof segment, file.size()))
            return std::nullopt;
        std::memcpy(&segment, file.data() + head.e_phoff + i * sizeof segment, sizeof segment);
        if (segment.p_type != PT_LOAD || segment.p_memsz == 0)
            continue;
        if (segment.p_filesz > segment.p_memsz || !fits(segment.p_offset, segment.p_filesz, file.size())
            || !fits(segment.p_vaddr, segment.p_memsz, memory.size()))
            return std::nullopt;
        std::memcpy(memory.data() + segment.p_vaddr, file.data() + segment.p_offset, segment.p_filesz);
        std::memset(memory.data() + segment.p_vaddr + segment.p_filesz, 0, segment.p_memsz - segment.p_filesz);
    }
    return head.e_entry < memory.size() ? std::optional<std::uint64_t>(head.e_entry) : std::nullopt;
}

} // namespace hopyard::micro_guest
