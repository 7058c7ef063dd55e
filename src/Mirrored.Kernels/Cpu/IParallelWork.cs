namespace Mirrored;

/// <summary>Work in numbered parts that may run in any order, on any thread, at the same time.</summary>
internal interface IParallelWork
{
    /// <summary>Does one part. It must not depend on the order or on who else runs.</summary>
    void Run(int part);
}
