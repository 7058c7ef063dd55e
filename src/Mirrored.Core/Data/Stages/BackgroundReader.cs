namespace Mirrored;

/// <summary>A reader whose elements are made ahead by threads of its own, which start with the first element.</summary>
/// <typeparam name="TInput">What the threads read.</typeparam>
/// <typeparam name="T">What they make of it.</typeparam>
internal abstract class BackgroundReader<TInput, T> : ElementReader<T>
{
    private readonly ElementStage<TInput> _stage;
    private readonly Pass _pass;
    private readonly BackgroundSettings _settings;
    private readonly ElementRing<T> _ring;
    private readonly CancellationTokenSource _ended;
    private readonly CancellationTokenRegistration _wake;
    private readonly object _pull = new();
    private ElementReader<TInput>? _input;
    private BackgroundWork? _work;
    private bool _disposed;

    protected BackgroundReader(ElementStage<TInput> stage, Pass pass, BackgroundSettings settings)
    {
        _stage = stage;
        _settings = settings;
        _ring = new ElementRing<T>(settings.Capacity, settings.InOrder);
        _ended = CancellationTokenSource.CreateLinkedTokenSource(pass.Token);
        _wake = pass.Token.UnsafeRegister(static ring => ((ElementRing<T>)ring!).Wake(), _ring);
        _pass = pass;
    }

    /// <summary>Cancelled when the pass ends.</summary>
    protected CancellationToken Ended => _ended.Token;

    /// <inheritdoc/>
    public sealed override bool TryNext(ref T element)
    {
        _work ??= new BackgroundWork(_settings.Name, _settings.Threads, Work, () => _input?.Dispose());
        return _ring.Take(ref element, _settings.Limit, _pass.Token);
    }

    /// <inheritdoc/>
    public sealed override void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _ring.Close();
        _ended.Cancel();
        _wake.Dispose();
        if (_work is null || _work.Join()) _ended.Dispose();
    }

    /// <summary>Makes an element; called on several threads at once.</summary>
    protected abstract T Convert(TInput item, long number);

    private void Work()
    {
        while (TryPull(out long number, out TInput item))
        {
            try
            {
                _ring.Put(number, Convert(item, number));
            }
#pragma warning disable CA1031 // Whatever it is, it is for the thread that takes the element.
            catch (Exception cause)
#pragma warning restore CA1031
            {
                _ring.Put(number, default!, cause);
            }
        }
    }

    /// <summary>Reads the next input; elements are numbered in the order in which they are read.</summary>
    private bool TryPull(out long number, out TInput item)
    {
        lock (_pull)
        {
            item = default!;
            if (!_ring.TryClaim(out number)) return false;
            try
            {
                _input ??= _stage.Open(_pass with { Token = _ended.Token });
                if (_input.TryNext(ref item)) return true;
                _ring.End(number);
            }
#pragma warning disable CA1031 // Whatever it is, it is for the thread that takes the element.
            catch (Exception cause)
#pragma warning restore CA1031
            {
                _ring.Put(number, default!, cause);
                _ring.End(number + 1);
            }

            return false;
        }
    }
}
