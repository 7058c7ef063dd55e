// Streams and events: order, asynchrony, timing.
#include "cuda.h"
#include "test.h"

#include <atomic>
#include <chrono>
#include <thread>

namespace
{
struct Gate
{
    std::atomic<bool> open{false};
    static void wait(void* gate)
    {
        while (!static_cast<Gate*>(gate)->open) std::this_thread::sleep_for(std::chrono::microseconds(50));
    }
};
} // namespace

TEST(a_stream_runs_in_order)
{
    setup();
    TestStream stream;
    DeviceArray<float> memory(1000);
    for (int i = 1; i <= 50; i++)
        CHECK_EQUAL(CUDA_SUCCESS, launch(fill_kernel(), 2, 1, 256, stream.handle,
                                         FillArguments{memory.pointer(), 1000, (float)i, 0}));
    CHECK_EQUAL(CUDA_SUCCESS, stream.wait());
    for (float value : memory.read()) CHECK(value == 50.0f);
}

TEST(work_is_queued_and_the_call_returns)
{
    setup();
    TestStream stream;
    Gate gate;
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuLaunchHostFunc(stream.handle, &Gate::wait, &gate));
    CHECK_EQUAL(CUDA_ERROR_NOT_READY, cu().cuStreamQuery(stream.handle));
    gate.open = true;
    CHECK_EQUAL(CUDA_SUCCESS, stream.wait());
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuStreamQuery(stream.handle));
}

TEST(streams_run_beside_each_other_until_an_event_orders_them)
{
    setup();
    TestStream first, second;
    CUevent event;
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuEventCreate(&event, 2));
    DeviceArray<unsigned> memory(1);
    Gate gate;
    cu().cuLaunchHostFunc(first.handle, &Gate::wait, &gate);
    cu().cuMemsetD32Async(memory.address(), 1, 1, first.handle);
    cu().cuEventRecord(event, first.handle);
    CHECK_EQUAL(CUDA_ERROR_NOT_READY, cu().cuEventQuery(event));
    // Not yet ordered: the second stream passes the first.
    cu().cuMemsetD32Async(memory.address(), 2, 1, second.handle);
    CHECK_EQUAL(CUDA_SUCCESS, second.wait());
    CHECK_EQUAL(2, memory.read()[0]);
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuStreamWaitEvent(second.handle, event, 0));
    cu().cuMemsetD32Async(memory.address(), 3, 1, second.handle);
    CHECK_EQUAL(CUDA_ERROR_NOT_READY, cu().cuStreamQuery(second.handle));
    gate.open = true;
    CHECK_EQUAL(CUDA_SUCCESS, second.wait());
    CHECK_EQUAL(3, memory.read()[0]);
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuEventQuery(event));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuEventSynchronize(event));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuEventDestroy_v2(event));
}

TEST(an_event_never_recorded_is_complete)
{
    setup();
    CUevent event;
    cu().cuEventCreate(&event, 0);
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuEventQuery(event));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuEventSynchronize(event));
    cu().cuEventDestroy_v2(event);
    CHECK_EQUAL(CUDA_ERROR_INVALID_HANDLE, cu().cuEventQuery(event));
}

TEST(events_measure_time)
{
    setup();
    TestStream stream;
    CUevent start, end, untimed;
    cu().cuEventCreate(&start, 0);
    cu().cuEventCreate(&end, 0);
    cu().cuEventCreate(&untimed, 2);
    cu().cuEventRecord(start, stream.handle);
    cu().cuLaunchHostFunc(
        stream.handle, [](void*) { std::this_thread::sleep_for(std::chrono::milliseconds(20)); }, nullptr);
    cu().cuEventRecord(end, stream.handle);
    cu().cuEventRecord(untimed, stream.handle);
    float milliseconds = 0;
    CHECK_EQUAL(CUDA_ERROR_NOT_READY, cu().cuEventElapsedTime(&milliseconds, start, end));
    stream.wait();
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuEventElapsedTime(&milliseconds, start, end));
    CHECK(milliseconds >= 19 && milliseconds < 5000);
    CHECK_EQUAL(CUDA_ERROR_INVALID_HANDLE, cu().cuEventElapsedTime(&milliseconds, start, untimed));
    for (CUevent event : {start, end, untimed}) cu().cuEventDestroy_v2(event);
}

