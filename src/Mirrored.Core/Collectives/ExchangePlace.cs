namespace Mirrored;

/// <summary>An address in the memory of a replica's device.</summary>
/// <param name="Replica">The replica.</param>
/// <param name="Address">The address, or the offset in staging.</param>
/// <param name="InStaging">True counts from the start of the memory in which the replica keeps copies of others' numbers.</param>
internal readonly record struct ExchangePlace(int Replica, nint Address, bool InStaging = false)
{
    /// <summary>The address.</summary>
    public nint Resolve(nint staging) => InStaging ? staging + Address : Address;
}
