namespace Mirrored;

/// <summary>How a host thread waits for a device, and other traits of a context.</summary>
[Flags]
internal enum CuContextFlags : uint
{
    ScheduleAuto = 0,
    ScheduleSpin = 1,
    ScheduleYield = 2,
    ScheduleBlockingSync = 4,
    MapHost = 8,
    LmemResizeToMax = 16,
    CoredumpEnable = 32,
    UserCoredumpEnable = 64,
    SyncMemops = 128,
}
