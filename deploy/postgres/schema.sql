-- What Orleans' ADO.NET providers (clustering, grain state, reminders) need in PostgreSQL 13 or newer.
--
--   psql -X -v ON_ERROR_STOP=1 -d DATABASE -f schema.sql      as the role the silos connect as
--
-- May be run again at any time, also under a running cluster: it creates what is missing and brings the
-- statements and the storage settings up to date; no row of a cluster, a job or a reminder is touched.
--
-- The providers know none of these tables. They read statements from OrleansQuery by key, bind parameters by name
-- and read columns back by name; names in the statements below that start with @ and the column aliases are that
-- contract, everything else is free. Every statement is one SQL statement, so it is atomic without a function.

BEGIN;

SET LOCAL client_min_messages = warning;

-- CREATE ... IF NOT EXISTS is not safe against itself: two silos' start scripts may run this file at once.
SELECT pg_advisory_xact_lock(hashtext('tiledfit/orleans-schema'));

CREATE TABLE IF NOT EXISTS OrleansQuery
(
    QueryKey  text PRIMARY KEY,
    QueryText text NOT NULL
);

-- ---------------------------------------------------------------------------------------------------------------
-- Membership
-- ---------------------------------------------------------------------------------------------------------------

-- One row a cluster. The version is the lock and the clock of its member list: a change of the list names the
-- version it was computed from and takes it one further, or does nothing.
CREATE TABLE IF NOT EXISTS orleans_cluster
(
    cluster_id text    PRIMARY KEY,
    version    integer NOT NULL DEFAULT 0
);

-- One row a silo's life: the generation tells a restarted silo from the one that died at the same address.
-- The address is text, not inet: an IPv6 address may carry a scope.
CREATE TABLE IF NOT EXISTS orleans_silo
(
    cluster_id    text        NOT NULL REFERENCES orleans_cluster ON DELETE CASCADE,
    address       text        NOT NULL,
    port          integer     NOT NULL,
    generation    integer     NOT NULL,
    silo_name     text        NOT NULL,
    host_name     text        NOT NULL,
    status        integer     NOT NULL,
    gateway_port  integer     NOT NULL,
    suspect_times text,
    started_at    timestamptz NOT NULL,
    alive_at      timestamptz NOT NULL,

    PRIMARY KEY (cluster_id, address, port, generation)
);

-- alive_at of every silo changes all the time and is in no index: with room on the page each change is a
-- heap-only update, which leaves nothing for vacuum and nothing in the index.
ALTER TABLE orleans_silo    SET (fillfactor = 50);
ALTER TABLE orleans_cluster SET (fillfactor = 50);

-- ---------------------------------------------------------------------------------------------------------------
-- Versions of grain states and reminders
-- ---------------------------------------------------------------------------------------------------------------

-- A version must be new, not only different from the last one: were it counted from 1 in each row, a row deleted
-- and made again would carry an old version once more, and a writer that has slept through both would win.
-- The providers hold versions as 32-bit integers; after 2^31 writes they begin again.
CREATE SEQUENCE IF NOT EXISTS orleans_version AS integer CYCLE;

-- ---------------------------------------------------------------------------------------------------------------
-- Grain state
-- ---------------------------------------------------------------------------------------------------------------

-- The key is the grain's identity itself. The providers also offer hashes of it; a primary key on the identity
-- needs none, and makes it impossible that two activations each create the row.
-- extension is '' for a grain without a string in its key and '#' || string otherwise, which keeps "none" apart
-- from the empty string in a column of a primary key.
CREATE TABLE IF NOT EXISTS orleans_state
(
    service_id  text        NOT NULL,
    grain_type  text        NOT NULL,
    key_high    bigint      NOT NULL,
    key_low     bigint      NOT NULL,
    extension   text        NOT NULL,
    version     integer     NOT NULL,
    modified_at timestamptz NOT NULL,
    payload     bytea,

    PRIMARY KEY (service_id, grain_type, key_high, key_low, extension)
);

