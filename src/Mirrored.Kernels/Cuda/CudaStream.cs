namespace Mirrored;

/// <summary>A GPU's queue of work, and what is needed to bind kernels to it.</summary>
internal sealed class CudaStream : DeviceStream
{
    /// <summary>The most that a product may use as workspace; NVIDIA's advice for Hopper, enough for all others.</summary>
    public const long WorkspaceBytes = 32L << 20;

    private readonly CudaDevice _device;
    private readonly OperationTable _operations;
    private readonly CudaEventHandle _tail;

    public CudaStream(CudaDevice device, bool urgent = false)
    {
        _device = device;
        Handle = CudaStreamHandle.Create(device.Context, urgent ? device.Context.StreamPriorities().Highest : 0);
        try
        {
            _tail = CudaEventHandle.Create(device.Context);
        }
        catch
        {
            Handle.Dispose();
            throw;
        }

        _operations = CudaOperations.Create(this);
        device.Transfers.Join(this);
    }

    /// <summary>The native stream.</summary>
    public CudaStreamHandle Handle { get; }

    /// <summary>The sizes of grids on this device.</summary>
    public CudaGrid Grid => _device.Grid;

    /// <summary>The device's matrix products.</summary>
    public CudaProducts Products => _device.Products;

    /// <summary>Memory for the products of this stream; null until one needs it.</summary>
    public CudaMemoryBlock? Workspace { get; private set; }

    public override bool CanCapture => true;

    /// <summary>Binds an operation to memory and this stream.</summary>
    public PreparedOperation Prepare(Operation operation, MemoryMap memory) => _operations.Prepare(operation, memory);

    /// <summary>Binds a kernel to its arguments and this stream.</summary>
    /// <param name="file">The kernel's source without ending.</param>
    /// <param name="entry">The kernel's name in it.</param>
    /// <param name="launch">The grid; one without blocks makes a launch that does nothing.</param>
    /// <param name="arguments">The twin of the kernel's argument struct.</param>
    public PreparedOperation Kernel<TArguments>(string file, string entry, in CudaLaunch launch, TArguments arguments)
        where TArguments : unmanaged =>
        new CudaKernel<TArguments>(_device.Modules.Find(file, entry), launch, arguments, Handle);

    /// <summary>Makes another stream's later work wait for what this one has been given so far.</summary>
    public void HoldBack(CudaStreamHandle other)
    {
        _tail.Record(Handle);
        other.Wait(_tail);
    }

    /// <summary>Takes a workspace, if there is none yet; it stays where it is, because recorded graphs know its address.</summary>
    /// <returns>False when there is not so much memory.</returns>
    public bool TakeWorkspace(long bytes)
    {
        try
        {
            Workspace ??= _device.Take(WorkspaceBytes, "the workspace of matrix products");
        }
        catch (InsufficientMemoryException)
        {
            // A kernel without workspace does the same, slower.
            return false;
        }

        return bytes <= Workspace.Length;
    }

    public override void Synchronize() => Handle.Synchronize();

    public override void Record(DeviceEvent mark) => ((CudaEvent)mark).Handle.Record(Handle);

    public override void Wait(DeviceEvent mark) => Handle.Wait(((CudaEvent)mark).Handle);

    public override DeviceEvent CreateEvent() => new CudaEvent(CudaEventHandle.Create(_device.Context));

    public override void Record(DeviceTimestamp moment) => ((CudaTimestamp)moment).Handle.Record(Handle);

    public override DeviceTimestamp CreateTimestamp() => new CudaTimestamp(_device.Context);

    public override PreparedOperation PrepareCopy(Device target, nint to, Device source, nint from, long bytes) =>
        new CudaCopy(Handle, ((CudaDevice)target).Context, to, ((CudaDevice)source).Context, from, bytes);

    public override void Clear(DeviceBuffer buffer)
    {
        using CudaContextScope scope = _device.Context.Enter();
        Handle.Fill((ulong)buffer.Address, (byte)0, (nuint)buffer.Length);
    }

    public override DeviceGraph Capture(Action work)
    {
        using CudaGraphHandle graph = Record(work);
        CudaGraphExecHandle executable = graph.Instantiate();
        try
        {
            executable.Upload(Handle);
            return new CudaGraph(executable, Handle);
        }
        catch
        {
            executable.Dispose();
            throw;
        }
    }

    public override void Dispose()
    {
        _device.Transfers.Leave(this);
        _tail.Dispose();
        Handle.Dispose();
        Workspace?.Dispose();
    }

    private CudaGraphHandle Record(Action work)
    {
        Handle.BeginCapture();
        try
        {
            work();
            return Handle.EndCapture();
        }
        catch
        {
            // A stream that still records would refuse everything from now on.
            Handle.AbandonCapture();
            throw;
        }
    }
}
