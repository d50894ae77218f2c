/**
 * From when to when the rows of a batch are, read from their RowBinary bytes. A server reads the body of a request
 * once, so what it may have already is looked for between these two times.
 */
import { COLUMNS, ROW_IDENTITY, type TableName } from './tables.ts'

export interface RowTimes {
  /** In units of the column: milliseconds, or nanoseconds. */
  readonly first: bigint
  readonly last: bigint
  /** SQL that holds for every row of the table between the two. */
  readonly condition: string
}

/** Answers for at least one whole row. @throws RangeError when the bytes end within one */
export function timesOf(table: TableName, rows: Buffer): RowTimes {
  const { time } = ROW_IDENTITY[table]
  const columns = COLUMNS[table]
  const type = columns.find(([name]) => name === time)![1]
  let first: bigint | undefined
  let last: bigint | undefined
  for (let at = 0; at < rows.length; )
    for (const [name, kind] of columns) {
      if (name === time) {
        const value = rows.readBigInt64LE(at)
        if (first === undefined || value < first) first = value
        if (last === undefined || value > last) last = value
      }
      at = after(rows, at, kind)
    }
  const moment = type === 'DateTime64(9)' ? 'fromUnixTimestamp64Nano' : 'fromUnixTimestamp64Milli'
  return {
    first: first ?? 0n,
    last: last ?? 0n,
    condition: `${time} between ${moment}(${first ?? 0n}) and ${moment}(${last ?? 0n})`,
  }
}

const WIDTHS: Readonly<Record<string, number>> = {
  Int8: 1,
  UInt8: 1,
  UInt16: 2,
  UInt32: 4,
  DateTime: 4,
  UInt64: 8,
  Float64: 8,
  'DateTime64(3)': 8,
  'DateTime64(6)': 8,
  'DateTime64(9)': 8,
  IPv6: 16,
}

/** Where the value of this type that begins here ends. */
function after(rows: Buffer, at: number, type: string): number {
  const width = WIDTHS[type] ?? Number(/^FixedString\((\d+)\)$/.exec(type)?.[1])
  if (width) return at + width
  const [count, start] = varint(rows, at)
  if (type === 'String') return start + count
  const [, wrapper, inner] = /^(Map|Array)\((.*)\)$/.exec(type) ?? []
  if (!wrapper || !inner) throw new Error(`rows of the type ${type} are not known here`)
  // A comma within a map of maps does not occur: the maps are of text.
  const members = wrapper === 'Map' ? inner.split(', ') : [inner]
  let end = start
  for (let i = 0; i < count; i++) for (const member of members) end = after(rows, end, member)
  return end
}

function varint(rows: Buffer, at: number): [value: number, next: number] {
  let value = 0
  for (let scale = 1, next = at; ; scale *= 128) {
    const byte = rows.readUInt8(next++)
    value += (byte & 127) * scale
    if (byte < 128) return [value, next]
  }
}
