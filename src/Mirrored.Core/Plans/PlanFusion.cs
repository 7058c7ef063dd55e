namespace Mirrored;

/// <summary>Rewrites a described step so that fewer operations pass over memory; the numbers stay the same bits.</summary>
internal static class PlanFusion
{
    /// <summary>Applies every rule once, in the order in which they enable each other.</summary>
    public static IReadOnlyList<Operation> Fuse(IEnumerable<Operation> operations, IReadOnlyCollection<PlanTensor> kept)
    {
        List<Operation> plan = [.. operations];
        JoinReluDropoutGradients(plan);
        JoinEpilogues(plan, kept);
        JoinAccuracy(plan);
        RemoveUnread(plan, kept);
        FoldAfterProducts(plan, kept);
        FoldBeforeProducts(plan);
        return plan;
    }

    /// <summary>ReLU then dropout: one gradient that sees from the output's sign what was active and kept, and draws nothing.</summary>
    private static void JoinReluDropoutGradients(List<Operation> plan)
    {
        for (int i = 0; i + 1 < plan.Count; i++)
        {
            if (plan[i] is not EpilogueGradientOperation { Dropout: { } mask, Activation: Activation.Linear } dropout) continue;
            if (plan[i + 1] is not EpilogueGradientOperation { Dropout: null, Activation: Activation.Relu } relu) continue;
            if (!ReferenceEquals(relu.OutputGradient, dropout.InputGradient) || Readers(plan, dropout.InputGradient) != 1) continue;
            EpilogueOperation? forward = plan.OfType<EpilogueOperation>()
                .FirstOrDefault(o => ReferenceEquals(o.Input, relu.Output) && o.Dropout == mask && o.Bias is null);
            if (forward is null) continue;
            plan[i] = new EpilogueGradientOperation
            {
                OutputGradient = dropout.OutputGradient, Output = forward.Output, Activation = Activation.Relu, Dropout = mask,
                InputGradient = relu.InputGradient,
            };
            plan.RemoveAt(i + 1);
        }
    }

    /// <summary>Bias, then activation, then dropout: one pass.</summary>
    private static void JoinEpilogues(List<Operation> plan, IReadOnlyCollection<PlanTensor> kept)
    {
        for (int i = 0; i + 1 < plan.Count; i++)
        {
            if (plan[i] is not EpilogueOperation { Dropout: null } first) continue;
            if (plan[i + 1] is not EpilogueOperation { Bias: null } second || !ReferenceEquals(second.Input, first.Output)) continue;
            if (first.Activation != Activation.Linear && second.Activation != Activation.Linear) continue;
            if (Readers(plan, first.Output) != 1 || kept.Any(t => t.Root == first.Output.Root)) continue;
            plan[i] = new EpilogueOperation
            {
                Input = first.Input, Bias = first.Bias, Dropout = second.Dropout, Output = second.Output,
                Activation = first.Activation == Activation.Linear ? second.Activation : first.Activation,
            };
            plan.RemoveAt(i + 1);
            i--;
        }
    }

    /// <summary>The loss already looks at every prediction: let it tell which are right.</summary>
    private static void JoinAccuracy(List<Operation> plan)
    {
        int loss = plan.FindIndex(o => o is SparseCrossEntropyOperation);
        if (loss < 0) return;
        SparseCrossEntropyOperation entropy = (SparseCrossEntropyOperation)plan[loss];
        int metric = plan.FindIndex(o => o is SparseAccuracyOperation accuracy
            && accuracy.Predictions.Root == entropy.Predictions.Root && accuracy.Labels.Root == entropy.Labels.Root);
        if (metric < loss) return;
        plan[loss] = new SparseCrossEntropyOperation
        {
            Predictions = entropy.Predictions, Labels = entropy.Labels, FromProbabilities = entropy.FromProbabilities,
            RowLoss = entropy.RowLoss, Gradient = entropy.Gradient, Scale = entropy.Scale, Correct = ((SparseAccuracyOperation)plan[metric]).Correct,
        };
        plan.RemoveAt(metric);
    }

