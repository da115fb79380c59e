using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Pir.Platform.Persistence;

/// <summary>
/// Makes the SQLite package that every registry carries (2.0.6) serve EF Core, which asks for 2.1.x: the assembly is accepted under the newer version,
/// and the system's SQLite (newer than the bundled one) is preferred where it exists. Goes away once the 2.1.x packages can be restored everywhere.
/// </summary>
internal static class SqliteNative
{
    /// <summary><c>SQLITE_CONFIG_MULTITHREAD</c>.</summary>
    private const int MultiThread = 2;

    /// <summary><c>SQLITE_CONFIG_MEMSTATUS</c>.</summary>
    private const int MemoryStatus = 9;

#pragma warning disable CA2255 // A module initializer is the only hook that is certain to run before the first SQLite type is loaded.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Initialize()
    {
        AssemblyLoadContext.Default.Resolving += (context, name) =>
        {
            if (name.Name?.StartsWith("SQLitePCLRaw", StringComparison.Ordinal) != true)
            {
                return null;
            }

            // The host's list rather than the application's folder: the migration tools run us from the package cache.
            var file = Path.DirectorySeparatorChar + name.Name + ".dll";
            var known = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string)?.Split(
                Path.PathSeparator
            );
            var path = Array.Find(known ?? [], p => p.EndsWith(file, StringComparison.Ordinal));
            return path is null ? null : context.LoadFromAssemblyPath(path);
        };
        PreferSystemLibrary();
        InitializeProvider();
    }

    // Apart from Initialize, so that the SQLite types are first touched after the resolver is in place.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void InitializeProvider()
    {
        SQLitePCL.Batteries_V2.Init();
        // No connection here is used by two threads at a time, and nobody asks SQLite how much memory it uses: without both locks each statement is cheaper.
        SQLitePCL.raw.sqlite3_shutdown();
        SQLitePCL.raw.sqlite3_config(MultiThread);
        SQLitePCL.raw.sqlite3_config(MemoryStatus, 0);
        SQLitePCL.raw.sqlite3_initialize();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PreferSystemLibrary() =>
        NativeLibrary.SetDllImportResolver(
            typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly,
            static (library, _, _) =>
                library == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out var handle)
                    ? handle
                    : IntPtr.Zero
        );
}
