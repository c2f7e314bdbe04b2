using System.Text.Json;
using TiledFit.Core;

namespace TiledFit.Server.Engines.Embedded;

/// <summary>
/// Jobs as files, <c>jobs/ID/job.json</c>. Each is replaced as a whole by a rename, so that a process killed at any
/// moment leaves the old record or the new one. One process at a time holds a state directory.
/// </summary>
internal sealed class JobStore : IDisposable
{
    /// <summary>Room for the record of a job, and for the first of its journal.</summary>
    private const int ProbeBytes = 64 << 10;

    private const string RecordName = "job.json", LockName = "server.lock", ProbeName = "probe";
    private readonly string _state;
    private readonly FileStream _lock;
    private readonly Lock _probing = new();

    /// <exception cref="InputException">Another server holds the directory, or it cannot be written.</exception>
    public JobStore(string state)
    {
        _state = Path.GetFullPath(state);
        string path = Path.Combine(_state, LockName);
        try
        {
            Directory.CreateDirectory(JobsDirectory);
            _lock = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string reason = e is IOException && File.Exists(path) ? $"another server uses it ({e.Message})" : e.Message;
            throw new InputException(
                $"--state {state} cannot be used as the directory of jobs; name another: {reason}", e);
        }
    }

    private string JobsDirectory => Path.Combine(_state, "jobs");

    /// <summary>Every job; what a submission left that was killed before it was acknowledged is removed.</summary>
    /// <exception cref="InputException">A record cannot be read, or what is left over not be removed.</exception>
    public IReadOnlyList<JobRecord> Load()
    {
        try
        {
            return LoadAll();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"--state {_state} cannot be read as the directory of jobs; name another: {e.Message}", e);
        }
    }

    /// <exception cref="IOException">The disk is full or failed.</exception>
    public void Save(JobRecord record)
    {
        string directory = DirectoryOf(record.Id), path = Path.Combine(directory, RecordName), next = path + ".next";
        Directory.CreateDirectory(directory);
        Write(next, JsonSerializer.SerializeToUtf8Bytes(record, JobRecordJson.Default.JobRecord));
        File.Move(next, path, overwrite: true);
    }

    /// <summary>Forgets a job. Its record goes first: <see cref="Load"/> removes what has none.</summary>
    public void Delete(string id)
    {
        File.Delete(Path.Combine(DirectoryOf(id), RecordName));
        Directory.Delete(DirectoryOf(id), recursive: true);
    }

    /// <summary>The directory of a job's journal.</summary>
    public string JournalOf(string id) => Path.Combine(DirectoryOf(id), "journal");

    /// <summary>Removes the journal of a job that is done.</summary>
    public void DeleteJournal(string id)
    {
        if (Directory.Exists(JournalOf(id)))
        {
            Directory.Delete(JournalOf(id), recursive: true);
        }
    }

    /// <summary>What keeps it from being written, or null: some room is taken and given back.</summary>
    public string? Problem()
    {
        try
        {
            lock (_probing)
            {
                string probe = Path.Combine(JobsDirectory, ProbeName);
                Write(probe, new byte[ProbeBytes]);
                File.Delete(probe);
                return null;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ProblemOf(e);
        }
    }

    /// <summary>Why it could not be written, in one line that names no path: anyone may ask whether it is ready.
    /// </summary>
    public static string ProblemOf(Exception e) => "the state directory cannot be written: " + (e switch
    {
        UnauthorizedAccessException => "access is denied",
        DirectoryNotFoundException => "it has gone",
        _ => e.Message.Split(" : '")[0].Split(" '")[0],
    });

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static void Write(string path, byte[] content)
    {
        try
        {
            using FileStream stream = File.Create(path);
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }
        catch when (File.Exists(path))
        {
            // On a full disk what is half written would only be in the way.
            File.Delete(path);
            throw;
        }
    }

    private string DirectoryOf(string id) => Path.Combine(JobsDirectory, id);

    private List<JobRecord> LoadAll()
    {
        var records = new List<JobRecord>();
        foreach (string directory in Directory.GetDirectories(JobsDirectory))
        {
            string path = Path.Combine(directory, RecordName);
            if (File.Exists(path))
            {
                records.Add(Read(path));
            }
            else
            {
                Directory.Delete(directory, recursive: true);
            }
        }

        return records;
    }

    private static JobRecord Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, JobRecordJson.Default.JobRecord)
                ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw new InputException(
                $"{path} is not the record of a job: {e.Message}; remove its directory to forget the job", e);
        }
    }
}
