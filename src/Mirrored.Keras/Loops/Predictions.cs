namespace Mirrored.Keras;

/// <summary>What a model's <c>Forward</c> gives for a replica's rows; the numbers stay on the device.</summary>
/// <remarks>Good until the model's next <c>Forward</c> on the replica, or the end of the step. Belongs to the replica's thread.
/// </remarks>
public sealed class Predictions
{
    internal Predictions(Sequential model, LoopPass pass)
    {
        (Model, Pass) = (model, pass);
        Shape = model.OutputShape!.Value.Prepend(pass.Rows); // The model is built.
    }

    /// <summary>The shape, <c>(rows, ...)</c>.</summary>
    public Shape Shape { get; }

    internal Sequential Model { get; }

    internal LoopPass Pass { get; }

    /// <summary>Whether the pass has a way back.</summary>
    internal bool CanGoBack => Pass.Training && Model.TrainableWeights.Count > 0;

    /// <summary>Copies the numbers to the host, which waits for the device.</summary>
    /// <returns>The predictions, <c>(rows, ...)</c>.</returns>
    /// <exception cref="InvalidOperationException">The model has done another <c>Forward</c> since, or the step has ended.</exception>
    public NDArray<float> ToNDArray()
    {
        Pass.Require(nameof(ToNDArray));
        float[] numbers = new float[Shape.Length];
        Pass.Replica.ReadPredictions(Pass, numbers);
        return new NDArray<float>(numbers, Shape);
    }

    /// <summary>Refuses labels and weights that are not of the predictions' rows.</summary>
    internal void Require(string what, NDArray labels, NDArray<float>? sampleWeight)
    {
        ArgumentNullException.ThrowIfNull(labels);
        Pass.Require(what);
        if (labels.Shape.Rank == 0 || labels.RowCount != Pass.Rows)
            throw new ArgumentException(
                $"{what} was given labels of shape {labels.Shape} for predictions of shape {Shape}: there must be as many rows.", nameof(labels));
        if (labels.DType is not (DType.Float32 or DType.Int32 or DType.UInt8))
            throw new ArgumentException($"{what} was given labels of {labels.DType}. Make them float, int or byte.", nameof(labels));
        if (sampleWeight is null) return;
        if (sampleWeight.Length != Pass.Rows)
            throw new ArgumentException(
                $"{what} was given weights of shape {sampleWeight.Shape}; there must be one for each of {Pass.Rows} rows.", nameof(sampleWeight));
        if (sampleWeight.FirstNonFinite() is >= 0 and int at)
            throw new ArgumentException($"{what} was given the weight {sampleWeight.Span[at]} for row {at}.", nameof(sampleWeight));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(Predictions)} {Shape}";
}