-- The load: a few hundred rows of some 100 kB, each rewritten whole every few seconds.
-- Out of line, uncompressed: coordinates do not shrink under pglz, neither as doubles nor as decimals, but it takes
-- 80 ms of CPU a megabyte to find that out of decimals.
ALTER TABLE orleans_state ALTER COLUMN payload SET STORAGE EXTERNAL;

-- The row proper is then a hundred bytes; with half of each page free its updates are heap-only.
-- Every update leaves some 50 dead chunks of 2 kB in the TOAST table. A fifth of the table is the right moment to
-- take them away, but under the usual cost limit a vacuum that dirties some 40 MB/s would fall behind the writers: no
-- limit here. Truncation would need an exclusive lock to give back space that is filled again at once: never.
ALTER TABLE orleans_state SET
(
    fillfactor = 50,
    autovacuum_vacuum_scale_factor = 0.2,
    autovacuum_vacuum_threshold = 500,
    autovacuum_vacuum_cost_delay = 0,
    vacuum_truncate = false,
    toast.autovacuum_vacuum_scale_factor = 0.2,
    toast.autovacuum_vacuum_threshold = 5000,
    toast.autovacuum_vacuum_cost_delay = 0,
    toast.vacuum_truncate = false
);

-- ---------------------------------------------------------------------------------------------------------------
-- Reminders
-- ---------------------------------------------------------------------------------------------------------------

-- period in milliseconds; grain_hash is the grain's place on the ring, an unsigned 32-bit number whose bits the
-- provider passes as a signed one.
CREATE TABLE IF NOT EXISTS orleans_reminder
(
    service_id text        NOT NULL,
    grain_id   text        NOT NULL,
    name       text        NOT NULL,
    start_at   timestamptz NOT NULL,
    period     bigint      NOT NULL,
    grain_hash integer     NOT NULL,
    version    integer     NOT NULL,

    PRIMARY KEY (service_id, grain_id, name)
);

-- A silo reads the reminders of its arc of the ring.
CREATE INDEX IF NOT EXISTS orleans_reminder_ring ON orleans_reminder (service_id, grain_hash);

-- ---------------------------------------------------------------------------------------------------------------
-- The statements
-- ---------------------------------------------------------------------------------------------------------------

CREATE TEMPORARY TABLE statement (QueryKey text, QueryText text) ON COMMIT DROP;

INSERT INTO statement VALUES

-- True if this silo is the first of its cluster.
('InsertMembershipVersionKey', $sql$
WITH created AS
(
    INSERT INTO orleans_cluster (cluster_id) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1
)
SELECT EXISTS (SELECT FROM created)
$sql$),

-- True if the version was still the one named and the silo was not yet in the list. Two that name the same version
-- meet at the row of the cluster: the second waits, looks again, and finds the version gone.
('InsertMembershipKey', $sql$
WITH advanced AS
(
    UPDATE orleans_cluster SET version = version + 1
    WHERE cluster_id = @DeploymentId AND version = @Version AND NOT EXISTS
    (
        SELECT FROM orleans_silo
        WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
    )
    RETURNING cluster_id
),
joined AS
(
    INSERT INTO orleans_silo (cluster_id, address, port, generation, silo_name, host_name, status, gateway_port,
                              started_at, alive_at)
    SELECT cluster_id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort,
           @StartTime, @IAmAliveTime
    FROM advanced
    RETURNING 1
)
SELECT EXISTS (SELECT FROM joined)
$sql$),

-- True if the version was still the one named and the silo is in the list.
('UpdateMembershipKey', $sql$
WITH advanced AS
(
    UPDATE orleans_cluster SET version = version + 1
    WHERE cluster_id = @DeploymentId AND version = @Version AND EXISTS
    (
        SELECT FROM orleans_silo
        WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
    )
    RETURNING cluster_id
),
changed AS
(
    UPDATE orleans_silo AS silo
    SET status = @Status, suspect_times = @SuspectTimes, alive_at = @IAmAliveTime
    FROM advanced
    WHERE silo.cluster_id = advanced.cluster_id
      AND silo.address = @Address AND silo.port = @Port AND silo.generation = @Generation
    RETURNING 1
)
SELECT EXISTS (SELECT FROM changed)
$sql$),

