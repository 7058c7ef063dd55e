namespace Mirrored;

/// <summary>A GPU, real or simulated; tests that open it are skipped where there is none.</summary>
public sealed class CudaTestDevice : TestDevice
{
    /// <summary>Keeps the context from being made anew for each test.</summary>
    private static readonly Lazy<CudaContextHandle> Context = new(() => CudaContextHandle.Retain(0));

    private readonly bool _deterministic;
    private readonly Precision _precision;

    private CudaTestDevice(bool deterministic, Precision precision)
    {
        _deterministic = deterministic;
        _precision = precision;
    }

    /// <summary>With our own matrix product.</summary>
    public static CudaTestDevice Own { get; } = new(deterministic: true, Precision.Float32);

    /// <summary>With cuBLASLt's, in float32.</summary>
    public static CudaTestDevice CublasLt { get; } = new(deterministic: false, Precision.Float32);

    /// <summary>With cuBLASLt's, in TF32.</summary>
    public static CudaTestDevice Tf32 { get; } = new(deterministic: false, Precision.Tf32);

    internal override Device Open()
    {
        SimulatorAtHand.SkipWithoutGpu();
        _ = Context.Value;
        CudaDevice device = new(0, new CudaDeviceOptions { Deterministic = _deterministic, Precision = _precision });
        device.Bind();
        return device;
    }
}
