using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>Any rule, one instruction after the other.</summary>
/// <remarks>Works on tiles that stay in the cache: all registers of a tile, one instruction after the other.</remarks>
internal sealed unsafe class CpuRuleUpdate<TSimd, TFloat, TInt> : CpuUpdate<TSimd, TFloat, TInt>
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    /// <summary>Elements of a tile: enough that going from one instruction to the next costs little, few enough for the cache.</summary>
    private const int Tile = 512;

    private readonly nint[] _memory; // Of the weight, the gradient and the slots, by register.
    private readonly UpdateInstruction[] _instructions;
    private readonly float[] _constants;
    private readonly int[] _written;
    private readonly UpdateRule _rule;
    private readonly bool _decaysBefore; // Weights decay before the rule, unless it says where.

    public CpuRuleUpdate(UpdateOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation, 2 + operation.Rule.Instructions.Count, memory, pool)
    {
        _rule = operation.Rule;
        _decaysBefore = !_rule.DecaysItself;
        PlanTensor[] tensors = [operation.Weights, operation.Gradients, .. operation.Slots];
        _memory = [.. tensors.Select(t => (nint)memory.Address<float>(t))];
        _instructions = [.. _rule.Instructions];
        _constants = [.. _rule.Constants];
        _written = [.. Enumerable.Range(0, tensors.Length).Where(r => r != UpdateRule.Gradient && _rule.Writes(r))];
        ScratchLength = _rule.Registers * Tile;
    }

    protected override int ScratchLength { get; }

    protected override void Begin(float* scratch)
    {
        float* registers = scratch + _rule.VectorRegisters * Tile;
        for (int i = 0; i < _rule.Scalars; i++) new Span<float>(registers + i * Tile, Tile).Fill(State->Scalars[i]);
        registers += _rule.Scalars * Tile;
        for (int i = 0; i < _constants.Length; i++) new Span<float>(registers + i * Tile, Tile).Fill(_constants[i]);
    }

    protected override void Update(float* scratch, long start, long count, in Segment segment, float scale)
    {
        float** registers = stackalloc float*[_rule.Registers];
        for (int register = 0; register < _rule.Registers; register++) registers[register] = scratch + register * Tile;
        bool plain = !segment.IsPenalized && float.IsPositiveInfinity(ClipValue) && scale == 1;
        long whole = count - count % TSimd.Width;
        for (long i = 0; i < whole; i += Tile)
        {
            // Whole vectors are worked on where they lie; only gradients that become others are copied.
            for (int register = 0; register < _memory.Length; register++)
                if (plain || register != UpdateRule.Gradient) registers[register] = (float*)_memory[register] + start + i;
            UpdateTile(registers, start + i, Math.Min(Tile, whole - i), segment, plain ? null : &scale);
        }

        if (whole < count) UpdateTail(scratch, start + whole, count - whole, segment, scale);
    }

    /// <summary>Updates elements that fill no vector, behind which padding must stay zero.</summary>
    private void UpdateTail(float* scratch, long start, long count, in Segment segment, float scale)
    {
        float** registers = stackalloc float*[_rule.Registers];
        for (int register = 0; register < _rule.Registers; register++) registers[register] = scratch + register * Tile;
        for (int register = 0; register < _memory.Length; register++)
            if (register != UpdateRule.Gradient) Copy(registers[register], (float*)_memory[register] + start, count);
        UpdateTile(registers, start, count, segment, &scale);
        foreach (int register in _written) Copy((float*)_memory[register] + start, registers[register], count);
    }

    /// <summary>Runs the rule on registers that hold weight and slots.</summary>
    /// <param name="registers">Where they are.</param>
    /// <param name="start">The first element.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="segment">What is special about them.</param>
    /// <param name="scale">What the gradient is multiplied by; null when it is in its register as it shall be.</param>
    private void UpdateTile(float** registers, long start, long count, in Segment segment, float* scale)
    {
        if (scale is not null) LoadGradient(registers, start, count, segment, *scale);
        float decay = -(State->LearningRate * segment.Decay);
        if (segment.Decay != 0 && _decaysBefore) Decay(registers[UpdateRule.Weight], decay, count);
        foreach (UpdateInstruction i in _instructions)
        {
            if (i.Code == UpdateCode.Decay) Decay(registers[i.Target], registers[i.A], registers[i.B], decay, count);
            else Execute(i.Code, registers[i.Target], registers[i.A], registers[i.B], registers[i.C], count);
        }

        if (segment.Floor > float.NegativeInfinity) Raise(registers[UpdateRule.Weight], segment.Floor, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LoadGradient(float** registers, long start, long count, in Segment segment, float scale)
    {
        float* gradients = registers[UpdateRule.Gradient];
        GradientRule<TSimd, TFloat, TInt>.Load(gradients, Gradients + start, Weights + start, count, segment, ClipValue);
        if (scale == 1) return;
        TFloat factor = TSimd.Broadcast(scale);
        for (long i = 0; i < count; i += TSimd.Width) TSimd.Store(gradients + i, TSimd.Multiply(TSimd.Load(gradients + i), factor));
    }

    private static void Decay(float* weights, float decay, long count) => Decay(weights, weights, weights, decay, count);

    /// <summary><c>fma(decay, a, b)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Decay(float* target, float* a, float* b, float decay, long count)
    {
        TFloat factor = TSimd.Broadcast(decay);
        for (long i = 0; i < count; i += TSimd.Width)
            TSimd.Store(target + i, TSimd.MultiplyAdd(factor, TSimd.Load(a + i), TSimd.Load(b + i)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Raise(float* weights, float floor, long count)
    {
        TFloat least = TSimd.Broadcast(floor);
        for (long i = 0; i < count; i += TSimd.Width)
        {
            TFloat w = TSimd.Load(weights + i);
            TSimd.Store(weights + i, TSimd.Select(TSimd.GreaterThan(least, w), least, w));
        }
    }

    private static void Copy(float* destination, float* source, long count) =>
        new ReadOnlySpan<float>(source, (int)count).CopyTo(new Span<float>(destination, (int)count));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Execute(UpdateCode code, float* target, float* a, float* b, float* c, long count)
    {
        switch (code)
        {
            case UpdateCode.Copy:
                for (long i = 0; i < count; i += TSimd.Width) TSimd.Store(target + i, TSimd.Load(a + i));
                break;
            case UpdateCode.Add:
                for (long i = 0; i < count; i += TSimd.Width)
                    TSimd.Store(target + i, TSimd.Add(TSimd.Load(a + i), TSimd.Load(b + i)));
                break;
            case UpdateCode.Subtract:
                for (long i = 0; i < count; i += TSimd.Width)
                    TSimd.Store(target + i, TSimd.Subtract(TSimd.Load(a + i), TSimd.Load(b + i)));
                break;
            case UpdateCode.Multiply:
                for (long i = 0; i < count; i += TSimd.Width)
                    TSimd.Store(target + i, TSimd.Multiply(TSimd.Load(a + i), TSimd.Load(b + i)));
                break;
            case UpdateCode.Divide:
                for (long i = 0; i < count; i += TSimd.Width)
                    TSimd.Store(target + i, TSimd.Divide(TSimd.Load(a + i), TSimd.Load(b + i)));
                break;
            case UpdateCode.MultiplyAdd:
                for (long i = 0; i < count; i += TSimd.Width)
                    TSimd.Store(target + i, TSimd.MultiplyAdd(TSimd.Load(a + i), TSimd.Load(b + i), TSimd.Load(c + i)));
                break;
            case UpdateCode.Sqrt:
                for (long i = 0; i < count; i += TSimd.Width) TSimd.Store(target + i, TSimd.Sqrt(TSimd.Load(a + i)));
                break;
            case UpdateCode.Maximum:
                for (long i = 0; i < count; i += TSimd.Width) TSimd.Store(target + i, Larger(TSimd.Load(a + i), TSimd.Load(b + i)));
                break;
            case UpdateCode.Minimum:
                for (long i = 0; i < count; i += TSimd.Width) TSimd.Store(target + i, Smaller(TSimd.Load(a + i), TSimd.Load(b + i)));
                break;
            case UpdateCode.Sign:
                for (long i = 0; i < count; i += TSimd.Width)
                    TSimd.Store(target + i, GradientRule<TSimd, TFloat, TInt>.Sign(TSimd.Load(a + i)));
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Larger(TFloat a, TFloat b) => TSimd.Select(TSimd.GreaterThan(a, b), a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Smaller(TFloat a, TFloat b) => TSimd.Select(TSimd.GreaterThan(b, a), a, b);
}
