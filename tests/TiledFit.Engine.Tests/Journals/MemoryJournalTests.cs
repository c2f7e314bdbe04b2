using TiledFit.Engine.Journals;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Journals;

public class MemoryJournalTests : JournalContract
{
    protected override IJobJournal Journal { get; } = new MemoryJournal();
}
