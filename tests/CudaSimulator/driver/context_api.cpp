// Primary contexts, the current context of a thread, and access to peers.
#include "api.h"
#include "event.h"
#include "memory.h"
#include "module.h"
#include "stream.h"
#include "../core/settings.h"
#include "../core/stats.h"

#include <thread>

using namespace cudasim;

namespace
{
// Contexts that a thread pushed, below the current one.
std::vector<Context*>& pushed_contexts()
{
    static thread_local std::vector<Context*> stack;
    return stack;
}

// Everything that was made in the context goes with it.
void destroy(ApiCall& call, Context& context)
{
    Device& device = *context.device;
    device.tearing_down = true;
    auto mine = [&context](const auto& object) { return object.context == &context; };
    for (const auto& stream : world().streams.remove_if(mine)) stream->close();
    context.legacy->close();
    world().events.remove_if(mine);
    world().functions.remove_if(mine);
    world().modules.remove_if(mine);
    world().graphs.remove_if(mine);
    world().execs.remove_if(mine);
    call.unlock();
    while (device.pending_work != 0) std::this_thread::sleep_for(std::chrono::microseconds(100));
    call.relock();
    size_t forgotten = count_device_allocations(device.ordinal);
    if (forgotten != 0)
        log_message(2, "device %d: %zu allocations were not freed before the context", device.ordinal, forgotten);
    free_all_device_memory(device.ordinal);
    context.legacy = nullptr;
    context.peers.clear();
    device.tearing_down = false;
}

CUresult find(CUdevice number, Device*& device)
{
    device = find_device(number);
    return device != nullptr ? CUDA_SUCCESS : refuse(CUDA_ERROR_INVALID_DEVICE, "there is no device %d", number);
}
} // namespace

CUDASIM_API(7000, cuDevicePrimaryCtxRetain, CUcontext* out, CUdevice number)
{
    ENTER(cuDevicePrimaryCtxRetain, NeedsInit | UnsafeInCapture);
    Device* device;
    if (CUresult code = find(number, device)) return code;
    if (out == nullptr) return CUDA_ERROR_INVALID_VALUE;
    if (int sticky = device->sticky) return static_cast<CUresult>(sticky);
    Context& context = device->context;
    if (context.references++ == 0) context.legacy = std::make_shared<Stream>(&context, 0u, 0);
    *out = &context;
    return CUDA_SUCCESS;
}

CUDASIM_API(11000, cuDevicePrimaryCtxRelease_v2, CUdevice number)
{
    ENTER(cuDevicePrimaryCtxRelease_v2, NeedsInit | UnsafeInCapture);
    Device* device;
    if (CUresult code = find(number, device)) return code;
    Context& context = device->context;
    if (context.references == 0)
        return refuse(CUDA_ERROR_INVALID_CONTEXT, "device %d: its primary context is not retained", number);
    if (--context.references == 0) destroy(call, context);
    return CUDA_SUCCESS;
}

CUDASIM_API(11000, cuDevicePrimaryCtxSetFlags_v2, CUdevice number, unsigned flags)
{
    ENTER(cuDevicePrimaryCtxSetFlags_v2, NeedsInit | UnsafeInCapture);
    Device* device;
    if (CUresult code = find(number, device)) return code;
    if (flags > 0xFF) return CUDA_ERROR_INVALID_VALUE;
    device->context.flags = flags;
    return CUDA_SUCCESS;
}

CUDASIM_API(7000, cuDevicePrimaryCtxGetState, CUdevice number, unsigned* flags, int* active)
{
    ENTER(cuDevicePrimaryCtxGetState, NeedsInit);
    Device* device;
    if (CUresult code = find(number, device)) return code;
    if (flags == nullptr || active == nullptr) return CUDA_ERROR_INVALID_VALUE;
    *flags = device->context.flags;
    *active = device->context.references > 0 ? 1 : 0;
    return CUDA_SUCCESS;
}

CUDASIM_API(11000, cuDevicePrimaryCtxReset_v2, CUdevice number)
{
    ENTER(cuDevicePrimaryCtxReset_v2, NeedsInit | UnsafeInCapture);
    Device* device;
    if (CUresult code = find(number, device)) return code;
    if (device->context.references == 0) return CUDA_SUCCESS;
    destroy(call, device->context);
    device->context.legacy = std::make_shared<Stream>(&device->context, 0u, 0);
    return CUDA_SUCCESS;
}

