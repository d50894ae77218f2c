/** A small line with its expected band and no axis. Parts outside the band are thicker and critical. */
import './sparkline.css'

export interface SparklineProps {
  /** The newest last; null is a gap. */
  readonly values: readonly (number | null)[]
  readonly band?: readonly (readonly [number, number] | null)[]
  /** A sentence: "Response time, rising since 13:52". */
  readonly label: string
  readonly width?: number
  readonly height?: number
}

export function Sparkline({ values, band, label, width = 76, height = 20 }: SparklineProps) {
  const all = [...values, ...(band ?? []).flatMap((pair) => pair ?? [])].filter(
    (v): v is number => v !== null,
  )
  const low = Math.min(...all)
  const span = Math.max(...all) - low || 1
  const last = Math.max(1, values.length - 1)
  const x = (i: number) => ((i / last) * (width - 2) + 1).toFixed(1)
  const y = (v: number) => (height - 2 - ((v - low) / span) * (height - 4)).toFixed(1)
  const isOut = (i: number) => {
    const value = values[i]
    const pair = band?.[i]
    return value != null && pair != null && (value < pair[0] || value > pair[1])
  }
  const line = (include: (i: number) => boolean) => {
    let d = ''
    let pen = false
    values.forEach((value, i) => {
      const on = value !== null && include(i)
      if (on) d += `${pen ? 'L' : 'M'}${x(i)} ${y(value)}`
      pen = on
    })
    return d
  }
  const edges = (band ?? []).flatMap((pair, i) =>
    pair ? [{ i, low: pair[0], high: pair[1] }] : [],
  )
  const area = edges.length
    ? `M${edges.map((e) => `${x(e.i)} ${y(e.high)}`).join('L')}L${edges
        .toReversed()
        .map((e) => `${x(e.i)} ${y(e.low)}`)
        .join('L')}Z`
    : ''
  return (
    <svg
      className="sparkline"
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
    >
      {all.length > 0 && (
        <>
          {area && <path d={area} className="spark-band" />}
          <path d={line(() => true)} className="spark-line" />
          {band && <path d={line((i) => isOut(i) || isOut(i + 1))} className="spark-out" />}
        </>
      )}
    </svg>
  )
}
