// The memory functions of the driver API, pools excepted.
#include "api.h"
#include "memory.h"
#include "stream.h"
#include "../core/faults.h"
#include "../core/stats.h"

using namespace cudasim;

namespace
{
// The planted fault of this allocation, if there is one.
CUresult planted_failure(const char* function, int device)
{
    int value = 0;
    if (!fault_hits(FaultKind::Alloc, {function, "", device}, value)) return CUDA_SUCCESS;
    return static_cast<CUresult>(value != 0 ? value : CUDA_ERROR_OUT_OF_MEMORY);
}

// Freeing waits for all streams of the memory's device: work that is queued may use it.
void wait_for_device(ApiCall& call, const Context& context)
{
    std::vector<std::shared_ptr<Stream>> streams{context.legacy};
    for (const auto& [handle, stream] : world().streams.all())
        if (stream->context == &context) streams.push_back(stream);
    call.unlock();
    for (const auto& stream : streams) stream->wait_idle();
    call.relock();
}
} // namespace

CUDASIM_API(3020, cuMemGetInfo_v2, size_t* free, size_t* total)
{
    ENTER(cuMemGetInfo_v2, NeedsContext);
    const Device& device = *current_context()->device;
    if (free != nullptr) *free = device.memory_bytes - used_device_memory(device.ordinal);
    if (total != nullptr) *total = device.memory_bytes;
    return CUDA_SUCCESS;
}

CUDASIM_API(3020, cuMemAlloc_v2, CUdeviceptr* out, size_t bytes)
{
    ENTER(cuMemAlloc_v2, NeedsContext | UnsafeInCapture);
    if (out == nullptr || bytes == 0) return refuse(CUDA_ERROR_INVALID_VALUE, "cuMemAlloc of %zu bytes", bytes);
    const Device& device = *current_context()->device;
    if (CUresult code = planted_failure("cuMemAlloc_v2", device.ordinal)) return code;
    uintptr_t start = allocate_device_memory(device.ordinal, bytes, device.memory_bytes, nullptr);
    if (start == 0) return refuse(CUDA_ERROR_OUT_OF_MEMORY, "device %d has no %zu bytes left", device.ordinal, bytes);
    count_allocation("cuMemAlloc", device.ordinal, bytes);
    *out = start;
    return CUDA_SUCCESS;
}

CUDASIM_API(3020, cuMemFree_v2, CUdeviceptr address)
{
    ENTER(cuMemFree_v2, NeedsContext | UnsafeInCapture);
    if (address == 0) return CUDA_SUCCESS;
    MemoryInfo memory = find_memory(address, 1);
    if (memory.kind != MemoryKind::Device || memory.start != address)
        return refuse(CUDA_ERROR_INVALID_VALUE, "%p is not the start of device memory",
                      reinterpret_cast<void*>(address));
    wait_for_device(call, world().devices[static_cast<size_t>(memory.device)]->context);
    return free_device_memory(address) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
}

CUDASIM_API(2020, cuMemHostAlloc, void** out, size_t bytes, unsigned flags)
{
    ENTER(cuMemHostAlloc, NeedsContext | UnsafeInCapture);
    if (out == nullptr || bytes == 0 || flags > 7)
        return refuse(CUDA_ERROR_INVALID_VALUE, "cuMemHostAlloc of %zu bytes, flags %u", bytes, flags);
    if (CUresult code = planted_failure("cuMemHostAlloc", -1)) return code;
    *out = allocate_pinned_memory(bytes);
    if (*out == nullptr) return CUDA_ERROR_OUT_OF_MEMORY;
    count_allocation("cuMemHostAlloc", -1, bytes);
    return CUDA_SUCCESS;
}

CUDASIM_API(2000, cuMemFreeHost, void* memory)
{
    ENTER(cuMemFreeHost, NeedsContext | UnsafeInCapture);
    if (find_memory(reinterpret_cast<uintptr_t>(memory), 1).kind != MemoryKind::Pinned)
        return refuse(CUDA_ERROR_INVALID_VALUE, "%p is not pinned memory", memory);
    for (const auto& device : world().devices)
        if (device->context.references > 0) wait_for_device(call, device->context);
    return free_pinned_memory(memory) ? CUDA_SUCCESS
                                      : refuse(CUDA_ERROR_INVALID_VALUE, "%p did not come from cuMemHostAlloc", memory);
}

CUDASIM_API(6050, cuMemHostRegister_v2, void* memory, size_t bytes, unsigned flags)
{
    ENTER(cuMemHostRegister_v2, NeedsContext | UnsafeInCapture);
    if (memory == nullptr || bytes == 0 || flags > 15) return CUDA_ERROR_INVALID_VALUE;
    if (CUresult code = planted_failure("cuMemHostRegister_v2", -1)) return code;
    return register_host_memory(memory, bytes)
               ? CUDA_SUCCESS
               : refuse(CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED, "%p is pinned already", memory);
}

CUDASIM_API(4000, cuMemHostUnregister, void* memory)
{
    ENTER(cuMemHostUnregister, NeedsContext | UnsafeInCapture);
    return unregister_host_memory(memory)
               ? CUDA_SUCCESS
               : refuse(CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED, "%p is not registered", memory);
}

CUDASIM_API(3020, cuMemHostGetDevicePointer_v2, CUdeviceptr* out, void* memory, unsigned flags)
{
    ENTER(cuMemHostGetDevicePointer_v2, NeedsContext);
    auto address = reinterpret_cast<uintptr_t>(memory);
    if (out == nullptr || flags != 0 || find_memory(address, 1).kind != MemoryKind::Pinned)
        return refuse(CUDA_ERROR_INVALID_VALUE, "%p is not pinned memory", memory);
    *out = address; // unified addressing
    return CUDA_SUCCESS;
}

namespace
{
enum PointerAttribute : int
{
    PointerContext = 1,
    PointerMemoryType = 2,
    PointerDevicePointer = 3,
    PointerHostPointer = 4,
    PointerIsManaged = 8,
    PointerDeviceOrdinal = 9,
    PointerRangeStart = 11,
    PointerRangeSize = 12,
    PointerMapped = 13,
};

constexpr int HostMemory = 1, DeviceMemory = 2;

template <class T> CUresult give(void* out, T value)
{
    *static_cast<T*>(out) = value;
    return CUDA_SUCCESS;
}
} // namespace

CUDASIM_API(4000, cuPointerGetAttribute, void* out, int attribute, CUdeviceptr address)
{
    ENTER(cuPointerGetAttribute, NeedsInit);
    MemoryInfo memory = find_memory(address, 1);
    bool on_device = memory.kind == MemoryKind::Device;
    if (out == nullptr || (!on_device && memory.kind != MemoryKind::Pinned))
        return refuse(CUDA_ERROR_INVALID_VALUE, "%p is no memory of the driver's", reinterpret_cast<void*>(address));
    switch (attribute)
    {
        case PointerContext:
            return give(out, on_device ? &world().devices[static_cast<size_t>(memory.device)]->context : nullptr);
        case PointerMemoryType: return give(out, on_device ? DeviceMemory : HostMemory);
        case PointerDevicePointer: return give(out, address);
        case PointerHostPointer: return on_device ? CUDA_ERROR_INVALID_VALUE : give(out, address);
        case PointerIsManaged: return give(out, false);
        case PointerDeviceOrdinal: return give(out, on_device ? memory.device : 0);
        case PointerRangeStart: return give(out, CUdeviceptr{memory.start});
        case PointerRangeSize: return give(out, memory.bytes);
        case PointerMapped: return give(out, true);
        default: return CUDA_ERROR_INVALID_VALUE;
    }
}