    /// <summary>Drops what nobody reads, such as softmax in training.</summary>
    private static void RemoveUnread(List<Operation> plan, IReadOnlyCollection<PlanTensor> kept)
    {
        for (int i = plan.Count - 1; i >= 0; i--)
        {
            bool read = plan[i].Writes.Any(w => w.Region != MemoryRegion.Arena
                || kept.Any(t => t.Root == w.Root)
                || plan.Skip(i + 1).Any(o => o.Reads.Any(r => r.Root == w.Root)));
            if (!read) plan.RemoveAt(i);
        }
    }

    /// <summary>Row operations behind a product run on its rows while they are in the cache, epilogues in place.</summary>
    private static void FoldAfterProducts(List<Operation> plan, IReadOnlyCollection<PlanTensor> kept)
    {
        for (int i = 0; i + 1 < plan.Count; i++)
        {
            if (plan[i] is not MatMulOperation product) continue;
            if (plan[i + 1] is not RowOperation next || next.Rows != product.M) continue;
            PlanTensor result = (product.After.Count > 0 ? product.After[^1].Writes[0] : product.Output).Root;
            if (next.Reads.All(r => r.Root != result && r.Root != product.Output.Root)) continue;
            // What every row needs whole must not come out of the same product, whose last rows are not there yet.
            if (next.Shared.Any(s => product.Writes.Any(w => w.Root == s.Root))) continue;
            bool single = Readers(plan, product.Output) == 1 && product.After.Count == 0
                && kept.All(t => t.Root != product.Output.Root);
            RowOperation? inPlace = single ? InPlace(next, product.Output) : null;
            plan[i] = new MatMulOperation
            {
                A = product.A, B = product.B, TransposeA = product.TransposeA, TransposeB = product.TransposeB,
                Output = inPlace is null ? product.Output : inPlace.Writes[0],
                After = [.. product.After, inPlace ?? next],
            };
            plan.RemoveAt(i + 1);
            i--;
        }
    }

    /// <summary>The rows of a batch are picked right before the first product uses them.</summary>
    private static void FoldBeforeProducts(List<Operation> plan)
    {
        int gather = plan.FindIndex(o => o is GatherOperation { From: GatherSource.Features });
        if (gather < 0) return;
        PlanTensor rows = ((GatherOperation)plan[gather]).Output;
        int user = plan.FindIndex(gather + 1, o => o.Reads.Any(r => r.Root == rows.Root));
        if (user < 0 || plan[user] is not MatMulOperation { TransposeA: false } product) return;
        if (product.A.Root != rows.Root || product.A.Rows != rows.Rows || product.B.Root == rows.Root) return;
        plan[user] = new MatMulOperation
        {
            A = product.A, B = product.B, TransposeB = product.TransposeB, Output = product.Output, After = product.After,
            Before = [(RowOperation)plan[gather]],
        };
        plan.RemoveAt(gather);
    }

    private static RowOperation? InPlace(RowOperation operation, PlanTensor input) => operation switch
    {
        EpilogueOperation o when ReferenceEquals(o.Input, input) => new EpilogueOperation
        {
            Input = o.Output, Bias = o.Bias, Activation = o.Activation, Dropout = o.Dropout, Output = o.Output,
        },
        EpilogueGradientOperation o when ReferenceEquals(o.OutputGradient, input) => new EpilogueGradientOperation
        {
            OutputGradient = o.InputGradient, Output = o.Output, Activation = o.Activation, Dropout = o.Dropout,
            InputGradient = o.InputGradient,
        },
        _ => null,
    };

    private static int Readers(List<Operation> plan, PlanTensor tensor) =>
        plan.Sum(o => o.Reads.Count(r => r.Root == tensor.Root));
}
