namespace Mirrored;

/// <summary>Which checks there are, in order: what later ones need comes first.</summary>
/// <param name="options">Devices and time limit.</param>
/// <param name="machine">The machine beside its GPUs.</param>
/// <param name="find">The result of a check that is done; null for others.</param>
internal sealed class Examinations(DoctorOptions options, DoctorMachine machine, Func<string, DoctorCheck?> find) : IDisposable
{
    private readonly List<TrialDevices> _trials = [];

    /// <summary>The checks; what there is to look at next may depend on what the one before found.</summary>
    public IEnumerable<Examination> All()
    {
        yield return new SystemExamination(machine);
        yield return new EnvironmentExamination(machine);
        yield return new CpuExamination(SimdWidths.Best);
        if (options.Devices?.Any(device => device.Kind == DeviceKind.Cpu) ?? true)
            yield return new TrainingExamination("CPU training", Trial(Devices.Cpus(2)), Trial(Devices.Cpus(1)));
        yield return new DriverExamination(machine);
        yield return new GpusExamination(machine);
        yield return new NvmlExamination();
        yield return new CublasLtExamination();
        yield return new NcclExamination();
        IReadOnlyList<PhysicalDevice> gpus = find(GpusExamination.Title)!.IsThere ? GpuDiscovery.List() : []; // Done above.
        foreach (Examination examination in Requested(gpus).Concat(Together(gpus)).Concat(Gpus(Chosen(gpus))))
            yield return examination;
    }

    /// <summary>Frees what the checks computed with.</summary>
    public void Dispose()
    {
        foreach (TrialDevices trial in _trials) trial.Dispose();
    }

    /// <summary>Named devices that are not there.</summary>
    private IEnumerable<Examination> Requested(IReadOnlyList<PhysicalDevice> gpus)
    {
        // A driver that failed, perhaps by hanging, is not asked again.
        bool mayAsk = find(DriverExamination.Title)!.Status != DoctorStatus.Failed;
        return from device in options.Devices ?? []
               where device.Kind == DeviceKind.Gpu && gpus.All(gpu => gpu.Id != device)
               select new AbsentGpuExamination(device, mayAsk);
    }

    private IReadOnlyList<PhysicalDevice> Chosen(IReadOnlyList<PhysicalDevice> gpus) =>
        options.Devices is { } devices ? [.. gpus.Where(gpu => devices.Contains(gpu.Id))] : gpus;

    /// <summary>What concerns the GPUs as a group.</summary>
    private IEnumerable<Examination> Together(IReadOnlyList<PhysicalDevice> gpus)
    {
        if (gpus.Count == 0) yield break;
        yield return new OrderExamination();
        yield return new PeerExamination();
        yield return new SharedMemoryExamination(machine, gpus.Count);
    }

    /// <summary>Computing and training on each GPU, then on all of them.</summary>
    private IEnumerable<Examination> Gpus(IReadOnlyList<PhysicalDevice> gpus)
    {
        TrialDevices cpu = Trial(Devices.Cpus(1));
        List<string> single = [GpusExamination.Title];
        foreach (PhysicalDevice gpu in gpus)
        {
            foreach (Examination examination in Gpu(gpu, cpu))
            {
                single.Add(examination.Name);
                yield return examination;
            }
        }

        if (gpus.Count < 2) yield break;
        TrialDevices all = Trial([.. gpus.Select(gpu => gpu.Id)]);
        yield return new AllReduceExamination("all GPUs all-reduce", all, single);
        yield return new TrainingExamination("all GPUs training", all, cpu, GpusExamination.Title, "all GPUs all-reduce");
    }

    private IEnumerable<Examination> Gpu(PhysicalDevice gpu, TrialDevices cpu)
    {
        string name = gpu.Id.ToString();
        TrialDevices trial = Trial([gpu.Id]);
        yield return new GpuExamination(gpu);
        yield return new KernelExamination($"{name} kernel", trial, cpu, GpusExamination.Title, name);
        yield return new ProductExamination($"{name} product", trial, GpusExamination.Title, $"{name} kernel");
        if (find(NcclExamination.Title)!.Status == DoctorStatus.Ok && Nccl.Failure is null)
            yield return new NcclRankExamination($"{name} NCCL", trial, GpusExamination.Title, NcclExamination.Title, $"{name} kernel");
        yield return new TrainingExamination($"{name} training", trial, cpu, GpusExamination.Title, $"{name} product");
    }

    private TrialDevices Trial(IReadOnlyList<DeviceId> devices)
    {
        TrialDevices trial = new(devices, options.Timeout);
        _trials.Add(trial);
        return trial;
    }
}
