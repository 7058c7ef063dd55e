using System.Diagnostics;

namespace Mirrored.Keras;

/// <summary>The activities of <c>Fit</c>; nothing is made while nobody listens to <see cref="Telemetry.Name"/>.</summary>
internal static class FitActivities
{
    /// <summary>Begins that of a whole call, until disposed.</summary>
    public static Activity? Fit(Sequential model, int epochs) => Telemetry.Activities.StartActivity("mirrored.fit")?
        .SetTag("mirrored.model", model.Name)
        .SetTag("mirrored.devices", string.Join(",", model.Strategy.DeviceIds))
        .SetTag("mirrored.epochs", epochs);

    /// <summary>Begins that of an epoch, until disposed.</summary>
    public static Activity? Epoch(int epoch) => Telemetry.Activities.StartActivity("mirrored.epoch")?.SetTag("mirrored.epoch", epoch);

    /// <summary>Begins that of a validation within an epoch, until disposed.</summary>
    public static Activity? Validation() => Telemetry.Activities.StartActivity("mirrored.validation");

    /// <summary>Notes what an epoch came to.</summary>
    public static void End(Activity? epoch, int steps, Logs logs)
    {
        if (epoch is null) return;
        epoch.SetTag("mirrored.steps", steps);
        foreach ((string name, double value) in logs) epoch.SetTag($"mirrored.{name}", value);
    }
}
