// Writes one file for each encoding with hyparquet-writer: node write.mjs DIRECTORY
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parquetWriteFile } from 'hyparquet-writer'

const directory = process.argv[2]
const rows = 2500
const list = value => Array.from({ length: rows }, (_, i) => value(i))
const sparse = value => list(i => i % 3 === 0 ? null : value(i))

const number = i => (i * 37) % 101 - 50
const large = i => BigInt(i) * BigInt(i) * 1000003n - 5n
const real = i => (i % 200) / 7
const text = i => 't' + i % 5 + 'ü'.repeat(i % 4)

const columns = encodings => [
  { name: 'int32', type: 'INT32', data: list(number), nullable: false, encoding: encodings.integer },
  { name: 'int32_or_null', type: 'INT32', data: sparse(number), encoding: encodings.integer },
  { name: 'int64', type: 'INT64', data: list(large), nullable: false, encoding: encodings.integer },
  { name: 'int64_or_null', type: 'INT64', data: sparse(large), encoding: encodings.integer },
  { name: 'double', type: 'DOUBLE', data: list(real), nullable: false, encoding: encodings.real },
  { name: 'double_or_null', type: 'DOUBLE', data: sparse(real), encoding: encodings.real },
  { name: 'float', type: 'FLOAT', data: list(i => i / 4), nullable: false, encoding: encodings.real },
  { name: 'string', type: 'STRING', data: list(text), nullable: false, encoding: encodings.text },
  { name: 'string_or_null', type: 'STRING', data: sparse(text), encoding: encodings.text },
  { name: 'all_null', type: 'DOUBLE', data: list(() => null) },
  { name: 'boolean', type: 'BOOLEAN', data: list(i => i % 2 === 0) },
]

const files = {
  plain: { integer: 'PLAIN', real: 'PLAIN', text: 'PLAIN' },
  dictionary: { integer: 'RLE_DICTIONARY', real: 'RLE_DICTIONARY', text: 'RLE_DICTIONARY' },
  delta: { integer: 'DELTA_BINARY_PACKED', real: 'PLAIN', text: 'DELTA_LENGTH_BYTE_ARRAY' },
  split: { integer: 'BYTE_STREAM_SPLIT', real: 'BYTE_STREAM_SPLIT', text: 'PLAIN' },
}
for (const codec of ['SNAPPY', 'GZIP', 'UNCOMPRESSED']) {
  for (const [name, encodings] of Object.entries(files)) {
    parquetWriteFile({
      filename: join(directory, `${name}-${codec.toLowerCase()}.parquet`),
      columnData: columns(encodings),
      codec,
      compressors: { GZIP: input => gzipSync(input) },
      rowGroupSize: 1000,
      pageSize: 2000,
      kvMetadata: [{ key: 'writer', value: 'hyparquet' }],
    })
  }
}
parquetWriteFile({
  filename: join(directory, 'delta-byte-array.parquet'),
  columnData: [{ name: 'string', type: 'STRING', data: list(text), encoding: 'DELTA_BYTE_ARRAY' }],
})
parquetWriteFile({
  filename: join(directory, 'zstd.parquet'),
  columnData: [{ name: 'double', type: 'DOUBLE', data: list(real), encoding: 'PLAIN' }],
  codec: 'ZSTD',
  // The pages are never decompressed: the reader has to stop at the codec's name.
  compressors: { ZSTD: input => input },
})