TEST(a_pageable_copy_is_staged_and_a_pinned_one_reads_late)
{
    setup();
    TestStream stream;
    DeviceArray<int> memory(2);
    void* pinned = nullptr;
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemHostAlloc(&pinned, 4, 1));
    int pageable = 1, *late = static_cast<int*>(pinned);
    *late = 1;
    Gate gate;
    cu().cuLaunchHostFunc(stream.handle, &Gate::wait, &gate);
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemcpyHtoDAsync_v2(memory.address(), &pageable, 4, stream.handle));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemcpyHtoDAsync_v2(memory.address() + 4, late, 4, stream.handle));
    pageable = *late = 2;
    gate.open = true;
    stream.wait();
    CHECK_EQUAL(1, memory.read()[0]);
    CHECK_EQUAL(2, memory.read()[1]);
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemFreeHost(pinned));
}

TEST(the_default_stream_waits_for_blocking_streams_only)
{
    setup();
    TestStream blocking(0), free(1);
    DeviceArray<unsigned> memory(1);
    Gate gate;
    cu().cuLaunchHostFunc(free.handle, &Gate::wait, &gate);
    cu().cuLaunchHostFunc(
        blocking.handle, [](void*) { std::this_thread::sleep_for(std::chrono::milliseconds(20)); }, nullptr);
    cu().cuMemsetD32Async(memory.address(), 7, 1, blocking.handle);
    // A synchronous copy goes by the default stream: behind the blocking one, beside the other.
    CHECK_EQUAL(7, memory.read()[0]);
    CHECK_EQUAL(CUDA_ERROR_NOT_READY, cu().cuStreamQuery(free.handle));
    gate.open = true;
    free.wait();
}

TEST(peers_copy_and_share_memory_once_allowed)
{
    CUcontext other = setup(1);
    DeviceArray<float> theirs(std::vector<float>{1, 2, 3, 4});
    CUcontext mine = setup(0);
    DeviceArray<float> ours(4);
    TestStream stream;
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemcpyPeerAsync(ours.address(), mine, theirs.address(), other, 16, stream.handle));
    stream.wait();
    CHECK(ours.read() == theirs.read());
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE,
                cu().cuMemcpyPeerAsync(ours.address(), other, theirs.address(), mine, 16, stream.handle));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuCtxEnablePeerAccess(other, 0));
    CHECK_EQUAL(CUDA_ERROR_PEER_ACCESS_ALREADY_ENABLED, cu().cuCtxEnablePeerAccess(other, 0));
    CHECK_EQUAL(CUDA_SUCCESS,
                launch(fill_kernel(), 1, 1, 256, stream.handle, FillArguments{theirs.pointer(), 4, 9, 0}));
    CHECK_EQUAL(CUDA_SUCCESS, stream.wait());
    CHECK(theirs.read()[3] == 9.0f);
}

TEST(gpus_of_other_groups_are_not_reached)
{
    CUcontext other = setup(1);
    CUcontext mine = setup(0);
    int can = -1;
    cu().cudasim_set_peers(1);
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuDeviceCanAccessPeer(&can, 0, 1));
    CHECK_EQUAL(0, can);
    CHECK_EQUAL(CUDA_ERROR_PEER_ACCESS_UNSUPPORTED, cu().cuCtxEnablePeerAccess(other, 0));
    DeviceArray<float> ours(4);
    setup(1);
    DeviceArray<float> theirs(std::vector<float>{1, 2, 3, 4});
    setup(0);
    TestStream stream;
    // Copies go through the host.
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemcpyPeerAsync(ours.address(), mine, theirs.address(), other, 16, stream.handle));
    stream.wait();
    CHECK(ours.read() == theirs.read());
    cu().cudasim_set_peers(2);
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuDeviceCanAccessPeer(&can, 0, 1));
    CHECK_EQUAL(1, can);
}

TEST(a_trace_tells_what_ran_in_which_order)
{
    setup();
    TestStream stream;
    DeviceArray<unsigned> memory(1);
    cu().cudasim_start_trace();
    cu().cuMemsetD32Async(memory.address(), 7, 1, stream.handle);
    cu().cuMemcpyDtoDAsync_v2(memory.address(), memory.address(), 4, stream.handle);
    stream.wait();
    std::string text(cu().cudasim_end_trace(nullptr, 0), '\0');
    cu().cudasim_end_trace(text.data(), text.size());
    size_t fill = text.find(" memset\n"), copy = text.find(" copy\n");
    CHECK(text.rfind("1 2 0 ", 0) == 0);
    CHECK(text.find("\n3 4 0 ") != std::string::npos);
    CHECK(fill != std::string::npos && copy != std::string::npos && fill < copy);
}
