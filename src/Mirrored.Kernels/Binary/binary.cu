// BinaryOperation: output = f(a, b), b being a matrix like a, one row for all rows, a number for each row, or one number.
#include "../Cuda/quads.cuh"

// The values of the C# enums BinaryFunction and Broadcast.
constexpr i32 Add = 0, Subtract = 1, Multiply = 2, Divide = 3, Maximum = 4, Minimum = 5;
constexpr i32 Greater = 6, GreaterOrEqual = 7, Less = 8, LessOrEqual = 9, Equal = 10, NotEqual = 11;
constexpr i32 Keep = 12, Second = 13;
constexpr i32 BroadcastRow = 1, BroadcastColumn = 2, BroadcastScalar = 3;

struct BinaryArguments
{
    const float* a; // (rows, columns)
    const float* b; // (rows, columns), (columns) or (rows), as broadcast says; null for a scalar
    float* output;  // (rows, columns); may be a or b
    i32 rows;
    i32 columns;
    i32 function;
    i32 broadcast;
    float value;  // b where it is a scalar
    i32 reserved; // 0
};
static_assert(sizeof(BinaryArguments) == 48, "BinaryArguments must match its C# twin");

DEVICE float apply(float a, float b, i32 function)
{
    switch (function)
    {
        case Add: return a + b;
        case Subtract: return a - b;
        case Multiply: return a * b;
        case Divide: return a / b;
        case Maximum: return b != b ? b : b > a ? b : a;
        case Minimum: return b != b ? b : a > b ? b : a;
        case Greater: return a > b ? 1.0f : 0.0f;
        case GreaterOrEqual: return a >= b ? 1.0f : 0.0f;
        case Less: return a < b ? 1.0f : 0.0f;
        case LessOrEqual: return a <= b ? 1.0f : 0.0f;
        case Equal: return a == b ? 1.0f : 0.0f;
        case NotEqual: return a == b ? 0.0f : 1.0f;
        case Keep: return b == 0.0f ? 0.0f : a;
        case Second: return b;
        default: return quiet_nan();
    }
}

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_binary(BinaryArguments args)
{
    u32 columns = (u32)args.columns, quads = (columns + 3) / 4;
    i64 total = (i64)args.rows * quads;
    bool vector = columns % 4 == 0 && is_aligned(args.a, 16) && is_aligned(args.output, 16);
    bool vector_b = columns % 4 == 0 && is_aligned(args.b, 16);
    float4 scalar{args.value, args.value, args.value, args.value};
    for (i64 i = grid_thread(); i < total; i += grid_threads())
    {
        i64 row = i / quads;
        u32 column = (u32)(i - row * quads) * 4;
        i64 at = row * columns + column;
        i32 count = (i32)(columns - column < 4 ? columns - column : 4);
        float4 a = vector ? load4(args.a + at) : load_some(args.a + at, count), b = scalar;
        if (args.broadcast == BroadcastColumn)
        {
            float v = args.b[row];
            b = float4{v, v, v, v};
        }
        else if (args.broadcast != BroadcastScalar)
        {
            const float* from = args.b + (args.broadcast == BroadcastRow ? column : at);
            b = vector_b ? load4(from) : load_some(from, count);
        }
        float4 v{apply(a.x, b.x, args.function), apply(a.y, b.y, args.function), apply(a.z, b.z, args.function),
                 apply(a.w, b.w, args.function)};
        if (vector) store4(args.output + at, v);
        else store_some(args.output + at, v, count);
    }
}
EXPORT_TO_SIMULATOR(mirrored_binary)
