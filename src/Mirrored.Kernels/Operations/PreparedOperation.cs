namespace Mirrored;

/// <summary>An operation bound to a device, its memory and a stream: all that is left to do is to launch it.</summary>
/// <remarks>Launching allocates nothing and, on devices with streams, returns before the work is done.</remarks>
internal abstract class PreparedOperation
{
    /// <summary>Runs the operation, or queues it on its stream.</summary>
    public abstract void Launch();
}
