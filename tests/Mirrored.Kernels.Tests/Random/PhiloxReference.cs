namespace Mirrored;

/// <summary>Philox4x32-10 written straight from the paper, one block at a time: the oracle for draws.</summary>
internal static class PhiloxReference
{
    public static uint[] Block(ulong key, uint c0, uint c1, uint c2, uint c3)
    {
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = 0xD2511F53ul * c0, p1 = 0xCD9E8D57ul * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        return [c0, c1, c2, c3];
    }

    /// <summary>The word that dropout draws for one element.</summary>
    public static uint Dropout(DropoutMask mask, long rngStep, long globalRow, int column) =>
        Block(mask.Seed, (uint)(column / 4), (uint)globalRow, (uint)rngStep, mask.Layer)[column % 4];
}
