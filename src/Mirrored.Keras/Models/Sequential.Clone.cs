namespace Mirrored.Keras;

public sealed partial class Sequential
{
    /// <summary>Makes a model of the same layers, names and input shape; it is not compiled.</summary>
    /// <param name="withWeights">Whether it gets the values of the weights, too; else they are drawn as those of a new model.</param>
    /// <returns>The model: of the strategy in whose scope the caller is, else of this model's, or on a device of its own if
    /// this one is.</returns>
    /// <remarks>Source: <c>keras.models.clone_model</c>.</remarks>
    /// <exception cref="InvalidOperationException">Weights are asked for, and the model is not built yet.</exception>
    public Sequential Clone(bool withWeights = false)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        IReadOnlyList<NDArray<float>> weights = withWeights ? GetWeights() : [];
        using IDisposable? scope = MirroredStrategy.Current is null && !_ownsStrategy ? Strategy.Scope() : null;
        Sequential clone = (Sequential)CloneUnbuilt();
        if (withWeights) clone.SetWeights(weights);
        return clone;
    }

    internal override Layer CloneUnbuilt()
    {
        Sequential clone = new(name: Name);
        try
        {
            if (_inputShape is { } rows) clone.Add(new Input(rows, $"{Name}_input"));
            foreach (Layer layer in _layers) clone.Add(layer.CloneUnbuilt());
        }
        catch
        {
            clone.Dispose();
            throw;
        }

        return clone;
    }
}
