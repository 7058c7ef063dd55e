// Capture and replay, and everything that capture forbids.
#include "cuda.h"
#include "test.h"

#include <thread>

namespace
{
constexpr int Global = 0, ThreadLocal = 1, Relaxed = 2;

CUresult fill(DeviceArray<float>& memory, float value, CUstream stream)
{
    return launch(fill_kernel(), 1, 1, 256, stream, FillArguments{memory.pointer(), 16, value, 0});
}

void warm_up(DeviceArray<float>& memory, TestStream& stream)
{
    CHECK_EQUAL(CUDA_SUCCESS, fill(memory, 0, stream.handle));
    stream.wait();
}

// Begins a capture, does something, and expects the capture to end with a code.
template <class Action> void expect_end(CUresult expected, Action action)
{
    setup();
    TestStream stream;
    DeviceArray<float> memory(16);
    warm_up(memory, stream);
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuStreamBeginCapture_v2(stream.handle, ThreadLocal));
    action(stream.handle, memory);
    CUgraph graph = nullptr;
    CHECK_EQUAL(expected, cu().cuStreamEndCapture(stream.handle, &graph));
    CHECK((graph != nullptr) == (expected == CUDA_SUCCESS));
    if (graph != nullptr) cu().cuGraphDestroy(graph);
    CHECK_EQUAL(CUDA_SUCCESS, fill(memory, 3, stream.handle));
    CHECK_EQUAL(CUDA_SUCCESS, stream.wait());
}
} // namespace

TEST(a_captured_stream_runs_nothing_until_the_graph_is_launched)
{
    setup();
    TestStream stream;
    DeviceArray<float> memory(16), copy(16);
    warm_up(memory, stream);
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuStreamBeginCapture_v2(stream.handle, ThreadLocal));
    CHECK_EQUAL(CUDA_SUCCESS, fill(memory, 5, stream.handle));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemcpyDtoDAsync_v2(copy.address(), memory.address(), 64, stream.handle));
    int status = 0;
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuStreamIsCapturing(stream.handle, &status));
    CHECK_EQUAL(1, status);
    CUgraph graph;
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuStreamEndCapture(stream.handle, &graph));
    size_t nodes = 0;
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuGraphGetNodes(graph, nullptr, &nodes));
    CHECK_EQUAL(2, nodes);
    CHECK(memory.read()[0] == 0.0f);
    CUgraphExec exec;
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuGraphInstantiateWithFlags(&exec, graph, 0));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuGraphDestroy(graph));
    for (int i = 0; i < 3; i++)
    {
        cu().cuMemsetD32Async(memory.address(), 0, 16, stream.handle);
        CHECK_EQUAL(CUDA_SUCCESS, cu().cuGraphLaunch(exec, stream.handle));
        CHECK_EQUAL(CUDA_SUCCESS, stream.wait());
        CHECK(copy.read()[15] == 5.0f);
    }
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuGraphExecDestroy(exec));
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE, cu().cuGraphLaunch(exec, stream.handle));
}

TEST(a_second_stream_joins_a_capture_and_is_joined_back)
{
    setup();
    TestStream stream, side;
    DeviceArray<float> memory(16), other(16);
    warm_up(memory, stream);
    CUevent fork, join;
    cu().cuEventCreate(&fork, 2);
    cu().cuEventCreate(&join, 2);
    cu().cuStreamBeginCapture_v2(stream.handle, ThreadLocal);
    fill(memory, 1, stream.handle);
    cu().cuEventRecord(fork, stream.handle);
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuStreamWaitEvent(side.handle, fork, 0));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemcpyDtoDAsync_v2(other.address(), memory.address(), 64, side.handle));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuEventRecord(join, side.handle));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuStreamWaitEvent(stream.handle, join, 0));
    CHECK_EQUAL(CUDA_SUCCESS, fill(memory, 2, stream.handle));
    CUgraph graph;
    CUgraphExec exec;
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuStreamEndCapture(stream.handle, &graph));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuGraphInstantiateWithFlags(&exec, graph, 0));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuGraphLaunch(exec, stream.handle));
    CHECK_EQUAL(CUDA_SUCCESS, stream.wait());
    CHECK(other.read()[0] == 1.0f && memory.read()[0] == 2.0f);
    // What was recorded in a capture is of no use outside.
    CHECK_EQUAL(CUDA_ERROR_STREAM_CAPTURE_ISOLATION, cu().cuStreamWaitEvent(side.handle, join, 0));
    CHECK_EQUAL(CUDA_ERROR_CAPTURED_EVENT, cu().cuEventQuery(join));
    CHECK_EQUAL(CUDA_ERROR_CAPTURED_EVENT, cu().cuEventSynchronize(join));
    cu().cuGraphDestroy(graph);
    cu().cuGraphExecDestroy(exec);
    cu().cuEventDestroy_v2(fork);
    cu().cuEventDestroy_v2(join);
}

