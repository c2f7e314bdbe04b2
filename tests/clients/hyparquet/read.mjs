// Prints a Parquet file as JSON, read with hyparquet: node read.mjs FILE
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'

const bytes = readFileSync(process.argv[2])
const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
const metadata = parquetMetadata(file)
const rows = await parquetReadObjects({ file, compressors: { GZIP: input => gunzipSync(input) } })

const plain = (_, value) =>
  typeof value === 'bigint' ? value.toString()
  : typeof value === 'number' && !Number.isFinite(value) ? String(value)
  : Object.is(value, -0) ? '-0'
  : value

process.stdout.write(JSON.stringify({
  createdBy: metadata.created_by,
  schema: metadata.schema.map(({ name, type, repetition_type, converted_type, num_children }) =>
    ({ name, type, repetition_type, converted_type, num_children })),
  keyValues: Object.fromEntries((metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value])),
  rowGroups: metadata.row_groups.map(group => ({
    rows: group.num_rows,
    columns: group.columns.map(({ meta_data: column }) => ({
      path: column.path_in_schema.join('.'),
      codec: column.codec,
      nulls: column.statistics.null_count,
      min: column.statistics.min_value,
      max: column.statistics.max_value,
    })),
  })),
  rows: rows.map(row => Object.fromEntries(Object.entries(row).map(([name, value]) =>
    [name, value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value]))),
}, plain))
