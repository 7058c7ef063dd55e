// AdamOperation: one step of Adam over a flat range of weights. Source: Kingma and Ba, 2015, section 2, last paragraph.
#include "../Cuda/mirrored.cuh"

struct AdamArguments
{
    float* weights;         // w, (count)
    const float* gradients; // g, (count)
    float* momentum;        // m, (count)
    float* velocity;        // v, (count)
    const StepState* state; // step size and skip
    i64 count;              // elements
    float one_minus_beta1;  // 1 - beta1, subtracted in float64
    float one_minus_beta2;  // 1 - beta2, likewise
    float epsilon;          // added to the root of v
    i32 reserved;           // 0
};
static_assert(sizeof(AdamArguments) == 64, "AdamArguments must match its C# twin");

DEVICE void update(float& w, float& m, float& v, float g, float step_size, const AdamArguments& args)
{
    m = fmaf(g - m, args.one_minus_beta1, m);
    v = fmaf(g * g - v, args.one_minus_beta2, v);
    w = fmaf(-step_size, m / (sqrtf(v) + args.epsilon), w);
}

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_adam(AdamArguments args)
{
    if (args.state->skip != 0) return;
    float step_size = args.state->step_size;
    bool vector = is_aligned(args.weights, 16) && is_aligned(args.gradients, 16) && is_aligned(args.momentum, 16)
                  && is_aligned(args.velocity, 16);
    i64 quads = vector ? args.count / 4 : 0;
    for (i64 i = grid_thread(); i < quads; i += grid_threads())
    {
        float4 w = load4(args.weights + i * 4), m = load4(args.momentum + i * 4), v = load4(args.velocity + i * 4);
        float4 g = load4(args.gradients + i * 4);
        update(w.x, m.x, v.x, g.x, step_size, args);
        update(w.y, m.y, v.y, g.y, step_size, args);
        update(w.z, m.z, v.z, g.z, step_size, args);
        update(w.w, m.w, v.w, g.w, step_size, args);
        store4(args.weights + i * 4, w);
        store4(args.momentum + i * 4, m);
        store4(args.velocity + i * 4, v);
    }
    for (i64 i = quads * 4 + grid_thread(); i < args.count; i += grid_threads())
        update(args.weights[i], args.momentum[i], args.velocity[i], args.gradients[i], step_size, args);
}
EXPORT_TO_SIMULATOR(mirrored_adam)
