namespace Mirrored;

/// <summary>What a strategy asks of its models around a custom step, on the caller's thread.</summary>
internal interface IRunModel
{
    /// <summary>Makes the model ready: replicas cannot, as some of it takes all of them.</summary>
    /// <param name="rows">The rows of the global batch.</param>
    void BeginRun(int rows);

    /// <summary>Tidies up behind a step.</summary>
    /// <param name="failed">Whether it ended by an exception.</param>
    void EndRun(bool failed);
}
