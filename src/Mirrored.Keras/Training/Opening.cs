namespace Mirrored.Keras;

/// <summary>What a call does before it computes anything: if that fails, a model that it built is unbuilt again.</summary>
internal sealed class Opening(Sequential model) : IDisposable
{
    private bool _done = model.InputShape is not null;

    /// <summary>Keeps the model as it is now.</summary>
    public void Done() => _done = true;

    /// <summary>Starts the weights, and keeps the model as it is then.</summary>
    /// <exception cref="InvalidOperationException">A layer does not know yet what its weights start with.</exception>
    public void Start()
    {
        model.Engine();
        Done();
    }

    public void Dispose()
    {
        if (!_done) model.Unbuild();
    }
}