TEST(a_stream_that_is_not_joined_back_breaks_the_capture)
{
    setup();
    TestStream side;
    CUevent fork;
    cu().cuEventCreate(&fork, 2);
    expect_end(CUDA_ERROR_STREAM_CAPTURE_UNJOINED,
               [&](CUstream stream, DeviceArray<float>& memory)
               {
                   fill(memory, 1, stream);
                   cu().cuEventRecord(fork, stream);
                   cu().cuStreamWaitEvent(side.handle, fork, 0);
                   CHECK_EQUAL(CUDA_SUCCESS, fill(memory, 2, side.handle));
               });
    cu().cuEventDestroy_v2(fork);
}

TEST(an_external_event_of_a_graph_orders_other_streams)
{
    setup();
    TestStream stream;
    CUevent event;
    cu().cuEventCreate(&event, 2);
    cu().cuStreamBeginCapture_v2(stream.handle, ThreadLocal);
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuEventRecordWithFlags(event, stream.handle, 1));
    CUgraph graph;
    CUgraphExec exec;
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuStreamEndCapture(stream.handle, &graph));
    cu().cuGraphInstantiateWithFlags(&exec, graph, 0);
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuGraphLaunch(exec, stream.handle));
    stream.wait();
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuEventQuery(event));
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE, cu().cuEventRecordWithFlags(event, stream.handle, 1));
    cu().cuGraphExecDestroy(exec);
    cu().cuGraphDestroy(graph);
    cu().cuEventDestroy_v2(event);
}

TEST(allocation_breaks_a_capture)
{
    CUdeviceptr p;
    void* host;
    expect_end(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED,
               [&](CUstream stream, DeviceArray<float>& memory)
               {
                   CHECK_EQUAL(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cu().cuMemAlloc_v2(&p, 16));
                   CHECK_EQUAL(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, fill(memory, 1, stream));
               });
    expect_end(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, [&](CUstream stream, DeviceArray<float>&)
               { CHECK_EQUAL(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cu().cuMemAllocAsync(&p, 16, stream)); });
    expect_end(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, [&](CUstream, DeviceArray<float>&)
               { CHECK_EQUAL(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cu().cuMemHostAlloc(&host, 16, 1)); });
}

TEST(waiting_and_asking_break_a_capture)
{
    expect_end(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, [](CUstream stream, DeviceArray<float>&)
               { CHECK_EQUAL(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cu().cuStreamSynchronize(stream)); });
    expect_end(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, [](CUstream stream, DeviceArray<float>&)
               { CHECK_EQUAL(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cu().cuStreamQuery(stream)); });
    expect_end(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, [](CUstream, DeviceArray<float>&)
               { CHECK_EQUAL(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cu().cuCtxSynchronize()); });
    expect_end(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED,
               [](CUstream, DeviceArray<float>& memory)
               {
                   float value;
                   CHECK_EQUAL(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED,
                               cu().cuMemcpyDtoH_v2(&value, memory.address(), 4));
               });
}

TEST(a_capture_ends_where_and_by_whom_it_began)
{
    setup();
    TestStream stream, other;
    CUgraph graph;
    CHECK_EQUAL(CUDA_ERROR_STREAM_CAPTURE_UNMATCHED, cu().cuStreamEndCapture(stream.handle, &graph));
    CHECK_EQUAL(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cu().cuStreamBeginCapture_v2(nullptr, ThreadLocal));
    cu().cuStreamBeginCapture_v2(stream.handle, ThreadLocal);
    CHECK_EQUAL(CUDA_ERROR_INVALID_VALUE, cu().cuStreamBeginCapture_v2(stream.handle, ThreadLocal));
    CHECK_EQUAL(CUDA_ERROR_STREAM_CAPTURE_UNMATCHED, cu().cuStreamEndCapture(other.handle, &graph));
    std::thread(
        [&]
        {
            setup();
            CHECK_EQUAL(CUDA_ERROR_STREAM_CAPTURE_WRONG_THREAD, cu().cuStreamEndCapture(stream.handle, &graph));
        })
        .join();
    CHECK_EQUAL(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, cu().cuStreamEndCapture(stream.handle, &graph));
    cu().cuStreamBeginCapture_v2(stream.handle, Relaxed);
    std::thread(
        [&]
        {
            setup();
            CHECK_EQUAL(CUDA_SUCCESS, cu().cuStreamEndCapture(stream.handle, &graph));
        })
        .join();
    cu().cuGraphDestroy(graph);
}

