#include "services.h"

#include "api.h"
#include "capture.h"
#include "memory.h"
#include "stream.h"
#include "../core/faults.h"
#include "../core/machine.h"
#include "../core/settings.h"
#include "../core/stats.h"
#include "../core/trace.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace cudasim
{
using Guard = std::lock_guard<std::recursive_mutex>;

CUresult submit_kernel(CUstream handle, const char* name, std::function<CUresult()> run)
{
    Guard guard(world().lock);
    CUresult code;
    auto stream = find_stream(handle, code);
    if (stream == nullptr) return code;
    bool captured = stream->capture != nullptr;
    code = submit(*stream, {NodeKind::Kernel, name, std::move(run), false});
    if (code == CUDA_SUCCESS && !captured) count_launch(name, stream->context->device->ordinal, false);
    return code;
}

int device_of_stream(CUstream handle)
{
    Guard guard(world().lock);
    CUresult code;
    auto stream = find_stream(handle, code);
    return stream != nullptr ? stream->context->device->ordinal : -1;
}

int current_device()
{
    Guard guard(world().lock);
    Context* context = current_context();
    return context != nullptr && context->references > 0 ? context->device->ordinal : -1;
}

int current_sticky_error()
{
    Guard guard(world().lock);
    return current_context() != nullptr ? current_context()->device->sticky.load() : 0;
}

bool is_capturing(CUstream handle)
{
    Guard guard(world().lock);
    if (handle == nullptr)
    {
        auto own = [](const auto& capture) { return capture->thread == std::this_thread::get_id(); };
        return std::any_of(running_captures().begin(), running_captures().end(), own);
    }
    auto stream = world().streams.find(handle);
    return stream != nullptr && stream->capture != nullptr;
}

bool is_memory_of(int device, const void* start, size_t bytes)
{
    MemoryInfo memory = find_memory(reinterpret_cast<uintptr_t>(start), bytes);
    return memory.kind == MemoryKind::Device && memory.device == device;
}

bool device_is_broken(int ordinal)
{
    const Device* device = find_device(ordinal);
    return device == nullptr || device->is_broken();
}

void forget_current_context() { current_context() = nullptr; }

bool async_fault(const char* function, int device, int& code)
{
    return fault_hits(FaultKind::Async, {function, "", device}, code);
}

void* take_device_memory(int ordinal, size_t bytes, const char* function)
{
    Guard guard(world().lock);
    const Device* device = find_device(ordinal);
    int code = 0;
    if (device == nullptr || fault_hits(FaultKind::Alloc, {function, "", ordinal}, code)) return nullptr;
    uintptr_t start = allocate_device_memory(ordinal, bytes, device->memory_bytes, nullptr);
    if (start != 0) count_allocation(function, ordinal, bytes);
    return reinterpret_cast<void*>(start);
}

void release_device_memory(void* memory) { free_device_memory(reinterpret_cast<uintptr_t>(memory)); }

int enter_library_call(const char* function, int default_code)
{
    count_call(function);
    int value = 0;
    if (!fault_hits(FaultKind::Call, {function, "", current_device()}, value)) return 0;
    return value != 0 ? value : default_code;
}

void add_in_stats(const char* group, const char* name, uint64_t amount) { count_other(group, name, amount); }
void library_log(int level, const char* text) { log_message(level, "%s", text); }

int machine_gpu_count() { return settings().devices; }
int driver_version() { return settings().driver_version; }
int gpu_capability() { return settings().capability; }

void gpu_identity(int number, std::string& name, std::string& uuid, std::string& pci_bus, int& bus)
{
    PhysicalGpu gpu = physical_gpu(number, settings().devices);
    name = gpu.name;
    uuid = gpu.uuid_text();
    pci_bus = gpu.pci_bus_text();
    bus = gpu.pci_bus;
}

size_t gpu_memory_bytes() { return settings().memory_bytes; }

namespace
{
const Device* visible_device(int physical)
{
    for (const auto& device : world().devices)
        if (device->physical == physical) return device.get();
    return nullptr;
}
} // namespace

size_t gpu_memory_used(int number)
{
    Guard guard(world().lock);
    const Device* device = visible_device(number);
    return device != nullptr ? used_device_memory(device->ordinal) : 0;
}

bool gpu_is_busy(int number)
{
    Guard guard(world().lock);
    const Device* device = visible_device(number);
    return device != nullptr && device->pending_work != 0;
}
} // namespace cudasim

using namespace cudasim;

int cudasim_set_faults(const char* text)
{
    std::string why;
    if (set_faults(text != nullptr ? text : "", why)) return 0;
    log_message(1, "%s", why.c_str());
    return 1;
}

void cudasim_set_jitter_us(unsigned longest) { settings().jitter_us = longest; }

void cudasim_reset()
{
    cudasim_set_faults("");
    reset_stats();
    Guard guard(world().lock);
    for (const auto& device : world().devices) device->sticky = 0;
}

void cudasim_set_peers(unsigned group) { settings().peers = static_cast<int>(group); }

void cudasim_start_trace() { start_trace(); }

size_t cudasim_end_trace(char* buffer, size_t bytes)
{
    std::string text = end_trace();
    if (buffer != nullptr && bytes > 0) snprintf(buffer, bytes, "%s", text.c_str());
    return text.size() + 1;
}

size_t cudasim_stats(char* buffer, size_t bytes)
{
    std::unique_lock<std::recursive_mutex> guard(world().lock);
    std::string live = live_json();
    guard.unlock();
    std::string text = stats_json(live);
    if (buffer != nullptr && bytes > 0) snprintf(buffer, bytes, "%s", text.c_str());
    return text.size() + 1;
}

int cudasim_write_stats(const char* path)
{
    FILE* file = path != nullptr ? fopen(path, "w") : nullptr;
    if (file == nullptr) return 1;
    std::string text(cudasim_stats(nullptr, 0), '\0');
    cudasim_stats(text.data(), text.size());
    fwrite(text.data(), 1, strlen(text.c_str()), file);
    return fclose(file);
}

// When the process ends, CUDASIM_STATS gets the statistics.
__attribute__((destructor)) static void write_stats_at_exit()
{
    if (!settings().stats_file.empty()) cudasim_write_stats(settings().stats_file.c_str());
}
