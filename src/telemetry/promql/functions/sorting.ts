/** Order among the series of one moment. Over time series are ordered by labels, so sorting does nothing. */
import type { Row } from '../grid.ts'
import { labelsKey } from '../labels.ts'
import { type CallContext, type PromqlFunction, rowsOf, stringOf } from './define.ts'

function sorting(
  name: string,
  compare: (call: CallContext) => (a: Row, b: Row) => number,
  labels: boolean,
): PromqlFunction {
  return {
    name,
    args: labels ? ['vector', 'string'] : ['vector'],
    rest: labels,
    optional: labels ? 1 : 0,
    returns: 'vector',
    keepsName: true,
    evaluate: (call) => {
      const rows = rowsOf(call.args[0])
      if (call.query.startMs !== call.query.endMs || call.grid.count !== 1) {
        call.notes.warn(
          'sort is ineffective for range queries since results are always ordered by labels',
          call.position,
        )
        return { type: 'vector', rows }
      }
      const there = rows.filter((row) => row.present[0])
      return { type: 'vector', rows: there.toSorted(compare(call)), ordered: true }
    },
  }
}

function byValue(direction: 1 | -1): () => (a: Row, b: Row) => number {
  return () => (a, b) => {
    const [x, y] = [a.values[0]!, b.values[0]!]
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y))
    return x === y ? 0 : x < y ? -direction : direction
  }
}

function byLabels(direction: 1 | -1): (call: CallContext) => (a: Row, b: Row) => number {
  return ({ args }) => {
    const names = args.slice(1).map(stringOf)
    return (a, b) => {
      for (const name of names) {
        const order = natural(a.labels[name] ?? '', b.labels[name] ?? '')
        if (order !== 0) return direction * order
      }
      return direction * plain(labelsKey(a.labels), labelsKey(b.labels))
    }
  }
}

/** Digits compare as numbers: `node9` comes before `node10`. */
function natural(a: string, b: string): number {
  const left: readonly string[] = a.match(/\d+|\D+/g) ?? []
  const right: readonly string[] = b.match(/\d+|\D+/g) ?? []
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x, y] = [left[i]!, right[i]!]
    if (x === y) continue
    const numbers = /^\d/.test(x) && /^\d/.test(y)
    const order = numbers ? Number(x) - Number(y) || x.length - y.length : plain(x, y)
    if (order !== 0) return order
  }
  return left.length - right.length
}

function plain(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

export const sortingFunctions: readonly PromqlFunction[] = [
  sorting('sort', byValue(1), false),
  sorting('sort_desc', byValue(-1), false),
  sorting('sort_by_label', byLabels(1), true),
  sorting('sort_by_label_desc', byLabels(-1), true),
]
