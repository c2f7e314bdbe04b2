using TiledFit.Core;
using TiledFit.Data.Results;
using TiledFit.Data.Storage;
using TiledFit.Data.Tests.Storage;

namespace TiledFit.Data.Tests.Results;

public sealed class ClaimObjectTests : IDisposable
{
    private static readonly ClaimTimes Times = new(
        Beat: TimeSpan.FromMilliseconds(20), Silence: TimeSpan.FromMilliseconds(600),
        Settling: TimeSpan.FromMilliseconds(30));

    // A machine with much to do may let a beat wait; where one comes, nobody waits to the end.
    private static readonly ClaimTimes Patient = Times with { Silence = TimeSpan.FromSeconds(20) };

    private readonly StorePlaces _places = new();
    private readonly List<string> _told = [];

    public void Dispose() => _places.Dispose();

    [SkippableFact]
    public void OfTwoTheSecondIsRefused()
    {
        using (ClaimObject first = Claim(Patient))
        {
            Assert.Equal("held", Assert.Throws<InputException>(() => Claim(Patient)).Message);
            first.Check();
            Assert.EndsWith("/claim is there: waiting up to 20 s to see whether its run is alive", Assert.Single(_told));
        }

        Assert.Empty(FileStore.Of(_places.Memory).NamesFrom(""));
        Claim(Patient).Dispose();
    }

    [SkippableFact]
    public void AClaimThatNobodyKeepsAliveIsTakenOver()
    {
        FileStore.WriteText($"{_places.Memory}/claim", "of a run that was killed");
        using ClaimObject claim = Claim(Times);
        claim.Check();
    }

    [SkippableFact]
    public void WhoeverIsTakenOverFindsOut()
    {
        string path = $"{_places.Memory}/claim";
        using ClaimObject claim = Claim(Times);
        // A beat that had just looked may write once more, as two machines may.
        while (true)
        {
            FileStore.WriteText(path, "another's");
            Thread.Sleep(3 * Times.Beat);
            (IFileStore store, string name) = FileStore.Split(path);
            if (store.LengthOf(name) == "another's".Length)
            {
                break;
            }
        }

        Assert.StartsWith(
            $"{path} is another run's now", Assert.Throws<IOException>(claim.Check).Message);
        claim.Dispose();
        Assert.NotEmpty(FileStore.Of(_places.Memory).NamesFrom("claim"));
    }

    private ClaimObject Claim(ClaimTimes times) => new($"{_places.Memory}/claim", "held", times, _told.Add);
}
