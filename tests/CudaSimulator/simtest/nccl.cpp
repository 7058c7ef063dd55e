// NCCL's stand-in: what ranks compute together, in which order, and how they fail. All ranks are driven by one thread,
// in groups or by non-blocking calls, unless a test is about threads.
#include "cuda.h"
#include "test.h"

#include <chrono>
#include <cmath>
#include <cstring>
#include <thread>

#include <dlfcn.h>

namespace
{
enum Result : int
{
    Success = 0,
    UnhandledCudaError = 1,
    InvalidArgument = 4,
    InvalidUsage = 5,
    RemoteError = 6,
    InProgress = 7,
};

enum : int
{
    Uint8 = 1,
    Int32 = 2,
    Int64 = 4,
    Float16 = 6,
    Float32 = 7,
    Float64 = 8,
    Bfloat16 = 9,
    Sum = 0,
    Prod = 1,
    Max = 2,
    Min = 3,
    Avg = 4,
};

struct Id
{
    char bytes[128];
};

struct Config
{
    size_t size = 48;
    unsigned magic = 0xCAFEBEEF, version = 21801;
    int blocking = 0, cluster = INT32_MIN, min_ctas = INT32_MIN, max_ctas = INT32_MIN;
    const char* net = nullptr;
    int split_share = INT32_MIN, padding = 0;
};
static_assert(sizeof(Config) == 48);

struct Nccl
{
    int (*ncclGetVersion)(int*);
    int (*ncclGetUniqueId)(Id*);
    int (*ncclCommInitRank)(void**, int, Id, int);
    int (*ncclCommInitRankConfig)(void**, int, Id, int, Config*);
    int (*ncclCommFinalize)(void*);
    int (*ncclCommDestroy)(void*);
    int (*ncclCommAbort)(void*);
    int (*ncclCommGetAsyncError)(void*, int*);
    int (*ncclCommCount)(void*, int*);
    int (*ncclCommCuDevice)(void*, int*);
    int (*ncclCommUserRank)(void*, int*);
    const char* (*ncclGetErrorString)(int);
    const char* (*ncclGetLastError)(void*);
    int (*ncclGroupStart)();
    int (*ncclGroupEnd)();
    int (*ncclAllReduce)(const void*, void*, size_t, int, int, void*, CUstream);
    int (*ncclBroadcast)(const void*, void*, size_t, int, int, void*, CUstream);
    int (*ncclReduce)(const void*, void*, size_t, int, int, int, void*, CUstream);
    int (*ncclAllGather)(const void*, void*, size_t, int, void*, CUstream);
    int (*ncclReduceScatter)(const void*, void*, size_t, int, int, void*, CUstream);
};

Nccl& nccl()
{
    static Nccl* functions = []
    {
        cu(); // the driver first, as any program
        void* library = open_library("libnccl.so.2");
        auto* f = new Nccl;
#define FIND(name) f->name = reinterpret_cast<decltype(f->name)>(dlsym(library, #name))
        FIND(ncclGetVersion);
        FIND(ncclGetUniqueId);
        FIND(ncclCommInitRank);
        FIND(ncclCommInitRankConfig);
        FIND(ncclCommFinalize);
        FIND(ncclCommDestroy);
        FIND(ncclCommAbort);
        FIND(ncclCommGetAsyncError);
        FIND(ncclCommCount);
        FIND(ncclCommCuDevice);
        FIND(ncclCommUserRank);
        FIND(ncclGetErrorString);
        FIND(ncclGetLastError);
        FIND(ncclGroupStart);
        FIND(ncclGroupEnd);
        FIND(ncclAllReduce);
        FIND(ncclBroadcast);
        FIND(ncclReduce);
        FIND(ncclAllGather);
        FIND(ncclReduceScatter);
#undef FIND
        return f;
    }();
    return *functions;
}

int state(void* comm)
{
    int value = -1;
    CHECK_EQUAL(Success, nccl().ncclCommGetAsyncError(comm, &value));
    return value;
}

// Polls until the communicator is no longer in progress, for a second at most.
int settled(void* comm)
{
    for (int i = 0; i < 1000 && state(comm) == InProgress; i++)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return state(comm);
}

// Ranks on devices 0, 1, ..., each with a stream.
class Ranks
{
  public:
    explicit Ranks(int count, bool connect = true) : comms(static_cast<size_t>(count))
    {
        Id id;
        CHECK_EQUAL(Success, nccl().ncclGetUniqueId(&id));
        for (int rank = 0; rank < count; rank++)
        {
            setup(rank);
            CUstream stream;
            cu().cuStreamCreate(&stream, 1);
            streams.push_back(stream);
            Config config;
            int result = nccl().ncclCommInitRankConfig(&comms[size_t(rank)], count, id, rank, &config);
            CHECK_EQUAL(rank < count - 1 ? InProgress : Success, result);
        }
        for (void* comm : comms) CHECK_EQUAL(Success, settled(comm));
        if (connect) this->connect();
    }

