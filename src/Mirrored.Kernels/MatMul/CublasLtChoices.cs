namespace Mirrored;

/// <summary>The kernels chosen for products, once for each shape and shared by all replicas, so that they compute alike.</summary>
internal sealed class CublasLtChoices
{
    private readonly Dictionary<ProductShape, CublasLtChoice?> _choices = [];
    private readonly Lock _lock = new();

    /// <summary>The choice for a shape, made the first time that a device asks.</summary>
    /// <returns>Null when the library has no kernel for it.</returns>
    public CublasLtChoice? Find(ProductShape shape, Func<CublasLtChoice?> choose)
    {
        lock (_lock)
        {
            if (!_choices.TryGetValue(shape, out CublasLtChoice? choice)) _choices.Add(shape, choice = choose());
            return choice;
        }
    }
}
