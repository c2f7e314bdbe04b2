using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;

namespace TiledFit.Data;

/// <summary>Leads this assembly's imports to the optional libraries of the system that were found.</summary>
internal static class NativeImports
{
    private static readonly ConcurrentDictionary<string, nint> Libraries = new();

    static NativeImports() => NativeLibrary.SetDllImportResolver(typeof(NativeImports).Assembly, Resolve);

    /// <summary>Gives the imports of a name their library.</summary>
    public static void Add(string name, nint library) => Libraries[name] = library;

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        Libraries.GetValueOrDefault(name);
}
