// Stream-ordered allocation. Memory is there at once and goes when the stream comes to the free; nothing is kept for
// reuse.
#include "api.h"
#include "capture.h"
#include "memory.h"
#include "stream.h"
#include "../core/faults.h"
#include "../core/stats.h"

#include <limits>

using namespace cudasim;

namespace
{
enum PoolAttribute : int
{
    ReuseFollowEventDependencies = 1,
    ReuseAllowOpportunistic = 2,
    ReuseAllowInternalDependencies = 3,
    ReleaseThreshold = 4,
    ReservedMemCurrent = 5,
    ReservedMemHigh = 6,
    UsedMemCurrent = 7,
    UsedMemHigh = 8,
};

constexpr int OnDevice = 1, Pinned = 1, ReadWrite = 3;

CUresult allocate(const char* function, CUdeviceptr* out, size_t bytes, Pool* pool, Stream& stream)
{
    Device& device = *pool->device;
    if (out == nullptr || bytes == 0) return refuse(CUDA_ERROR_INVALID_VALUE, "%s of %zu bytes", function, bytes);
    if (&device != stream.context->device)
        return refuse(CUDA_ERROR_INVALID_VALUE, "%s: pool and stream are of different devices", function);
    if (stream.capture != nullptr)
    {
        stream.capture->invalid = true;
        return refuse(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "%s: memory that a graph owns is not simulated", function);
    }
    int value = 0;
    if (fault_hits(FaultKind::Alloc, {function, "", device.ordinal}, value))
        return static_cast<CUresult>(value != 0 ? value : CUDA_ERROR_OUT_OF_MEMORY);
    uintptr_t start = allocate_device_memory(device.ordinal, bytes, device.memory_bytes, pool);
    if (start == 0) return refuse(CUDA_ERROR_OUT_OF_MEMORY, "device %d has no %zu bytes left", device.ordinal, bytes);
    count_allocation(function, device.ordinal, bytes);
    pool->used_high = std::max(pool->used_high, used_pool_memory(pool));
    *out = start;
    return CUDA_SUCCESS;
}
} // namespace

CUDASIM_API(11020, cuMemAllocAsync, CUdeviceptr* out, size_t bytes, CUstream handle)
{
    ENTER(cuMemAllocAsync, NeedsContext);
    CUresult code;
    auto stream = find_stream(handle, code);
    return stream == nullptr ? code : allocate("cuMemAllocAsync", out, bytes, stream->context->device->pool, *stream);
}

CUDASIM_API(11020, cuMemAllocFromPoolAsync, CUdeviceptr* out, size_t bytes, CUmemoryPool pool_handle, CUstream handle)
{
    ENTER(cuMemAllocFromPoolAsync, NeedsContext);
    CUresult code;
    auto stream = find_stream(handle, code);
    auto pool = world().pools.find(pool_handle);
    if (stream == nullptr || pool == nullptr)
        return stream == nullptr ? code : refuse(CUDA_ERROR_INVALID_VALUE, "the pool does not exist");
    return allocate("cuMemAllocFromPoolAsync", out, bytes, pool.get(), *stream);
}

CUDASIM_API(11020, cuMemFreeAsync, CUdeviceptr address, CUstream handle)
{
    ENTER(cuMemFreeAsync, NeedsContext);
    CUresult code;
    auto stream = find_stream(handle, code);
    if (stream == nullptr) return code;
    MemoryInfo memory = find_memory(address, 1);
    if (memory.kind != MemoryKind::Device || memory.start != address || stream->capture != nullptr)
        return refuse(CUDA_ERROR_INVALID_VALUE, "%p is not the start of device memory, or the stream is being captured",
                      reinterpret_cast<void*>(address));
    auto run = [address] { return free_device_memory(address) ? CUDA_SUCCESS : CUDA_ERROR_ILLEGAL_ADDRESS; };
    return submit(*stream, {NodeKind::Host, "cuMemFreeAsync", run, false});
}

CUDASIM_API(11020, cuDeviceGetDefaultMemPool, CUmemoryPool* out, CUdevice number)
{
    ENTER(cuDeviceGetDefaultMemPool, NeedsInit);
    Device* device = find_device(number);
    if (device == nullptr || out == nullptr)
        return device == nullptr ? CUDA_ERROR_INVALID_DEVICE : CUDA_ERROR_INVALID_VALUE;
    *out = device->default_pool.get();
    return CUDA_SUCCESS;
}

CUDASIM_API(11020, cuDeviceGetMemPool, CUmemoryPool* out, CUdevice number)
{
    ENTER(cuDeviceGetMemPool, NeedsInit);
    Device* device = find_device(number);
    if (device == nullptr || out == nullptr)
        return device == nullptr ? CUDA_ERROR_INVALID_DEVICE : CUDA_ERROR_INVALID_VALUE;
    *out = device->pool;
    return CUDA_SUCCESS;
}

