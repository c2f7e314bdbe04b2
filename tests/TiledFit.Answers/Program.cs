using System.CommandLine;
using System.Diagnostics;
using TiledFit.Answers;
using TiledFit.Core;

var document = new Option<string>("--document")
{
    HelpName = "FILE",
    Description = "Whose tables are measured anew.",
    DefaultValueFactory = _ => Path.Combine("docs", "answers.md"),
};
var only = new Option<string[]>("--only")
{
    HelpName = "PLACE",
    Description = "Places to fill; all unless they are named.",
    AllowMultipleArgumentsPerToken = true,
};
var quick = new Option<bool>("--quick")
{
    Description = "Measures as little as shows that everything runs, and prints it; the document stays as it is.",
};
var command = new RootCommand("Measures what docs/answers.md says.") { document, only, quick };
command.SetAction(arguments =>
{
    try
    {
        Regenerate(
            arguments.GetRequiredValue(document), arguments.GetValue(only) ?? [], arguments.GetValue(quick));
        return 0;
    }
    catch (InputException e)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();

static void Regenerate(string path, string[] only, bool quick)
{
    if (!File.Exists(path))
    {
        throw new InputException($"{path} does not exist; run this in the root of the repository, or give --document");
    }

    var document = new AnswersDocument(File.ReadAllText(path));
    DirectoryInfo directory = Directory.CreateTempSubdirectory("tiledfit-answers-");
    try
    {
        var run = new AnswersRun(
            quick ? ExperimentScale.Quick : ExperimentScale.Full, directory.FullName, Console.Error);
        foreach (string place in document.Places.Where(place => only.Length == 0 || only.Contains(place)).ToArray())
        {
            var watch = Stopwatch.StartNew();
            string measured = run.Measure(place);
            Console.Error.WriteLine(FormattableString.Invariant($"{watch.Elapsed.TotalSeconds,7:0.0} s  {place}"));
            if (quick)
            {
                Console.WriteLine($"{place}\n\n{measured}");
            }
            else
            {
                document.Fill(place, measured);
                File.WriteAllText(path, document.Text);
            }
        }
    }
    finally
    {
        directory.Delete(true);
    }
}
