namespace Mirrored.Keras;

/// <summary>How many typing mistakes lie between two words.</summary>
internal static class EditDistance
{
    /// <summary>The least number of insertions, deletions, substitutions and swaps of neighbours that turn
    /// <paramref name="a"/> into <paramref name="b"/>, where no letter is edited twice.</summary>
    /// <remarks>The restricted Damerau-Levenshtein distance, also called optimal string alignment.</remarks>
    public static int Between(string a, string b)
    {
        // row[j] is the distance between the letters of a read so far and the first j letters of b.
        int[] twoBefore = new int[b.Length + 1];
        int[] before = new int[b.Length + 1];
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++) row[j] = j;

        for (int i = 1; i <= a.Length; i++)
        {
            (twoBefore, before, row) = (before, row, twoBefore);
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substitution = before[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(substitution, Math.Min(before[j], row[j - 1]) + 1);
                bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if (swapped) row[j] = Math.Min(row[j], twoBefore[j - 2] + 1);
            }
        }

        return row[b.Length];
    }
}