CUDASIM_API(11020, cuDeviceSetMemPool, CUdevice number, CUmemoryPool handle)
{
    ENTER(cuDeviceSetMemPool, NeedsInit | UnsafeInCapture);
    Device* device = find_device(number);
    auto pool = world().pools.find(handle);
    if (device == nullptr) return CUDA_ERROR_INVALID_DEVICE;
    if (pool == nullptr || pool->device != device) return refuse(CUDA_ERROR_INVALID_VALUE, "no pool of this device");
    device->pool = pool.get();
    return CUDA_SUCCESS;
}

CUDASIM_API(11020, cuMemPoolCreate, CUmemoryPool* out, const CUmemPoolProps* props)
{
    ENTER(cuMemPoolCreate, NeedsInit | UnsafeInCapture);
    if (out == nullptr || props == nullptr || props->allocType != Pinned || props->location.type != OnDevice
        || props->handleTypes != 0)
        return refuse(CUDA_ERROR_INVALID_VALUE, "only pools of device memory without exported handles are simulated");
    Device* device = find_device(props->location.id);
    if (device == nullptr) return CUDA_ERROR_INVALID_DEVICE;
    auto pool = std::make_shared<Pool>();
    pool->device = device;
    *out = world().pools.add(pool);
    return CUDA_SUCCESS;
}

CUDASIM_API(11020, cuMemPoolDestroy, CUmemoryPool handle)
{
    ENTER(cuMemPoolDestroy, NeedsInit | UnsafeInCapture);
    auto pool = world().pools.find(handle);
    if (pool == nullptr || pool->is_default) return refuse(CUDA_ERROR_INVALID_VALUE, "no such pool, or a default pool");
    if (pool->device->pool == handle) pool->device->pool = pool->device->default_pool.get();
    pool->device->retired_pools.push_back(pool); // memory that is still in use names it
    world().pools.remove(handle);
    return CUDA_SUCCESS;
}

CUDASIM_API(11020, cuMemPoolSetAttribute, CUmemoryPool handle, int attribute, void* value)
{
    ENTER(cuMemPoolSetAttribute, NeedsInit);
    auto pool = world().pools.find(handle);
    if (pool == nullptr || value == nullptr) return CUDA_ERROR_INVALID_VALUE;
    switch (attribute)
    {
        case ReuseFollowEventDependencies:
        case ReuseAllowOpportunistic:
        case ReuseAllowInternalDependencies: return CUDA_SUCCESS;
        case ReleaseThreshold: pool->release_threshold = *static_cast<uint64_t*>(value); return CUDA_SUCCESS;
        case ReservedMemHigh:
        case UsedMemHigh:
            if (*static_cast<uint64_t*>(value) != 0) return CUDA_ERROR_INVALID_VALUE;
            pool->used_high = used_pool_memory(handle);
            return CUDA_SUCCESS;
        default: return CUDA_ERROR_INVALID_VALUE;
    }
}

CUDASIM_API(11020, cuMemPoolGetAttribute, CUmemoryPool handle, int attribute, void* value)
{
    ENTER(cuMemPoolGetAttribute, NeedsInit);
    auto pool = world().pools.find(handle);
    if (pool == nullptr || value == nullptr) return CUDA_ERROR_INVALID_VALUE;
    switch (attribute)
    {
        case ReuseFollowEventDependencies:
        case ReuseAllowOpportunistic:
        case ReuseAllowInternalDependencies: *static_cast<int*>(value) = 1; return CUDA_SUCCESS;
        case ReleaseThreshold: *static_cast<uint64_t*>(value) = pool->release_threshold; return CUDA_SUCCESS;
        case ReservedMemCurrent:
        case UsedMemCurrent: *static_cast<uint64_t*>(value) = used_pool_memory(handle); return CUDA_SUCCESS;
        case ReservedMemHigh:
        case UsedMemHigh: *static_cast<uint64_t*>(value) = pool->used_high; return CUDA_SUCCESS;
        default: return CUDA_ERROR_INVALID_VALUE;
    }
}

CUDASIM_API(11020, cuMemPoolTrimTo, CUmemoryPool handle, size_t)
{
    ENTER(cuMemPoolTrimTo, NeedsInit | UnsafeInCapture);
    return world().pools.find(handle) != nullptr ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
}

CUDASIM_API(11020, cuMemPoolSetAccess, CUmemoryPool handle, const CUmemAccessDesc* map, size_t count)
{
    ENTER(cuMemPoolSetAccess, NeedsInit | UnsafeInCapture);
    auto pool = world().pools.find(handle);
    if (pool == nullptr || (map == nullptr && count != 0)) return CUDA_ERROR_INVALID_VALUE;
    for (size_t i = 0; i < count; i++)
    {
        const CUmemAccessDesc& access = map[i];
        if (access.location.type != OnDevice || find_device(access.location.id) == nullptr)
            return refuse(CUDA_ERROR_INVALID_DEVICE, "access for something that is no device");
        if (access.flags == ReadWrite) pool->readers.insert(access.location.id);
        else pool->readers.erase(access.location.id);
    }
    return CUDA_SUCCESS;
}
