namespace Mirrored;

/// <summary>Something that a replica does in a phase of an exchange.</summary>
internal abstract class ExchangeTask
{
    /// <summary>Binds it to the replica's communication stream.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="replica">The replica that does it.</param>
    /// <param name="staging">Where its copies of others' numbers lie.</param>
    public abstract PreparedOperation Prepare(ExchangeContext context, Replica replica, nint staging);
}
