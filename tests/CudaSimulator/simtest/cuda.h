// The libraries as a program sees them: opened by name, functions found by name.
#pragma once
#include "../driver/abi.h"

#include <string>
#include <vector>

#define DRIVER_FUNCTIONS(F)                                                                                            \
    F(cuInit, unsigned)                                                                                                \
    F(cuDriverGetVersion, int*)                                                                                        \
    F(cuDeviceGetCount, int*)                                                                                          \
    F(cuDeviceGetName, char*, int, CUdevice)                                                                           \
    F(cuDeviceGetUuid_v2, CUuuid*, CUdevice)                                                                           \
    F(cuDeviceGetAttribute, int*, int, CUdevice)                                                                       \
    F(cuDeviceGetPCIBusId, char*, int, CUdevice)                                                                       \
    F(cuDevicePrimaryCtxRetain, CUcontext*, CUdevice)                                                                  \
    F(cuDevicePrimaryCtxRelease_v2, CUdevice)                                                                          \
    F(cuDeviceCanAccessPeer, int*, CUdevice, CUdevice)                                                                 \
    F(cuCtxSetCurrent, CUcontext)                                                                                      \
    F(cuCtxSynchronize)                                                                                                \
    F(cuCtxEnablePeerAccess, CUcontext, unsigned)                                                                      \
    F(cuMemGetInfo_v2, size_t*, size_t*)                                                                               \
    F(cuMemAlloc_v2, CUdeviceptr*, size_t)                                                                             \
    F(cuMemFree_v2, CUdeviceptr)                                                                                       \
    F(cuMemAllocAsync, CUdeviceptr*, size_t, CUstream)                                                                 \
    F(cuMemFreeAsync, CUdeviceptr, CUstream)                                                                           \
    F(cuDeviceGetDefaultMemPool, CUmemoryPool*, CUdevice)                                                              \
    F(cuMemPoolSetAccess, CUmemoryPool, const CUmemAccessDesc*, size_t)                                                \
    F(cuMemHostAlloc, void**, size_t, unsigned)                                                                        \
    F(cuMemFreeHost, void*)                                                                                            \
    F(cuMemHostRegister_v2, void*, size_t, unsigned)                                                                   \
    F(cuMemHostUnregister, void*)                                                                                      \
    F(cuMemcpyHtoD_v2, CUdeviceptr, const void*, size_t)                                                               \
    F(cuMemcpyDtoH_v2, void*, CUdeviceptr, size_t)                                                                     \
    F(cuMemcpyHtoDAsync_v2, CUdeviceptr, const void*, size_t, CUstream)                                                \
    F(cuMemcpyDtoHAsync_v2, void*, CUdeviceptr, size_t, CUstream)                                                      \
    F(cuMemcpyDtoDAsync_v2, CUdeviceptr, CUdeviceptr, size_t, CUstream)                                                \
    F(cuMemcpyPeerAsync, CUdeviceptr, CUcontext, CUdeviceptr, CUcontext, size_t, CUstream)                             \
    F(cuMemsetD32Async, CUdeviceptr, unsigned, size_t, CUstream)                                                       \
    F(cuPointerGetAttribute, void*, int, CUdeviceptr)                                                                  \
    F(cuStreamCreate, CUstream*, unsigned)                                                                             \
    F(cuStreamDestroy_v2, CUstream)                                                                                    \
    F(cuStreamSynchronize, CUstream)                                                                                   \
    F(cuStreamQuery, CUstream)                                                                                         \
    F(cuStreamWaitEvent, CUstream, CUevent, unsigned)                                                                  \
    F(cuLaunchHostFunc, CUstream, void (*)(void*), void*)                                                              \
    F(cuEventCreate, CUevent*, unsigned)                                                                               \
    F(cuEventDestroy_v2, CUevent)                                                                                      \
    F(cuEventRecord, CUevent, CUstream)                                                                                \
    F(cuEventRecordWithFlags, CUevent, CUstream, unsigned)                                                             \
    F(cuEventSynchronize, CUevent)                                                                                     \
    F(cuEventQuery, CUevent)                                                                                           \
    F(cuEventElapsedTime, float*, CUevent, CUevent)                                                                    \
    F(cuModuleLoadDataEx, CUmodule*, const void*, unsigned, int*, void**)                                              \
    F(cuModuleUnload, CUmodule)                                                                                        \
    F(cuModuleGetFunction, CUfunction*, CUmodule, const char*)                                                         \
    F(cuFuncGetAttribute, int*, int, CUfunction)                                                                       \
    F(cuLaunchKernel, CUfunction, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, CUstream,      \
      void**, void**)                                                                                                  \
    F(cuStreamBeginCapture_v2, CUstream, int)                                                                          \
    F(cuStreamEndCapture, CUstream, CUgraph*)                                                                          \
    F(cuStreamIsCapturing, CUstream, int*)                                                                             \
    F(cuThreadExchangeStreamCaptureMode, int*)                                                                         \
    F(cuGraphInstantiateWithFlags, CUgraphExec*, CUgraph, uint64_t)                                                    \
    F(cuGraphExecUpdate_v2, CUgraphExec, CUgraph, CUgraphExecUpdateResultInfo*)                                        \
    F(cuGraphLaunch, CUgraphExec, CUstream)                                                                            \
    F(cuGraphExecDestroy, CUgraphExec)                                                                                 \
    F(cuGraphDestroy, CUgraph)                                                                                         \
    F(cuGraphGetNodes, CUgraph, CUgraphNode*, size_t*)                                                                 \
    F(cuGetErrorName, int, const char**)                                                                               \
    F(cuGetProcAddress_v2, const char*, void**, int, uint64_t, int*)

