// UpdateOperation: one step of an optimizer over the flat range of trained weights. The optimizer is a list of
// instructions; a thread keeps its four elements' registers in a column of shared memory, because they are indexed.
// The list is copied there too.
#include "../Segments/segment.cuh"

constexpr i32 UpdateThreads = 128;
constexpr i32 MaximumSlots = 6;         // UpdateRule.MaximumSlots
constexpr i32 MaximumRegisters = 20;    // the weight, the gradient, slots and temporaries
constexpr i32 MaximumConstants = 32;    // UpdateRule.MaximumConstants
constexpr i32 MaximumInstructions = 64; // UpdateRule.MaximumInstructions
constexpr u8 DecayCode = 10;            // UpdateCode.Decay
constexpr i32 FirstSlot = 2;            // UpdateRule.FirstSlot, behind the weight and the gradient

struct Instruction // UpdateInstruction
{
    u8 code, target, a, b, c, reserved[3];
};

struct Rule // UpdateRule.WriteTo
{
    float constants[MaximumConstants]; // behind the scalars
    Instruction code[MaximumInstructions];
};

struct UpdateArguments
{
    float* weights;             // (count)
    const float* gradients;     // (count)
    float* slots[MaximumSlots]; // (count) each
    const Segment* segments;    // the table
    const i32* blocks;          // the segment of every 64 elements
    const float* scales;        // of the segments' gradients, or null
    const u32* rule;            // a Rule
    const StepState* state;     // rate, scalars and skip
    i64 count;                  // elements
    float clip_value;           // the largest magnitude of a gradient's element
    i32 slot_count;             // slots that there are
    i32 vector_registers;       // registers in front of the scalars
    i32 scalars;                // scalars in front of the constants
    i32 instructions;           // instructions that there are
    u32 written;                // a bit for each register that goes back to memory
    i32 decays_itself;          // whether the rule says where a weight decays; else it does before the rule
};
static_assert(sizeof(Rule) == 640, "Rule must match UpdateRule.WriteTo");
static_assert(sizeof(UpdateArguments) == 144, "UpdateArguments must match its C# twin");

DEVICE float apply(u8 code, float a, float b, float c)
{
    switch (code) // UpdateCode
    {
    case 1: return a + b;
    case 2: return a - b;
    case 3: return a * b;
    case 4: return a / b;
    case 5: return fmaf(a, b, c);
    case 6: return sqrtf(a);
    case 7: return a > b ? a : b;
    case 8: return b > a ? a : b;
    case 9: return sign(a);
    case 10: return fmaf(c, a, b); // c is -(rate decay) here
    default: return a;
    }
}

DEVICE float4 apply(u8 code, float4 a, float4 b, float4 c)
{
    return float4{apply(code, a.x, b.x, c.x), apply(code, a.y, b.y, c.y), apply(code, a.z, b.z, c.z),
                  apply(code, a.w, b.w, c.w)};
}

// Padding behind a segment's last element stays zero.
DEVICE void store(float* address, float4 v, i64 count)
{
    if (count < 4) v.w = 0.0f;
    if (count < 3) v.z = 0.0f;
    if (count < 2) v.y = 0.0f;
    store4(address, v);
}

DEVICE float raised(float w, float floor) { return floor > w ? floor : w; }

