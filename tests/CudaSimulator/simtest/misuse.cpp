// What CUDA refuses, the simulator refuses: wrong memory, wrong handles, wrong launches, wrong modules, wrong order.
#include "cuda.h"
#include "test.h"

#include <cmath>
#include <cstring>
#include <thread>

namespace
{
// Launches a fill over some memory and expects the launch to end with a sticky error, which every later call repeats.
void expect_sticky(CUresult expected, float* output, int64_t count)
{
    TestStream stream;
    CHECK_EQUAL(CUDA_SUCCESS, launch(fill_kernel(), 1, 1, 256, stream.handle, FillArguments{output, count, 1, 0}));
    CHECK_EQUAL(expected, cu().cuStreamSynchronize(stream.handle));
    CUdeviceptr p;
    CHECK_EQUAL(expected, cu().cuMemAlloc_v2(&p, 4));
    CHECK_EQUAL(expected, launch(fill_kernel(), 1, 1, 256, stream.handle, FillArguments{output, count, 1, 0}));
    cu().cudasim_reset();
}
} // namespace

TEST(fresh_memory_is_not_zero)
{
    setup();
    DeviceArray<float> memory(64);
    for (float value : memory.read()) CHECK(std::isnan(value));
    float* pinned;
    cu().cuMemHostAlloc(reinterpret_cast<void**>(&pinned), 256, 1);
    CHECK(std::isnan(pinned[0]) && std::isnan(pinned[63]));
    cu().cuMemFreeHost(pinned);
}

TEST(a_kernel_is_not_given_foreign_memory)
{
    setup(1);
    DeviceArray<float> theirs(4);
    setup(0);
    std::vector<float> host(64);
    void* pinned;
    cu().cuMemHostAlloc(&pinned, 256, 1);
    expect_sticky(CUDA_ERROR_ILLEGAL_ADDRESS, host.data(), 4);
    CUdeviceptr freed;
    cu().cuMemAlloc_v2(&freed, 256);
    cu().cuMemFree_v2(freed);
    expect_sticky(CUDA_ERROR_ILLEGAL_ADDRESS, reinterpret_cast<float*>(freed), 4);
    TestStream stream;
    CHECK_EQUAL(CUDA_SUCCESS,
                launch(fill_kernel(), 1, 1, 256, stream.handle, FillArguments{static_cast<float*>(pinned), 64, 1, 0}));
    CHECK_EQUAL(CUDA_SUCCESS, stream.wait());
    CHECK(static_cast<float*>(pinned)[63] == 1.0f);
    cu().cuMemFreeHost(pinned);
}

TEST_WITH(a_kernel_is_not_given_a_peers_memory_without_access, "CUDASIM_DEVICES=2")
{
    setup(1);
    DeviceArray<float> theirs(4);
    setup(0);
    expect_sticky(CUDA_ERROR_ILLEGAL_ADDRESS, theirs.pointer(), 4);
    // Pool memory has its own rule: what the pool says, not the context.
    CUcontext other = setup(1);
    CUdeviceptr pooled;
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemAllocAsync(&pooled, 64, nullptr));
    setup(0);
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuCtxEnablePeerAccess(other, 0));
    expect_sticky(CUDA_ERROR_ILLEGAL_ADDRESS, reinterpret_cast<float*>(pooled), 16);
    CUmemoryPool pool;
    CUmemAccessDesc access{{1, 0}, 3};
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuDeviceGetDefaultMemPool(&pool, 1));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemPoolSetAccess(pool, &access, 1));
    TestStream stream;
    CHECK_EQUAL(CUDA_SUCCESS, launch(fill_kernel(), 1, 1, 256, stream.handle,
                                     FillArguments{reinterpret_cast<float*>(pooled), 16, 1, 0}));
    CHECK_EQUAL(CUDA_SUCCESS, stream.wait());
}

#if !defined(__SANITIZE_ADDRESS__)
TEST(a_write_beyond_an_allocation_is_found)
{
    setup();
    DeviceArray<float> memory(16);
    expect_sticky(CUDA_ERROR_ILLEGAL_ADDRESS, memory.pointer(), 17);
}
#endif

TEST(copies_stay_inside_one_allocation)
{
    setup();
    TestStream stream;
    DeviceArray<float> memory(16), other(16);
    float host[32] = {};
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE, cu().cuMemcpyHtoD_v2(memory.address(), host, 65));
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE, cu().cuMemcpyDtoH_v2(host, memory.address() + 4, 64));
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE, cu().cuMemcpyHtoDAsync_v2(memory.address() + 64, host, 4, stream.handle));
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE,
                cu().cuMemcpyDtoDAsync_v2(memory.address(), other.address(), 68, stream.handle));
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE, cu().cuMemcpyHtoD_v2(reinterpret_cast<uintptr_t>(host), host, 4));
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE, cu().cuMemsetD32Async(memory.address(), 0, 17, stream.handle));
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE, cu().cuMemsetD32Async(memory.address() + 2, 0, 1, stream.handle));
}

