namespace Mirrored;

/// <summary>One rank among several, each on a GPU of its own, that compute sums and copies together.</summary>
/// <remarks>
/// <para>Every call returns at once, under a lock that all callers share: the library allows one thread at a time on a
/// communicator, and whoever watches it must be able to abort it at any moment. What goes on in the background is polled
/// for (<see cref="IsInProgress"/>). All ranks must call the same collectives in the same order; a rank that does not keeps
/// the others' streams waiting until each of them is aborted.</para>
/// <para>After every call the communicator's device is the calling thread's, because the library may leave another one.
/// Disposing aborts, unless all ranks were brought to an end by <see cref="BeginFinalize"/>.</para>
/// </remarks>
internal sealed unsafe class NcclCommunicator : CudaHandle
{
    private readonly Lock _gate = new();
    private bool _isFinalized;
    private volatile bool _isAborted;

    private NcclCommunicator(nint communicator, int rank, int size, CudaContextHandle context) : base(communicator, context)
    {
        Rank = rank;
        Size = size;
    }

    /// <summary>This rank's number, from 0.</summary>
    public int Rank { get; }

    /// <summary>The number of ranks.</summary>
    public int Size { get; }

    /// <summary>True once it was aborted: nothing can be called any more.</summary>
    public bool IsAborted => _isAborted;

    /// <summary>True while a start, a first collective or an end goes on in the background.</summary>
    /// <exception cref="NcclException">It failed, or a collective did, at any time before.</exception>
    /// <exception cref="NcclAbortedException">The communicator was aborted.</exception>
    public bool IsInProgress
    {
        get
        {
            lock (_gate)
            {
                NcclResult state;
                Check(NcclImports.ncclCommGetAsyncError(Usable, &state), nameof(NcclImports.ncclCommGetAsyncError));
                state.ThrowIfFailed(nameof(NcclImports.ncclCommGetAsyncError), Device);
                return state.IsInProgress;
            }
        }
    }

    /// <summary>Starts a rank; it can be used when it is no longer <see cref="IsInProgress"/>, which needs all ranks.</summary>
    /// <param name="id">The same for all ranks, from <see cref="Nccl.CreateUniqueId"/>.</param>
    /// <param name="rank">This rank's number, from 0.</param>
    /// <param name="size">The number of ranks.</param>
    /// <param name="context">The rank's device; no other rank may have the same.</param>
    /// <exception cref="CudaUnavailableException">The library is missing or too old.</exception>
    /// <exception cref="NcclException">The library refused.</exception>
    public static NcclCommunicator Start(in NcclUniqueId id, int rank, int size, CudaContextHandle context)
    {
        Nccl.Require();
        context.MakeCurrent();
        nint communicator = 0;
        NcclConfig config = NcclConfig.NonBlocking;
        NcclResult result = NcclImports.ncclCommInitRankConfig(&communicator, size, id, rank, &config);
        context.MakeCurrent();
        if (communicator == 0) result.ThrowIfFailed(nameof(NcclImports.ncclCommInitRankConfig), context.Device);
        var started = new NcclCommunicator(communicator, rank, size, context);
        try
        {
            result.ThrowIfFailed(nameof(NcclImports.ncclCommInitRankConfig), context.Device);
            return started;
        }
        catch
        {
            started.Dispose();
            throw;
        }
    }

    /// <summary>Queues a reduction of all ranks' numbers, of which every rank gets the result.</summary>
    /// <param name="send">This rank's numbers; the same as <paramref name="receive"/> to overwrite them.</param>
    /// <param name="receive">Where the result goes.</param>
    /// <param name="count">How many numbers.</param>
    /// <param name="type">Their type.</param>
    /// <param name="operation">What is computed.</param>
    /// <param name="stream">A stream of the rank's device.</param>
    /// <returns>False when it is queued only once the communicator is no longer <see cref="IsInProgress"/>.</returns>
    public bool AllReduce(
        nint send, nint receive, long count, NcclDataType type, NcclReduction operation, CudaStreamHandle stream)
    {
        lock (_gate)
        {
            return Queue(NcclImports.ncclAllReduce(
                (void*)send, (void*)receive, (nuint)count, type, operation, Usable, stream.Raw), nameof(NcclImports.ncclAllReduce));
        }
    }

