#include "api.h"

#include "capture.h"
#include "memory.h"
#include "stream.h"
#include "../core/faults.h"
#include "../core/settings.h"
#include "../core/stats.h"

#include <cstdarg>
#include <cstdio>
#include <cstring>

namespace cudasim
{
namespace
{
const EntryPoint* entry_points;
}

EntryPoint::EntryPoint(const char* function_name, int introduced_in, void* address)
    : name(function_name), since(introduced_in), function(address), next(entry_points)
{
    entry_points = this;
}

const EntryPoint* first_entry_point() { return entry_points; }

bool is_available(const EntryPoint& entry) { return entry.since <= settings().driver_version; }

World& world()
{
    static World* instance = new World;
    return *instance;
}

Context*& current_context()
{
    static thread_local Context* context;
    return context;
}

Context* find_context(CUcontext handle)
{
    for (const auto& device : world().devices)
        if (&device->context == handle && device->context.references > 0) return handle;
    return nullptr;
}

Device* find_device(CUdevice device)
{
    auto index = static_cast<size_t>(device);
    return device >= 0 && index < world().devices.size() ? world().devices[index].get() : nullptr;
}

std::string live_json()
{
    World& w = world();
    size_t contexts = 0, allocations = 0, bytes = 0;
    for (const auto& device : w.devices)
    {
        contexts += device->context.references > 0 ? 1 : 0;
        allocations += count_device_allocations(device->ordinal);
        bytes += used_device_memory(device->ordinal);
    }
    auto field = [](const char* name, size_t value)
    { return std::string("\"") + name + "\": " + std::to_string(value); };
    return "{" + field("contexts", contexts) + ", " + field("device_allocations", allocations) + ", "
           + field("device_bytes", bytes) + ", " + field("pinned_allocations", count_pinned_allocations()) + ", "
           + field("streams", w.streams.count()) + ", " + field("events", w.events.count()) + ", "
           + field("modules", w.modules.count()) + ", " + field("graphs", w.graphs.count()) + ", "
           + field("graph_execs", w.execs.count()) + "}";
}

ApiCall::ApiCall(const EntryPoint& entry, unsigned needs) : lock_(world().lock), refusal_(check(entry, needs)) {}

CUresult ApiCall::check(const EntryPoint& entry, unsigned needs)
{
    count_call(entry.name);
    Context* context = current_context();
    int planted = 0;
    FaultSite site{entry.name, "", context != nullptr ? context->device->ordinal : -1};
    if (fault_hits(FaultKind::Call, site, planted))
        return static_cast<CUresult>(planted != 0 ? planted : CUDA_ERROR_UNKNOWN);
    if ((needs & NeedsInit) != 0 && !world().initialised)
        return refuse(CUDA_ERROR_NOT_INITIALIZED, "%s before cuInit", entry.name);
    if ((needs & NeedsContext) == NeedsContext)
    {
        if (context == nullptr)
            return refuse(CUDA_ERROR_INVALID_CONTEXT, "%s: this thread has no current context", entry.name);
        if (context->references == 0)
            return refuse(CUDA_ERROR_CONTEXT_IS_DESTROYED, "%s: the context was released", entry.name);
        if (int sticky = context->device->sticky) return static_cast<CUresult>(sticky);
    }
    if ((needs & UnsafeInCapture) == 0) return CUDA_SUCCESS;
    Capture* capture = forbidding_capture();
    if (capture == nullptr) return CUDA_SUCCESS;
    capture->invalid = true;
    return refuse(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "%s is not allowed while a stream is captured", entry.name);
}

CUresult refuse(CUresult code, const char* format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    log_message(2, "error %d: %s", code, text);
    return code;
}
} // namespace cudasim
