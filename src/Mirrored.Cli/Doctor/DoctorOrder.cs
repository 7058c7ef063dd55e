namespace Mirrored.Cli;

/// <summary>What the child is asked to do.</summary>
/// <param name="Devices">Names of the devices to compute on; null for all.</param>
/// <param name="TimeoutSeconds">How long a check may take.</param>
/// <param name="Known">Checks that are done already.</param>
internal sealed record DoctorOrder(IReadOnlyList<string>? Devices, double TimeoutSeconds, IReadOnlyList<DoctorCheck> Known);
