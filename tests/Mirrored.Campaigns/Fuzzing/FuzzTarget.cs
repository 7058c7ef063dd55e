namespace Mirrored.Campaigns;

/// <summary>A parser to be fuzzed.</summary>
/// <param name="Name">What it reads: one lower-case word.</param>
/// <param name="Parse">Reads bytes; throws only what it declares.</param>
/// <param name="Seeds">Small inputs that are right.</param>
/// <param name="Declared">The exceptions that it documents for wrong input.</param>
/// <param name="Tokens">Texts that the format is made of.</param>
/// <param name="Share">Its part of all executions.</param>
/// <param name="IsBounded">Whether it promises limits of time and memory.</param>
internal sealed record FuzzTarget(
    string Name, Action<byte[]> Parse, IReadOnlyList<byte[]> Seeds, IReadOnlyList<Type> Declared, IReadOnlyList<string> Tokens, double Share,
    bool IsBounded = true);
