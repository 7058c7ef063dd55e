// RandomUniformOperation: element i is fma(u, maximum - minimum, minimum), u being 24 bits of word i mod 4 of a Philox
// draw.
#include "../Cuda/philox.cuh"

struct RandomUniformArguments
{
    float* output; // (count)
    i64 count;     // elements
    u64 seed;      // Philox key
    u32 stream;    // Philox counter word 3
    float minimum; // the range: [minimum, maximum)
    float maximum; // see minimum
    i32 reserved;  // 0
};
static_assert(sizeof(RandomUniformArguments) == 40, "RandomUniformArguments must match its C# twin");

DEVICE float uniform(u32 word, float range, float minimum)
{
    return fmaf((float)(word >> 8) * (1.0f / 16777216.0f), range, minimum);
}

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_random_uniform(RandomUniformArguments args)
{
    float range = args.maximum - args.minimum;
    bool vector = is_aligned(args.output, 16);
    for (i64 quad = grid_thread(); quad * 4 < args.count; quad += grid_threads())
    {
        uint4 words = philox((u32)quad, 0, 0, args.stream, args.seed);
        float4 v{uniform(words.x, range, args.minimum), uniform(words.y, range, args.minimum),
                 uniform(words.z, range, args.minimum), uniform(words.w, range, args.minimum)};
        float* output = args.output + quad * 4;
        i64 left = args.count - quad * 4;
        if (vector && left >= 4)
        {
            store4(output, v);
            continue;
        }
        output[0] = v.x;
        if (left > 1) output[1] = v.y;
        if (left > 2) output[2] = v.z;
        if (left > 3) output[3] = v.w;
    }
}
EXPORT_TO_SIMULATOR(mirrored_random_uniform)
