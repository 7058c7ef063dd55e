using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>Whether a label is where a row has its largest number for the first time.</summary>
internal static unsafe class FirstLargest
{
    /// <summary>1 when the label's number is larger than all before it and no smaller than any after it, else 0; so a
    /// row with NaN in it is never right, and neither is a label outside the row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float IsAt(int label, float* row, int columns)
    {
        if ((uint)label >= (uint)columns) return 0;
        float largest = row[label];
        for (int column = 0; column < label; column++)
        {
            if (!(largest > row[column])) return 0;
        }

        for (int column = label; column < columns; column++)
        {
            if (!(largest >= row[column])) return 0;
        }

        return 1;
    }
}
