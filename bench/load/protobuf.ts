/** The few lines of protobuf that the clients of a bench need: they are not what is measured. */

export type Field = Uint8Array

function varint(value: number | bigint): number[] {
  const bytes: number[] = []
  let rest = BigInt(value)
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  bytes.push(Number(rest))
  return bytes
}

export const bytesField = (number: number, bytes: Uint8Array): Field =>
  Buffer.concat([Buffer.from([...varint((number << 3) | 2), ...varint(bytes.length)]), bytes])
export const textField = (number: number, text: string): Field =>
  bytesField(number, Buffer.from(text))
export const varintField = (number: number, value: number | bigint): Field =>
  Buffer.from([...varint(number << 3), ...varint(value)])
function eightBytes(number: number, write: (view: DataView) => void): Field {
  const bytes = Buffer.alloc(9)
  bytes[0] = (number << 3) | 1
  write(new DataView(bytes.buffer, bytes.byteOffset + 1, 8))
  return bytes
}
export const doubleField = (number: number, value: number) =>
  eightBytes(number, (view) => view.setFloat64(0, value, true))
export const fixedField = (number: number, value: bigint) =>
  eightBytes(number, (view) => view.setBigUint64(0, value, true))
export const message = (number: number, fields: readonly Field[]) =>
  bytesField(number, Buffer.concat(fields))
