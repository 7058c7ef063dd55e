namespace Mirrored;

/// <summary>Work whose parts a test writes down as a function.</summary>
internal sealed class PartWork(Action<int> run) : IParallelWork
{
    public void Run(int part) => run(part);
}
