// Kernel launches.
#include "api.h"
#include "capture.h"
#include "memory.h"
#include "module.h"
#include "services.h"
#include "stream.h"
#include "../core/faults.h"
#include "../core/grid.h"
#include "../core/settings.h"
#include "../core/stats.h"

#include <cstring>
#include <thread>

using namespace cudasim;

namespace cudasim
{
CUresult kernel_faults(int ordinal, const char* name, const std::function<bool()>& released)
{
    FaultSite site{"", name, ordinal};
    int value = 0;
    if (fault_hits(FaultKind::Slow, site, value))
        std::this_thread::sleep_for(std::chrono::milliseconds(value != 0 ? value : 1000));
    unsigned generation = fault_generation();
    if (fault_hits(FaultKind::Hang, site, value))
        while (generation == fault_generation() && !released())
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (fault_hits(FaultKind::Sticky, site, value))
        return static_cast<CUresult>(value != 0 ? value : CUDA_ERROR_ILLEGAL_ADDRESS);
    return CUDA_SUCCESS;
}
} // namespace cudasim

namespace
{
constexpr unsigned MaxThreads = 1024, MaxBlockZ = 64, MaxGridYz = 65535, MaxGridX = 0x7FFFFFFF;
constexpr unsigned StaticSharedBytes = 48 * 1024;

// A kernel may get addresses of its own device, of peers that it has access to, and of pinned memory. The struct is
// untyped here, so every 8-byte word is looked at that could be an address.
CUresult check_pointers(const Context& context, const std::string& kernel, const std::vector<char>& argument)
{
    const Device& device = *context.device;
    for (size_t at = 0; at + sizeof(uintptr_t) <= argument.size(); at += sizeof(uintptr_t))
    {
        uintptr_t word;
        memcpy(&word, argument.data() + at, sizeof word);
        MemoryInfo memory = find_memory(word, 1);
        const char* why = nullptr;
        if (memory.kind == MemoryKind::Freed) why = "memory that was freed";
        if (memory.kind == MemoryKind::Unknown && is_plain_host_memory(word)) why = "host memory that is not pinned";
        if (memory.kind == MemoryKind::Device && memory.device != device.ordinal)
        {
            std::lock_guard<std::recursive_mutex> guard(world().lock);
            const Context* owner = &world().devices[static_cast<size_t>(memory.device)]->context;
            auto pool = static_cast<const Pool*>(memory.pool);
            bool may = pool != nullptr ? pool->readers.count(device.ordinal) != 0 : context.peers.count(owner) != 0;
            if (!may) why = "memory of another device without peer access";
        }
        if (why == nullptr) continue;
        log_message(1, "%s on device %d: byte %zu of its arguments is the address %p of %s", kernel.c_str(),
                    device.ordinal, at, reinterpret_cast<void*>(word), why);
        return CUDA_ERROR_ILLEGAL_ADDRESS;
    }
    return CUDA_SUCCESS;
}

struct Launch
{
    std::shared_ptr<Function> function;
    Context* context;
    Dim grid, block;
    std::vector<char> argument;

