// Copies and fills.
#include "api.h"
#include "memory.h"
#include "stream.h"
#include "../core/stats.h"

#include <cstring>

using namespace cudasim;

namespace
{
// One end of a copy.
struct End
{
    uintptr_t address;
    MemoryInfo memory;

    bool is_device() const { return memory.kind == MemoryKind::Device; }
    bool is_pageable() const { return !is_device() && memory.kind != MemoryKind::Pinned; }
    void* pointer() const { return reinterpret_cast<void*>(address); }
};

End end_at(uintptr_t address, size_t bytes) { return {address, find_memory(address, bytes)}; }

CUresult check_device_end(const End& end, size_t bytes, const char* which)
{
    if (end.is_device()) return CUDA_SUCCESS;
    return refuse(CUDA_ERROR_INVALID_VALUE, "the %s, %zu bytes at %p, is not inside one allocation of device memory",
                  which, bytes, end.pointer());
}

CopyKind kind_of(const End& to, const End& from)
{
    if (!to.is_device()) return CopyKind::DeviceToHost;
    if (!from.is_device()) return CopyKind::HostToDevice;
    return to.memory.device == from.memory.device ? CopyKind::DeviceToDevice : CopyKind::PeerToPeer;
}

// Copies when the stream comes to it. What was device memory when the copy was queued must still be.
Work copy_work(const End& to, const End& from, size_t bytes, std::shared_ptr<std::string> staged)
{
    auto run = [to, from, bytes, staged]
    {
        bool alive = (!to.is_device() || find_memory(to.address, bytes).kind == MemoryKind::Device)
                     && (!from.is_device() || find_memory(from.address, bytes).kind == MemoryKind::Device);
        if (!alive) return CUDA_ERROR_ILLEGAL_ADDRESS;
        memmove(to.pointer(), staged != nullptr ? staged->data() : from.pointer(), bytes);
        return CUDA_SUCCESS;
    };
    return {NodeKind::Copy, "copy", run, false};
}

// Pageable memory: what goes to the device is read before the call returns, and a copy from it has happened by then.
CUresult copy_async(ApiCall& call, const char* function, End to, End from, size_t bytes, CUstream handle)
{
    CUresult code;
    auto stream = find_stream(handle, code);
    if (stream == nullptr) return code;
    if (stream->context != current_context())
        return refuse(CUDA_ERROR_INVALID_VALUE, "%s: the stream is of another context", function);
    bool capturing = stream->capture != nullptr;
    std::shared_ptr<std::string> staged;
    if (from.is_pageable() && !capturing)
        staged = std::make_shared<std::string>(static_cast<const char*>(from.pointer()), bytes);
    code = submit(*stream, copy_work(to, from, bytes, staged));
    if (code != CUDA_SUCCESS) return code;
    count_copy(kind_of(to, from), bytes);
    if (!to.is_pageable() || capturing) return CUDA_SUCCESS;
    count_host_sync(function);
    call.unlock();
    stream->wait_idle();
    return static_cast<CUresult>(stream->context->device->sticky.load());
}

// A synchronous copy goes by the legacy stream: it waits for blocking streams, and for no others.
CUresult copy_now(ApiCall& call, const char* function, End to, End from, size_t bytes)
{
    CUresult code;
    auto legacy = find_stream(nullptr, code);
    if (legacy == nullptr) return code;
    count_copy(kind_of(to, from), bytes);
    count_host_sync(function);
    call.unlock();
    wait_for_legacy_order(*legacy->context);
    call.relock();
    return copy_work(to, from, bytes, nullptr).run();
}

uintptr_t address_of(const void* pointer) { return reinterpret_cast<uintptr_t>(pointer); }
} // namespace

CUDASIM_API(3020, cuMemcpyHtoD_v2, CUdeviceptr to, const void* from, size_t bytes)
{
    ENTER(cuMemcpyHtoD_v2, NeedsContext | UnsafeInCapture);
    if (bytes == 0) return CUDA_SUCCESS;
    End target = end_at(to, bytes), source = end_at(address_of(from), bytes);
    if (CUresult code = check_device_end(target, bytes, "target")) return code;
    return copy_now(call, "cuMemcpyHtoD", target, source, bytes);
}

CUDASIM_API(3020, cuMemcpyDtoH_v2, void* to, CUdeviceptr from, size_t bytes)
{
    ENTER(cuMemcpyDtoH_v2, NeedsContext | UnsafeInCapture);
    if (bytes == 0) return CUDA_SUCCESS;
    End target = end_at(address_of(to), bytes), source = end_at(from, bytes);
    if (CUresult code = check_device_end(source, bytes, "source")) return code;
    return copy_now(call, "cuMemcpyDtoH", target, source, bytes);
}

CUDASIM_API(3020, cuMemcpyDtoD_v2, CUdeviceptr to, CUdeviceptr from, size_t bytes)
{
    ENTER(cuMemcpyDtoD_v2, NeedsContext | UnsafeInCapture);
    if (bytes == 0) return CUDA_SUCCESS;
    End target = end_at(to, bytes), source = end_at(from, bytes);
    if (CUresult code = check_device_end(target, bytes, "target")) return code;
    if (CUresult code = check_device_end(source, bytes, "source")) return code;
    return copy_now(call, "cuMemcpyDtoD", target, source, bytes);
}

