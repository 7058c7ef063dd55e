using System.Runtime.Intrinsics;

namespace Mirrored;

/// <summary>A virtual device on the processor; all of a process's CPU devices share one pool of threads.</summary>
internal sealed class CpuDevice : Device
{
    private readonly OperationTable _operations;
    private readonly CpuScratch _scratch = new();

    private readonly TimeSpan _limit;

    public CpuDevice(int index, WorkerPool pool, SimdWidth width, TimeSpan? limit = null)
    {
        _limit = limit ?? WorkerPool.DefaultLimit;
        Id = new DeviceId(DeviceKind.Cpu, index);
        Pool = pool;
        _operations = width switch
        {
            SimdWidth.Bits512 => CpuOperations.Create<Simd512, Vector512<float>, Vector512<uint>>(pool, _scratch),
            SimdWidth.Bits256 => CpuOperations.Create<Simd256, Vector256<float>, Vector256<uint>>(pool, _scratch),
            SimdWidth.Bits128 => CpuOperations.Create<Simd128, Vector128<float>, Vector128<uint>>(pool, _scratch),
            SimdWidth.Portable => CpuOperations.Create<SimdPortable, float, uint>(pool, _scratch),
            _ => throw new ArgumentOutOfRangeException(nameof(width), width, "Unknown vector width."),
        };
    }

    public override DeviceId Id { get; }

    /// <summary>The threads that the kernels run on.</summary>
    public WorkerPool Pool { get; }

    public override DeviceBuffer Allocate(long bytes, string purpose) => new CpuBuffer(bytes, purpose);

    public override DeviceBuffer Adopt(Array array, long offset, long bytes) => new PinnedArrayBuffer(array, offset, bytes);

    public override UploadBuffer CreateUpload(long bytes, int slots, string purpose) => new CpuUpload(bytes, purpose);

    public override DeviceSignal CreateSignal() => new CpuSignal();

    public override StagingBuffer CreateStaging(DeviceStream compute, int slots) => new CpuStaging();

    public override void BeginCompute() => Pool.EnterCompute(_limit);

    public override void EndCompute() => Pool.ExitCompute();

    public override DeviceStream CreateStream(string name, bool urgent = false) => new CpuStream();

    public override bool SharesMemoryWith(Device other) => other is CpuDevice;

    public override bool TryReach(Device other) => SharesMemoryWith(other);

    public override PreparedOperation Prepare(Operation operation, MemoryMap memory, DeviceStream stream) =>
        _operations.Prepare(operation, memory);

    public override void Dispose() => _scratch.Dispose();
}
