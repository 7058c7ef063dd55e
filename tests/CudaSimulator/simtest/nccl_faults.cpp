// NCCL's stand-in: how communicators end, what it refuses, and how ranks fail.
#include "nccl.h"

using namespace nccltest;

TEST(the_end_is_finalize_then_destroy_once)
{
    Ranks ranks(2);
    void *first = ranks.comms[0], *second = ranks.comms[1];
    ranks.comms = {nullptr, nullptr};
    CHECK_EQUAL(InProgress, nccl().ncclCommFinalize(first)); // the other rank has not come
    CHECK_EQUAL(InProgress, state(first));
    CHECK_EQUAL(Success, nccl().ncclCommFinalize(second));
    CHECK_EQUAL(Success, settled(first));
    CHECK_EQUAL(Success, nccl().ncclCommDestroy(first));
    CHECK_EQUAL(Success, nccl().ncclCommDestroy(second));
    CHECK_EQUAL(InvalidArgument, nccl().ncclCommDestroy(second));
}

TEST(calls_leave_the_thread_without_a_context)
{
    Ranks ranks(2);
    setup();
    (void)state(ranks.comms[0]);
    CHECK_EQUAL(CUDA_ERROR_INVALID_CONTEXT, cu().cuCtxSynchronize());
    setup();
}

TEST(bad_initialisations_are_refused)
{
    CUcontext context = setup();
    Id id;
    void *comm, *other;
    nccl().ncclGetUniqueId(&id);
    Config config;
    CHECK_EQUAL(InvalidArgument, nccl().ncclCommInitRankConfig(&comm, 2, id, 2, &config));
    config.magic = 0;
    CHECK_EQUAL(InvalidArgument, nccl().ncclCommInitRankConfig(&comm, 2, id, 0, &config));
    config = Config();
    config.min_ctas = 4; // without a maximum
    CHECK_EQUAL(InvalidArgument, nccl().ncclCommInitRankConfig(&comm, 2, id, 0, &config));
    config = Config();
    // One device as two ranks.
    cu().cuCtxSetCurrent(context);
    CHECK_EQUAL(InProgress, nccl().ncclCommInitRankConfig(&comm, 2, id, 0, &config));
    cu().cuCtxSetCurrent(context);
    CHECK_EQUAL(InvalidUsage, nccl().ncclCommInitRankConfig(&other, 2, id, 1, &config));
    CHECK_EQUAL(InvalidUsage, state(comm));
    CHECK(strstr(nccl().ncclGetLastError(comm), "Duplicate GPU") != nullptr);
    nccl().ncclCommAbort(comm);
    nccl().ncclCommAbort(other);
    CHECK_EQUAL(UnhandledCudaError, nccl().ncclCommInitRankConfig(&comm, 1, id, 0, &config)); // no context
    setup();
}

TEST(a_rank_that_leaves_never_answers_the_others)
{
    Id id;
    void *first, *second;
    Config config;
    nccl().ncclGetUniqueId(&id);
    setup(0);
    CHECK_EQUAL(InProgress, nccl().ncclCommInitRankConfig(&first, 2, id, 0, &config));
    CHECK_EQUAL(Success, nccl().ncclCommAbort(first));
    setup(1);
    CHECK_EQUAL(InProgress, nccl().ncclCommInitRankConfig(&second, 2, id, 1, &config));
    CHECK_EQUAL(InProgress, state(second));
    CHECK_EQUAL(Success, nccl().ncclCommAbort(second));
    setup();
}

TEST(bad_calls_are_refused)
{
    Ranks ranks(2);
    std::vector<CUdeviceptr> memory = ranks.allocate(64);
    setup();
    int host = 0;
    auto reduce = [&](const void* address, size_t count, int type, int op, CUstream stream)
    { return nccl().ncclAllReduce(address, const_cast<void*>(address), count, type, op, ranks.comms[0], stream); };
    auto address = [&](size_t rank, size_t offset = 0) { return reinterpret_cast<void*>(memory[rank] + offset); };
    CHECK_EQUAL(InvalidArgument, reduce(address(1), 1, Float32, Sum, ranks.streams[0]));    // another device's
    CHECK_EQUAL(InvalidArgument, reduce(address(0), 17, Float32, Sum, ranks.streams[0]));   // too long
    CHECK_EQUAL(InvalidArgument, reduce(address(0, 2), 1, Float32, Sum, ranks.streams[0])); // not aligned
    CHECK_EQUAL(InvalidArgument, reduce(&host, 1, Float32, Sum, ranks.streams[0]));         // the host's
    CHECK_EQUAL(InvalidArgument, reduce(address(0), 1, 10, Sum, ranks.streams[0]));         // no such type
    CHECK_EQUAL(InvalidArgument, reduce(address(0), 1, Float32, 9, ranks.streams[0]));      // no such operation
    CHECK_EQUAL(InvalidArgument, reduce(address(0), 1, Float32, Sum, ranks.streams[1]));    // another device's stream
    CHECK_EQUAL(InvalidArgument, nccl().ncclAllReduce(nullptr, nullptr, 1, Float32, Sum, &host, ranks.streams[0]));
    ranks.release(memory);
}

