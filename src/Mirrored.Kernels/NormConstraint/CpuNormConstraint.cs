using System.Runtime.CompilerServices;

namespace Mirrored;

/// <remarks>Neighbouring vectors are summed side by side, so that memory is read in its order.</remarks>
internal sealed unsafe class CpuNormConstraint<TSimd, TFloat, TInt> : CpuRangeOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    /// <summary>Vectors at a time.</summary>
    private const int Group = 64;

    private readonly StepState* _state;
    private readonly float* _weights;
    private readonly int _length;
    private readonly long _stride;
    private readonly NormRange _range;

    public CpuNormConstraint(NormConstraintOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Vectors, 2 * operation.Length, pool)
    {
        operation.Require(operation.Weights, DType.Float32, operation.Weights.Shape.Length);
        _state = memory.State;
        _weights = memory.Address<float>(operation.Weights);
        (_length, _stride, _range) = (operation.Length, operation.Stride, operation.Range);
    }

    public override void RunRange(long start, long end)
    {
        if (_state->Skip != 0) return;
        while (start < end)
        {
            // Vectors that begin side by side, up to where the axes in front change.
            long inner = start % _stride;
            int count = (int)Math.Min(Group, Math.Min(end - start, _stride - inner));
            Constrain(_weights + (start - inner) * _length + inner, count);
            start += count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Constrain(float* first, int count)
    {
        double* sums = stackalloc double[Group];
        float* factors = stackalloc float[Group];
        new Span<double>(sums, count).Clear();
        for (int k = 0; k < _length; k++)
        {
            float* row = first + k * _stride;
            for (int i = 0; i < count; i++) sums[i] += (double)row[i] * row[i];
        }

        for (int i = 0; i < count; i++) factors[i] = Factor(Math.Sqrt(sums[i]));
        for (int k = 0; k < _length; k++)
        {
            float* row = first + k * _stride;
            for (int i = 0; i < count; i += TSimd.Width)
            {
                TFloat w = TSimd.LoadPartial(row + i, count - i);
                TSimd.StorePartial(row + i, TSimd.Multiply(w, TSimd.LoadPartial(factors + i, count - i)), count - i);
            }
        }
    }

    private float Factor(double norm)
    {
        double near = norm < _range.Minimum ? _range.Minimum : norm > _range.Maximum ? _range.Maximum : norm;
        double wanted = _range.Rate * near + (1 - _range.Rate) * norm;
        return (float)(wanted / (NormConstraintOperation.Epsilon + norm));
    }
}
