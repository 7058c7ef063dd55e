using System.Diagnostics;
using System.Text.Json;

namespace Mirrored.Samples.Mnist;

/// <summary>Writes what a run was asked for and what came out as JSON.</summary>
internal sealed class Report(SampleOptions options, MirroredStrategy strategy, TimeSpan startup)
{
    /// <summary>The first line: version, devices, precision and seed.</summary>
    public static string Header(MirroredStrategy strategy)
    {
        DeviceId first = strategy.DeviceIds[0];
        string kind = first.Kind == DeviceKind.Cpu ? "CPU"
            : $"GPU ({Devices.ListPhysical(DeviceKind.Gpu).First(gpu => gpu.Id == first).Name})";
        string deterministic = strategy.Options.Deterministic ? " · deterministic" : "";
        return $"Mirrored {MirroredInfo.Version} · {strategy.NumReplicasInSync} x {kind} · {PrecisionName(strategy)} · "
            + $"seed {strategy.Options.Seed}{deterministic}";
    }

    /// <summary>Writes the file; <c>mirrored report</c> makes a page of it.</summary>
    public void Write(string path, Sequential model, TrainingRun run, TestImages test)
    {
        long steps = run.StepsAnEpoch * options.Epochs;
        long stepsRun = model.Optimizer!.Iterations - run.ResumedFromStep; // The model is compiled.
        using FileStream file = File.Create(path);
        using Utf8JsonWriter json = new(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("version", MirroredInfo.Version);
        WriteArray(json, "devices", strategy.DeviceIds, id => json.WriteStringValue(id.ToString()));
        json.WriteNumber("replicas", strategy.NumReplicasInSync);
        json.WriteNumber("global_batch", options.BatchSize);
        json.WriteNumber("epochs", options.Epochs);
        json.WriteNumber("learning_rate", options.LearningRate);
        WriteArray(json, "hidden", options.Hidden, json.WriteNumberValue);
        json.WriteNumber("dropout", options.Dropout);
        json.WriteNumber("parameters", model.CountParams());
        json.WriteNumber("training_rows", run.Rows);
        json.WriteNumber("validation_split", options.ValidationSplit);
        json.WriteNumber("steps", steps);
        json.WriteNumber("steps_run", stepsRun);
        json.WriteNumber("resumed_from_step", run.ResumedFromStep);
        json.WriteNumber("seed", strategy.Options.Seed);
        json.WriteBoolean("deterministic", strategy.Options.Deterministic);
        json.WriteString("precision", PrecisionName(strategy));
        json.WriteStartObject("history");
        foreach ((string name, IReadOnlyList<double> values) in run.History.Metrics)
            WriteArray(json, name, values, value => WriteNumber(json, value));
        json.WriteEndObject();
        WriteArray(json, "epoch_images_per_second", run.Timer.Seconds, seconds => WriteNumber(json, run.Rows / seconds));
        json.WritePropertyName("test_loss");
        WriteNumber(json, test.Loss);
        json.WriteNumber("test_accuracy", test.Accuracy);
        json.WriteNumber("startup_seconds", startup.TotalSeconds);
        json.WriteNumber("train_seconds", run.Trained.TotalSeconds);
        json.WriteNumber("images_per_second", (double)run.Rows * options.Epochs * stepsRun / steps / run.Trained.TotalSeconds);
        WriteTimes(json, run.History.StepBreakdowns is [.., var last] ? last : null);
        json.WriteNumber("peak_memory_bytes", PeakMemory());
        json.WriteString("weights_sha256", model.WeightsSha256());
        test.Write(json);
        json.WriteEndObject();
    }

    private static string PrecisionName(MirroredStrategy strategy) => strategy.Precision == Precision.Tf32 ? "tf32" : "float32";

    private static long PeakMemory()
    {
        using Process self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }

    /// <summary>Where the time of the last epoch's steps went.</summary>
    private static void WriteTimes(Utf8JsonWriter json, StepBreakdown? times)
    {
        json.WritePropertyName("step_breakdown");
        if (times is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteNumber("measured_steps", times.Steps);
        json.WriteNumber("rows", times.Rows);
        json.WriteNumber("step_ms", times.Step.TotalMilliseconds);
        json.WriteString("advice", times.Advice);
        WriteArray(json, "devices", times.Replicas, replica =>
        {
            json.WriteStartObject();
            json.WriteString("device", replica.Device.ToString());
            json.WriteNumber("input_ms", replica.Input.TotalMilliseconds);
            json.WriteNumber("host_ms", replica.Host.TotalMilliseconds);
            json.WriteNumber("compute_ms", replica.Compute.TotalMilliseconds);
            json.WriteNumber("exchange_ms", replica.Exchange.TotalMilliseconds);
            json.WriteNumber("update_ms", replica.Update.TotalMilliseconds);
            json.WriteNumber("queueing_ms", replica.Queueing.TotalMilliseconds);
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    /// <summary>A diverged loss is no JSON number; it is written as text, so that the file stays readable.</summary>
    private static void WriteNumber(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteStringValue(value.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items) write(item);
        json.WriteEndArray();
    }
}
