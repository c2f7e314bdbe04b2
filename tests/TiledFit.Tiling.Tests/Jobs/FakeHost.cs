using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.Model;
using TiledFit.Core.Statistics;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Tiling.Tests.Jobs;

/// <summary>
/// Answers a job's commands with made-up figures: every tile holds its part of E, and a step takes off what the test
/// says.
/// </summary>
internal sealed class FakeHost
{
    private readonly FitJob _job;
    private readonly double[] _objective;

    public FakeHost(FitJob job, double objectiveOfTile)
    {
        _job = job;
        _objective = [.. Enumerable.Repeat(objectiveOfTile, job.Grid.Count)];
        Components = new int[job.Grid.Count];
    }

    /// <summary>Components of each tile.</summary>
    public int[] Components { get; }

    /// <summary>Whether a tile holds data.</summary>
    public Func<int, bool> HasData { get; init; } = _ => true;

    /// <summary>The share of its objective that a tile's step in a sweep takes off.</summary>
    public Func<int, int, double> Share { get; init; } = (_, _) => 0;

    /// <summary>max |g_a| / √H_aa that a step reports.</summary>
    public Func<int, int, double> Gradient { get; init; } = (_, _) => 0;

    /// <summary>max |g_a| / √H_aa that the n-th recount, from 1, reports.</summary>
    public Func<int, double> RecountedGradient { get; init; } = _ => 0;

    /// <summary>Components that a step with a limit on additions adds.</summary>
    public Func<StepTile, int> Added { get; init; } = _ => 0;

    /// <summary>What a recount counts beside the truth, as a factor.</summary>
    public double RecountFactor { get; init; } = 1;

    /// <summary>Every event is told so many times.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>Whether every event ever told is told again after each new one.</summary>
    public bool RetellsThePast { get; init; }

    /// <summary>In which order waiting commands are carried out.</summary>
    public Random? Shuffle { get; init; }

    /// <summary>What the job asked for, in its order.</summary>
    public List<JobCommand> Commands { get; } = [];

    /// <summary>The phase after every event, without repetitions.</summary>
    public List<JobPhase> Phases { get; } = [JobPhase.Survey];

    /// <summary>How often the objective was counted anew.</summary>
    public int Recounts => Commands.OfType<CountTile>().Select(count => count.Sweep).Distinct().Count() - 1;

    /// <summary>Steps of a sweep, by tile.</summary>
    public IEnumerable<int> StepsOf(int sweep) =>
        Commands.OfType<StepTile>().Where(step => step.Sweep == sweep).Select(step => step.Tile).Order();

    public void Run()
    {
        var waiting = new List<JobCommand>();
        var told = new List<JobEvent>();
        Take(_job.Start());
        while (_job.Phase != JobPhase.Finished)
        {
            int next = Shuffle?.Next(waiting.Count) ?? 0;
            JobCommand command = waiting[next];
            waiting.RemoveAt(next);
            JobEvent answer = Answer(command);
            for (int k = 0; k < Repeats; k++)
            {
                Take(_job.Handle(answer));
            }

            told.Add(answer);
            foreach (JobEvent past in RetellsThePast ? told : [])
            {
                Assert.Empty(_job.Handle(past));
            }
        }

        Assert.Empty(waiting);
        Assert.All(told, past => Assert.Empty(_job.Handle(past)));

        void Take(IReadOnlyList<JobCommand> commands)
        {
            Commands.AddRange(commands);
            waiting.AddRange(commands.Where(command => command is not FinishJob));
            if (Phases[^1] != _job.Phase)
            {
                Phases.Add(_job.Phase);
            }
        }
    }

    private JobEvent Answer(JobCommand command)
    {
        switch (command)
        {
            case SurveyTile survey:
                PixelRectangle core = _job.Grid.CoreOf(survey.Tile);
                double[] pixels = [.. Enumerable.Repeat(HasData(survey.Tile) ? 1 : double.NaN, (int)core.Area)];
                return new TileSurveyed(
                    survey.Tile, new TileSurvey(BasisSums.Of(core, pixels, 0, 0), WindowStatistics.Of(core, pixels)));
            case CountTile count:
                return Count(count);
            case StepTile step:
                double taken = HasData(step.Tile) ? Share(step.Tile, step.Sweep) * _objective[step.Tile] : 0;
                _objective[step.Tile] -= taken;
                int added = Added(step);
                Components[step.Tile] += added;
                return new TileStepped(
                    step.Tile, step.Sweep, step.State,
                    new TileStepStatistics(
                        0, -taken, Gradient(step.Tile, step.Sweep), default, _objective[step.Tile], 1, added, 0, 1, 1,
                        TerminationType.IterationLimit));
            case CloseSweep close:
                return new SweepClosed(close.Sweep, [.. Components]);
            default:
                throw new InvalidOperationException(command.ToString());
        }
    }

    private TileCounted Count(CountTile count)
    {
        bool recount = _job.Phase == JobPhase.Recount;
        double sse = HasData(count.Tile) ? _objective[count.Tile] * (recount ? RecountFactor : 1) : 0;
        long pixels = HasData(count.Tile) ? _job.Grid.CoreOf(count.Tile).Area : 0;
        double gradient = recount ? RecountedGradient(Recounts) : 0;
        return new TileCounted(count.Tile, count.Sweep, new TileCount(pixels, sse, default, gradient));
    }
}
