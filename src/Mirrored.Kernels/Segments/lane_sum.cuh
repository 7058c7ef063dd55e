// LaneSum: a float64 sum by all threads of a block.
#pragma once
#include "../Cuda/mirrored.cuh"

constexpr i32 SumLanes = 1024; // LaneSum.Lanes, and the threads of the block

// Every thread gets the sum; lanes is shared memory of a number for each.
DEVICE double lane_sum(const double* numbers, i64 count, double* lanes)
{
    i32 lane = (i32)threadIdx.x;
    double sum = 0.0;
#pragma unroll 4
    for (i64 i = lane; i < count; i += SumLanes) sum += numbers[i];
    lanes[lane] = sum;
    sync_block();
    for (i32 half = SumLanes / 2; half > 0; half /= 2)
    {
        if (lane < half) lanes[lane] += lanes[lane + half];
        sync_block();
    }
    return lanes[0];
}
