using TiledFit.Answers;
using TiledFit.Tests.Shared.Measuring;

return MeasureCommand.Create(
    Path.Combine("docs", "answers.md"),
    request => new AnswersRun(
        request.Quick ? ExperimentScale.Quick : ExperimentScale.Full, request.Scratch, Console.Error))
    .Parse(args).Invoke();
