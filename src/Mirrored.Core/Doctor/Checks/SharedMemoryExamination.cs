using System.Globalization;

namespace Mirrored;

/// <summary>The size of <c>/dev/shm</c>, through which NCCL exchanges between GPUs without peer access.</summary>
internal sealed class SharedMemoryExamination(DoctorMachine machine, int gpus) : Examination("shared memory")
{
    /// <summary>What NCCL may take, with room to spare: some 33 MB for each communicator and channel set.</summary>
    private const long Enough = 1L << 30;

    public override DoctorCheck Run()
    {
        if (machine.SharedMemory is not { } bytes) return Ok("no /dev/shm on this system");
        string size = bytes >= 1L << 30
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):F1} GiB")
            : $"{bytes >> 20} MiB";
        string found = $"/dev/shm has {size}";
        if (gpus < 2 || bytes >= Enough) return Ok(found);
        string cure = machine.Container == "Kubernetes"
            ? "Mount memory there: an emptyDir volume with medium: Memory at /dev/shm"
            : "docker run --shm-size=1g (or --ipc=host); elsewhere: sudo mount -o remount,size=1g /dev/shm";
        return Warning("NCCL may run out of shared memory, which ends or hangs the exchange between GPUs", cure, found);
    }
}
