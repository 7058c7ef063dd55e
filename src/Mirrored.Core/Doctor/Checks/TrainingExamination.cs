using System.Globalization;

namespace Mirrored;

/// <summary>A few steps of training a small network, whose losses must be those of one CPU.</summary>
internal sealed class TrainingExamination(string name, TrialDevices devices, TrialDevices cpu, params IReadOnlyList<string> needs)
    : Examination(name, needs)
{
    /// <summary>What products in TF32 and sums in another order may change in so few steps.</summary>
    private const double Tolerance = 1e-3;

    public override DoctorCheck Run()
    {
        string where = devices.Devices.Count == 1 ? "" : $" on {devices.Devices.Count} devices";
        return Judge(devices.Train(), cpu.Train(), where);
    }

    /// <summary>Holds the losses against those of one CPU.</summary>
    internal DoctorCheck Judge(double[] found, double[] expected, string where)
    {
        for (int step = 0; step < found.Length; step++)
        {
            if (Math.Abs(found[step] - expected[step]) <= Tolerance * expected[step]) continue;
            return Failed(
                string.Create(CultureInfo.InvariantCulture,
                    $"the loss of step {step + 1} is {found[step]:F4} instead of {expected[step]:F4}, which one CPU gives"),
                DoctorFailure.WrongCure);
        }

        return Ok(string.Create(CultureInfo.InvariantCulture, $"{found.Length} steps{where}, loss {found[0]:F4} to {found[^1]:F4}"));
    }
}
