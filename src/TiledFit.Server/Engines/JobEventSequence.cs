using System.Globalization;
using TiledFit.Server.Jobs;

namespace TiledFit.Server.Engines;

/// <summary>Turns what a job is found to be, time after time, into what has happened to it meanwhile.</summary>
internal sealed class JobEventSequence
{
    private int _run, _said;
    private JobStatus? _told;

    /// <summary>Goes on after an event.</summary>
    /// <param name="after">The event; of null, and of anything that is none, the beginning.</param>
    public JobEventSequence(string? after) => (_run, _said) = Parse(after);

    /// <summary>
    /// What has happened: new messages first, then the state or else the progress, if it is another. At the beginning
    /// the state comes first.
    /// </summary>
    /// <param name="status">The job now. The messages of one run only ever grow in number.</param>
    public IEnumerable<JobEvent> Next(JobStatus status)
    {
        if (_run != status.Runs)
        {
            (_run, _said) = (status.Runs, 0);
        }
        else if (_told is null)
        {
            // Whatever the watcher claims to know.
            _said = Math.Min(_said, status.Messages.Count);
        }

        if (_told is null)
        {
            yield return new JobStateChanged(Id, status);
        }

        while (_said < status.Messages.Count)
        {
            string message = status.Messages[_said++];
            yield return new JobSaid(Id, message);
        }

        JobStatus? told = _told;
        _told = status;
        if (told is not null
            && (told.State != status.State || told.Runs != status.Runs || told.Ahead != status.Ahead))
        {
            yield return new JobStateChanged(Id, status);
        }
        else if (status.Progress is { } progress && progress != told?.Progress)
        {
            yield return new JobProgressed(Id, progress);
        }
    }

    private string Id => string.Create(CultureInfo.InvariantCulture, $"{_run}.{_said}");

    private static (int Run, int Said) Parse(string? id)
    {
        string[] parts = id?.Split('.') ?? [];
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int run)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int said)
            ? (run, said)
            : (-1, 0);
    }
}
