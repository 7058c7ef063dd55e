// NCCL as a program sees it, and ranks to test it with, all driven by one thread.
#pragma once
#include "cuda.h"
#include "test.h"

#include <chrono>
#include <cmath>
#include <cstring>
#include <thread>

#include <dlfcn.h>

namespace nccltest
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

inline Nccl& nccl()
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

inline int state(void* comm)
{
    int value = -1;
    CHECK_EQUAL(Success, nccl().ncclCommGetAsyncError(comm, &value));
    return value;
}

// Polls until the communicator is no longer in progress, for a second at most.
inline int settled(void* comm)
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
} // namespace nccltest
