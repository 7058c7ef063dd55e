// The words of a NonFiniteRecord.
#pragma once
#include "../Cuda/mirrored.cuh"

constexpr i32 RecordStep = 0;         // NonFiniteRecord.Step
constexpr i32 RecordSkipped = 1;      // NonFiniteRecord.Skipped
constexpr i32 RecordFirstSegment = 2; // NonFiniteRecord.FirstSegment
