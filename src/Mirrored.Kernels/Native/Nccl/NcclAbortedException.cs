namespace Mirrored;

/// <summary>A communicator was used after it had been aborted; users get the failure that was the reason instead.</summary>
internal sealed class NcclAbortedException : Exception
{
    public NcclAbortedException()
        : base("The communicator was aborted.")
    {
    }
}
