namespace Mirrored.Cli;

/// <summary>Maps values to pixels, between marks at round numbers.</summary>
/// <param name="From">The value at the first pixel.</param>
/// <param name="To">The value at the last pixel.</param>
/// <param name="First">The first pixel.</param>
/// <param name="Last">The last pixel.</param>
/// <param name="Step">From one mark to the next.</param>
internal readonly record struct Scale(double From, double To, double First, double Last, double Step)
{
    private const double Least = 1e-9;

    // Whatever a file has: differences stay finite, and marks can be told from each other.
    private const double Largest = 1e150, Smallest = 1e-150, Finest = 1e-9;

    /// <summary>The values at which there are marks.</summary>
    public IEnumerable<double> Marks
    {
        get
        {
            for (double i = Math.Ceiling(From / Step - Least); i * Step <= To + Step * Least; i++) yield return i * Step;
        }
    }

    /// <summary>A scale for values.</summary>
    /// <param name="least">The least value.</param>
    /// <param name="most">The greatest; as great if there is but one.</param>
    /// <param name="first">The first pixel.</param>
    /// <param name="last">The last.</param>
    /// <param name="marks">About how many marks there are.</param>
    /// <param name="isRounded">Whether the scale begins and ends at a mark.</param>
    /// <param name="isWhole">Whether marks are whole numbers.</param>
    public static Scale For(double least, double most, double first, double last, int marks, bool isRounded, bool isWhole = false)
    {
        (least, most) = (Math.Clamp(least, -Largest, Largest), Math.Clamp(most, -Largest, Largest));
        double size = Math.Max(Math.Abs(least), Math.Abs(most));
        if (most - least < Math.Max(size * Finest, Smallest))
        {
            double room = isWhole ? Math.Max(1, size * Finest) : size < Smallest ? 1 : size / 10;
            (least, most) = (least - room, most + room);
        }

        double step = RoundStep((most - least) / marks);
        if (isWhole) step = Math.Max(1, step);
        return isRounded
            ? new Scale(Math.Floor(least / step + Least) * step, Math.Ceiling(most / step - Least) * step, first, last, step)
            : new Scale(least, most, first, last, step);
    }

    /// <summary>Where a value lies.</summary>
    public double At(double value) => First + (value - From) / (To - From) * (Last - First);

    /// <summary>1, 2 or 5 times a power of ten.</summary>
    private static double RoundStep(double step)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return (step / power) switch { <= 1 + Least => 1, <= 2 + Least => 2, <= 5 + Least => 5, _ => 10 } * power;
    }
}
