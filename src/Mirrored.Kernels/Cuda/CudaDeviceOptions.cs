namespace Mirrored;

/// <summary>How a GPU computes and how much memory it may take.</summary>
internal sealed record CudaDeviceOptions
{
    /// <summary>The name under which the device trains, where it is a part of a GPU; null takes the GPU's.</summary>
    public DeviceId? Id { get; init; }

    /// <summary>How products are computed.</summary>
    public Precision Precision { get; init; }

    /// <summary>True computes products in the CPU's order of additions, on our own tiles.</summary>
    public bool Deterministic { get; init; }

    /// <summary>The kernels chosen for products, shared by the devices of a strategy.</summary>
    public CublasLtChoices Products { get; init; } = new();

    /// <summary>The memory's account; all devices of one GPU share it.</summary>
    public GpuMemoryAccount Memory { get; init; } = new();
}
