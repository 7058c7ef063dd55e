namespace Mirrored;

/// <summary>Traits of an executable graph.</summary>
[Flags]
internal enum CuGraphInstantiateFlags : ulong
{
    None = 0,
    AutoFreeOnLaunch = 1,
    DeviceLaunch = 4,
    UseNodePriority = 8,
}