-- A sign of life is no change of the list: the version stays.
('UpdateIAmAlivetimeKey', $sql$
UPDATE orleans_silo SET alive_at = @IAmAliveTime
WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$sql$),

-- The version and, if it is in the list, the silo; the version alone (all else null) if it is not.
('MembershipReadRowKey', $sql$
SELECT silo.address AS Address, silo.port AS Port, silo.generation AS Generation, silo.silo_name AS SiloName,
       silo.host_name AS HostName, silo.status AS Status, silo.gateway_port AS ProxyPort,
       silo.suspect_times AS SuspectTimes, silo.started_at AS StartTime, silo.alive_at AS IAmAliveTime,
       cluster.version AS Version
FROM orleans_cluster AS cluster
LEFT JOIN orleans_silo AS silo
  ON silo.cluster_id = cluster.cluster_id
 AND silo.address = @Address AND silo.port = @Port AND silo.generation = @Generation
WHERE cluster.cluster_id = @DeploymentId
$sql$),

-- The whole list and its version in one statement, hence of one moment.
('MembershipReadAllKey', $sql$
SELECT silo.address AS Address, silo.port AS Port, silo.generation AS Generation, silo.silo_name AS SiloName,
       silo.host_name AS HostName, silo.status AS Status, silo.gateway_port AS ProxyPort,
       silo.suspect_times AS SuspectTimes, silo.started_at AS StartTime, silo.alive_at AS IAmAliveTime,
       cluster.version AS Version
FROM orleans_cluster AS cluster
LEFT JOIN orleans_silo AS silo USING (cluster_id)
WHERE cluster.cluster_id = @DeploymentId
$sql$),

-- Where clients may connect: a gateway port of 0 means that the silo has none.
('GatewaysQueryKey', $sql$
SELECT address AS Address, gateway_port AS ProxyPort, generation AS Generation
FROM orleans_silo
WHERE cluster_id = @DeploymentId AND status = @Status AND gateway_port > 0
$sql$),

-- The silos go with their cluster by the foreign key: the row of the cluster is locked first, as everywhere.
('DeleteMembershipTableEntriesKey', $sql$
DELETE FROM orleans_cluster WHERE cluster_id = @DeploymentId
$sql$),

-- Status 3 is SiloStatus.Active: an active silo that is silent for long is for the others to declare dead.
('CleanupDefunctSiloEntriesKey', $sql$
DELETE FROM orleans_silo WHERE cluster_id = @DeploymentId AND alive_at < @IAmAliveTime AND status <> 3
$sql$),

('ReadFromStorageKey', $sql$
SELECT payload AS PayloadBinary, version AS Version
FROM orleans_state
WHERE service_id = @ServiceId AND grain_type = @GrainTypeString
  AND key_high = @GrainIdN0 AND key_low = @GrainIdN1
  AND extension = coalesce('#' || @GrainIdExtensionString, '')
$sql$),

-- Without a version: creates the row. With one: writes over exactly that version. No row back: a conflict.
('WriteToStorageKey', $sql$
WITH created AS
(
    INSERT INTO orleans_state (service_id, grain_type, key_high, key_low, extension, version, modified_at, payload)
    SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce('#' || @GrainIdExtensionString, ''),
           nextval('orleans_version'), now(), @PayloadBinary
    WHERE @GrainStateVersion IS NULL
    ON CONFLICT DO NOTHING
    RETURNING version
),
overwritten AS
(
    UPDATE orleans_state SET version = nextval('orleans_version'), modified_at = now(), payload = @PayloadBinary
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString
      AND key_high = @GrainIdN0 AND key_low = @GrainIdN1
      AND extension = coalesce('#' || @GrainIdExtensionString, '')
      AND version = @GrainStateVersion
    RETURNING version
)
SELECT version AS NewGrainStateVersion FROM created
UNION ALL
SELECT version FROM overwritten
$sql$),