// Everything around the rule: gradients as the segment says, decay, the floor. The rule changes w and slots; some decay w
// themselves, by -(rate decay).
template <i32 Slots, class Rule> DEVICE void update(const UpdateArguments& args, Rule rule)
{
    const StepState* state = args.state;
    float clip = args.clip_value;
    for (i64 quad = grid_thread(); quad < args.count / 4; quad += grid_threads())
    {
        i64 i = quad * 4;
        i32 number = args.blocks[i / SegmentBlock];
        if (number < 0) continue;
        Segment segment = args.segments[number];
        if (i >= segment.end) continue;
        float4 w = load4(args.weights + i), g = load4(args.gradients + i), slots[Slots];
#pragma unroll
        for (i32 s = 0; s < Slots; s++)
            slots[s] = s < args.slot_count ? load4(args.slots[s] + i) : float4{0.0f, 0.0f, 0.0f, 0.0f};
        float scale = args.scales ? args.scales[number] : 1.0f;
        g = float4{limited_gradient(g.x, w.x, segment, clip) * scale, limited_gradient(g.y, w.y, segment, clip) * scale,
                   limited_gradient(g.z, w.z, segment, clip) * scale, limited_gradient(g.w, w.w, segment, clip) * scale};
        float decay = -(state->learning_rate * segment.decay);
        if (segment.decay != 0.0f && args.decays_itself == 0)
            w = float4{fmaf(decay, w.x, w.x), fmaf(decay, w.y, w.y), fmaf(decay, w.z, w.z), fmaf(decay, w.w, w.w)};
        rule(w, g, slots, decay);
        float floor = segment.floor;
        i64 left = segment.end - i;
        store(args.weights + i, float4{raised(w.x, floor), raised(w.y, floor), raised(w.z, floor), raised(w.w, floor)},
              left);
#pragma unroll
        for (i32 s = 0; s < Slots; s++)
            if (args.written >> (FirstSlot + s) & 1) store(args.slots[s] + i, slots[s], left);
    }
}

// Any rule, one instruction after the other.
extern "C" __global__ __launch_bounds__(UpdateThreads) void mirrored_update(UpdateArguments args)
{
    SHARED(float4, registers, [MaximumRegisters][UpdateThreads]);
    SHARED(Rule, rule, );
    const StepState* state = args.state;
    if (state->skip != 0) return;
    i32 thread = (i32)threadIdx.x;
    for (i32 word = thread; word < (i32)(sizeof(Rule) / sizeof(u32)); word += UpdateThreads)
        ((u32*)&rule)[word] = args.rule[word];
    sync_block();
    auto value = [&](i32 number)
    {
        if (number < args.vector_registers) return registers[number][thread];
        number -= args.vector_registers;
        float x = number < args.scalars ? state->scalars[number] : rule.constants[number - args.scalars];
        return float4{x, x, x, x};
    };
    update<MaximumSlots>(args, [&](float4& w, float4 g, float4* slots, float decay)
    {
        registers[0][thread] = w;
        registers[1][thread] = g;
#pragma unroll
        for (i32 s = 0; s < MaximumSlots; s++)
            if (s < args.slot_count) registers[FirstSlot + s][thread] = slots[s];
        for (i32 n = 0; n < args.instructions; n++)
        {
            const Instruction& code = rule.code[n];
            float4 c = code.code == DecayCode ? float4{decay, decay, decay, decay} : value(code.c);
            registers[code.target][thread] = apply(code.code, value(code.a), value(code.b), c);
        }
        w = registers[0][thread];
#pragma unroll
        for (i32 s = 0; s < MaximumSlots; s++)
            if (s < args.slot_count) slots[s] = registers[FirstSlot + s][thread];
    });
}
EXPORT_TO_SIMULATOR(mirrored_update)

DEVICE void adam(float& w, float& m, float& v, float g, float step, float decay, bool decays_itself, const float* constants)
{
    m = fmaf(g - m, constants[0], m);
    v = fmaf(g * g - v, constants[1], v);
    float ratio = m / (sqrtf(v) + constants[2]);
    w = decays_itself ? w + fmaf(decay, w, step * ratio) : fmaf(step, ratio, w);
}

// Adam's and AdamW's rule with everything in registers: the same bits.
extern "C" __global__ __launch_bounds__(UpdateThreads) void mirrored_adam(UpdateArguments args)
{
    const StepState* state = args.state;
    if (state->skip != 0) return;
    const float* constants = (const float*)args.rule;
    float step = state->scalars[0];
    bool own = args.decays_itself != 0;
    update<2>(args, [&](float4& w, float4 g, float4* s, float decay)
    {
        adam(w.x, s[0].x, s[1].x, g.x, step, decay, own, constants);
        adam(w.y, s[0].y, s[1].y, g.y, step, decay, own, constants);
        adam(w.z, s[0].z, s[1].z, g.z, step, decay, own, constants);
        adam(w.w, s[0].w, s[1].w, g.w, step, decay, own, constants);
    });
}
EXPORT_TO_SIMULATOR(mirrored_adam)
