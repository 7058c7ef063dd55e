namespace Mirrored;

/// <summary>The CPU's table of kernels: one line for each operation.</summary>
internal static class CpuOperations
{
    public static OperationTable Create<TSimd, TFloat, TInt>(WorkerPool pool, CpuScratch scratch)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        OperationTable table = new();
        return table
            .Add<AccumulateOperation>((o, memory) => new CpuAccumulate(o, memory))
            .Add<AddPenaltyOperation>((o, memory) => new CpuAddPenalty(o, memory))
            .Add<ArgMaxOperation>((o, memory) => new CpuArgMax(o, memory, pool))
            .Add<BinaryOperation>((o, memory) => new CpuBinary<TSimd, TFloat, TInt>(o, memory, pool))
            .Add<BlockSumOperation>((o, memory) => new CpuBlockSum<TSimd, TFloat, TInt>(o, memory, pool))
            .Add<CastOperation>((o, memory) => new CpuCast(o, memory))
            .Add<ChecksumOperation>((o, memory) => new CpuChecksum(o, memory, pool))
            .Add<ClipScaleOperation>((o, memory) => new CpuClipScale(o, memory))
            .Add<ColumnSumOperation>((o, memory) => new CpuColumnSum<TSimd, TFloat, TInt>(o, memory, pool))
            .Add<ConfusionMatrixOperation>((o, memory) => new CpuConfusionMatrix(o, memory))
            .Add<ElementLossOperation>((o, memory) => new CpuElementLoss<TSimd, TFloat, TInt>(o, memory, pool))
            .Add<EpilogueGradientOperation>((o, memory) => new CpuEpilogueGradient<TSimd, TFloat, TInt>(o, memory, pool))
            .Add<EpilogueOperation>((o, memory) => new CpuEpilogue<TSimd, TFloat, TInt>(o, memory, pool))
            .Add<FillOperation>((o, memory) => new CpuFill<TSimd, TFloat, TInt>(o, memory, pool))
            .Add<FindNonFiniteOperation>((o, memory) => new CpuFindNonFinite<TSimd, TFloat, TInt>(o, memory, pool))
            .Add<GatherOperation>((o, memory) => new CpuGather<TSimd, TFloat, TInt>(o, memory, pool))
            .Add<GaussianNoiseOperation>((o, memory) => new CpuGaussianNoise<TSimd, TFloat, TInt>(o, memory, pool))
            .Add<InTopKOperation>((o, memory) => new CpuInTopK(o, memory, pool))
            .Add<GlobalMeanOperation>((o, memory) => new CpuGlobalMean<TSimd, TFloat, TInt>(o, memory, pool))
            .Add<LossGradientOperation>((o, memory) => new CpuLossGradient(o, memory))
            .Add<MatMulOperation>((o, memory) => new CpuMatMul<TSimd, TFloat, TInt>(o, memory, table, pool, scratch))
            .Add<NormConstraintOperation>((o, memory) => new CpuNormConstraint<TSimd, TFloat, TInt>(o, memory, pool))
            .Add<RandomUniformOperation>((o, memory) => new CpuRandomUniform<TSimd, TFloat, TInt>(o, memory, pool))
            .Add<ReduceLeavesOperation>((o, _) => CpuReduceLeaves<TSimd, TFloat, TInt>.Prepare(o, pool))
            .Add<RestoreSumsOperation>((o, memory) => new CpuRestoreSums(o, memory))
            .Add<RowNormalizeGradientOperation>(
                (o, memory) => new CpuRowNormalizeGradient<TSimd, TFloat, TInt>(o, memory, pool))
            .Add<RowReduceOperation>((o, memory) => new CpuRowReduce<TSimd, TFloat, TInt>(o, memory, pool))
            .Add<SoftmaxOperation>((o, memory) => new CpuSoftmax<TSimd, TFloat, TInt>(o, memory, pool))
            .Add<RowNormalizeOperation>((o, memory) => new CpuRowNormalize<TSimd, TFloat, TInt>(o, memory, pool))
            .Add<SoftmaxGradientOperation>((o, memory) => new CpuSoftmaxGradient<TSimd, TFloat, TInt>(o, memory, pool))
            .Add<SparseAccuracyOperation>((o, memory) => new CpuSparseAccuracy(o, memory, pool))
            .Add<SparseCrossEntropyOperation>(
                (o, memory) => new CpuSparseCrossEntropy<TSimd, TFloat, TInt>(o, memory, pool))
            .Add<ThresholdCountsOperation>((o, memory) => new CpuThresholdCounts(o, memory))
            .Add<TopKOperation>((o, memory) => new CpuTopK(o, memory, pool))
            .Add<UnaryGradientOperation>((o, memory) => new CpuUnaryGradient<TSimd, TFloat, TInt>(o, memory, pool))
            .Add<UnaryOperation>((o, memory) => new CpuUnary<TSimd, TFloat, TInt>(o, memory, pool))
            .Add<UpdateOperation>((o, memory) => CpuUpdate<TSimd, TFloat, TInt>.Prepare(o, memory, pool))
            .Add<VectorLossOperation>((o, memory) => new CpuVectorLoss<TSimd, TFloat, TInt>(o, memory, pool));
    }
}