TEST(memory_is_freed_once_and_by_its_start)
{
    setup();
    CUdeviceptr p;
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE, cu().cuMemAlloc_v2(&p, 0));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemAlloc_v2(&p, 64));
    CHECK_EQUAL(0, p % 256);
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE, cu().cuMemFree_v2(p + 4));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemFree_v2(p));
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE, cu().cuMemFree_v2(p));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemFree_v2(0));
    int local;
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE, cu().cuMemFreeHost(&local));
    std::vector<char> block(4096);
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemHostRegister_v2(block.data(), block.size(), 1));
    CHECK_EQUAL(CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED, cu().cuMemHostRegister_v2(block.data() + 16, 16, 1));
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE, cu().cuMemFreeHost(block.data()));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemHostUnregister(block.data()));
    CHECK_EQUAL(CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED, cu().cuMemHostUnregister(block.data()));
}

TEST(memory_freed_before_its_copy_runs_is_found)
{
    setup();
    TestStream stream;
    DeviceArray<float> memory(4);
    CUdeviceptr pooled;
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemAllocAsync(&pooled, 16, stream.handle));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemFreeAsync(pooled, stream.handle));
    stream.wait();
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE, cu().cuMemcpyDtoDAsync_v2(memory.address(), pooled, 16, stream.handle));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemAllocAsync(&pooled, 16, stream.handle));
    cu().cuLaunchHostFunc(
        stream.handle, [](void*) { std::this_thread::sleep_for(std::chrono::milliseconds(10)); }, nullptr);
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemFreeAsync(pooled, stream.handle));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemcpyDtoDAsync_v2(memory.address(), pooled, 16, stream.handle));
    CHECK_EQUAL(CUDA_ERROR_ILLEGAL_ADDRESS, stream.wait());
    cu().cudasim_reset();
}

TEST(wrong_launches_are_refused)
{
    setup();
    TestStream stream;
    DeviceArray<float> memory(16);
    FillArguments arguments{memory.pointer(), 16, 1, 0};
    void* pointers[] = {&arguments};
    auto with = [&](unsigned gx, unsigned gy, unsigned bx, unsigned bz, unsigned shared)
    { return cu().cuLaunchKernel(fill_kernel(), gx, gy, 1, bx, 1, bz, shared, stream.handle, pointers, nullptr); };
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE, with(0, 1, 256, 1, 0));
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE, with(1, 1, 0, 1, 0));
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE, with(1, 65536, 256, 1, 0));
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE, with(1, 1, 1025, 1, 0));
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE, with(1, 1, 1, 65, 0));
    CHECK_EQUAL(CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES, with(1, 1, 257, 1, 0));
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE, with(1, 1, 256, 1, 50000));
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE,
                cu().cuLaunchKernel(fill_kernel(), 1, 1, 1, 256, 1, 1, 0, stream.handle, nullptr, nullptr));
    CHECK_EQUAL(CUDA_ERROR_INVALID_HANDLE,
                cu().cuLaunchKernel(nullptr, 1, 1, 1, 256, 1, 1, 0, stream.handle, pointers, nullptr));
    CHECK_EQUAL(CUDA_SUCCESS, with(1, 1, 256, 1, 0));
    CHECK_EQUAL(CUDA_SUCCESS, stream.wait());
}

TEST(handles_of_another_context_or_none_are_refused)
{
    setup(1);
    TestStream theirs;
    CUevent event;
    cu().cuEventCreate(&event, 2);
    setup(0);
    TestStream mine;
    DeviceArray<float> memory(4);
    CHECK_EQUAL(CUDA_ERROR_INVALID_HANDLE,
                launch(fill_kernel(), 1, 1, 256, theirs.handle, FillArguments{memory.pointer(), 4, 1, 0}));
    CHECK_EQUAL(CUDA_ERROR_INVALID_HANDLE, cu().cuEventRecord(event, mine.handle));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuEventRecord(event, theirs.handle));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuStreamWaitEvent(mine.handle, event, 0));
    cu().cuEventDestroy_v2(event);
    CUstream gone;
    cu().cuStreamCreate(&gone, 1);
    cu().cuStreamDestroy_v2(gone);
    CHECK_EQUAL(CUDA_ERROR_INVALID_HANDLE, cu().cuStreamSynchronize(gone));
    CHECK_EQUAL(CUDA_ERROR_INVALID_HANDLE, cu().cuStreamDestroy_v2(gone));
    std::thread(
        [&]
        {
            CUdeviceptr p;
            CHECK_EQUAL(CUDA_ERROR_INVALID_CONTEXT, cu().cuMemAlloc_v2(&p, 4));
            CHECK_EQUAL(CUDA_ERROR_INVALID_CONTEXT, cu().cuStreamSynchronize(mine.handle));
        })
        .join();
    int local;
    CHECK_EQUAL(CUDA_ERROR_INVALID_CONTEXT, cu().cuCtxSetCurrent(reinterpret_cast<CUcontext>(&local)));
}

