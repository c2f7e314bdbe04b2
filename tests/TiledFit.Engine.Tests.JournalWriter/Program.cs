using System.Globalization;
using TiledFit.Engine.Journals;
using TiledFit.Engine.Tests.Journals;

// Writes one version after the other into a journal, and tells of each that it is there. The tests kill this process.
var journal = new FileJournal(args[0]);
for (int sweep = int.Parse(args[1], CultureInfo.InvariantCulture); ; sweep++)
{
    JournalWriter.Write(journal, sweep);
    Console.WriteLine(sweep);
}
