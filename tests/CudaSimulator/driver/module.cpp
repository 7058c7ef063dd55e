#include "module.h"

#include "api.h"
#include "stream.h"
#include "../core/settings.h"

#include <cstdarg>
#include <cstdio>
#include <cstring>

using namespace cudasim;

namespace
{
enum JitOption : int
{
    WallTime = 2,
    InfoLogBuffer = 3,
    InfoLogBufferSize = 4,
    ErrorLogBuffer = 5,
    ErrorLogBufferSize = 6,
    LastOption = 34,
};

// The log buffers among the options; sizes go in and out in the low 32 bits of their slots.
class JitLog
{
  public:
    JitLog(unsigned count, const int* options, void** values) : count_(count), options_(options), values_(values) {}

    void write(JitOption buffer_option, JitOption size_option, const std::string& text)
    {
        void** buffer = slot(buffer_option);
        void** size = slot(size_option);
        if (buffer == nullptr || size == nullptr || *buffer == nullptr) return;
        auto capacity = static_cast<unsigned>(reinterpret_cast<uintptr_t>(*size));
        int written = capacity == 0 ? 0 : snprintf(static_cast<char*>(*buffer), capacity, "%s", text.c_str());
        *size = reinterpret_cast<void*>(static_cast<uintptr_t>(std::min(static_cast<unsigned>(written), capacity)));
    }

    bool is_valid() const
    {
        for (unsigned i = 0; i < count_; i++)
            if (options_[i] < 0 || options_[i] > LastOption) return false;
        return count_ == 0 || (options_ != nullptr && values_ != nullptr);
    }

  private:
    void** slot(JitOption option) const
    {
        for (unsigned i = 0; i < count_; i++)
            if (options_[i] == option) return &values_[i];
        return nullptr;
    }

    unsigned count_;
    const int* options_;
    void** values_;
};

// The newest PTX that a driver reads: 7.x came with CUDA 11.x, 8.x with 12.x, 9.x with 13.x.
int newest_ptx(int driver)
{
    int major = driver / 1000, minor = driver % 1000 / 10;
    if (major >= 13) return 90 + minor;
    return (major == 12 ? 80 : 70) + std::min(minor, 8);
}

// Checks an entry against the kernel that was compiled from the same sources.
std::string compare(const Ptx& ptx, const PtxEntry& entry, const KernelCode* code)
{
    if (code == nullptr) return entry.name + ": the simulator has no kernel of this name";
    if (ptx.source_hash != code->source_hash)
        return entry.name
               + ": stale PTX, not built from the sources that the simulator was built from (run eng/ptx/build.sh)";
    if (entry.parameter_bytes.size() != 1 || entry.parameter_bytes[0] != code->argument_bytes)
        return entry.name + ": its parameters are not one struct of " + std::to_string(code->argument_bytes) + " bytes";
    return "";
}

CUresult bind_entries(const Ptx& ptx, Module& module, std::string& why)
{
    for (const PtxEntry& entry : ptx.entries)
    {
        const KernelCode* code = find_kernel(entry.name.c_str());
        why = compare(ptx, entry, code);
        if (!why.empty()) return CUDA_ERROR_INVALID_PTX;
        module.functions[entry.name] = std::make_shared<Function>(
            Function{module.context, code, entry, ptx.version, settings().capability, !settings().lazy_loading, 0});
    }
    return CUDA_SUCCESS;
}

CUresult check_target(const Ptx& ptx, std::string& why)
{
    if (ptx.version > newest_ptx(settings().driver_version))
    {
        why = "PTX version " + std::to_string(ptx.version) + " is newer than the driver";
        return CUDA_ERROR_UNSUPPORTED_PTX_VERSION;
    }
    if (ptx.target <= settings().capability) return CUDA_SUCCESS;
    why = "the PTX is for sm_" + std::to_string(ptx.target) + ", the device is older";
    return CUDA_ERROR_NO_BINARY_FOR_GPU;
}

CUresult load(CUmodule* out, const void* image, JitLog log)
{
    if (out == nullptr || image == nullptr || !log.is_valid())
        return refuse(CUDA_ERROR_INVALID_VALUE, "no image, no place for the module, or unknown options");
    Ptx ptx;
    std::string why;
    auto module = std::make_shared<Module>();
    module->context = current_context();
    CUresult code = parse_ptx(static_cast<const char*>(image), ptx, why) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_IMAGE;
    if (code == CUDA_SUCCESS) code = check_target(ptx, why);
    if (code == CUDA_SUCCESS) code = bind_entries(ptx, *module, why);
    if (code != CUDA_SUCCESS)
    {
        log_message(1, "module refused (%d): %s", code, why.c_str());
        log.write(ErrorLogBuffer, ErrorLogBufferSize, why);
        return code;
    }
    log.write(InfoLogBuffer, InfoLogBufferSize, "the simulator compiles nothing: the kernels are part of it");
    log.write(ErrorLogBuffer, ErrorLogBufferSize, "");
    for (const auto& [name, function] : module->functions) world().functions.add(function);
    *out = world().modules.add(module);
    return CUDA_SUCCESS;
}
} // namespace

CUDASIM_API(2010, cuModuleLoadDataEx, CUmodule* out, const void* image, unsigned count, int* options, void** values)
{
    ENTER(cuModuleLoadDataEx, NeedsContext | UnsafeInCapture);
    return load(out, image, JitLog(count, options, values));
}

CUDASIM_API(2000, cuModuleLoadData, CUmodule* out, const void* image)
{
    ENTER(cuModuleLoadData, NeedsContext | UnsafeInCapture);
    return load(out, image, JitLog(0, nullptr, nullptr));
}

CUDASIM_API(2000, cuModuleUnload, CUmodule handle)
{
    ENTER(cuModuleUnload, NeedsContext | UnsafeInCapture);
    auto module = world().modules.find(handle);
    if (module == nullptr) return refuse(CUDA_ERROR_INVALID_HANDLE, "the module does not exist");
    for (const auto& [name, function] : module->functions) world().functions.remove(function.get());
    world().modules.remove(handle);
    return CUDA_SUCCESS;
}

CUDASIM_API(2000, cuModuleGetFunction, CUfunction* out, CUmodule handle, const char* name)
{
    ENTER(cuModuleGetFunction, NeedsContext | UnsafeInCapture);
    auto module = world().modules.find(handle);
    if (module == nullptr) return refuse(CUDA_ERROR_INVALID_HANDLE, "the module does not exist");
    if (out == nullptr || name == nullptr) return CUDA_ERROR_INVALID_VALUE;
    auto function = module->functions.find(name);
    if (function == module->functions.end()) return refuse(CUDA_ERROR_NOT_FOUND, "the module has no entry %s", name);
    *out = function->second.get();
    return CUDA_SUCCESS;
}

// The kernels have no global variables.
CUDASIM_API(3020, cuModuleGetGlobal_v2, CUdeviceptr*, size_t*, CUmodule handle, const char* name)
{
    ENTER(cuModuleGetGlobal_v2, NeedsContext | UnsafeInCapture);
    if (world().modules.find(handle) == nullptr) return CUDA_ERROR_INVALID_HANDLE;
    return refuse(CUDA_ERROR_NOT_FOUND, "the module has no global %s", name != nullptr ? name : "");
}
