/**
 * Windows whose edges are read from the samples around them, so that nothing is extrapolated: `anchored`
 * takes the sample before the window as its start, `smoothed` draws a line through the edge.
 */
import type { Window } from './define.ts'

/** Positions of the samples from the one at or before the start of the window to its last. */
export function insideEdges({ times, from, to, startMs }: Window): [number, number] {
  if (to === 0 || times[to - 1]! <= startMs) return [0, 0]
  return [Math.max(0, from - 1), to]
}

export function changeAtEdges(
  window: Window,
  change: { readonly counter: boolean; readonly perSecond: boolean },
): number | undefined {
  const { times, values, startMs, endMs } = window
  const smoothed = window.edges === 'smoothed'
  let first = Math.max(0, window.from - 1)
  // A line to the end of the window needs the sample after it.
  const beyond = window.to < times.length && (window.to === 0 || times[window.to - 1]! < endMs)
  let last = smoothed && beyond ? window.to : window.to - 1
  if (last < 0 || times[last]! <= startMs) return undefined
  if (times[first]! > endMs) return undefined

  const left =
    smoothed && times[first]! < startMs
      ? onLine(window, first, startMs, change.counter)
      : values[first]!
  const right =
    smoothed && last > 0 && times[last]! > endMs
      ? onLine(window, last - 1, endMs, change.counter)
      : values[last]!
  let difference = right - left
  if (change.counter) {
    if (times[first]! <= startMs) first++
    if (times[last]! >= endMs) last--
    let before = left
    for (let i = first; i <= last; i++) {
      if (values[i]! < before) difference += before
      before = values[i]!
    }
    if (right < before) difference += before
  }
  return change.perSecond ? difference / ((endMs - startMs) / 1000) : difference
}

// A counter that falls between two samples restarted from zero right after the first one.
function onLine(
  { times, values }: Window,
  index: number,
  timeMs: number,
  counter: boolean,
): number {
  const b = values[index + 1]!
  const a = counter && b < values[index]! ? 0 : values[index]!
  return a + ((b - a) * (timeMs - times[index]!)) / (times[index + 1]! - times[index]!)
}
