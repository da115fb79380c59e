using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Pir.Platform.Hosting;

namespace Pir.Platform.Persistence;

/// <summary>
/// The file of a SQLite database. SQLite treats an empty or missing file as a new database. A list
/// next to the files records which ones have held data.
/// </summary>
internal sealed class DatabaseFile
{
    private readonly string _path;

    private DatabaseFile(string path) => _path = path;

    public string Folder => Path.GetDirectoryName(_path)!;

    private string Name => Path.GetFileName(_path);

    private string List => Path.Combine(Folder, ".databases");

    /// <summary>Null for a database without a file: on a server, or in memory.</summary>
    public static DatabaseFile? Of(DbContext db)
    {
        if (!db.Database.IsSqlite())
        {
            return null;
        }

        var connection = new SqliteConnectionStringBuilder(db.Database.GetConnectionString());
        return
            connection.Mode == SqliteOpenMode.Memory
            || connection.DataSource is "" or ":memory:"
            || connection.DataSource.StartsWith("file:", StringComparison.Ordinal)
            ? null
            : new(Path.GetFullPath(connection.DataSource));
    }

    /// <exception cref="CannotStartException">
    /// The file has held data and is now empty or missing.
    /// </exception>
    public void RefuseIfEmptied()
    {
        var file = new FileInfo(_path);
        if (file is { Exists: true, Length: > 0 } || !HeldData(file.Exists))
        {
            return;
        }

        throw new CannotStartException(
            $"The database {_path} {(file.Exists ? "is empty" : "is missing")}, "
                + "but it has held data. Restore it from a backup. To start over without the "
                + "data, remove its line from {List}."
        );
    }

    /// <summary>Records that the file holds data from now on.</summary>
    public void Remember()
    {
        if (!Listed().Contains(Name, StringComparer.Ordinal))
        {
            using var list = new FileStream(List, FileMode.Append, FileAccess.Write);
            list.Write(System.Text.Encoding.UTF8.GetBytes(Name + "\n"));
            list.Flush(flushToDisk: true);
        }
    }

    private bool HeldData(bool exists)
    {
        if (File.Exists(List))
        {
            return Listed().Contains(Name, StringComparer.Ordinal);
        }

        // Written by a version without the list, which created all databases at its first start.
        return exists
            && Directory.EnumerateFiles(Folder, "*.db").Any(f => new FileInfo(f).Length > 0);
    }

    private string[] Listed() => File.Exists(List) ? File.ReadAllLines(List) : [];
}
