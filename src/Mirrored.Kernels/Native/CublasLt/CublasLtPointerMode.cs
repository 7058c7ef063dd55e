namespace Mirrored;

/// <summary>Where alpha and beta lie.</summary>
internal enum CublasLtPointerMode
{
    Host = 0,
    Device = 1,
    DeviceVector = 2,
    AlphaDeviceVectorBetaZero = 3,
    AlphaDeviceVectorBetaHost = 4,
}
