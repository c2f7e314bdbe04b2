using System.CommandLine;
using TiledFit.Statistics;

var fields = new Option<int>("--fields")
{
    HelpName = "N",
    Description = "Fields of 250 components for each kind of noise.",
    DefaultValueFactory = _ => 24,
};
var beam = new Option<double>("--beam")
{
    HelpName = "FWHM",
    Description = "The beam of the correlated noise, px.",
    DefaultValueFactory = _ => 4,
};
var repeats = new Option<int>("--repeats")
{
    HelpName = "N",
    Description = "Fits for each case.",
    DefaultValueFactory = _ => 12_800,
};
var pulls = new Command("pulls", "Deviations from the truth over their errors, in white noise and in a beam's.")
{
    fields, beam,
};
pulls.SetAction(arguments => StatisticsReport.Pulls(arguments.GetValue(fields), arguments.GetValue(beam)));
var bound = new Command("bound", "Variances of repeated fits against the Cramér–Rao bound.") { repeats };
bound.SetAction(arguments => StatisticsReport.Bound(arguments.GetValue(repeats)));
return new RootCommand("Whether errors are what they say; 1 where they are not.") { pulls, bound }
    .Parse(args).Invoke();
