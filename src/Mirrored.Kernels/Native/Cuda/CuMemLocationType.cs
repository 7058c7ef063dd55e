namespace Mirrored;

/// <summary>Where memory lies.</summary>
internal enum CuMemLocationType
{
    Device = 1,
    Host = 2,
    HostNuma = 3,
    HostNumaCurrent = 4,
}