TEST(stale_and_foreign_ptx_is_refused)
{
    setup();
    CUmodule module = nullptr;
    char log[512] = "";
    int options[] = {5, 6};
    auto load = [&](const std::string& text)
    {
        void* values[] = {log, reinterpret_cast<void*>(sizeof log)};
        return cu().cuModuleLoadDataEx(&module, text.c_str(), 2, options, values);
    };
    std::string good = read_ptx("update");
    std::string stale = good, foreign = good, resized = good, newer = good, later = good;
    size_t hash = stale.find("source-sha256: ") + 15;
    stale[hash] = stale[hash] == '0' ? '1' : '0';
    CHECK_EQUAL(CUDA_ERROR_INVALID_PTX, load(stale));
    CHECK(strstr(log, "stale") != nullptr);
    foreign.erase(0, foreign.find(".version"));
    CHECK_EQUAL(CUDA_ERROR_INVALID_PTX, load(foreign));
    resized.replace(resized.find("[144]"), 5, "[128]");
    CHECK_EQUAL(CUDA_ERROR_INVALID_PTX, load(resized));
    CHECK(strstr(log, "144 bytes") != nullptr);
    newer.replace(newer.find(".version 6.3"), 12, ".version 9.9");
    CHECK_EQUAL(CUDA_ERROR_UNSUPPORTED_PTX_VERSION, load(newer));
    later.replace(later.find("sm_75\n.add"), 5, "sm_99");
    CHECK_EQUAL(CUDA_ERROR_NO_BINARY_FOR_GPU, load(later));
    CHECK_EQUAL(CUDA_ERROR_INVALID_IMAGE, load("not PTX"));
    CHECK_EQUAL(CUDA_ERROR_INVALID_IMAGE, load(good.substr(0, good.size() - 20)));
    CHECK_EQUAL(CUDA_SUCCESS, load(good));
    CUfunction function;
    CHECK_EQUAL(CUDA_ERROR_NOT_FOUND, cu().cuModuleGetFunction(&function, module, "adam"));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuModuleGetFunction(&function, module, "mirrored_adam"));
    int value;
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuFuncGetAttribute(&value, 0, function));
    CHECK_EQUAL(128, value);
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuModuleUnload(module));
    CHECK_EQUAL(CUDA_ERROR_INVALID_HANDLE, cu().cuFuncGetAttribute(&value, 0, function));
    CHECK_EQUAL(CUDA_ERROR_INVALID_HANDLE, cu().cuModuleUnload(module));
}

TEST_WITH(calls_before_cuInit_are_refused, "CUDASIM_DEVICES=1")
{
    int count;
    CUcontext context;
    CHECK_EQUAL(CUDA_ERROR_NOT_INITIALIZED, cu().cuDeviceGetCount(&count));
    CHECK_EQUAL(CUDA_ERROR_NOT_INITIALIZED, cu().cuDevicePrimaryCtxRetain(&context, 0));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuDriverGetVersion(&count));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuInit(0));
    CHECK_EQUAL(CUDA_ERROR_INVALID_DEVICE, cu().cuDevicePrimaryCtxRetain(&context, 1));
    CHECK_EQUAL(CUDA_ERROR_INVALID_CONTEXT, cu().cuDevicePrimaryCtxRelease_v2(0));
}

TEST_WITH(a_released_context_takes_everything_with_it, "CUDASIM_DEVICES=1")
{
    setup();
    TestStream stream;
    CUevent event;
    CUdeviceptr p;
    cu().cuEventCreate(&event, 0);
    cu().cuMemAlloc_v2(&p, 64);
    cu().cuLaunchHostFunc(
        stream.handle, [](void*) { std::this_thread::sleep_for(std::chrono::milliseconds(10)); }, nullptr);
    CHECK(statistics().find("\"streams\": 1, \"events\": 1") != std::string::npos);
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuDevicePrimaryCtxRelease_v2(0));
    CHECK(statistics().find("\"contexts\": 0, \"device_allocations\": 0, \"device_bytes\": 0") != std::string::npos);
    CHECK(statistics().find("\"streams\": 0, \"events\": 0") != std::string::npos);
    CHECK_EQUAL(CUDA_ERROR_CONTEXT_IS_DESTROYED, cu().cuMemAlloc_v2(&p, 64));
    CUcontext context;
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuDevicePrimaryCtxRetain(&context, 0));
    CHECK_EQUAL(CUDA_ERROR_INVALID_HANDLE, cu().cuEventQuery(event));
}
