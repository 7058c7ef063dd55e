using System.Buffers.Binary;

namespace Mirrored.Files.Tests;

/// <summary>Reads event files by the description of their format alone; shares no code with the library.</summary>
internal static class EventLog
{
    /// <summary>All values of the event files in a folder, file by file in the order of names.</summary>
    public static IReadOnlyList<LoggedValue> Of(string folder) => [.. Files(folder).SelectMany(Values)];

    public static string[] Files(string folder) =>
        [.. Directory.GetFiles(folder, "events.out.tfevents.*.v2").Order(StringComparer.Ordinal)];

    public static IReadOnlyList<LoggedValue> Values(string file)
    {
        WireMessage[] events = [.. Records(File.ReadAllBytes(file)).Select(data => new WireMessage(data))];
        Assert.Equal("brain.Event:2", events[0].Text(3));
        Assert.All(events[1..], happened => Assert.True(happened.Has(5)));
        return [.. events[1..].SelectMany(happened => happened.Message(5).Messages(1).Select(value => LoggedValue.Of(happened, value)))];
    }

    /// <summary>The numbers of a curve by step; no step may come twice.</summary>
    public static Dictionary<long, float> Curve(this IEnumerable<LoggedValue> values, string tag) =>
        values.Where(value => value.Tag == tag).ToDictionary(value => value.Step, value => (float)Assert.Single(value.Floats));

    /// <summary>The data of all records; a last one may be cut off, else everything has to be right.</summary>
    public static IEnumerable<byte[]> Records(byte[] file)
    {
        for (int at = 0; at + 12 <= file.Length;)
        {
            long length = BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at));
            if (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)) != Masked(file.AsSpan(at, 8)))
                throw new InvalidDataException($"The length at {at} has a wrong checksum.");
            if (at + 12 + length + 4 > file.Length) yield break;
            byte[] data = file[(at + 12)..(int)(at + 12 + length)];
            at += 12 + data.Length;
            if (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at)) != Masked(data))
                throw new InvalidDataException($"The data before {at} has a wrong checksum.");
            at += 4;
            yield return data;
        }
    }

    /// <summary>CRC-32C bit by bit, then the mask.</summary>
    public static uint Masked(ReadOnlySpan<byte> data)
    {
        uint crc = Crc32C(data);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8);
    }

    public static uint Crc32C(ReadOnlySpan<byte> data)
    {
        uint crc = 0xffffffff;
        foreach (byte one in data)
        {
            crc ^= one;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82f63b78 : crc >> 1;
        }

        return ~crc;
    }
}