TEST(other_threads_may_allocate_beside_a_thread_local_capture_but_not_a_global_one)
{
    setup();
    TestStream stream;
    auto allocate_elsewhere = []
    {
        CUresult result = CUDA_ERROR_UNKNOWN;
        std::thread(
            [&]
            {
                setup();
                CUdeviceptr p = 0;
                result = cu().cuMemAlloc_v2(&p, 16);
                if (result == CUDA_SUCCESS) cu().cuMemFree_v2(p);
            })
            .join();
        return result;
    };
    CUgraph graph = nullptr;
    cu().cuStreamBeginCapture_v2(stream.handle, ThreadLocal);
    CHECK_EQUAL(CUDA_SUCCESS, allocate_elsewhere());
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuStreamEndCapture(stream.handle, &graph));
    cu().cuGraphDestroy(graph);
    cu().cuStreamBeginCapture_v2(stream.handle, Global);
    CHECK_EQUAL(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, allocate_elsewhere());
    CHECK_EQUAL(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, cu().cuStreamEndCapture(stream.handle, &graph));
}

TEST(the_default_stream_may_not_be_used_while_a_blocking_stream_is_captured)
{
    setup();
    TestStream stream(0);
    DeviceArray<unsigned> memory(1);
    CUgraph graph;
    cu().cuStreamBeginCapture_v2(stream.handle, ThreadLocal);
    CHECK_EQUAL(CUDA_ERROR_STREAM_CAPTURE_IMPLICIT, cu().cuMemsetD32Async(memory.address(), 1, 1, nullptr));
    CHECK_EQUAL(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, cu().cuStreamEndCapture(stream.handle, &graph));
}

TEST(a_kernel_is_loaded_before_it_is_captured)
{
    setup();
    CUmodule module;
    CUfunction function;
    cu().cuModuleLoadDataEx(&module, read_ptx("fill").c_str(), 0, nullptr, nullptr);
    cu().cuModuleGetFunction(&function, module, "mirrored_fill");
    expect_end(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED,
               [&](CUstream stream, DeviceArray<float>& memory)
               {
                   FillArguments arguments{memory.pointer(), 16, 1, 0};
                   CHECK_EQUAL(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, launch(function, 1, 1, 256, stream, arguments));
               });
    cu().cuModuleUnload(module);
}

TEST(an_executable_takes_over_a_graph_of_the_same_shape_only)
{
    setup();
    TestStream stream;
    DeviceArray<float> memory(16);
    warm_up(memory, stream);
    auto capture = [&](int launches, float value)
    {
        CUgraph graph = nullptr;
        cu().cuStreamBeginCapture_v2(stream.handle, ThreadLocal);
        for (int i = 0; i < launches; i++) fill(memory, value, stream.handle);
        CHECK_EQUAL(CUDA_SUCCESS, cu().cuStreamEndCapture(stream.handle, &graph));
        return graph;
    };
    CUgraph one = capture(1, 1), same = capture(1, 2), two = capture(2, 3);
    CUgraphExec exec;
    CUgraphExecUpdateResultInfo info;
    cu().cuGraphInstantiateWithFlags(&exec, one, 0);
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuGraphExecUpdate_v2(exec, same, &info));
    CHECK_EQUAL(CUDA_ERROR_GRAPH_EXEC_UPDATE_FAILURE, cu().cuGraphExecUpdate_v2(exec, two, &info));
    CHECK_EQUAL(2, info.result);
    cu().cuGraphLaunch(exec, stream.handle);
    stream.wait();
    CHECK(memory.read()[0] == 2.0f);
    for (CUgraph graph : {one, same, two}) cu().cuGraphDestroy(graph);
    cu().cuGraphExecDestroy(exec);
}
