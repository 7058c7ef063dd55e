// GaussianNoiseOperation: output = input + stddev z, z being a normal number made of the word that the element draws.
#include "../Cuda/philox.cuh"
#include "../Cuda/quads.cuh"
#include "../Simd/vector_math.cuh"

struct GaussianNoiseArguments
{
    const float* input;     // (rows, columns)
    float* output;          // (rows, columns); may be the input
    const StepState* state; // first global row and rng step
    u64 seed;               // Philox key
    u32 layer;              // Philox counter word 3
    float stddev;
    i32 rows;
    i32 columns;
};
static_assert(sizeof(GaussianNoiseArguments) == 48, "GaussianNoiseArguments must match its C# twin");

constexpr float Central = 0.425f;

// The twin of NormalDeviate.cs.
DEVICE float normal_deviate(u32 word)
{
    u32 sign = word & 0x80000000u, odd = ((word ^ sign) >> 7 << 1) | 1u;
    float p = (float)(i32)odd * (1.0f / 67108864.0f);
    float q = 0.5f - p;
    float z;
    if (q > Central)
    {
        float t = sqrtf(-1.0f * vector_log(p)) - 1.6f;
        float top = fmaf(fmaf(fmaf(0.17023821103f, t, 1.3067284816f), t, 2.7568153900f), t, 1.4234372777f);
        z = top / fmaf(fmaf(0.12021132975f, t, 0.73700164250f), t, 1.0f);
    }
    else
    {
        float r = fmaf(-1.0f * q, q, Central * Central);
        float top = fmaf(fmaf(fmaf(59.109374720f, r, 159.29113202f), r, 50.434271938f), r, 3.3871327179f);
        z = q * top / fmaf(fmaf(fmaf(67.187563600f, r, 78.757757664f), r, 17.895169469f), r, 1.0f);
    }
    return bits_float(float_bits(z) ^ sign);
}

// One thread handles four neighbouring columns: they share a Philox draw.
extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_gaussian_noise(GaussianNoiseArguments args)
{
    u32 columns = (u32)args.columns, quads = (columns + 3) / 4;
    i64 total = (i64)args.rows * quads;
    for (i64 i = grid_thread(); i < total; i += grid_threads())
    {
        u32 row = (u32)(i / quads), quad = (u32)(i - (i64)row * quads);
        i64 at = (i64)row * columns + quad * 4;
        i32 count = (i32)(columns - quad * 4 < 4 ? columns - quad * 4 : 4);
        uint4 words = philox(quad, (u32)args.state->first_global_row + row, (u32)args.state->rng_step, args.layer, args.seed);
        float4 v = load_some(args.input + at, count);
        v.x = fmaf(args.stddev, normal_deviate(words.x), v.x);
        v.y = fmaf(args.stddev, normal_deviate(words.y), v.y);
        v.z = fmaf(args.stddev, normal_deviate(words.z), v.z);
        v.w = fmaf(args.stddev, normal_deviate(words.w), v.w);
        store_some(args.output + at, v, count);
    }
}
EXPORT_TO_SIMULATOR(mirrored_gaussian_noise)
