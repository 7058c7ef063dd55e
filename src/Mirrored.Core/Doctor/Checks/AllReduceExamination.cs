namespace Mirrored;

/// <summary>An all-reduce of exactly summable numbers, after which every device must hold the sum.</summary>
internal sealed class AllReduceExamination(string name, TrialDevices devices, params IReadOnlyList<string> needs)
    : Examination(name, needs)
{
    public override DoctorCheck Run()
    {
        int wrong = devices.WrongSums();
        return wrong == 0
            ? Ok($"1 MiB summed over {string.Join(", ", devices.Devices)} by {devices.Strategy.CrossDeviceOps.GetType().Name}")
            : Failed($"{wrong:N0} of {TrialExchange.Count * devices.Devices.Count:N0} sums are wrong", DoctorFailure.WrongSumsCure);
    }
}
