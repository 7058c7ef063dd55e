namespace Mirrored;

/// <summary>Looks at everything that training needs of a machine, and says of what is wrong why and what to do.</summary>
/// <remarks>The command line tool prints the same: <c>mirrored doctor</c>.</remarks>
public static class Doctor
{
    /// <summary>Does all checks: system, libraries, devices, then computing and training on each device and on all
    /// together.</summary>
    /// <param name="options">Devices and time limit; null takes the defaults.</param>
    /// <returns>The checks and the devices. What is wrong with the machine is in it, not thrown.</returns>
    /// <remarks>The checks run in this process. One that does not end within its limit leaves a thread behind, after which
    /// the GPUs are left alone; a driver that crashes takes the process along. <c>mirrored doctor</c> uses a process of
    /// its own, which is killed and started again.</remarks>
    public static DoctorReport Run(DoctorOptions? options = null)
    {
        List<DoctorCheck> checks = [];
        DoctorRun run = new(options ?? new DoctorOptions(), DoctorMachine.Here()) { Ended = checks.Add };
        run.Run();
        return new DoctorReport { Checks = checks, Devices = run.Devices };
    }
}
