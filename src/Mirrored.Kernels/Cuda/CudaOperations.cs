namespace Mirrored;

/// <summary>The GPU's table of kernels: one line for each operation.</summary>
internal static class CudaOperations
{
    public static OperationTable Create(CudaStream stream) => new OperationTable()
        .Add<AccumulateOperation>((o, memory) => CudaAccumulate.Prepare(o, memory, stream))
        .Add<AddPenaltyOperation>((o, memory) => CudaAddPenalty.Prepare(o, memory, stream))
        .Add<BinaryOperation>((o, memory) => CudaBinary.Prepare(o, memory, stream))
        .Add<BlockSumOperation>((o, memory) => CudaBlockSum.Prepare(o, memory, stream))
        .Add<ChecksumOperation>((o, memory) => CudaChecksum.Prepare(o, memory, stream))
        .Add<ClipScaleOperation>((o, memory) => CudaClipScale.Prepare(o, memory, stream))
        .Add<ColumnSumOperation>((o, memory) => CudaColumnSum.Prepare(o, memory, stream))
        .Add<EpilogueOperation>((o, memory) => CudaEpilogue.Prepare(o, memory, stream))
        .Add<EpilogueGradientOperation>((o, memory) => CudaEpilogueGradient.Prepare(o, memory, stream))
        .Add<FillOperation>((o, memory) => CudaFill.Prepare(o, memory, stream))
        .Add<GatherOperation>((o, memory) => CudaGather.Prepare(o, memory, stream))
        .Add<GaussianNoiseOperation>((o, memory) => CudaGaussianNoise.Prepare(o, memory, stream))
        .Add<GlobalMeanOperation>((o, memory) => CudaGlobalMean.Prepare(o, memory, stream))
        .Add<LossGradientOperation>((o, memory) => CudaLossGradient.Prepare(o, memory, stream))
        .Add<MatMulOperation>((o, memory) => CudaMatMul.Prepare(o, memory, stream))
        .Add<NormConstraintOperation>((o, memory) => CudaNormConstraint.Prepare(o, memory, stream))
        .Add<RandomUniformOperation>((o, memory) => CudaRandomUniform.Prepare(o, memory, stream))
        .Add<ReduceLeavesOperation>((o, _) => CudaReduceLeaves.Prepare(o, stream))
        .Add<RowNormalizeOperation>((o, memory) => CudaRowNormalize.Prepare(o, memory, stream))
        .Add<RowNormalizeGradientOperation>((o, memory) => CudaRowNormalizeGradient.Prepare(o, memory, stream))
        .Add<RowReduceOperation>((o, memory) => CudaRowReduce.Prepare(o, memory, stream))
        .Add<SoftmaxOperation>((o, memory) => CudaSoftmax.Prepare(o, memory, stream))
        .Add<SoftmaxGradientOperation>((o, memory) => CudaSoftmaxGradient.Prepare(o, memory, stream))
        .Add<SparseAccuracyOperation>((o, memory) => CudaSparseAccuracy.Prepare(o, memory, stream))
        .Add<SparseCrossEntropyOperation>((o, memory) => CudaSparseCrossEntropy.Prepare(o, memory, stream))
        .Add<UnaryOperation>((o, memory) => CudaUnary.Prepare(o, memory, stream))
        .Add<UnaryGradientOperation>((o, memory) => CudaUnaryGradient.Prepare(o, memory, stream))
        .Add<UpdateOperation>((o, memory) => CudaUpdate.Prepare(o, memory, stream));
}
