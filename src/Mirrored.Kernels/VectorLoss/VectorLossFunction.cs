namespace Mirrored;

/// <summary>The rule of a <see cref="VectorLossOperation"/>, of a row of predictions <c>p</c> and labels <c>t</c>.</summary>
/// <remarks>Sums run from the first column to the last, each term one fused multiply-add. <c>u = t (1 - s) + s / n</c> are the
/// labels smoothed by the parameter <c>s</c>.</remarks>
internal enum VectorLossFunction
{
    /// <summary>With <c>q = p / sum p</c> and <c>c = clip(q, 1e-7, 1 - 1e-7)</c>: <c>-sum_j u_j log c_j</c>. With <c>d_j = -u_j / c_j</c>,
    /// 0 where clipped, the slope is <c>(d_j - sum_k d_k q_k) / sum p</c>.</summary>
    CategoricalCrossEntropy = 0,

    /// <summary>Of logits: <c>sum_j u_j (log sum_k e^(p_k - max) - (p_j - max))</c>; slope <c>softmax(p)_j sum u - u_j</c>.</summary>
    CategoricalCrossEntropyFromLogits = 1,

    /// <summary><c>max(max_j (1 - t_j) p_j - sum_j t_j p_j + 1, 0)</c>; of equal terms the first has the slope.</summary>
    CategoricalHinge = 2,

    /// <summary><c>-sum_j t_j p_j / (|t| |p|)</c>, lengths at least 1e-6.</summary>
    CosineSimilarity = 3,
}
