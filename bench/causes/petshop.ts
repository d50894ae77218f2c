/** PetShop (CLeaR 2024): figures of the parts of a shop every five minutes, and the part that was slowed or broken. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Interval, type LossKind, type Part, suspectsOfLosses } from '#operate'
import { readRows } from './csv.ts'
import type { Verdict } from './nezha.ts'

interface Target {
  readonly target: { readonly node: string; readonly metric: string; readonly timestamp: number }
  readonly root_cause: { readonly node: string }
}

export interface Petshop {
  readonly scenario: string
  readonly verdicts: readonly Verdict[]
  /** Windows of normal data, and for how many of them somebody was suspected. */
  readonly calm: { readonly windows: number; readonly suspected: number }
}

const LOSS: Readonly<Record<string, LossKind>> = { latency: 'time', availability: 'answers' }
const INTERVAL_S = 300
/** As many as there are around an issue, up to when it was noticed. */
const WINDOW = 3
const SUFFERER = 'PetSite'

/** The folders of scenarios: the folder itself, or those in it. */
export function petshopScenarios(folder: string): string[] {
  const within = readdirSync(folder).map((name) => join(folder, name))
  return [folder, ...within].filter((one) => existsSync(join(one, 'graph.csv'))).sort()
}

export function judgePetshop(folder: string): Petshop {
  const calls = readCalls(join(folder, 'graph.csv'))
  const usual = readFigures(join(folder, 'noissue', 'metrics.csv'))
  const verdicts = ['train', 'test'].flatMap((half) =>
    readdirSync(join(folder, half)).map((name): Verdict => {
      const issue = join(folder, half, name)
      const { target, root_cause } = JSON.parse(
        readFileSync(join(issue, 'target.json'), 'utf8'),
      ) as Target
      const figures = readFigures(join(issue, 'metrics.csv'))
      const until = target.timestamp + INTERVAL_S
      const parts = partsOf(calls, usual, (node) => upTo(figures.get(node), until))
      const suspects = suspectsOfLosses(parts, target.node, LOSS[target.metric]!)
      const at = suspects.findIndex(({ name: one }) => one === root_cause.node)
      return {
        name: `${half} ${name} ${root_cause.node}`,
        kind: target.metric,
        place: at < 0 ? undefined : at + 1,
      }
    }),
  )
  return { scenario: folder, verdicts, calm: judgeCalm(calls, usual) }
}

/** Each window of normal data against the rest of it. */
function judgeCalm(calls: Calls, usual: Figures) {
  const length = Math.max(...[...usual.values()].map((rows) => rows.length))
  let windows = 0
  let suspected = 0
  for (let from = 0; from + WINDOW <= length; from += WINDOW) {
    const isIn = (_: unknown, i: number) => i >= from && i < from + WINDOW
    const rest = new Map(
      [...usual].map(([node, rows]) => [node, rows.filter((row, i) => !isIn(row, i))]),
    )
    const parts = partsOf(calls, rest, (node) => (usual.get(node) ?? []).filter(isIn))
    for (const loss of Object.values(LOSS)) {
      windows++
      if (suspectsOfLosses(parts, SUFFERER, loss).length > 0) suspected++
    }
  }
  return { windows, suspected }
}

type Calls = ReadonlyMap<string, readonly string[]>
type Figures = ReadonlyMap<string, readonly (Interval & { readonly at: number })[]>

function partsOf(calls: Calls, usual: Figures, now: (node: string) => readonly Interval[]): Part[] {
  return [...calls].map(([name, callees]) => ({
    ...{ name, calls: callees, now: now(name) },
    usual: (usual.get(name) ?? []).filter(({ requests }) => requests > 0),
  }))
}

const upTo = (
  rows: Figures extends ReadonlyMap<string, infer R> ? R | undefined : never,
  until: number,
) => (rows ?? []).filter(({ at }) => at <= until)

/** A matrix: the row calls the column. */
function readCalls(file: string): Calls {
  const [[, ...columns] = [], ...rows] = readRows(file)
  return new Map(
    rows.map(([name = '', ...cells]) => [
      name,
      columns.filter((_, i) => Number(cells[i] || 0) !== 0),
    ]),
  )
}

/** Three rows of headings: the part, the figure, how it was summed up; then a row for each interval. */
function readFigures(file: string): Figures {
  const [nodes = [], figures = [], ways = [], , ...rows] = readRows(file)
  const columns = nodes.map((node, i) => ({ node, figure: `${figures[i]} ${ways[i]}`, i })).slice(1)
  const names = [...new Set(columns.map(({ node }) => node))]
  return new Map(
    names.map((name) => {
      const column = (figure: string) =>
        columns.find((one) => one.node === name && one.figure === figure)?.i
      const [requests, seconds, answered] = [
        column('requests Sum'),
        column('latency Average'),
        column('availability Average'),
      ]
      return [
        name,
        rows.map((row) => {
          const at = (i: number | undefined) =>
            i === undefined || row[i] === '' || row[i] === undefined ? undefined : Number(row[i])
          const percent = at(answered)
          return {
            at: Number(row[0]),
            requests: at(requests) ?? 0,
            seconds: at(seconds),
            answered: percent === undefined ? undefined : percent / 100,
          }
        }),
      ]
    }),
  )
}