-- The row stays, with a new version: who holds the old one can no longer write.
('ClearStorageKey', $sql$
UPDATE orleans_state SET version = nextval('orleans_version'), modified_at = now(), payload = NULL
WHERE service_id = @ServiceId AND grain_type = @GrainTypeString
  AND key_high = @GrainIdN0 AND key_low = @GrainIdN1
  AND extension = coalesce('#' || @GrainIdExtensionString, '')
  AND version = @GrainStateVersion
RETURNING version AS NewGrainStateVersion
$sql$),

-- The provider takes any version but the one it named as success.
('DeleteStorageKey', $sql$
DELETE FROM orleans_state
WHERE service_id = @ServiceId AND grain_type = @GrainTypeString
  AND key_high = @GrainIdN0 AND key_low = @GrainIdN1
  AND extension = coalesce('#' || @GrainIdExtensionString, '')
  AND version = @GrainStateVersion
RETURNING nextval('orleans_version')::integer AS NewGrainStateVersion
$sql$),

('UpsertReminderRowKey', $sql$
INSERT INTO orleans_reminder (service_id, grain_id, name, start_at, period, grain_hash, version)
VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, nextval('orleans_version'))
ON CONFLICT (service_id, grain_id, name) DO UPDATE
SET start_at = excluded.start_at, period = excluded.period, grain_hash = excluded.grain_hash,
    version = nextval('orleans_version')
RETURNING version AS Version
$sql$),

('ReadReminderRowKey', $sql$
SELECT grain_id AS GrainId, name AS ReminderName, start_at AS StartTime, period AS Period, version AS Version
FROM orleans_reminder
WHERE service_id = @ServiceId AND grain_id = @GrainId AND name = @ReminderName
$sql$),

('ReadReminderRowsKey', $sql$
SELECT grain_id AS GrainId, name AS ReminderName, start_at AS StartTime, period AS Period, version AS Version
FROM orleans_reminder
WHERE service_id = @ServiceId AND grain_id = @GrainId
$sql$),

-- The arc (begin, end]: this one if, as signed numbers, begin < end ...
('ReadRangeRows1Key', $sql$
SELECT grain_id AS GrainId, name AS ReminderName, start_at AS StartTime, period AS Period, version AS Version
FROM orleans_reminder
WHERE service_id = @ServiceId AND grain_hash > @BeginHash AND grain_hash <= @EndHash
$sql$),

-- ... and this one if it passes from the largest number to the smallest; begin = end is the whole ring.
('ReadRangeRows2Key', $sql$
SELECT grain_id AS GrainId, name AS ReminderName, start_at AS StartTime, period AS Period, version AS Version
FROM orleans_reminder
WHERE service_id = @ServiceId AND (grain_hash > @BeginHash OR grain_hash <= @EndHash)
$sql$),

('DeleteReminderRowKey', $sql$
WITH deleted AS
(
    DELETE FROM orleans_reminder
    WHERE service_id = @ServiceId AND grain_id = @GrainId AND name = @ReminderName AND version = @Version
    RETURNING 1
)
SELECT EXISTS (SELECT FROM deleted)
$sql$),

('DeleteReminderRowsKey', $sql$
DELETE FROM orleans_reminder WHERE service_id = @ServiceId
$sql$);

-- Only what differs is written: a second run changes nothing.
INSERT INTO OrleansQuery AS known (QueryKey, QueryText)
SELECT QueryKey, trim(BOTH E'\n' FROM QueryText) FROM statement
ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText
WHERE known.QueryText <> excluded.QueryText;

COMMIT;
