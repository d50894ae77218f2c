/**
 * The score of the Numenta Anomaly Benchmark, version 1.1: early detections earn most, false ones cost, one
 * threshold holds for all files and is chosen afterwards.
 * Source: Lavin and Ahmad, "Evaluating real-time anomaly detection algorithms: the Numenta Anomaly Benchmark", 2015.
 */

/** First and last row, both within. */
export type Window = readonly [first: number, last: number]

export interface ScoredStream {
  /** By row, between 0 and 1. */
  readonly scores: Float64Array
  readonly windows: readonly Window[]
}

export interface Profile {
  readonly fp: number
  readonly fn: number
}

export interface NabResult {
  /** 100 is perfect, 0 is detecting nothing. */
  readonly score: number
  readonly threshold: number
  readonly detected: number
  readonly windows: number
  readonly falseRows: number
}

const MOST_PROBATION_ROWS = 750
const PROBATION_SHARE = 0.15

export const probationRows = (rows: number): number =>
  Math.min(Math.floor(PROBATION_SHARE * rows), MOST_PROBATION_ROWS)

const sigma = (x: number): number => (x > 3 ? -1 : 2 / (1 + Math.exp(5 * x)) - 1)

/** A row that would count if its score reached the threshold. */
interface Row {
  readonly score: number
  /** What it earns in its window, or what it costs without `fp`. */
  readonly value: number
  /** Number of its window among all; -1 outside. */
  readonly window: number
}

export function nabScore(streams: readonly ScoredStream[], { fp, fn }: Profile): NabResult {
  const { rows, windows, countable } = rowsOf(streams)
  rows.sort((a, b) => b.score - a.score)
  const none = -fn * countable
  const best = new Float64Array(windows)
  const isDetected = new Uint8Array(windows)
  let raw = none
  let detected = 0
  let falseRows = 0
  let result = { score: 0, threshold: Number.POSITIVE_INFINITY, detected: 0, falseRows: 0 }
  for (const [i, row] of rows.entries()) {
    if (row.window < 0) {
      raw += fp * row.value
      falseRows++
    } else if (!isDetected[row.window]) {
      isDetected[row.window] = 1
      detected++
      best[row.window] = row.value
      raw += fn + row.value
    } else if (row.value > best[row.window]!) {
      raw += row.value - best[row.window]!
      best[row.window] = row.value
    }
    // Rows with one score are detected together.
    if (rows[i + 1]?.score === row.score) continue
    const score = (100 * (raw - none)) / (windows - none)
    if (score > result.score) result = { score, threshold: row.score, detected, falseRows }
  }
  return { ...result, windows }
}

function rowsOf(streams: readonly ScoredStream[]) {
  const rows: Row[] = []
  let windows = 0
  let countable = 0
  for (const { scores, windows: own } of streams) {
    const first = probationRows(scores.length)
    for (const [a, b] of own) {
      if (b >= first) countable++
      const width = b - a + 1
      for (let i = Math.max(a, first); i <= b; i++)
        rows.push({
          score: scores[i]!,
          value: sigma(-(b - i + 1) / width) / sigma(-1),
          window: windows,
        })
      windows++
    }
    let before: Window | undefined
    let next = 0
    for (let i = 0; i < scores.length; i++) {
      while (next < own.length && own[next]![1] < i) before = own[next++]
      const within = next < own.length && own[next]![0] <= i
      if (within || i < first) continue
      const value = before ? sigma((i - before[1]) / (before[1] - before[0])) : -1
      rows.push({ score: scores[i]!, value, window: -1 })
    }
  }
  return { rows, windows, countable }
}
