/** OpenSLO’s way to write durations: a number and m, h, d, w, M, Q or Y. */

const MS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  M: 30 * 86_400_000,
  Q: 90 * 86_400_000,
  Y: 365 * 86_400_000,
}

export interface ReadDuration {
  readonly ms: number
  /** A month, a quarter or a year has no fixed length: it was taken as 30, 90 or 365 days. */
  readonly isRounded: boolean
}

export function readDuration(text: string): ReadDuration | undefined {
  const [, amount, unit] = /^(\d+)([mhdwMQY])$/.exec(text.trim()) ?? []
  if (!amount || !unit) return undefined
  return { ms: Number(amount) * MS[unit]!, isRounded: /[MQY]/.test(unit) }
}

/** The shortest writing; undefined when it is no whole number of minutes. */
export function writeDuration(ms: number): string | undefined {
  for (const unit of ['d', 'h', 'm']) {
    const amount = ms / MS[unit]!
    if (Number.isInteger(amount) && amount > 0) return `${amount}${unit}`
  }
  return undefined
}