    ~Ranks()
    {
        for (void* comm : comms)
            if (comm != nullptr) nccl().ncclCommAbort(comm);
        for (size_t rank = 0; rank < streams.size(); rank++)
        {
            setup(int(rank));
            cu().cuStreamSynchronize(streams[rank]);
            cu().cuStreamDestroy_v2(streams[rank]);
        }
        setup();
    }

    // The first collective of each is in progress for a moment.
    void connect()
    {
        std::vector<CUdeviceptr> memory = allocate(4);
        for (size_t rank = 0; rank < comms.size(); rank++) CHECK_EQUAL(InProgress, all_reduce(rank, memory[rank], 1));
        for (void* comm : comms) CHECK_EQUAL(Success, settled(comm));
        CHECK(wait());
        release(memory);
    }

    int all_reduce(size_t rank, CUdeviceptr memory, size_t count, int type = Float32, int op = Sum)
    {
        setup(int(rank));
        return nccl().ncclAllReduce(reinterpret_cast<void*>(memory), reinterpret_cast<void*>(memory), count, type, op,
                                    comms[rank], streams[rank]);
    }

    std::vector<CUdeviceptr> allocate(size_t bytes)
    {
        std::vector<CUdeviceptr> memory(comms.size());
        for (size_t rank = 0; rank < comms.size(); rank++)
        {
            setup(int(rank));
            cu().cuMemAlloc_v2(&memory[rank], bytes);
        }
        return memory;
    }

    void abort()
    {
        for (void*& comm : comms)
        {
            if (comm != nullptr) CHECK_EQUAL(Success, nccl().ncclCommAbort(comm));
            comm = nullptr;
        }
        CHECK(wait());
    }

    // Freeing waits for the device.
    void release(const std::vector<CUdeviceptr>& memory)
    {
        for (size_t rank = 0; rank < comms.size(); rank++)
        {
            setup(int(rank));
            cu().cuMemFree_v2(memory[rank]);
        }
    }

    bool is_idle(size_t rank)
    {
        setup(int(rank));
        return cu().cuStreamQuery(streams[rank]) == CUDA_SUCCESS;
    }

