/** Rows of a file with comma-separated values (RFC 4180), plain or compressed with gzip. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

export function readRows(file: string): string[][] {
  const bytes = readFileSync(file)
  return rowsOf((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'))
}

/** Each row by the names in the first one. */
export function readRecords(file: string): Record<string, string>[] {
  const [names = [], ...rows] = readRows(file)
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? ''])))
}

function rowsOf(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at < text.length) {
    const [value, end] = text[at] === '"' ? quoted(text, at) : plain(text, at)
    row.push(value)
    at = end
    if (text[at] === ',') at++
    else {
      if (text[at] === '\r') at++
      at++
      rows.push(row)
      row = []
    }
  }
  return rows
}

function plain(text: string, from: number): [string, number] {
  let end = from
  while (end < text.length && text[end] !== ',' && text[end] !== '\n' && text[end] !== '\r') end++
  return [text.slice(from, end), end]
}

function quoted(text: string, from: number): [string, number] {
  let end = from + 1
  for (;;) {
    end = text.indexOf('"', end)
    if (end < 0) return [text.slice(from + 1).replaceAll('""', '"'), text.length]
    if (text[end + 1] !== '"') break
    end += 2
  }
  return [text.slice(from + 1, end).replaceAll('""', '"'), end + 1]
}
