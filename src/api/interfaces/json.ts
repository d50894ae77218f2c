/** JSON of others, with what no database can keep taken out of its texts: half characters and zero bytes. */
export function parseJson(bytes: Uint8Array | string): unknown {
  const text = typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8')
  return JSON.parse(text, (_, value: unknown) => (typeof value === 'string' ? whole(value) : value))
}

function whole(text: string): string {
  return /[\0\ud800-\udfff]/.test(text)
    ? Buffer.from(text, 'utf8').toString('utf8').replaceAll('\0', '\uFFFD')
    : text
}
