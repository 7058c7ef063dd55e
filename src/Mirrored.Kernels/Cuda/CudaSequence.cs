namespace Mirrored;

/// <summary>Several launches, one after the other.</summary>
internal sealed class CudaSequence(PreparedOperation[] launches) : PreparedOperation
{
    public override void Launch()
    {
        foreach (PreparedOperation launch in launches) launch.Launch();
    }
}
