namespace Mirrored;

/// <summary>A kernel of ours: compiled for the GPU, launched, its numbers those of the CPU.</summary>
internal sealed class KernelExamination(string name, TrialDevices gpu, TrialDevices cpu, params IReadOnlyList<string> needs)
    : Examination(name, needs)
{
    private const int Count = 10_000;

    public override DoctorCheck Run()
    {
        PlanTensor output = new("numbers", Count, DType.Float32, MemoryRegion.Arena);
        RandomUniformOperation operation = new() { Output = output, Seed = 1, Stream = 1, Minimum = -1, Maximum = 1 };
        return Judge(gpu.Compute(operation, []), cpu.Compute(operation, []));
    }

    /// <summary>Holds numbers against the CPU's.</summary>
    internal DoctorCheck Judge(float[] found, float[] expected)
    {
        // The same integers and one fused multiply-add on every device: not even rounding may differ.
        int at = found.AsSpan().CommonPrefixLength(expected);
        return at == expected.Length ? Ok($"{at:N0} random numbers are the CPU's") : Failed(
            $"number {at} is {found[at]:G9} instead of {expected[at]:G9}", DoctorFailure.WrongCure);
    }
}
