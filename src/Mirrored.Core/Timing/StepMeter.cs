using System.Diagnostics.Metrics;

namespace Mirrored;

/// <summary>Gives one device's measured steps to whoever listens to <see cref="Telemetry.Name"/>.</summary>
internal sealed class StepMeter(DeviceId device)
{
    private readonly KeyValuePair<string, object?> _device = new(Telemetry.DeviceTag, device.ToString());

    /// <summary>Records one step.</summary>
    public void Record(in StepTimes times)
    {
        Record("input", times.Input);
        Record("host", times.Host);
        Record("compute", times.Compute);
        Record("exchange", times.Exchange);
        Record("update", times.Update);
    }

    private void Record(string phase, double seconds) =>
        Telemetry.PhaseDuration.Record(seconds, _device, new KeyValuePair<string, object?>(Telemetry.PhaseTag, phase));
}
