/** JSON of others, with what no database can keep taken out of its texts and names: half characters and zero bytes. */
export function parseJson(bytes: Uint8Array | string): unknown {
  const text = typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8')
  return JSON.parse(text, (_, value: unknown) => {
    if (typeof value === 'string') return whole(value)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.keys(value).some((name) => BROKEN.test(name))
      ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [whole(name), inner]))
      : value
  })
}

// Whole characters beyond the first 65,536 are found too, and stay what they are.
const BROKEN = /[\0\ud800-\udfff]/

function whole(text: string): string {
  return BROKEN.test(text)
    ? Buffer.from(text, 'utf8').toString('utf8').replaceAll('\0', '\uFFFD')
    : text
}
