namespace Mirrored.Campaigns;

/// <summary>The control: a parser with a fault that random bytes do not find, but branch by branch.</summary>
internal static class PlantedBug
{
    public static void Parse(byte[] input)
    {
        if (input.Length < 6) return;
        if (input[0] != (byte)'M') return;
        if (input[1] != (byte)'I') return;
        if (input[2] != (byte)'R') return;
        if (input[3] != (byte)'R') return;
        if (input[4] > 200 && input[5] == input[4] - 3) throw new InvalidOperationException("planted");
    }
}