    CUresult operator()() const
    {
        const std::string& name = function->entry.name;
        const Device& device = *context->device;
        auto released = [&device] { return device.is_broken(); };
        if (CUresult code = kernel_faults(device.ordinal, name.c_str(), released)) return code;
        if (context->device->is_broken()) return CUDA_SUCCESS;
        if (CUresult code = check_pointers(*context, name, argument)) return code;
        std::string why;
        GridFailure failure = run_grid(
            {function->code, grid, block, argument.data(), function->entry.threads_meet, settings().seed}, why);
        CUresult code = failure == GridFailure::None         ? CUDA_SUCCESS
                        : failure == GridFailure::Misaligned ? CUDA_ERROR_MISALIGNED_ADDRESS
                                                             : CUDA_ERROR_LAUNCH_FAILED;
        if (code == CUDA_SUCCESS && !guards_are_intact(context->device->ordinal, why))
            code = CUDA_ERROR_ILLEGAL_ADDRESS;
        if (code != CUDA_SUCCESS) log_message(1, "%s: %s", name.c_str(), why.c_str());
        return code;
    }
};

CUresult check_shape(const Function& function, Dim grid, Dim block, unsigned shared_bytes)
{
    const char* name = function.entry.name.c_str();
    uint64_t threads = uint64_t{block.x} * block.y * block.z, blocks = uint64_t{grid.x} * grid.y * grid.z;
    if (threads == 0 || blocks == 0) return refuse(CUDA_ERROR_INVALID_VALUE, "%s: an empty grid or block", name);
    if (grid.x > MaxGridX || grid.y > MaxGridYz || grid.z > MaxGridYz || block.z > MaxBlockZ || threads > MaxThreads)
        return refuse(CUDA_ERROR_INVALID_VALUE, "%s: a grid or block larger than any device allows", name);
    if (threads > function.entry.max_threads)
        return refuse(CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES, "%s: %llu threads, compiled for %u", name,
                      static_cast<unsigned long long>(threads), function.entry.max_threads);
    unsigned most = std::max(StaticSharedBytes, static_cast<unsigned>(function.dynamic_shared_bytes));
    if (shared_bytes > most)
        return refuse(CUDA_ERROR_INVALID_VALUE, "%s: %u bytes of dynamic shared memory", name, shared_bytes);
    return CUDA_SUCCESS;
}

CUresult launch(CUfunction handle, Dim grid, Dim block, unsigned shared_bytes, CUstream stream_handle, void** arguments,
                void** extra)
{
    auto function = world().functions.find(handle);
    if (function == nullptr) return refuse(CUDA_ERROR_INVALID_HANDLE, "the function does not exist");
    CUresult code;
    auto stream = find_stream(stream_handle, code);
    if (stream == nullptr) return code;
    const std::string& name = function->entry.name;
    if (function->context != stream->context || stream->context != current_context())
        return refuse(CUDA_ERROR_INVALID_HANDLE, "%s: function, stream and current context are not of one device",
                      name.c_str());
    if (extra != nullptr || arguments == nullptr || arguments[0] == nullptr)
        return refuse(CUDA_ERROR_INVALID_VALUE, "%s: no arguments", name.c_str());
    if ((code = check_shape(*function, grid, block, shared_bytes)) != CUDA_SUCCESS) return code;
    int ordinal = stream->context->device->ordinal, planted = 0;
    if (fault_hits(FaultKind::Launch, {"", name.c_str(), ordinal}, planted))
        return static_cast<CUresult>(planted != 0 ? planted : CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES);
    if (stream->capture != nullptr && !function->loaded)
    {
        stream->capture->invalid = true;
        return refuse(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "%s: its first launch would load it during a capture",
                      name.c_str());
    }
    auto bytes = static_cast<const char*>(arguments[0]);
    Launch work{function, stream->context, grid, block, {bytes, bytes + function->code->argument_bytes}};
    bool captured = stream->capture != nullptr;
    if ((code = submit(*stream, {NodeKind::Kernel, name, std::move(work), false})) != CUDA_SUCCESS) return code;
    function->loaded = true;
    if (!captured) count_launch(name.c_str(), ordinal, false);
    return CUDA_SUCCESS;
}
} // namespace

CUDASIM_API(4000, cuLaunchKernel, CUfunction function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by,
            unsigned bz, unsigned shared_bytes, CUstream stream, void** arguments, void** extra)
{
    ENTER(cuLaunchKernel, NeedsContext);
    return launch(function, {gx, gy, gz}, {bx, by, bz}, shared_bytes, stream, arguments, extra);
}

CUDASIM_API(11060, cuLaunchKernelEx, const CUlaunchConfig* config, CUfunction function, void** arguments, void** extra)
{
    ENTER(cuLaunchKernelEx, NeedsContext);
    if (config == nullptr) return CUDA_ERROR_INVALID_VALUE;
    if (config->numAttrs != 0) return refuse(CUDA_ERROR_NOT_SUPPORTED, "launch attributes are not simulated");
    const CUlaunchConfig& c = *config;
    return launch(function, {c.gridDimX, c.gridDimY, c.gridDimZ}, {c.blockDimX, c.blockDimY, c.blockDimZ},
                  c.sharedMemBytes, c.hStream, arguments, extra);
}

// Blocks run one after the other: they could not wait for each other.
CUDASIM_API(9000, cuLaunchCooperativeKernel, CUfunction, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned,
            unsigned, CUstream, void**)
{
    ENTER(cuLaunchCooperativeKernel, NeedsContext);
    return refuse(CUDA_ERROR_NOT_SUPPORTED, "cooperative launches are not simulated");
}
