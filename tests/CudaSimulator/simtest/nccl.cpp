// NCCL's stand-in: what ranks compute together, and in which order.
#include "nccl.h"

using namespace nccltest;

namespace
{
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
