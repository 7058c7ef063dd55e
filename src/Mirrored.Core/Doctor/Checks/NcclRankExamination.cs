namespace Mirrored;

/// <summary>A communicator of one GPU alone: NCCL starts on it, and its sum of one rank is what went in.</summary>
internal sealed class NcclRankExamination(string name, TrialDevices gpu, params IReadOnlyList<string> needs)
    : Examination(name, needs)
{
    public override DoctorCheck Run()
    {
        int wrong = gpu.WrongSumsOfOneRank();
        return wrong == 0
            ? Ok("a communicator of this GPU alone starts, sums and ends")
            : Failed($"{wrong:N0} sums of this GPU alone are wrong", DoctorFailure.WrongCure);
    }
}