struct Driver
{
#define FIELD(name, ...) CUresult (*name)(__VA_ARGS__);
    DRIVER_FUNCTIONS(FIELD)
#undef FIELD
    int (*cudasim_set_faults)(const char*);
    void (*cudasim_set_jitter_us)(unsigned);
    void (*cudasim_reset)();
    size_t (*cudasim_stats)(char*, size_t);
    void (*cudasim_set_peers)(unsigned);
    void (*cudasim_start_trace)();
    size_t (*cudasim_end_trace)(char*, size_t);
};

// The driver, opened on first use; initialised, with both contexts retained and device 0's current, by setup().
Driver& cu();
void* open_library(const char* file);
CUcontext setup(int device = 0);

std::string statistics();

// Device memory that frees itself.
template <class T> class DeviceArray
{
  public:
    explicit DeviceArray(size_t count) : count_(count)
    {
        if (count > 0) cu().cuMemAlloc_v2(&address_, count * sizeof(T));
    }

    explicit DeviceArray(const std::vector<T>& values) : DeviceArray(values.size())
    {
        cu().cuMemcpyHtoD_v2(address_, values.data(), values.size() * sizeof(T));
    }

    ~DeviceArray() { cu().cuMemFree_v2(address_); }
    DeviceArray(const DeviceArray&) = delete;
    DeviceArray& operator=(const DeviceArray&) = delete;

    CUdeviceptr address() const { return address_; }
    T* pointer() const { return reinterpret_cast<T*>(address_); }

    std::vector<T> read() const
    {
        std::vector<T> values(count_);
        cu().cuMemcpyDtoH_v2(values.data(), address_, count_ * sizeof(T));
        return values;
    }

  private:
    CUdeviceptr address_ = 0;
    size_t count_;
};

// A stream of the current context, non-blocking unless told.
class TestStream
{
  public:
    explicit TestStream(unsigned flags = 1) { cu().cuStreamCreate(&handle, flags); }
    ~TestStream() { cu().cuStreamDestroy_v2(handle); }
    TestStream(const TestStream&) = delete;
    TestStream& operator=(const TestStream&) = delete;
    CUresult wait() const { return cu().cuStreamSynchronize(handle); }

    CUstream handle = nullptr;
};

std::string read_ptx(const char* file);

// A kernel of the project's PTX in device 0's context.
CUfunction kernel(const char* file, const char* name);

// Launches with one struct as the argument.
template <class Argument>
CUresult launch(CUfunction function, unsigned grid_x, unsigned grid_y, unsigned threads, CUstream stream,
                Argument argument)
{
    void* arguments[] = {&argument};
    return cu().cuLaunchKernel(function, grid_x, grid_y, 1, threads, 1, 1, 0, stream, arguments, nullptr);
}

// The arguments of the simplest kernel, for tests that need just any.
struct FillArguments
{
    float* output;
    int64_t count;
    float value;
    int reserved;
};

inline CUfunction fill_kernel() { return kernel("fill", "mirrored_fill"); }
