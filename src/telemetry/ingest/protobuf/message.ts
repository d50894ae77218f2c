/**
 * Protobuf messages as tables of their fields and numbers: what readers of bytes and of JSON follow, so that
 * they cannot disagree. Fields that nobody here reads are left out of a table and skipped.
 */
export type Scalar =
  | 'string'
  | 'bool'
  | 'int64'
  | 'uint64'
  | 'uint32'
  | 'sint32'
  | 'enum'
  | 'fixed64'
  | 'sfixed64'
  /** Nanoseconds in a fixed64, read as whole milliseconds: a bigint for each is dear, and a number is enough. */
  | 'fixedNanos'
  | 'fixed32'
  | 'double'
  /** A double whose NaN comes as its bits: a number may lose them. */
  | 'doubleOrBits'
  | 'bytes'
  /** Bytes that JSON writes in hexadecimal: trace and span ids. */
  | 'id'

export interface Field {
  readonly name: string
  readonly type: Scalar | (() => Message)
  readonly repeated: boolean
  /** The protobuf reader leaves it undecoded: the bytes of all its occurrences with their tags, as latin1 text. */
  readonly lazy: boolean
}

export interface Message {
  readonly name: string
  readonly byNumber: ReadonlyMap<number, Field>
  readonly byName: ReadonlyMap<string, Field>
}

export type Declared = readonly [number, string, Scalar | (() => Message), ('repeated' | 'lazy')?]

export function message(name: string, ...declared: Declared[]): Message {
  const fields = declared.map(
    ([number, field, type, how]) =>
      [number, { name: field, type, repeated: how !== undefined, lazy: how === 'lazy' }] as const,
  )
  const byName = new Map<string, Field>()
  for (const [, field] of fields) {
    byName.set(field.name, field)
    byName.set(
      field.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      field,
    )
  }
  return { name, byNumber: new Map(fields), byName }
}
