using System.IO.Compression;
using System.Text;

namespace Mirrored.Campaigns;

/// <summary>Files that do what published attacks on model files did, and variations.</summary>
internal static class HostileFiles
{
    private const string Input = """{"class_name":"InputLayer","config":{"name":"i","batch_shape":[null,20]}}""";
    private const string Dense = """{"class_name":"Dense","config":{"name":"d","units":2}}""";

    /// <summary>Layers that carry code, names of code, paths or addresses: CVE-2024-3660, 2025-1550, 2025-8747, 2025-9906, 2025-12058.</summary>
    private static readonly string[] Layers =
    [
        """{"class_name":"Lambda","config":{"name":"l","function":{"class_name":"__lambda__","config":{"code":"4wEAAAA="}}}}""",
        """{"class_name":"Lambda","config":{"name":"l","function":"os.system"}}""",
        """{"class_name":"function","config":"system","module":"os","registered_name":"system"}""",
        """{"module":"subprocess","class_name":"Popen","config":{"name":"p","args":["touch","x"]}}""",
        """{"module":"keras.utils","class_name":"get_file","config":{"name":"g","origin":"http://127.0.0.1:9/x","extract":true}}""",
        """{"module":"keras.config","class_name":"enable_unsafe_deserialization","config":{"name":"e"}}""",
        """{"module":"builtins","class_name":"exec","config":{"name":"e","source":"1"}}""",
        """{"module":"keras.layers","class_name":"StringLookup","config":{"name":"s","vocabulary":"/etc/hostname"}}""",
        """{"module":"keras.layers","class_name":"TextVectorization","config":{"name":"t","vocabulary":"http://127.0.0.1:9/v"}}""",
        """{"module":"keras.layers","class_name":"IntegerLookup","config":{"name":"s","vocabulary":"file:///etc/hostname"}}""",
        """{"module":"keras.layers","class_name":"TorchModuleWrapper","config":{"name":"t","module":"gASVAA=="}}""",
        """{"module":"keras.layers","class_name":"TFSMLayer","config":{"name":"t","filepath":"/etc/hostname"}}""",
        """{"module":"keras.layers","class_name":"Wrapper","config":{"name":"w","layer":{"class_name":"Lambda","config":{}}}}""",
        """{"class_name":"System.Diagnostics.Process","config":{"name":"p","FileName":"/bin/sh"}}""",
        """{"class_name":"System.Diagnostics.Process, System.Diagnostics.Process","config":{"name":"p"}}""",
        """{"$type":"System.IO.FileInfo, System.IO.FileSystem","class_name":"FileInfo","config":{"name":"/etc/hostname"}}""",
        """{"class_name":"Dense","config":{"name":"d","units":2,"activation":{"module":"os","class_name":"function","config":"system"}}}""",
        """{"class_name":"Dense","config":{"name":"d","units":2,"activation":"../../etc/hostname"}}""",
        """{"class_name":"Dense","config":{"name":"d","units":2,"kernel_initializer":{"module":"os","class_name":"system","config":{}}}}""",
        """{"class_name":"Dense","config":{"name":"d","units":2,"kernel_initializer":"http://127.0.0.1:9/i"}}""",
        """{"class_name":"Dense","config":{"name":"d","units":2,"kernel_regularizer":{"class_name":"function","module":"os","config":"system"}}}""",
        """{"class_name":"Dense","config":{"name":"d","units":2,"kernel_constraint":{"class_name":"eval","module":"builtins","config":{}}}}""",
        """{"class_name":"Dense","config":{"name":"d","units":2,"dtype":{"module":"os","class_name":"system","config":{"name":"x"}}}}""",
        """{"class_name":"Dense","config":{"name":"d","units":2,"quantization_config":{"x":1},"lora_rank":4}}""",
        """{"class_name":"Dense","config":{"name":"d","units":2147483647}}""",
        """{"class_name":"Dense","config":{"name":"d","units":-2147483648}}""",
        """{"class_name":"Dense","config":{"name":"d","name":"e","units":2}}""",
        """{"class_name":"Dense","class_name":"Lambda","config":{"name":"d","units":2}}""",
        """{"class_name":"Reshape","config":{"name":"r","target_shape":[65536,65536]}}""",
        """{"class_name":"Model","config":{"name":"m","layers":[]}}""",
        """{"class_name":"../Dense","config":{"name":"d","units":2}}""",
        """{"class_name":"Dense\u0000","config":{"name":"d","units":2}}""",
    ];

    /// <summary>Headers of weights: twice the same name, overlaps, holes, foreign types, numbers beyond any.</summary>
    private static readonly string[] Headers =
    [
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        """{"a":{"dtype":"F32","dtype":"F64","shape":[1],"data_offsets":[0,8]}}""",
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
        """{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""",
        """{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""",
        """{"a":{"dtype":"OBJECT","shape":[2],"data_offsets":[0,8]}}""",
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"path":"/etc/hostname"}}""",
        """{"__metadata__":{"k":{"$type":"x"}},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""",
        """{"../../a":{"dtype":"F32","shape":[2],"data_offsets":[9223372036854775807,9223372036854775807]}}""",
        """[{"a":1}]""",
    ];

    private static readonly string[] Names =
    [
        "../evil", "..\\evil", "/etc/hostname", "C:\\evil", "assets/../../evil", "config.json/evil", "CON", "\u202Egnp.exe", "a\0b", "~/.bashrc",
    ];

    /// <summary>All of them, with their names.</summary>
    public static IEnumerable<(string Name, byte[] Content)> All()
    {
        int number = 0;
        foreach (string layer in Layers) yield return ($"layer{number++:00}.keras", Archive(("config.json", Config(Input, layer)), ("model.weights.h5", FuzzSeeds.Hdf5[0])));
        foreach (string header in Headers) yield return ($"header{number++:00}.safetensors", FuzzSeeds.Tensors(header, 8));
        foreach (string name in Names)
        {
            yield return ($"member{number++:00}.keras", Archive(("config.json", Config(Input, Dense)), ("model.weights.h5", FuzzSeeds.Hdf5[0]), (name, [1])));
            yield return ($"member{number++:00}.npz", Archive((name, [1])));
        }

        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "hostile")))
            yield return (Path.GetFileName(file), File.ReadAllBytes(file));
        yield return ("polyglot.safetensors", [.. FuzzSeeds.Safetensors[0], .. FuzzSeeds.Npz[0]]);
        yield return ("pickle.npz", Archive(("a.npy", Encoding.Latin1.GetBytes("\u0093NUMPY\u0001\u0000\u0046\u0000{'descr': '|O', 'fortran_order': False, 'shape': (1,), }            \ncos\nsystem\n"))));
        yield return ("pickle.h5", Encoding.Latin1.GetBytes("\u0080\u0004cos\nsystem\n(S'touch x'\ntR."));
    }

    private static byte[] Config(params string[] layers) => Encoding.UTF8.GetBytes(
        """{"class_name":"Sequential","config":{"name":"m","layers":[""" + string.Join(',', layers) + "]}}");

    private static byte[] Archive(params (string Name, byte[] Content)[] members)
    {
        using MemoryStream content = new();
        using (ZipArchive zip = new(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in members)
            {
                using Stream stream = zip.CreateEntry(name).Open();
                stream.Write(bytes);
            }
        }

        return content.ToArray();
    }
}
