namespace Mirrored.Keras;

/// <summary>Checks what kernels read unchecked, batch by batch, before a step is queued.</summary>
internal sealed class BatchCheck
{
    private readonly Compilation? _compilation;
    private readonly RowWeights _weights;
    private readonly Shape _outputShape;
    private readonly Shape _features;
    private readonly Shape? _targets;
    private readonly DType? _type;
    private readonly bool _weighted;

    /// <summary>Takes the first batch as the pattern for all; builds the model by it if it is not built yet.</summary>
    /// <exception cref="ArgumentException">It does not suit the model.</exception>
    public BatchCheck(Sequential model, Compilation? compilation, RowWeights weights, RowBuffer first)
    {
        model.BuildFor(first.Features.RowShape);
        (_compilation, _weights) = (compilation, weights);
        _outputShape = model.OutputShape!.Value; // Known once the model is built.
        (_features, _targets, _type) = (first.Features.RowShape, first.Targets?.RowShape, first.Targets?.Type);
        _weighted = first.BringsWeights;
        Require(first);
    }

    /// <summary>Refuses a batch that is not like the first, not finite, or whose labels are none.</summary>
    /// <exception cref="DatasetException">The cause says what is wrong, the number which batch of the epoch it is.</exception>
    public void Require(RowBuffer batch, long number)
    {
        try
        {
            Require(batch);
        }
        catch (ArgumentException misfit)
        {
            throw new DatasetException("The check of batches", number, misfit);
        }
    }

    private void Require(RowBuffer batch)
    {
        if (batch.Features.RowShape != _features)
            throw new ArgumentException($"Its rows have shape {batch.Features.RowShape}, those of the first batch {_features}.");
        if (batch.Targets?.RowShape != _targets || batch.Targets?.Type != _type)
            throw new ArgumentException(
                $"Its targets are {Describe(batch.Targets?.Type, batch.Targets?.RowShape)}, those of the first batch {Describe(_type, _targets)}.");
        NDArray<float> x = batch.Features.Rows(batch.Count).As<float>();
        if (x.FirstNonFinite() is >= 0 and int at)
            throw new ArgumentException(
                $"The features hold {x.Span[at]} in row {at / Math.Max(1, _features.Length)}. Replace what is not a finite number.");
        if (_compilation is null) return;
        if (batch.Targets is null) throw new ArgumentException("The dataset has no labels, which the loss needs.");
        NDArray targets = batch.Targets.Rows(batch.Count);
        _compilation.Check(targets, _outputShape);
        Weigh(batch, targets);
    }

    /// <summary>Checks the weights that the batch brings, and gives its rows those of their classes.</summary>
    private void Weigh(RowBuffer batch, NDArray targets)
    {
        if (batch.BringsWeights != _weighted) throw new ArgumentException("Some batches have sample weights and others none.");
        if (_weighted) RowWeights.RequireFinite(batch.Weigh());
        if (_weights.OfClasses is not null) _weights.MultiplyByClass(batch.Weigh(), targets);
    }

    private static string Describe(DType? type, Shape? row) => type is null ? "none" : $"{type} of shape {row}";
}
