// Trains a thousand silent steps and says how much managed memory the process allocated meanwhile, on all its threads.
//   Mirrored.Allocation REPLICAS [--deterministic] [--logs] [--stream | --batches] [--gpu] [--leak]
// --logs reads the loss after every step, in a callback; without it a callback counts steps and reads nothing.
// --stream trains on examples that go through Map, Filter and so on, --batches on batches that the user made, both without end.
// --gpu trains on the first GPU instead of on virtual CPU devices, for fewer steps: it may be a simulated one.
// --leak allocates one object beside the steps, to show that it would be noticed.
// Exit code 0: nothing was allocated and no garbage collected, 1: something was.
using System.Globalization;
using Mirrored;
using Mirrored.Allocation;

int replicas = int.Parse(args[0], CultureInfo.InvariantCulture);
IReadOnlyList<DeviceId> devices = args.Contains("--gpu") ? Devices.Gpus(0) : Devices.Cpus(replicas);
string data = args.Contains("--stream") ? "stream" : args.Contains("--batches") ? "batches" : "index";
using var training = new Training(devices, args.Contains("--deterministic"), args.Contains("--logs"), data);
int wanted = args.Contains("--gpu") ? Training.GpuSteps : Training.Steps;
training.Run(Math.Min(wanted, Training.WarmUpSteps));

int collections = GC.CollectionCount(0);
long before = GC.GetTotalAllocatedBytes(precise: true);
int steps = training.Run(wanted);
if (args.Contains("--leak")) GC.KeepAlive(new object());
long bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
collections = GC.CollectionCount(0) - collections;

Console.WriteLine($"{steps} steps on {replicas} replicas: {bytes} bytes allocated, {collections} collections");
return bytes == 0 && collections == 0 ? 0 : 1;