CUDASIM_API(4000, cuCtxSetCurrent, CUcontext handle)
{
    ENTER(cuCtxSetCurrent, NeedsInit);
    if (handle != nullptr && find_context(handle) == nullptr)
        return refuse(CUDA_ERROR_INVALID_CONTEXT, "%p is no retained primary context", static_cast<void*>(handle));
    current_context() = handle;
    return CUDA_SUCCESS;
}

CUDASIM_API(4000, cuCtxGetCurrent, CUcontext* out)
{
    ENTER(cuCtxGetCurrent, NeedsInit);
    if (out == nullptr) return CUDA_ERROR_INVALID_VALUE;
    *out = current_context();
    return CUDA_SUCCESS;
}

CUDASIM_API(2000, cuCtxGetDevice, CUdevice* out)
{
    ENTER(cuCtxGetDevice, NeedsInit);
    if (out == nullptr) return CUDA_ERROR_INVALID_VALUE;
    if (current_context() == nullptr) return refuse(CUDA_ERROR_INVALID_CONTEXT, "this thread has no current context");
    *out = current_context()->device->ordinal;
    return CUDA_SUCCESS;
}

CUDASIM_API(4000, cuCtxPushCurrent_v2, CUcontext handle)
{
    ENTER(cuCtxPushCurrent_v2, NeedsInit);
    if (find_context(handle) == nullptr)
        return refuse(CUDA_ERROR_INVALID_CONTEXT, "%p is no retained primary context", static_cast<void*>(handle));
    pushed_contexts().push_back(current_context());
    current_context() = handle;
    return CUDA_SUCCESS;
}

CUDASIM_API(4000, cuCtxPopCurrent_v2, CUcontext* out)
{
    ENTER(cuCtxPopCurrent_v2, NeedsInit);
    if (current_context() == nullptr) return refuse(CUDA_ERROR_INVALID_CONTEXT, "this thread has no current context");
    if (out != nullptr) *out = current_context();
    bool pushed = !pushed_contexts().empty();
    current_context() = pushed ? pushed_contexts().back() : nullptr;
    if (pushed) pushed_contexts().pop_back();
    return CUDA_SUCCESS;
}

CUDASIM_API(3010, cuCtxSetLimit, int limit, size_t)
{
    ENTER(cuCtxSetLimit, NeedsContext | UnsafeInCapture);
    return limit >= 0 && limit <= 6 ? CUDA_SUCCESS : CUDA_ERROR_UNSUPPORTED_LIMIT;
}

CUDASIM_API(4000, cuCtxEnablePeerAccess, CUcontext handle, unsigned flags)
{
    ENTER(cuCtxEnablePeerAccess, NeedsContext | UnsafeInCapture);
    Context* peer = find_context(handle);
    if (flags != 0) return CUDA_ERROR_INVALID_VALUE;
    if (peer == nullptr || peer == current_context())
        return refuse(CUDA_ERROR_INVALID_CONTEXT, "no context of another device");
    if (!are_peers(current_context()->device->ordinal, peer->device->ordinal)) return CUDA_ERROR_PEER_ACCESS_UNSUPPORTED;
    return current_context()->peers.insert(peer).second ? CUDA_SUCCESS : CUDA_ERROR_PEER_ACCESS_ALREADY_ENABLED;
}

CUDASIM_API(4000, cuCtxDisablePeerAccess, CUcontext peer)
{
    ENTER(cuCtxDisablePeerAccess, NeedsContext | UnsafeInCapture);
    return current_context()->peers.erase(peer) != 0 ? CUDA_SUCCESS : CUDA_ERROR_PEER_ACCESS_NOT_ENABLED;
}

// Profilers have nothing to collect here.
CUDASIM_API(4000, cuProfilerStart)
{
    ENTER(cuProfilerStart, NeedsContext);
    return CUDA_SUCCESS;
}

CUDASIM_API(4000, cuProfilerStop)
{
    ENTER(cuProfilerStop, NeedsContext);
    return CUDA_SUCCESS;
}
