using TiledFit.Quality;
using TiledFit.Tests.Shared.Measuring;

return MeasureCommand.Create(
    Path.Combine("docs", "quality.md"), request => new QualityRun(request, Console.Error)).Parse(args).Invoke();
