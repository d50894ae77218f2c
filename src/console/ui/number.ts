/** Figures in words: few digits, the unit after a thin space, differences with their sign. */

const THIN = ' '

/** `38.6`, `1,940`, `18.4k`; an em dash for what is not known. */
export function figure(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '—'
  const size = Math.abs(value)
  if (size >= 1e6) return `${digits(value / 1e6)}m`
  if (size >= 1e4) return `${digits(value / 1e3)}k`
  if (size >= 1_000) return Math.round(value).toLocaleString('en')
  return digits(value)
}

function digits(value: number): string {
  const size = Math.abs(value)
  const places = size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3
  return String(Number(value.toFixed(places)))
}

/** `412 ms`, `€18.4k`, `2.94 %`. */
export function quantity(value: number | null | undefined, unit?: string | null): string {
  const text = figure(value)
  if (!unit || text === '—') return text
  return /^[€$£]$/.test(unit) ? `${unit}${text}` : `${text}${THIN}${unit}`
}

/** `−14 %`, `+31 %`: the difference to a base. */
export function difference(value: number, base: number): string {
  if (!base) return '—'
  const percent = Math.round(((value - base) / Math.abs(base)) * 100)
  return `${percent < 0 ? '−' : '+'}${Math.abs(percent)}${THIN}%`
}

/** `1 alarm`, `3 alarms`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`
}
