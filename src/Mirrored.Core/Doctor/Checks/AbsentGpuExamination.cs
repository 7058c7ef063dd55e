namespace Mirrored;

/// <summary>A GPU that was asked for and is not there.</summary>
internal sealed class AbsentGpuExamination(DeviceId device, bool mayAsk)
    : Examination(device.ToString(), mayAsk ? [] : [DriverExamination.Title])
{
    public override DoctorCheck Run()
    {
        Devices.RequireGpu(device);
        return Ok("there after all");
    }
}
