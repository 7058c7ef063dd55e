namespace Mirrored;

/// <summary>A range of memory to keep in the L2 cache.</summary>
internal struct CuAccessPolicyWindow
{
    public nint BasePointer;
    public nuint ByteCount;
    public float HitRatio;
    public int HitProperty;
    public int MissProperty;
}