CUDASIM_API(3020, cuMemcpyHtoDAsync_v2, CUdeviceptr to, const void* from, size_t bytes, CUstream stream)
{
    ENTER(cuMemcpyHtoDAsync_v2, NeedsContext);
    End target = end_at(to, bytes), source = end_at(address_of(from), bytes);
    if (CUresult code = check_device_end(target, bytes, "target")) return code;
    return copy_async(call, "cuMemcpyHtoDAsync", target, source, bytes, stream);
}

CUDASIM_API(3020, cuMemcpyDtoHAsync_v2, void* to, CUdeviceptr from, size_t bytes, CUstream stream)
{
    ENTER(cuMemcpyDtoHAsync_v2, NeedsContext);
    End target = end_at(address_of(to), bytes), source = end_at(from, bytes);
    if (CUresult code = check_device_end(source, bytes, "source")) return code;
    return copy_async(call, "cuMemcpyDtoHAsync", target, source, bytes, stream);
}

CUDASIM_API(3020, cuMemcpyDtoDAsync_v2, CUdeviceptr to, CUdeviceptr from, size_t bytes, CUstream stream)
{
    ENTER(cuMemcpyDtoDAsync_v2, NeedsContext);
    End target = end_at(to, bytes), source = end_at(from, bytes);
    if (CUresult code = check_device_end(target, bytes, "target")) return code;
    if (CUresult code = check_device_end(source, bytes, "source")) return code;
    return copy_async(call, "cuMemcpyDtoDAsync", target, source, bytes, stream);
}

CUDASIM_API(4000, cuMemcpyAsync, CUdeviceptr to, CUdeviceptr from, size_t bytes, CUstream stream)
{
    ENTER(cuMemcpyAsync, NeedsContext);
    return copy_async(call, "cuMemcpyAsync", end_at(to, bytes), end_at(from, bytes), bytes, stream);
}

CUDASIM_API(4000, cuMemcpyPeerAsync, CUdeviceptr to, CUcontext to_context, CUdeviceptr from, CUcontext from_context,
            size_t bytes, CUstream stream)
{
    ENTER(cuMemcpyPeerAsync, NeedsContext);
    End target = end_at(to, bytes), source = end_at(from, bytes);
    if (CUresult code = check_device_end(target, bytes, "target")) return code;
    if (CUresult code = check_device_end(source, bytes, "source")) return code;
    Context* target_owner = find_context(to_context);
    Context* source_owner = find_context(from_context);
    if (target_owner == nullptr || source_owner == nullptr)
        return refuse(CUDA_ERROR_INVALID_CONTEXT, "a context that does not exist");
    if (target_owner->device->ordinal != target.memory.device || source_owner->device->ordinal != source.memory.device)
        return refuse(CUDA_ERROR_INVALID_VALUE, "the memory is of another context than the one named");
    return copy_async(call, "cuMemcpyPeerAsync", target, source, bytes, stream);
}

namespace
{
template <class T> CUresult fill_async(CUdeviceptr address, T value, size_t count, CUstream handle)
{
    size_t bytes = count * sizeof(T);
    if (address % sizeof(T) != 0) return refuse(CUDA_ERROR_INVALID_VALUE, "a fill that is not aligned");
    if (count == 0) return CUDA_SUCCESS;
    if (CUresult code = check_device_end(end_at(address, bytes), bytes, "target")) return code;
    CUresult code;
    auto stream = find_stream(handle, code);
    if (stream == nullptr) return code;
    auto run = [address, value, count, bytes]
    {
        if (find_memory(address, bytes).kind != MemoryKind::Device) return CUDA_ERROR_ILLEGAL_ADDRESS;
        auto elements = reinterpret_cast<T*>(address);
        for (size_t i = 0; i < count; i++) elements[i] = value;
        return CUDA_SUCCESS;
    };
    if ((code = submit(*stream, {NodeKind::Memset, "memset", run, false})) == CUDA_SUCCESS)
        count_copy(CopyKind::Memset, bytes);
    return code;
}
} // namespace

CUDASIM_API(3020, cuMemsetD8Async, CUdeviceptr address, unsigned char value, size_t count, CUstream stream)
{
    ENTER(cuMemsetD8Async, NeedsContext);
    return fill_async<uint8_t>(address, value, count, stream);
}

CUDASIM_API(3020, cuMemsetD16Async, CUdeviceptr address, unsigned short value, size_t count, CUstream stream)
{
    ENTER(cuMemsetD16Async, NeedsContext);
    return fill_async<uint16_t>(address, value, count, stream);
}

CUDASIM_API(3020, cuMemsetD32Async, CUdeviceptr address, unsigned value, size_t count, CUstream stream)
{
    ENTER(cuMemsetD32Async, NeedsContext);
    return fill_async<uint32_t>(address, value, count, stream);
}
