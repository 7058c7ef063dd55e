// Planted faults, statistics, and what the environment changes.
#include "cuda.h"
#include "test.h"

#include <chrono>
#include <cstring>
#include <thread>

namespace
{
CUresult fill(DeviceArray<float>& memory, const TestStream& stream)
{
    return launch(fill_kernel(), 1, 1, 256, stream.handle, FillArguments{memory.pointer(), 16, 1, 0});
}

bool stats_have(const char* text) { return statistics().find(text) != std::string::npos; }
} // namespace

TEST(the_nth_allocation_fails)
{
    setup();
    CUdeviceptr p;
    void* host;
    CHECK_EQUAL(0, cu().cudasim_set_faults("alloc:n=2"));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemAlloc_v2(&p, 16));
    cu().cuMemFree_v2(p);
    CHECK_EQUAL(CUDA_ERROR_OUT_OF_MEMORY, cu().cuMemAlloc_v2(&p, 16));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemAlloc_v2(&p, 16));
    cu().cuMemFree_v2(p);
    CHECK_EQUAL(0, cu().cudasim_set_faults("alloc:name=cuMemHostAlloc,n=0"));
    CHECK_EQUAL(CUDA_ERROR_OUT_OF_MEMORY, cu().cuMemHostAlloc(&host, 16, 1));
    CHECK_EQUAL(CUDA_ERROR_OUT_OF_MEMORY, cu().cuMemHostAlloc(&host, 16, 1));
    cu().cudasim_reset();
}

TEST(launches_and_calls_fail_where_told)
{
    setup();
    TestStream stream;
    DeviceArray<float> memory(16);
    cu().cudasim_set_faults("launch:kernel=mirrored_fill,n=2,code=719;call:name=cuEventCreate,code=2");
    CUevent event;
    CHECK_EQUAL(CUDA_SUCCESS, fill(memory, stream));
    CHECK_EQUAL(CUDA_ERROR_LAUNCH_FAILED, fill(memory, stream));
    CHECK_EQUAL(CUDA_SUCCESS, fill(memory, stream));
    CHECK_EQUAL(CUDA_ERROR_OUT_OF_MEMORY, cu().cuEventCreate(&event, 2));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuEventCreate(&event, 2));
    cu().cuEventDestroy_v2(event);
    CHECK_EQUAL(CUDA_SUCCESS, stream.wait());
    CHECK_EQUAL(1, cu().cudasim_set_faults("nonsense:n=1"));
    CHECK_EQUAL(1, cu().cudasim_set_faults("call:n=1"));
    cu().cudasim_reset();
}

TEST(a_sticky_error_stays)
{
    setup();
    TestStream stream;
    DeviceArray<float> memory(16);
    CUevent event;
    cu().cuEventCreate(&event, 2);
    cu().cudasim_set_faults("sticky:n=2,code=716");
    CHECK_EQUAL(CUDA_SUCCESS, fill(memory, stream));
    CHECK_EQUAL(CUDA_SUCCESS, stream.wait());
    CHECK_EQUAL(CUDA_SUCCESS, fill(memory, stream));
    cu().cuEventRecord(event, stream.handle);
    CHECK_EQUAL(CUDA_ERROR_MISALIGNED_ADDRESS, cu().cuEventSynchronize(event));
    CHECK_EQUAL(CUDA_ERROR_MISALIGNED_ADDRESS, cu().cuEventQuery(event));
    CHECK_EQUAL(CUDA_ERROR_MISALIGNED_ADDRESS, cu().cuStreamSynchronize(stream.handle));
    cu().cudasim_reset();
    cu().cuEventDestroy_v2(event);
    CHECK_EQUAL(CUDA_SUCCESS, fill(memory, stream));
    CHECK_EQUAL(CUDA_SUCCESS, stream.wait());
}

TEST(kernels_are_slow_and_hang_where_told)
{
    setup();
    TestStream stream;
    DeviceArray<float> memory(16);
    cu().cudasim_set_faults("slow:ms=30");
    auto start = std::chrono::steady_clock::now();
    fill(memory, stream);
    CHECK_EQUAL(CUDA_SUCCESS, stream.wait());
    CHECK(std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(30));
    cu().cudasim_set_faults("hang:n=1");
    fill(memory, stream);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    CHECK_EQUAL(CUDA_ERROR_NOT_READY, cu().cuStreamQuery(stream.handle));
    cu().cudasim_set_faults("");
    CHECK_EQUAL(CUDA_SUCCESS, stream.wait());
}

TEST_WITH(a_context_with_a_hanging_kernel_can_be_released, "CUDASIM_FAULT=hang:n=1")
{
    setup();
    TestStream stream;
    DeviceArray<float> memory(16);
    fill(memory, stream);
    CHECK_EQUAL(CUDA_ERROR_NOT_READY, cu().cuStreamQuery(stream.handle));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuDevicePrimaryCtxRelease_v2(0));
}

