#include "memory.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>

#include <sys/mman.h>

namespace cudasim
{
namespace
{
// The address sanitizer guards allocations better than we can, and reads of its red zones are its findings.
#if defined(__SANITIZE_ADDRESS__)
constexpr size_t GuardBytes = 0;
#else
constexpr size_t GuardBytes = 256;
#endif
constexpr size_t Alignment = 512; // as cuMemAlloc gives at least 256
constexpr unsigned char Poison = 0xFF;
constexpr unsigned char Guard = 0xFE; // NaN as float, a huge number as index
constexpr size_t RememberedFrees = 4096;

struct Allocation
{
    size_t bytes;
    int device;
    const void* pool;
    void* block; // what malloc gave; null for registered memory
};

using Table = std::map<uintptr_t, Allocation>;

struct Memory
{
    std::mutex lock;
    Table device, pinned, freed;
    std::map<int, size_t> used;
};

Memory& memory()
{
    static Memory* instance = new Memory;
    return *instance;
}

// The entry whose range holds the address.
Table::iterator holder(Table& table, uintptr_t address, size_t bytes)
{
    auto entry = table.upper_bound(address);
    if (entry == table.begin()) return table.end();
    --entry;
    bool inside =
        address - entry->first < entry->second.bytes && bytes <= entry->second.bytes - (address - entry->first);
    return inside ? entry : table.end();
}

// New memory may lie where freed memory was: those addresses are good again.
void forget_freed(uintptr_t start, size_t bytes)
{
    Table& freed = memory().freed;
    auto entry = freed.upper_bound(start);
    if (entry != freed.begin()) --entry;
    while (entry != freed.end() && entry->first < start + bytes)
    {
        if (entry->first + entry->second.bytes > start) entry = freed.erase(entry);
        else ++entry;
    }
}

void remember_freed(uintptr_t start, const Allocation& allocation)
{
    Table& freed = memory().freed;
    if (freed.size() >= RememberedFrees) freed.erase(freed.begin());
    freed[start] = {allocation.bytes, allocation.device, nullptr, nullptr};
}

unsigned char* take_block(size_t bytes)
{
    void* block = nullptr;
    // Without guards the block ends where the allocation ends, so that the sanitizer sees the first byte beyond.
    if (posix_memalign(&block, Alignment, GuardBytes == 0 ? bytes : bytes + Alignment + GuardBytes) != 0)
        return nullptr;
    return static_cast<unsigned char*>(block);
}

uintptr_t poisoned_block(size_t bytes, void*& block)
{
    unsigned char* whole = take_block(bytes);
    if (whole == nullptr) return 0;
    block = whole;
    unsigned char* start = GuardBytes == 0 ? whole : whole + Alignment;
    memset(start - GuardBytes, Guard, GuardBytes);
    memset(start, Poison, bytes);
    memset(start + bytes, Guard, GuardBytes);
    return reinterpret_cast<uintptr_t>(start);
}

bool all_guard(const unsigned char* bytes)
{
    for (size_t i = 0; i < GuardBytes; i++)
        if (bytes[i] != Guard) return false;
    return true;
}

void release(Table& table, Table::iterator entry)
{
    Allocation allocation = entry->second;
    remember_freed(entry->first, allocation);
    if (&table == &memory().device) memory().used[allocation.device] -= allocation.bytes;
    // What still reads it gets NaN, until the memory is used again.
    memset(reinterpret_cast<void*>(entry->first), Poison, allocation.block != nullptr ? allocation.bytes : 0);
    free(allocation.block);
    table.erase(entry);
}
} // namespace

uintptr_t allocate_device_memory(int device, size_t bytes, size_t limit, const void* pool)
{
    std::lock_guard<std::mutex> guard(memory().lock);
    size_t& used = memory().used[device];
    if (bytes > limit || used > limit - bytes) return 0;
    void* block = nullptr;
    uintptr_t start = poisoned_block(bytes, block);
    if (start == 0) return 0;
    used += bytes;
    forget_freed(start, bytes);
    memory().device[start] = {bytes, device, pool, block};
    return start;
}

bool free_device_memory(uintptr_t start)
{
    std::lock_guard<std::mutex> guard(memory().lock);
    auto entry = memory().device.find(start);
    if (entry == memory().device.end()) return false;
    release(memory().device, entry);
    return true;
}

void free_all_device_memory(int device)
{
    std::lock_guard<std::mutex> guard(memory().lock);
    Table& table = memory().device;
    for (auto entry = table.begin(); entry != table.end();)
    {
        auto next = std::next(entry);
        if (entry->second.device == device) release(table, entry);
        entry = next;
    }
}

size_t used_device_memory(int device)
{
    std::lock_guard<std::mutex> guard(memory().lock);
    return memory().used[device];
}

size_t used_pool_memory(const void* pool)
{
    std::lock_guard<std::mutex> guard(memory().lock);
    size_t bytes = 0;
    for (const auto& [start, allocation] : memory().device)
        if (allocation.pool == pool) bytes += allocation.bytes;
    return bytes;
}

size_t count_device_allocations(int device)
{
    std::lock_guard<std::mutex> guard(memory().lock);
    size_t count = 0;
    for (const auto& [start, allocation] : memory().device) count += allocation.device == device ? 1 : 0;
    return count;
}

void* allocate_pinned_memory(size_t bytes)
{
    std::lock_guard<std::mutex> guard(memory().lock);
    void* block = nullptr;
    uintptr_t start = poisoned_block(bytes, block);
    if (start == 0) return nullptr;
    forget_freed(start, bytes);
    memory().pinned[start] = {bytes, -1, nullptr, block};
    return reinterpret_cast<void*>(start);
}

bool free_pinned_memory(void* start)
{
    std::lock_guard<std::mutex> guard(memory().lock);
    auto entry = memory().pinned.find(reinterpret_cast<uintptr_t>(start));
    if (entry == memory().pinned.end() || entry->second.block == nullptr) return false;
    release(memory().pinned, entry);
    return true;
}

bool register_host_memory(void* start, size_t bytes)
{
    std::lock_guard<std::mutex> guard(memory().lock);
    auto address = reinterpret_cast<uintptr_t>(start);
    auto after = memory().pinned.lower_bound(address);
    if (after != memory().pinned.end() && after->first < address + bytes) return false;
    if (after != memory().pinned.begin() && std::prev(after)->first + std::prev(after)->second.bytes > address)
        return false;
    memory().pinned[address] = {bytes, -1, nullptr, nullptr};
    return true;
}

bool unregister_host_memory(void* start)
{
    std::lock_guard<std::mutex> guard(memory().lock);
    auto entry = memory().pinned.find(reinterpret_cast<uintptr_t>(start));
    if (entry == memory().pinned.end() || entry->second.block != nullptr) return false;
    memory().pinned.erase(entry);
    return true;
}

size_t count_pinned_allocations()
{
    std::lock_guard<std::mutex> guard(memory().lock);
    return memory().pinned.size();
}

MemoryInfo find_memory(uintptr_t address, size_t bytes)
{
    std::lock_guard<std::mutex> guard(memory().lock);
    Memory& m = memory();
    auto entry = holder(m.device, address, bytes);
    if (entry != m.device.end())
        return {MemoryKind::Device, entry->second.device, entry->second.pool, entry->first, entry->second.bytes};
    entry = holder(m.pinned, address, bytes);
    if (entry != m.pinned.end()) return {MemoryKind::Pinned, -1, nullptr, entry->first, entry->second.bytes};
    entry = holder(m.freed, address, 1);
    if (entry != m.freed.end())
        return {MemoryKind::Freed, entry->second.device, nullptr, entry->first, entry->second.bytes};
    return {};
}

bool guards_are_intact(int device, std::string& why)
{
    std::lock_guard<std::mutex> guard(memory().lock);
    for (const auto& [start, allocation] : memory().device)
    {
        if (allocation.device != device) continue;
        auto bytes = reinterpret_cast<const unsigned char*>(start);
        if (all_guard(bytes - GuardBytes) && all_guard(bytes + allocation.bytes)) continue;
        char text[128];
        snprintf(text, sizeof text, "wrote outside the %zu bytes at %p", allocation.bytes,
                 static_cast<const void*>(bytes));
        why = text;
        return false;
    }
    return true;
}

bool is_plain_host_memory(uintptr_t address)
{
    constexpr uintptr_t Page = 4096;
    // Programs, heaps and stacks lie in the upper part of the user's addresses; what is below is two sizes side by
    // side.
    if (address < uintptr_t{0x5000} << 32 || address >= uintptr_t{1} << 47) return false;
    if (find_memory(address, 1).kind != MemoryKind::Unknown) return false;
    unsigned char resident;
    return mincore(reinterpret_cast<void*>(address & ~(Page - 1)), 1, &resident) == 0;
}
} // namespace cudasim