    // True when all streams are idle within a second.
    bool wait()
    {
        for (int i = 0; i < 1000; i++)
        {
            bool idle = true;
            for (size_t rank = 0; rank < comms.size(); rank++) idle = is_idle(rank) && idle;
            if (idle) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return false;
    }

    std::vector<void*> comms;
    std::vector<CUstream> streams;
};

template <class T> void write(CUdeviceptr memory, const std::vector<T>& values)
{
    setup();
    cu().cuMemcpyHtoD_v2(memory, values.data(), values.size() * sizeof(T));
}

template <class T> std::vector<T> read(CUdeviceptr memory, size_t count)
{
    std::vector<T> values(count);
    setup();
    cu().cuMemcpyDtoH_v2(values.data(), memory, count * sizeof(T));
    return values;
}

// Both ranks' single elements reduced by an operation.
template <class T> T reduced(Ranks& ranks, int type, int op, T first, T second)
{
    std::vector<CUdeviceptr> memory = ranks.allocate(sizeof(T));
    write<T>(memory[0], {first});
    write<T>(memory[1], {second});
    for (size_t rank = 0; rank < 2; rank++) CHECK_EQUAL(Success, ranks.all_reduce(rank, memory[rank], 1, type, op));
    CHECK(ranks.wait());
    T a = read<T>(memory[0], 1)[0], b = read<T>(memory[1], 1)[0];
    CHECK(memcmp(&a, &b, sizeof(T)) == 0);
    ranks.release(memory);
    return a;
}
} // namespace

TEST(nccl_names_its_version_and_errors)
{
    setup();
    int version = 0;
    CHECK_EQUAL(Success, nccl().ncclGetVersion(&version));
    CHECK_EQUAL(22703, version);
    CHECK(strstr(nccl().ncclGetErrorString(RemoteError), "remote process") != nullptr);
}

TEST_WITH(nccl_can_be_older, "CUDASIM_NCCL_VERSION=21703")
{
    int version = 0;
    CHECK_EQUAL(Success, nccl().ncclGetVersion(&version));
    CHECK_EQUAL(21703, version);
}

TEST(ranks_know_who_they_are)
{
    Ranks ranks(2);
    for (int rank = 0; rank < 2; rank++)
    {
        int value = -1;
        CHECK_EQUAL(Success, nccl().ncclCommUserRank(ranks.comms[size_t(rank)], &value));
        CHECK_EQUAL(rank, value);
        CHECK_EQUAL(Success, nccl().ncclCommCuDevice(ranks.comms[size_t(rank)], &value));
        CHECK_EQUAL(rank, value);
        CHECK_EQUAL(Success, nccl().ncclCommCount(ranks.comms[size_t(rank)], &value));
        CHECK_EQUAL(2, value);
    }
}

TEST(an_all_reduce_gives_every_rank_the_sum)
{
    Ranks ranks(2);
    constexpr size_t Count = 10001; // more than a block, odd
    std::vector<CUdeviceptr> memory = ranks.allocate(Count * 4 + 4);
    for (size_t rank = 0; rank < 2; rank++)
    {
        std::vector<float> values(Count);
        for (size_t i = 0; i < Count; i++) values[i] = float(i) * float(rank + 1);
        write(memory[rank] + 4, values); // aligned to an element only
        CHECK_EQUAL(Success, ranks.all_reduce(rank, memory[rank] + 4, Count));
    }
    CHECK(ranks.wait());
    for (size_t rank = 0; rank < 2; rank++)
    {
        std::vector<float> sums = read<float>(memory[rank] + 4, Count);
        bool right = true;
        for (size_t i = 0; i < Count; i++) right = right && sums[i] == 3 * float(i);
        CHECK(right);
    }
    ranks.release(memory);
}

TEST(a_collective_completes_when_all_ranks_have_come)
{
    Ranks ranks(2);
    std::vector<CUdeviceptr> memory = ranks.allocate(4);
    CHECK_EQUAL(Success, ranks.all_reduce(0, memory[0], 1));
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    CHECK(!ranks.is_idle(0));
    CHECK_EQUAL(Success, ranks.all_reduce(1, memory[1], 1));
    CHECK(ranks.wait());
    ranks.release(memory);
}

TEST(every_type_and_operation_is_reduced)
{
    Ranks ranks(2);
    CHECK_EQUAL(44, reduced<uint8_t>(ranks, Uint8, Sum, 200, 100)); // wraps around
    CHECK_EQUAL(-6, reduced<int32_t>(ranks, Int32, Prod, 2, -3));
    CHECK_EQUAL(1, reduced<int32_t>(ranks, Int32, Avg, 0, 3));
    CHECK_EQUAL(-5, reduced<int64_t>(ranks, Int64, Min, -5, 4000000000));
    CHECK(reduced<double>(ranks, Float64, Max, 1.25, -2) == 1.25);
    CHECK(reduced<float>(ranks, Float32, Avg, 1, 2) == 1.5f);
    CHECK_EQUAL(0x3E00, reduced<uint16_t>(ranks, Float16, Sum, 0x3C00, 0x3800));  // 1 + 0.5
    CHECK_EQUAL(0x6800, reduced<uint16_t>(ranks, Float16, Sum, 0x6800, 0x3C00));  // 2048 + 1 is a tie, to even
    CHECK_EQUAL(0x7C00, reduced<uint16_t>(ranks, Float16, Sum, 0x7BFF, 0x7BFF));  // too large
    CHECK_EQUAL(0x0003, reduced<uint16_t>(ranks, Float16, Sum, 0x0001, 0x0002));  // below the normal numbers
    CHECK_EQUAL(0x3FC0, reduced<uint16_t>(ranks, Bfloat16, Sum, 0x3F80, 0x3F00)); // 1 + 0.5
    CHECK_EQUAL(0x4380, reduced<uint16_t>(ranks, Bfloat16, Sum, 0x4380, 0x3F80)); // 256 + 1 is a tie, to even
}

TEST(ranks_broadcast_gather_scatter_and_reduce)
{
    Ranks ranks(2);
    std::vector<CUdeviceptr> a = ranks.allocate(16), b = ranks.allocate(16);
    for (size_t rank = 0; rank < 2; rank++) write<int>(a[rank], {int(rank) * 10 + 1, int(rank) * 10 + 2, 3, 4});
    auto each = [&](auto call)
    {
        for (size_t rank = 0; rank < 2; rank++)
        {
            setup(int(rank));
            CHECK_EQUAL(Success, call((void*)a[rank], (void*)b[rank], ranks.comms[rank], ranks.streams[rank]));
        }
        CHECK(ranks.wait());
    };
    each([](void* in, void* out, void* comm, CUstream s)
         { return nccl().ncclBroadcast(in, out, 4, Int32, 1, comm, s); });
    CHECK(read<int>(b[0], 4) == (std::vector<int>{11, 12, 3, 4}));
    each([](void* in, void* out, void* comm, CUstream s) { return nccl().ncclAllGather(in, out, 2, Int32, comm, s); });
    CHECK(read<int>(b[0], 4) == (std::vector<int>{1, 2, 11, 12}));
    CHECK(read<int>(b[1], 4) == (std::vector<int>{1, 2, 11, 12}));
    each([](void* in, void* out, void* comm, CUstream s)
         { return nccl().ncclReduceScatter(in, out, 2, Int32, Sum, comm, s); });
    CHECK(read<int>(b[0], 2) == (std::vector<int>{12, 14}));
    CHECK(read<int>(b[1], 2) == (std::vector<int>{6, 8}));
    each([](void* in, void* out, void* comm, CUstream s)
         { return nccl().ncclReduce(in, out, 4, Int32, Max, 0, comm, s); });
    CHECK(read<int>(b[0], 4) == (std::vector<int>{11, 12, 3, 4}));
    CHECK(read<int>(b[1], 2) == (std::vector<int>{6, 8})); // untouched
    ranks.release(a);
    ranks.release(b);
}

TEST(nothing_to_reduce_is_nothing_to_do)
{
    Ranks ranks(2);
    CHECK_EQUAL(Success, ranks.all_reduce(0, 0, 0));
    CHECK(ranks.is_idle(0));
}

TEST_WITH(eight_ranks_add_in_rank_order, "CUDASIM_DEVICES=8 CUDASIM_JITTER_US=200")
{
    Ranks ranks(8);
    std::vector<CUdeviceptr> memory = ranks.allocate(4);
    // 1e8 + 1 + ... is 1e8 in this order, and 1e8 + 8 when the small ones come first.
    for (size_t rank = 0; rank < 8; rank++) write<float>(memory[rank], {rank == 0 ? 1e8f : 1.0f});
    for (size_t rank = 8; rank-- > 0;) CHECK_EQUAL(Success, ranks.all_reduce(rank, memory[rank], 1));
    CHECK(ranks.wait());
    for (size_t rank = 0; rank < 8; rank++) CHECK(read<float>(memory[rank], 1)[0] == 1e8f);
    ranks.release(memory);
}

TEST(a_group_drives_blocking_ranks_from_one_thread)
{
    Id id;
    void* comms[2];
    nccl().ncclGetUniqueId(&id);
    CHECK_EQUAL(Success, nccl().ncclGroupStart());
    for (int rank = 0; rank < 2; rank++)
    {
        setup(rank);
        CHECK_EQUAL(Success, nccl().ncclCommInitRank(&comms[rank], 2, id, rank));
    }
    CHECK_EQUAL(Success, nccl().ncclGroupEnd());
    CHECK_EQUAL(InvalidUsage, nccl().ncclGroupEnd());
    setup();
    for (void* comm : comms) CHECK_EQUAL(Success, nccl().ncclCommDestroy(comm));
}

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