TEST_WITH(memory_is_limited, "CUDASIM_MEMORY_MB=1")
{
    setup();
    CUdeviceptr p;
    size_t free, total;
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemAlloc_v2(&p, 600 << 10));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemGetInfo_v2(&free, &total));
    CHECK_EQUAL(1 << 20, total);
    CHECK_EQUAL((1 << 20) - (600 << 10), free);
    CUdeviceptr more;
    CHECK_EQUAL(CUDA_ERROR_OUT_OF_MEMORY, cu().cuMemAlloc_v2(&more, 600 << 10));
    cu().cuMemFree_v2(p);
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemAlloc_v2(&more, 600 << 10));
}

TEST(statistics_count_what_happened)
{
    setup();
    TestStream stream;
    DeviceArray<float> memory(16);
    fill(memory, stream);
    stream.wait();
    cu().cudasim_reset();
    fill(memory, stream);
    cu().cuStreamBeginCapture_v2(stream.handle, 1);
    fill(memory, stream);
    CUgraph graph;
    CUgraphExec exec;
    cu().cuStreamEndCapture(stream.handle, &graph);
    cu().cuGraphInstantiateWithFlags(&exec, graph, 0);
    cu().cuGraphLaunch(exec, stream.handle);
    cu().cuGraphLaunch(exec, stream.handle);
    stream.wait();
    cu().cuMemcpyDtoDAsync_v2(memory.address(), memory.address() + 32, 32, stream.handle);
    CUdeviceptr p;
    cu().cuMemAlloc_v2(&p, 100);
    cu().cuMemFree_v2(p);
    CHECK(stats_have("\"mirrored_fill\": {\"eager\": 1, \"in_graphs\": 2}"));
    CHECK(stats_have("\"graph_launches\": 2"));
    CHECK(stats_have("\"host_syncs\": {\"cuStreamSynchronize\": 1}"));
    CHECK(stats_have("\"device_to_device\": {\"count\": 1, \"bytes\": 32}"));
    CHECK(stats_have("\"allocations\": {\"cuMemAlloc\": {\"count\": 1, \"bytes\": 100}}"));
    CHECK(stats_have("\"allocations_by_step\": {\"0\": {\"count\": 1, \"bytes\": 100}}"));
    CHECK(stats_have("\"cuGraphLaunch\": 2"));
    cu().cuGraphDestroy(graph);
    cu().cuGraphExecDestroy(exec);
    cu().cudasim_reset();
}

TEST_WITH(allocations_are_counted_by_step, "CUDASIM_STEP_KERNEL=mirrored_fill")
{
    setup();
    TestStream stream;
    DeviceArray<float> memory(16);
    fill(memory, stream);
    fill(memory, stream);
    DeviceArray<float> late(4);
    CHECK(stats_have("\"steps\": {\"0\": 2}"));
    CHECK(stats_have(
        "\"allocations_by_step\": {\"0\": {\"count\": 1, \"bytes\": 64}, \"2\": {\"count\": 1, \"bytes\": 16}}"));
    stream.wait();
}

TEST_WITH(jitter_and_shuffling_change_no_result, "CUDASIM_JITTER_US=300 CUDASIM_SEED=7")
{
    setup();
    TestStream stream, side;
    DeviceArray<float> a(16), b(16), c(16);
    fill(a, stream);
    stream.wait();
    CUevent fork, join;
    cu().cuEventCreate(&fork, 2);
    cu().cuEventCreate(&join, 2);
    cu().cuStreamBeginCapture_v2(stream.handle, 1);
    fill(a, stream);
    cu().cuEventRecord(fork, stream.handle);
    cu().cuStreamWaitEvent(side.handle, fork, 0);
    cu().cuMemcpyDtoDAsync_v2(b.address(), a.address(), 64, stream.handle);
    cu().cuMemcpyDtoDAsync_v2(c.address(), a.address(), 64, side.handle);
    cu().cuEventRecord(join, side.handle);
    cu().cuStreamWaitEvent(stream.handle, join, 0);
    cu().cuMemsetD32Async(a.address(), 0, 16, stream.handle);
    CUgraph graph;
    CUgraphExec exec;
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuStreamEndCapture(stream.handle, &graph));
    cu().cuGraphInstantiateWithFlags(&exec, graph, 0);
    for (int i = 0; i < 20; i++)
    {
        cu().cuGraphLaunch(exec, stream.handle);
        CHECK_EQUAL(CUDA_SUCCESS, stream.wait());
        CHECK(a.read()[0] == 0 && b.read()[5] == 1 && c.read()[15] == 1);
    }
}
