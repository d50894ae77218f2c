/** What a bench finds: our figure, that of a peer in the same run, and the goal as the ratio of the two. */

export interface Figure {
  readonly what: string
  readonly unit: string
  readonly ours: number | undefined
  /** Who it is held against; nothing when it is held against nobody. */
  readonly peer: string
  /** Undefined when the peer is not installed or cannot do it. */
  readonly theirs: number | undefined
  /** Ours by theirs, at most. */
  readonly goal: number | undefined
  /** Why a figure is not there, or what to know about it. */
  readonly note?: string
}

export function ratioOf({ ours, theirs }: Figure): number | undefined {
  return ours === undefined || theirs === undefined || theirs === 0 ? undefined : ours / theirs
}

export function printFigures(figures: readonly Figure[]): void {
  const rows = figures.map((figure) => {
    const ratio = ratioOf(figure)
    const { what, unit, ours, peer, theirs, goal, note } = figure
    const met = ratio === undefined || goal === undefined ? '' : ratio <= goal ? 'met' : 'missed'
    return [
      what,
      `${digits(ours)} ${unit}`,
      peer,
      theirs === undefined ? (peer ? 'absent' : '') : `${digits(theirs)} ${unit}`,
      ratio === undefined ? '' : `${digits(ratio)} x`,
      goal === undefined ? '' : `<= ${goal} x`,
      met,
      note ?? '',
    ]
  })
  const head = ['figure', 'ours', 'against', 'theirs', 'ratio', 'goal', '', '']
  const widths = head.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => row[i]!.length)),
  )
  for (const row of [head, ...rows])
    process.stdout.write(
      `${row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd()}\n`,
    )
}

function digits(value: number | undefined): string {
  return value === undefined ? '—' : String(Number(value.toPrecision(3)))
}