    /// <summary>As <see cref="AllReduce"/>, but each rank gets its share of the result.</summary>
    /// <param name="send">This rank's numbers, as many as all shares together.</param>
    /// <param name="receive">Where the share goes; within <paramref name="send"/> it is at its own place.</param>
    /// <param name="share">The numbers of a share.</param>
    /// <param name="type">Their type.</param>
    /// <param name="operation">What is computed.</param>
    /// <param name="stream">A stream of the rank's device.</param>
    /// <returns>As <see cref="AllReduce"/>.</returns>
    public bool ReduceScatter(
        nint send, nint receive, long share, NcclDataType type, NcclReduction operation, CudaStreamHandle stream)
    {
        lock (_gate)
        {
            return Queue(NcclImports.ncclReduceScatter(
                (void*)send, (void*)receive, (nuint)share, type, operation, Usable, stream.Raw),
                nameof(NcclImports.ncclReduceScatter));
        }
    }

    /// <summary>Queues giving every rank the shares of all, in rank order.</summary>
    /// <param name="send">This rank's share.</param>
    /// <param name="receive">Where all shares go.</param>
    /// <param name="share">The numbers of a share.</param>
    /// <param name="type">Their type.</param>
    /// <param name="stream">A stream of the rank's device.</param>
    /// <returns>As <see cref="AllReduce"/>.</returns>
    public bool AllGather(nint send, nint receive, long share, NcclDataType type, CudaStreamHandle stream)
    {
        lock (_gate)
        {
            return Queue(NcclImports.ncclAllGather(
                (void*)send, (void*)receive, (nuint)share, type, Usable, stream.Raw), nameof(NcclImports.ncclAllGather));
        }
    }

    /// <summary>Queues giving every rank the numbers of one.</summary>
    /// <param name="send">The numbers; read on that rank only.</param>
    /// <param name="receive">Where they go.</param>
    /// <param name="count">How many.</param>
    /// <param name="type">Their type.</param>
    /// <param name="root">The rank that gives them.</param>
    /// <param name="stream">A stream of the rank's device.</param>
    /// <returns>As <see cref="AllReduce"/>.</returns>
    public bool Broadcast(nint send, nint receive, long count, NcclDataType type, int root, CudaStreamHandle stream)
    {
        lock (_gate)
        {
            return Queue(NcclImports.ncclBroadcast(
                (void*)send, (void*)receive, (nuint)count, type, root, Usable, stream.Raw), nameof(NcclImports.ncclBroadcast));
        }
    }

    /// <summary>Starts the orderly end, which all ranks must do; when it is no longer <see cref="IsInProgress"/>, disposing
    /// destroys the communicator.</summary>
    public void BeginFinalize()
    {
        lock (_gate)
        {
            Check(NcclImports.ncclCommFinalize(Usable), nameof(NcclImports.ncclCommFinalize));
            _isFinalized = true;
        }
    }

    /// <summary>Ends the communicator at once: what its stream waits in is left without a result. Every rank must be aborted;
    /// the second time nothing happens.</summary>
    /// <returns>Null, or why the library failed.</returns>
    public string? Abort()
    {
        lock (_gate)
        {
            if (_isAborted || IsClosed || CudaFault.Process.First is not null) return null;
            Context.MakeCurrent();
            return AbortNow();
        }
    }

    /// <inheritdoc/>
    protected override string? Destroy()
    {
        lock (_gate)
        {
            if (_isAborted) return null;
            if (!_isFinalized) return AbortNow();
            NcclResult result = NcclImports.ncclCommDestroy(handle);
            Context.MakeCurrent();
            return result.Outcome(nameof(NcclImports.ncclCommDestroy), Device);
        }
    }

    private string? AbortNow()
    {
        _isAborted = true;
        NcclResult result = NcclImports.ncclCommAbort(handle);
        Context.MakeCurrent();
        return result.Outcome(nameof(NcclImports.ncclCommAbort), Device);
    }

    /// <summary>The native handle of a communicator that can still be called; under the lock.</summary>
    private nint Usable => _isAborted ? throw new NcclAbortedException() : Raw;

    private bool Queue(NcclResult result, string operation)
    {
        Check(result, operation);
        return result.IsSuccess;
    }

    private void Check(NcclResult result, string operation)
    {
        Context.MakeCurrent();
        result.ThrowIfFailed(operation, Device);
    }
}
