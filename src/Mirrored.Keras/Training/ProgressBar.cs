using System.Globalization;
using System.Text;

namespace Mirrored.Keras;

/// <summary>Prints how far an epoch is, character for character as Keras does.</summary>
/// <remarks>
/// <code>
/// 469/938 [==============>...............] - ETA: 1s - loss: 0.5021 - accuracy: 0.8500
/// 938/938 [==============================] - 4s 3ms/step - loss: 0.2191 - accuracy: 0.9357
/// </code>
/// For each epoch: <see cref="BeginEpoch"/>, then after every step <see cref="WantsUpdate"/> and, when that says so,
/// <see cref="Update"/>, then <see cref="EndEpoch"/>. One thread at a time.
/// Keras redraws even into a file; this does so on a terminal only, and elsewhere prints the last line of each epoch.
/// When the data runs out early, that line shows the steps that were done; Keras shows the steps that were asked for.
/// </remarks>
/// <param name="output">Where to print.</param>
/// <param name="time">The clock.</param>
/// <param name="verbosity">How much to print.</param>
/// <param name="interactive">Whether <paramref name="output"/> is a terminal on which a line can be redrawn.</param>
/// <param name="steps">The number of steps of an epoch; null while it is unknown, then the first epoch tells.</param>
internal sealed class ProgressBar(
    TextWriter output, TimeProvider time, Verbosity verbosity, bool interactive, int? steps)
{
    private const int BarWidth = 30;
    private const double RedrawInterval = 0.05;

    private readonly bool _hasBar = verbosity is Verbosity.ProgressBar or Verbosity.Auto;
    private readonly StringBuilder _line = new();
    private int? _steps = steps;
    private long _start;
    private long? _afterFirstStep;
    private long? _lastDraw;
    private int _shownWidth;

    /// <summary>Starts the clock of an epoch and prints <c>Epoch 1/5</c> if there are several.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="epochs">The number of epochs; 1 for evaluation and prediction.</param>
    public void BeginEpoch(int epoch, int epochs)
    {
        _start = time.GetTimestamp();
        _afterFirstStep = null;
        _lastDraw = null;
        _shownWidth = 0;
        if (epochs == 1 || verbosity == Verbosity.Silent) return;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Epoch {epoch + 1}/{epochs}"));
        output.Flush();
    }

    /// <summary>Tells whether a redraw is due; call it after every step, the time per step depends on it.</summary>
    /// <param name="step">The number of steps done in this epoch.</param>
    /// <returns>True when the caller should read the metrics and call <see cref="Update"/>.</returns>
    public bool WantsUpdate(int step)
    {
        if (!_hasBar || (!interactive && step > 1)) return false;
        long now = time.GetTimestamp();
        if (step == 1) _afterFirstStep = now;
        return interactive && (_lastDraw is not { } last || Seconds(last, now) >= RedrawInterval);
    }

    /// <summary>Redraws the line.</summary>
    /// <param name="step">The number of steps done in this epoch.</param>
    /// <param name="values">Loss and metrics up to here, with their names, in order.</param>
    public void Update(int step, ReadOnlySpan<(string Name, double Value)> values)
    {
        if (!_hasBar || !interactive) return;
        long now = time.GetTimestamp();
        Draw(step, values, now, isLast: false);
        _lastDraw = now;
    }

    /// <summary>Prints the epoch's last line.</summary>
    /// <param name="step">The number of steps done in this epoch.</param>
    /// <param name="values">Loss and metrics of the epoch and of its validation, with their names, in order.</param>
    public void EndEpoch(int step, ReadOnlySpan<(string Name, double Value)> values)
    {
        _steps ??= step;
        long now = time.GetTimestamp();
        if (_hasBar) Draw(step, values, now, isLast: true);
        else if (verbosity == Verbosity.OneLine) WriteOneLine(step, values, Seconds(_start, now));
    }

    private static int Digits(int count)
    {
        int digits = 1;
        for (int rest = count / 10; rest > 0; rest /= 10) digits++;
        return digits;
    }

    private void Draw(int step, ReadOnlySpan<(string Name, double Value)> values, long now, bool isLast)
    {
        _line.Clear();
        if (interactive) _line.Append('\b', _shownWidth).Append('\r');
        int lineStart = _line.Length;

        AppendBar(step);
        double pace = SecondsPerStep(step, now);
        if (_steps is { } total && !isLast)
        {
            _line.Append(" - ETA: ");
            LogFormat.AppendRemaining(_line, pace * Math.Max(0, total - step));
        }
        else
        {
            AppendSeconds(Seconds(_start, now));
            _line.Append(' ');
            LogFormat.AppendPace(_line, pace, "step");
        }

        foreach ((string name, double value) in values) LogFormat.AppendLog(_line, name, value);

        int width = _line.Length - lineStart;
        _line.Append(' ', Math.Max(0, _shownWidth - width));
        _shownWidth = isLast ? 0 : width;
        if (isLast) output.WriteLine(_line);
        else output.Write(_line);
        output.Flush();
    }

    private void AppendBar(int step)
    {
        if (_steps is not { } total)
        {
            _line.Append(CultureInfo.InvariantCulture, $"{step,7}/Unknown");
            return;
        }

        AppendCount(step, total);
        int filled = total == 0 ? 0 : (int)Math.Min(BarWidth, (long)BarWidth * step / total);
        _line.Append(" [");
        if (filled > 0) _line.Append('=', filled - 1).Append(step < total ? '>' : '=');
        _line.Append('.', BarWidth - filled).Append(']');
    }

    private void WriteOneLine(int step, ReadOnlySpan<(string Name, double Value)> values, double seconds)
    {
        _line.Clear();
        AppendCount(step, _steps ?? step);
        AppendSeconds(seconds);
        foreach ((string name, double value) in values) LogFormat.AppendLog(_line, name, value, signed: true);
        _line.Append(" - ");
        LogFormat.AppendPace(_line, seconds, "epoch");
        _line.Append(" - ");
        LogFormat.AppendPace(_line, step == 0 ? 0 : seconds / step, "step");
        output.WriteLine(_line);
        output.Flush();
    }

    private void AppendCount(int step, int total) =>
        _line.Append(' ', Math.Max(0, Digits(total) - Digits(step))).Append(step).Append('/').Append(total);

    private void AppendSeconds(double seconds) =>
        _line.Append(" - ").Append((long)Math.Round(seconds, MidpointRounding.ToEven)).Append('s');

    // The first step loads, compiles and warms up, so it is left out as soon as there are others.
    private double SecondsPerStep(int step, long now) => step switch
    {
        0 => 0,
        > 1 when _afterFirstStep is { } first => Seconds(first, now) / (step - 1),
        _ => Seconds(_start, now) / step,
    };

    private double Seconds(long from, long to) => (to - from) / (double)time.TimestampFrequency;
}
