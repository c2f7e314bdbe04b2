#if HasOrleans
using System.Net;
using Orleans.Storage;
using TiledFit.Cluster.Grains;
using TiledFit.Cluster.Tests.Support;
#endif

namespace TiledFit.Cluster.Tests;

/// <summary>deploy/postgres/schema.sql under Orleans' own providers, which assume more of it than they check.</summary>
public sealed class SchemaTests
{
#if !HasOrleans
    private const string Reason = "Microsoft.Orleans is not on the package feed";

    [SkippableFact]
    public void Of_many_changes_of_one_member_list_one_succeeds() => throw new SkipException(Reason);

    [SkippableFact]
    public void Only_old_members_that_are_not_active_are_cleaned_up() => throw new SkipException(Reason);

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_state_is_written_by_who_knows_its_version_only(bool deleteOnClear) =>
        throw new SkipException($"{Reason} (deleteOnClear: {deleteOnClear})");

    [SkippableFact]
    public void A_reminder_is_found_on_every_arc_that_holds_it() => throw new SkipException(Reason);

    [SkippableFact]
    public void A_reminder_made_again_is_not_deleted_by_its_old_version() => throw new SkipException(Reason);
#else
    private const int Writers = 20;

    private static readonly DateTime Now = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [SkippableFact]
    public async Task Of_many_changes_of_one_member_list_one_succeeds()
    {
        await using ProviderTables tables = await ProviderTables.Start();
        IMembershipTable members = await tables.MembersOf("one");
        TableVersion next = (await members.ReadAll()).Version.Next();
        bool[] joined = await Task.WhenAll(
            Enumerable.Range(1, Writers).Select(k => members.InsertRow(Member(k, SiloStatus.Joining), next)));
        Assert.Single(joined, true);

        MembershipTableData list = await members.ReadAll();
        Assert.Equal(1, list.Version.Version);
        MembershipEntry member = Assert.Single(list.Members).Item1;
        member.Status = SiloStatus.Active;
        member.SuspectTimes = [Tuple.Create(Address(99), Now)];
        bool[] changed = await Task.WhenAll(
            Enumerable.Range(0, Writers).Select(_ => members.UpdateRow(member, "", list.Version.Next())));
        Assert.Single(changed, true);

        // Neither a member that is there already nor one that is not changes the version.
        list = await members.ReadAll();
        Assert.False(await members.InsertRow(member, list.Version.Next()));
        Assert.False(await members.UpdateRow(Member(77, SiloStatus.Active), "", list.Version.Next()));
        Assert.Equal(2, (await members.ReadRow(Address(77))).Version.Version);
        Assert.Equal(member.ToFullString(), Assert.Single((await members.ReadAll()).Members).Item1.ToFullString());
    }

