using System.Globalization;

namespace Mirrored;

/// <summary>The operating system, the runtime, cores and memory.</summary>
internal sealed class SystemExamination(DoctorMachine machine) : Examination("system")
{
    public override DoctorCheck Run()
    {
        string container = machine.Container is { } kind ? $" · in {kind}" : "";
        string cores = machine.Cores == 1 ? "1 core" : $"{machine.Cores} cores";
        string memory = string.Create(CultureInfo.InvariantCulture, $"{machine.Memory / (double)(1L << 30):F1} GiB of memory");
        return Ok($"{machine.Platform} · {machine.Architecture} · {machine.Runtime} · {cores} · {memory}{container}");
    }
}
