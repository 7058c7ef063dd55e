using System.Globalization;
using Spectre.Console;

namespace Mirrored.Cli;

/// <summary>The devices as a table.</summary>
internal static class DevicesTable
{
    private const double Gibibyte = 1L << 30;

    public static Table Of(IReadOnlyList<DeviceState> devices)
    {
        Table table = new Table().Border(TableBorder.None)
            .AddColumns("device", "name").AddColumn("busy", Right).AddColumn("memory GiB", Right).AddColumn("temp", Right)
            .AddColumn("power", Right).AddColumn("processes");
        foreach (DeviceState device in devices)
            table.AddRow(
                new Text(device.Id), new Text(device.Name), new Text(Number(device.Utilization, " %")), new Text(Memory(device)),
                new Text(Number(device.Temperature, " °C")), new Text(Number(device.Power, " W")), new Text(Processes(device)));
        return table;
    }

    private static void Right(TableColumn column) => column.RightAligned().NoWrap();

    private static string Number(double? value, string unit) =>
        value is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number:0}{unit}") : "-";

    private static string Memory(DeviceState device)
    {
        string used = device.MemoryUsed is { } bytes ? (bytes / Gibibyte).ToString("F1", CultureInfo.InvariantCulture) : "-";
        return string.Create(CultureInfo.InvariantCulture, $"{used} / {device.MemoryTotal / Gibibyte:F1}");
    }

    private static string Processes(DeviceState device) => device.Processes is not { Count: > 0 } processes ? "-"
        : string.Join(", ", processes.Select(process => process.MemoryUsed is { } bytes
            ? string.Create(CultureInfo.InvariantCulture, $"{process.Id} ({bytes / Gibibyte:F1} GiB)")
            : $"{process.Id}"));
}