TEST(the_first_collective_must_be_polled_before_the_next_call)
{
    Ranks ranks(2, false);
    std::vector<CUdeviceptr> memory = ranks.allocate(4);
    CHECK_EQUAL(InProgress, ranks.all_reduce(0, memory[0], 1));
    CHECK_EQUAL(InvalidArgument, ranks.all_reduce(0, memory[0], 1));
    CHECK_EQUAL(Success, settled(ranks.comms[0]));
    CHECK_EQUAL(InProgress, ranks.all_reduce(1, memory[1], 1));
    CHECK_EQUAL(Success, settled(ranks.comms[1]));
    CHECK(ranks.wait());
    ranks.release(memory);
}

TEST(calls_that_differ_never_complete_until_aborted)
{
    Ranks ranks(2);
    std::vector<CUdeviceptr> memory = ranks.allocate(64);
    CHECK_EQUAL(Success, ranks.all_reduce(0, memory[0], 16));
    CHECK_EQUAL(Success, ranks.all_reduce(1, memory[1], 8));
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    for (size_t rank = 0; rank < 2; rank++)
    {
        CHECK(!ranks.is_idle(rank));
        CHECK_EQUAL(Success, state(ranks.comms[rank]));
    }
    ranks.abort();
    ranks.release(memory);
}

TEST_WITH(calls_that_differ_are_errors_when_checked, "CUDASIM_NCCL_CHECK=1")
{
    Ranks ranks(2);
    std::vector<CUdeviceptr> memory = ranks.allocate(64);
    CHECK_EQUAL(Success, ranks.all_reduce(0, memory[0], 16, Float32, Sum));
    CHECK_EQUAL(Success, ranks.all_reduce(1, memory[1], 16, Float32, Max));
    for (int i = 0; i < 1000 && state(ranks.comms[0]) == Success; i++)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    for (void* comm : ranks.comms) CHECK_EQUAL(InvalidUsage, state(comm));
    CHECK(strstr(nccl().ncclGetLastError(nullptr), "rank 1 ncclAllReduce of 16 float32, operation 2") != nullptr);
    CHECK_EQUAL(InvalidUsage, ranks.all_reduce(0, memory[0], 16));
    ranks.abort();
    ranks.release(memory);
}

TEST(an_abort_lets_only_its_own_rank_go)
{
    Ranks ranks(2);
    std::vector<CUdeviceptr> memory = ranks.allocate(4);
    CHECK_EQUAL(Success, ranks.all_reduce(0, memory[0], 1));
    CHECK_EQUAL(Success, nccl().ncclCommAbort(ranks.comms[1]));
    ranks.comms[1] = nullptr;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    CHECK(!ranks.is_idle(0));
    CHECK_EQUAL(Success, nccl().ncclCommAbort(ranks.comms[0]));
    ranks.comms[0] = nullptr;
    CHECK(ranks.wait());
    ranks.release(memory);
}

TEST(ranks_fail_where_told)
{
    Ranks ranks(2);
    std::vector<CUdeviceptr> memory = ranks.allocate(4);
    cu().cudasim_set_faults("call:name=ncclAllReduce,n=2,code=3");
    CHECK_EQUAL(Success, ranks.all_reduce(0, memory[0], 1));
    CHECK_EQUAL(3, ranks.all_reduce(1, memory[1], 1));
    CHECK_EQUAL(Success, ranks.all_reduce(1, memory[1], 1));
    CHECK(ranks.wait());
    // Behind the call: the communicator says so, and neither rank gets through.
    CHECK_EQUAL(0, cu().cudasim_set_faults("async:name=ncclAllReduce,device=1"));
    for (size_t rank = 0; rank < 2; rank++) CHECK_EQUAL(Success, ranks.all_reduce(rank, memory[rank], 1));
    for (int i = 0; i < 1000 && state(ranks.comms[1]) == Success; i++)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    CHECK_EQUAL(RemoteError, state(ranks.comms[1]));
    CHECK_EQUAL(Success, state(ranks.comms[0]));
    CHECK(!ranks.is_idle(0) && !ranks.is_idle(1));
    CHECK_EQUAL(RemoteError, ranks.all_reduce(1, memory[1], 1));
    cu().cudasim_reset();
    ranks.abort();
    ranks.release(memory);
}

