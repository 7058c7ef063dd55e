// The memory of all fake GPUs and the pinned memory of the host. Device memory is host memory with a guard on either
// side; which GPU an address belongs to is known to this table alone.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace cudasim
{
enum class MemoryKind
{
    Unknown, // nothing that the simulator handed out
    Device,
    Freed, // was device or pinned memory
    Pinned,
};

struct MemoryInfo
{
    MemoryKind kind = MemoryKind::Unknown;
    int device = -1; // ordinal of the device whose memory it is
    const void* pool = nullptr;
    uintptr_t start = 0;
    size_t bytes = 0;
};

// Takes device memory filled with 0xFF (NaN); 0 when the limit does not allow it.
uintptr_t allocate_device_memory(int device, size_t bytes, size_t limit, const void* pool);

// Frees the allocation that starts here, if it is one.
bool free_device_memory(uintptr_t start);
void free_all_device_memory(int device);

size_t used_device_memory(int device);
size_t used_pool_memory(const void* pool);
size_t count_device_allocations(int device);

void* allocate_pinned_memory(size_t bytes);
bool free_pinned_memory(void* start);
bool register_host_memory(void* start, size_t bytes); // false: overlaps what is pinned already
bool unregister_host_memory(void* start);
size_t count_pinned_allocations();

// What an address is; `bytes` from it must lie inside one allocation, else the kind is Unknown.
MemoryInfo find_memory(uintptr_t address, size_t bytes);

// Looks at the guards of a device's memory: false when a kernel wrote beyond an allocation's end or before its start.
bool guards_are_intact(int device, std::string& why);

// True when the address is mapped host memory that the simulator did not hand out: a GPU could not reach it.
bool is_plain_host_memory(uintptr_t address);
} // namespace cudasim
