// NormConstraintOperation: brings the norms of a weight's vectors along one axis into a range, in place.
#include "../Cuda/mirrored.cuh"

struct NormConstraintArguments
{
    float* weights;         // (vectors x length)
    const StepState* state; // skip
    i64 vectors;
    i64 stride;             // from one element of a vector to the next
    double minimum;
    double maximum;
    double rate;            // how far a norm outside is brought back
    i32 length;             // elements of a vector
    i32 reserved;           // 0
};
static_assert(sizeof(NormConstraintArguments) == 64, "NormConstraintArguments must match its C# twin");

// A thread for each vector.
extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_norm_constraint(NormConstraintArguments args)
{
    if (args.state->skip != 0) return;
    for (i64 vector = grid_thread(); vector < args.vectors; vector += grid_threads())
    {
        i64 inner = vector % args.stride;
        float* first = args.weights + (vector - inner) * args.length + inner;
        double sum = 0.0;
        for (i32 k = 0; k < args.length; k++) sum += (double)first[k * args.stride] * (double)first[k * args.stride];
        double norm = sqrt_f64(sum);
        double near = norm < args.minimum ? args.minimum : norm > args.maximum ? args.maximum : norm;
        double wanted = args.rate * near + (1.0 - args.rate) * norm;
        float factor = (float)(wanted / (1e-7 + norm)); // NormConstraintOperation.Epsilon
        for (i32 k = 0; k < args.length; k++) first[k * args.stride] *= factor;
    }
}
EXPORT_TO_SIMULATOR(mirrored_norm_constraint)
