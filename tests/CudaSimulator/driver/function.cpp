// What can be asked of a kernel, and told to it.
#include "api.h"
#include "module.h"

using namespace cudasim;

namespace
{
enum FunctionAttribute : int
{
    MaxThreadsPerBlock = 0,
    SharedSizeBytes = 1,
    ConstSizeBytes = 2,
    LocalSizeBytes = 3,
    NumRegs = 4,
    PtxVersion = 5,
    BinaryVersion = 6,
    CacheModeCa = 7,
    MaxDynamicSharedSizeBytes = 8,
    PreferredSharedMemoryCarveout = 9,
    LastAttribute = 15,
};

constexpr int PlausibleRegisters = 32;
constexpr int MaxDynamicSharedBytes = 99 * 1024;
constexpr int ThreadsPerMultiprocessor = 2048;
constexpr int BlocksPerMultiprocessor = 32;

int attribute_of(const Function& function, int attribute)
{
    switch (attribute)
    {
        case MaxThreadsPerBlock: return static_cast<int>(function.entry.max_threads);
        case NumRegs: return PlausibleRegisters;
        case PtxVersion: return function.ptx_version;
        case BinaryVersion: return function.binary_version;
        case MaxDynamicSharedSizeBytes: return function.dynamic_shared_bytes;
        case PreferredSharedMemoryCarveout: return -1;
        default: return 0; // no local memory; static shared memory is not known here
    }
}
} // namespace

CUDASIM_API(2020, cuFuncGetAttribute, int* value, int attribute, CUfunction handle)
{
    ENTER(cuFuncGetAttribute, NeedsContext);
    auto function = world().functions.find(handle);
    if (function == nullptr) return refuse(CUDA_ERROR_INVALID_HANDLE, "the function does not exist");
    if (value == nullptr || attribute < 0 || attribute > LastAttribute) return CUDA_ERROR_INVALID_VALUE;
    *value = attribute_of(*function, attribute);
    return CUDA_SUCCESS;
}

CUDASIM_API(9000, cuFuncSetAttribute, CUfunction handle, int attribute, int value)
{
    ENTER(cuFuncSetAttribute, NeedsContext);
    auto function = world().functions.find(handle);
    if (function == nullptr) return refuse(CUDA_ERROR_INVALID_HANDLE, "the function does not exist");
    if (attribute == PreferredSharedMemoryCarveout) return CUDA_SUCCESS;
    if (attribute != MaxDynamicSharedSizeBytes || value < 0 || value > MaxDynamicSharedBytes)
        return refuse(CUDA_ERROR_INVALID_VALUE, "attribute %d cannot be set to %d", attribute, value);
    function->dynamic_shared_bytes = value;
    return CUDA_SUCCESS;
}

CUDASIM_API(12040, cuFuncLoad, CUfunction handle)
{
    ENTER(cuFuncLoad, NeedsContext | UnsafeInCapture);
    auto function = world().functions.find(handle);
    if (function == nullptr) return refuse(CUDA_ERROR_INVALID_HANDLE, "the function does not exist");
    function->loaded = true;
    return CUDA_SUCCESS;
}

CUDASIM_API(12040, cuFuncIsLoaded, int* state, CUfunction handle)
{
    ENTER(cuFuncIsLoaded, NeedsContext);
    auto function = world().functions.find(handle);
    if (function == nullptr) return refuse(CUDA_ERROR_INVALID_HANDLE, "the function does not exist");
    if (state == nullptr) return CUDA_ERROR_INVALID_VALUE;
    *state = function->loaded ? 1 : 0;
    return CUDA_SUCCESS;
}

CUDASIM_API(6050, cuOccupancyMaxActiveBlocksPerMultiprocessor, int* blocks, CUfunction handle, int block_size, size_t)
{
    ENTER(cuOccupancyMaxActiveBlocksPerMultiprocessor, NeedsContext);
    if (world().functions.find(handle) == nullptr) return CUDA_ERROR_INVALID_HANDLE;
    if (blocks == nullptr || block_size <= 0) return CUDA_ERROR_INVALID_VALUE;
    *blocks = std::min(BlocksPerMultiprocessor, ThreadsPerMultiprocessor / block_size);
    return CUDA_SUCCESS;
}

CUDASIM_API(6050, cuOccupancyMaxPotentialBlockSize, int* min_grid, int* block, CUfunction handle, size_t (*)(int),
            size_t, int limit)
{
    ENTER(cuOccupancyMaxPotentialBlockSize, NeedsContext);
    auto function = world().functions.find(handle);
    if (function == nullptr) return CUDA_ERROR_INVALID_HANDLE;
    if (min_grid == nullptr || block == nullptr || limit < 0) return CUDA_ERROR_INVALID_VALUE;
    int most = static_cast<int>(function->entry.max_threads);
    *block = limit == 0 ? most : std::min(most, limit);
    *min_grid = ThreadsPerMultiprocessor / *block;
    return CUDA_SUCCESS;
}