    [SkippableFact]
    public async Task Only_old_members_that_are_not_active_are_cleaned_up()
    {
        await using ProviderTables tables = await ProviderTables.Start();
        IMembershipTable members = await tables.MembersOf("two");
        int generation = 0;
        foreach (SiloStatus status in Enum.GetValues<SiloStatus>())
        {
            foreach (DateTime alive in (DateTime[])[Now, Now.AddDays(-10)])
            {
                MembershipEntry member = Member(++generation, status);
                member.IAmAliveTime = alive;
                Assert.True(await members.InsertRow(member, (await members.ReadAll()).Version.Next()));
            }
        }

        await members.CleanupDefunctSiloEntries(Now.AddDays(-7));
        List<MembershipEntry> left = [.. (await members.ReadAll()).Members.Select(row => row.Item1)];
        Assert.Equal(
            Enum.GetValues<SiloStatus>(), left.Where(m => m.IAmAliveTime == Now).Select(m => m.Status).Order());
        Assert.Equal(SiloStatus.Active, Assert.Single(left, m => m.IAmAliveTime != Now).Status);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_state_is_written_by_who_knows_its_version_only(bool deleteOnClear)
    {
        await using ProviderTables tables = await ProviderTables.Start(deleteOnClear);
        GrainId[] grains =
        [
            GrainId.Create("region", "job/3'#|é"),
            GrainId.Create(GrainType.Create("region"), GrainIdKeyExtensions.CreateIntegerKey(-5)),
            GrainId.Create(GrainType.Create("region"), GrainIdKeyExtensions.CreateIntegerKey(-5, "x")),
            GrainId.Create(GrainType.Create("region"), GrainIdKeyExtensions.CreateGuidKey(Guid.NewGuid(), "x")),
        ];
        foreach (GrainId grain in grains)
        {
            var states = new States(tables.States, grain);
            GrainState<RegionRecord>[] first = await states.WriteAtOnce(Writers, null);
            GrainState<RegionRecord> state = Assert.Single(first);
            GrainState<RegionRecord>[] second = await states.WriteAtOnce(Writers, state.ETag);
            GrainState<RegionRecord> latest = Assert.Single(second);
            await Assert.ThrowsAsync<InconsistentStateException>(() => states.Clear(state));
            await states.Clear(latest);
            Assert.False((await states.Read()).RecordExists);

            // Made again, it must not come by a version that somebody still remembers.
            GrainState<RegionRecord> again = await states.Read();
            await tables.States.WriteStateAsync("state", grain, again);
            foreach (string? version in (string?[])[state.ETag, latest.ETag, null])
            {
                Assert.Empty(await states.WriteAtOnce(1, version));
            }

            Assert.Equal(again.ETag, (await states.Read()).ETag);
        }
    }

    [SkippableFact]
    public async Task A_reminder_is_found_on_every_arc_that_holds_it()
    {
        await using ProviderTables tables = await ProviderTables.Start();
        IReminderTable reminders = tables.Reminders;
        List<uint> hashes = [];
        for (int k = 0; k < 60; k++)
        {
            GrainId grain = GrainId.Create("job", $"{k}");
            hashes.Add(grain.GetUniformHashCode());
            await reminders.UpsertRow(Reminder(grain));
        }

        uint some = hashes[0];
        uint[] ends = [0, 1, some - 1, some, some + 1, int.MaxValue, 1u << 31, uint.MaxValue, 0x30000000, 0xC0000000];
        foreach (uint begin in ends)
        {
            foreach (uint end in ends)
            {
                // The arc (begin, end] of the ring; all of it where the two are equal.
                IEnumerable<uint> expected = begin < end
                    ? hashes.Where(hash => hash > begin && hash <= end)
                    : hashes.Where(hash => hash > begin || hash <= end);
                ReminderTableData found = await reminders.ReadRows(begin, end);
                Assert.Equal(
                    expected.Order(), found.Reminders.Select(row => row.GrainId.GetUniformHashCode()).Order());
            }
        }
    }

    [SkippableFact]
    public async Task A_reminder_made_again_is_not_deleted_by_its_old_version()
    {
        await using ProviderTables tables = await ProviderTables.Start();
        IReminderTable reminders = tables.Reminders;
        ReminderEntry reminder = Reminder(GrainId.Create("job", "a/b\\#?"));
        string?[] versions = await Task.WhenAll(
            Enumerable.Range(0, Writers).Select(_ => reminders.UpsertRow(reminder)));
        Assert.Equal(Writers, versions.Distinct().Count());

        ReminderEntry stored = (await reminders.ReadRow(reminder.GrainId, reminder.ReminderName))!;
        Assert.Equal((reminder.Period, reminder.StartAt), (stored.Period, stored.StartAt));
        Assert.True(await reminders.RemoveRow(reminder.GrainId, reminder.ReminderName, stored.ETag!));
        await reminders.UpsertRow(reminder);
        foreach (string? version in versions)
        {
            Assert.False(await reminders.RemoveRow(reminder.GrainId, reminder.ReminderName, version!));
        }

        Assert.Single((await reminders.ReadRows(reminder.GrainId)).Reminders);
    }

    private static SiloAddress Address(int generation) => SiloAddress.New(IPAddress.Loopback, 11111, generation);

    private static MembershipEntry Member(int generation, SiloStatus status) => new()
    {
        SiloAddress = Address(generation),
        SiloName = "silo-1",
        HostName = "host",
        Status = status,
        ProxyPort = 30000,
        StartTime = Now,
        IAmAliveTime = Now,
    };

    // A period beyond 2^31 ms, which is passed in another type.
    private static ReminderEntry Reminder(GrainId grain) => new()
    {
        GrainId = grain,
        ReminderName = "alive/\\#?",
        StartAt = Now,
        Period = TimeSpan.FromDays(40),
    };

    /// <summary>The state of one grain.</summary>
    private sealed class States(IGrainStorage storage, GrainId grain)
    {
        /// <summary>Writes it from many activations that all know the same version.</summary>
        /// <returns>The states of those that succeeded.</returns>
        public async Task<GrainState<RegionRecord>[]> WriteAtOnce(int writers, string? version)
        {
            var written = await Task.WhenAll(Enumerable.Range(0, writers).Select(async k =>
            {
                var record = new RegionRecord { State = new byte[100_000 + k] };
                var state = new GrainState<RegionRecord>(record, version);
                Exception? conflict = await Record.ExceptionAsync(
                    () => storage.WriteStateAsync("state", grain, state));
                Assert.True(conflict is null or InconsistentStateException, $"{conflict}");
                return conflict is null ? state : null;
            }));
            return [.. written.OfType<GrainState<RegionRecord>>()];
        }

        public async Task<GrainState<RegionRecord>> Read()
        {
            var state = new GrainState<RegionRecord>(new RegionRecord());
            await storage.ReadStateAsync("state", grain, state);
            return state;
        }

        public Task Clear(GrainState<RegionRecord> known) => storage.ClearStateAsync(
            "state", grain, new GrainState<RegionRecord>(new RegionRecord(), known.ETag) { RecordExists = true });
    }
#endif
}