TEST(a_rank_that_hangs_or_is_lost_keeps_the_others_waiting)
{
    for (const char* fault : {"hang:kernel=ncclAllReduce,device=1", "sticky:kernel=ncclAllReduce,device=1,code=719"})
    {
        Ranks ranks(2);
        std::vector<CUdeviceptr> memory = ranks.allocate(4);
        CHECK_EQUAL(0, cu().cudasim_set_faults(fault));
        for (size_t rank = 0; rank < 2; rank++) CHECK_EQUAL(Success, ranks.all_reduce(rank, memory[rank], 1));
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        CHECK(!ranks.is_idle(0) && !ranks.is_idle(1));
        if (fault[0] == 's') CHECK_EQUAL(UnhandledCudaError, ranks.all_reduce(1, memory[1], 1));
        cu().cudasim_reset();
        ranks.abort();
        ranks.release(memory);
    }
}

TEST(an_initialisation_without_memory_fails_and_leaves_the_others_waiting)
{
    Id id;
    void *first, *second;
    Config config;
    nccl().ncclGetUniqueId(&id);
    setup();
    cu().cudasim_set_faults("alloc:name=ncclCommInitRankConfig,device=1");
    setup(0);
    CHECK_EQUAL(InProgress, nccl().ncclCommInitRankConfig(&first, 2, id, 0, &config));
    setup(1);
    CHECK_EQUAL(UnhandledCudaError, nccl().ncclCommInitRankConfig(&second, 2, id, 1, &config));
    CHECK_EQUAL(InProgress, state(first));
    CHECK_EQUAL(UnhandledCudaError, state(second));
    CHECK(strstr(nccl().ncclGetLastError(second), "out of memory") != nullptr);
    nccl().ncclCommAbort(first);
    nccl().ncclCommAbort(second);
    cu().cudasim_reset();
    setup();
}

TEST(memory_freed_under_a_collective_is_an_illegal_address)
{
    Ranks ranks(2);
    std::vector<CUdeviceptr> memory = ranks.allocate(4);
    setup(1);
    TestStream beside;
    CUdeviceptr short_lived;
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemAllocAsync(&short_lived, 4, beside.handle));
    static volatile bool open;
    open = false;
    auto wait = [](void*)
    {
        while (!open) std::this_thread::yield();
    };
    cu().cuLaunchHostFunc(ranks.streams[1], wait, nullptr);
    CHECK_EQUAL(Success, ranks.all_reduce(0, memory[0], 1));
    CHECK_EQUAL(Success, ranks.all_reduce(1, short_lived, 1));
    setup(1);
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuMemFreeAsync(short_lived, beside.handle));
    CHECK_EQUAL(CUDA_SUCCESS, beside.wait());
    open = true;
    for (int i = 0; i < 1000 && cu().cuStreamQuery(beside.handle) == CUDA_SUCCESS; i++)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    CHECK_EQUAL(CUDA_ERROR_ILLEGAL_ADDRESS, cu().cuStreamQuery(ranks.streams[1]));
    cu().cudasim_reset();
    ranks.abort();
    ranks.release(memory);
    setup(1);
}

TEST_WITH(collectives_are_counted_by_rank, "CUDASIM_DEVICES=2 CUDASIM_LOG=0")
{
    Ranks ranks(2);
    std::vector<CUdeviceptr> memory = ranks.allocate(400);
    for (size_t rank = 0; rank < 2; rank++) ranks.all_reduce(rank, memory[rank], 100);
    CHECK(ranks.wait());
    std::string text = statistics();
    // Connecting took one of one element.
    CHECK(text.find("\"collectives\": {\"rank 0 ncclAllReduce\": 2, \"rank 1 ncclAllReduce\": 2}") != text.npos);
    CHECK(text.find("\"collective_bytes\": {\"rank 0\": 404, \"rank 1\": 404}") != text.npos);
    ranks.release(memory);
}
