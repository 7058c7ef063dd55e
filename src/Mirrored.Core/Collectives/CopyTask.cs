namespace Mirrored;

/// <summary>Copies from one device to another.</summary>
internal sealed class CopyTask(ExchangePlace from, ExchangePlace to, long bytes) : ExchangeTask
{
    public override PreparedOperation Prepare(ExchangeContext context, Replica replica, nint staging) =>
        replica.Communication.PrepareCopy(
            context.Device(to.Replica), to.Resolve(staging), context.Device(from.Replica), from.Resolve(staging), bytes);
}
