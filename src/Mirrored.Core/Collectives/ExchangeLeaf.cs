namespace Mirrored;

/// <summary>One of the ranges that an exchange adds up.</summary>
/// <param name="Replica">The number of the replica whose device holds it.</param>
/// <param name="Address">The address of element 0 there.</param>
internal readonly record struct ExchangeLeaf(int Replica, nint Address);
