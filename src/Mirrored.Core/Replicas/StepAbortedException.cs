namespace Mirrored;

/// <summary>Thrown inside a replica that stops because another one failed; never seen by users.</summary>
internal sealed class StepAbortedException : Exception
{
    public StepAbortedException()
        : base("Another replica failed.")
    {
    }
}
