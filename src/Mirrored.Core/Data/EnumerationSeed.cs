using System.Security.Cryptography;

namespace Mirrored;

/// <summary>The ambient seed of those who enumerate with foreach; drawn once for all that derives from one source, so that an
/// order that does not change between epochs is the same in all of them.</summary>
internal sealed class EnumerationSeed
{
    // Drawn only when somebody enumerates: training has a seed, and the system's generator is a library to load.
    private readonly Lazy<ulong> _value = new(() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));

    public ulong Value => _value.Value;
}
