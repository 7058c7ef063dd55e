namespace Mirrored;

/// <summary>An all-reduce of exactly summable numbers, after which every device must hold the sum.</summary>
internal sealed class AllReduceExamination(string name, TrialDevices devices, params IReadOnlyList<string> needs)
    : Examination(name, needs)
{
    public override DoctorCheck Run() => Judge(devices.WrongSums());

    /// <summary>Judges by the number of wrong sums.</summary>
    internal DoctorCheck Judge(int wrong) => wrong == 0
        ? Ok($"1 MiB summed over {string.Join(", ", devices.Devices)} by {devices.Strategy.CrossDeviceOps}")
        : Failed($"{wrong:N0} of {TrialExchange.Count * devices.Devices.Count:N0} sums are wrong", DoctorFailure.WrongSumsCure);
}
