/**
 * Evaluation. What the query reads is fetched first, each selector once for all steps; after that everything is
 * arithmetic on arrays, without waiting.
 */
import { aggregations, groupRows } from './aggregations.ts'
import { type Aggregate, type Call, type Expr, unwrap, type VectorSelector } from './ast.ts'
import { evaluateBinary } from './binary.ts'
import { typeOf } from './check.ts'
import { PromqlEvaluationError, PromqlTooLarge } from './errors.ts'
import type { QueryScope } from './functions/define.ts'
import { promqlFunctions } from './functions/index.ts'
import { type Grid, type MatrixValue, mapRow, type Row, timeAt, type Value } from './grid.ts'
import { labelsKey } from './labels.ts'
import { Notes } from './notes.ts'
import { type EvaluateOptions, type Settings, settingsFrom } from './options.ts'
import { parsePromql } from './parse.ts'
import { readsOf } from './reads.ts'
import { matrixOver, type QueryMatrix, type QueryValue, valueAt } from './result.ts'
import { rowsAt, smoothedRowsAt } from './select.ts'
import { shiftGrid, subqueryGrid, windowOf } from './shift.ts'
import type { SeriesData, SeriesSource } from './source.ts'
import { withoutStale } from './staleness.ts'

/**
 * The answer at one moment (milliseconds since 1970 UTC).
 * Throws `PromqlSyntaxError`, `PromqlEvaluationError` or `PromqlTooLarge`.
 */
export async function evaluateInstant(
  query: Expr | string,
  at: number,
  source: SeriesSource,
  options?: EvaluateOptions,
): Promise<QueryValue> {
  const expr = typeof query === 'string' ? parsePromql(query) : query
  const grid: Grid = { startMs: at, stepMs: 0, count: 1 }
  const evaluation = await prepare(expr, grid, source, options)
  return valueAt(evaluation.evaluate(expr, grid), at, evaluation.notes.all())
}

/**
 * The answer at every `stepMs` from `startMs` to `endMs` (milliseconds).
 * Throws as `evaluateInstant` does.
 */
export async function evaluateRange(
  query: Expr | string,
  startMs: number,
  endMs: number,
  stepMs: number,
  source: SeriesSource,
  options?: EvaluateOptions,
): Promise<QueryMatrix> {
  const expr = typeof query === 'string' ? parsePromql(query) : query
  const type = typeOf(expr)
  if (type !== 'scalar' && type !== 'vector')
    throw new PromqlEvaluationError({
      problem: 'a query over time must be a scalar or an instant vector',
    })
  if (!(stepMs > 0)) throw new PromqlEvaluationError({ problem: 'the step must be greater than 0' })
  if (endMs < startMs) throw new PromqlEvaluationError({ problem: 'the end is before the start' })
  const grid: Grid = { startMs, stepMs, count: Math.floor((endMs - startMs) / stepMs) + 1 }
  const { maxSteps } = settingsFrom(options)
  if (grid.count > maxSteps) throw new PromqlTooLarge({ what: 'steps', limit: maxSteps })
  const evaluation = await prepare(expr, grid, source, options, endMs)
  return matrixOver(evaluation.evaluate(expr, grid), grid, evaluation.notes.all())
}

/**
 * The answer at one moment from samples that are at hand: nothing is waited for. `read` answers with the series of
 * a selector in the order of their labels, cut to any stretch of time that holds what the query reads.
 * Throws as `evaluateInstant` does.
 */
export function evaluateAtHand(
  expr: Expr,
  at: number,
  read: (selector: VectorSelector, fromMs: number, toMs: number) => readonly SeriesData[],
  options?: EvaluateOptions,
): QueryValue {
  const settings = settingsFrom(options)
  const grid: Grid = { startMs: at, stepMs: 0, count: 1 }
  const query: QueryScope = { startMs: at, endMs: at, stepMs: 0 }
  const data = new Map<VectorSelector, readonly SeriesData[]>()
  for (const { selector, fromMs, toMs } of readsOf(expr, grid, query, settings))
    data.set(selector, read(selector, fromMs, toMs))
  const evaluation = new Evaluation(query, settings, data)
  return valueAt(evaluation.evaluate(expr, grid), at, evaluation.notes.all())
}

async function prepare(
  expr: Expr,
  grid: Grid,
  source: SeriesSource,
  options?: EvaluateOptions,
  endMs = grid.startMs,
): Promise<Evaluation> {
  const settings = settingsFrom(options)
  const query: QueryScope = { startMs: grid.startMs, endMs, stepMs: grid.stepMs }
  const data = new Map<VectorSelector, readonly SeriesData[]>()
  let samples = 0
  await Promise.all(
    readsOf(expr, grid, query, settings).map(async ({ selector, fromMs, toMs }) => {
      const series = await source.select(selector.matchers, fromMs, toMs)
      for (const { times } of series) samples += times.length
      if (samples > settings.maxSamples)
        throw new PromqlTooLarge({ what: 'samples', limit: settings.maxSamples })
      data.set(selector, sorted(series))
    }),
  )
  const evaluation = new Evaluation(query, settings, data)
  for (const [{ position }, series] of data)
    if (series.some(({ rolledUp }) => rolledUp)) evaluation.notes.info(ROLLED_UP, position)
  return evaluation
}

const ROLLED_UP =
  'the older samples are rolled up to 5-minute data, the last sample of each; ranges need 10m or more there'

// The order of series decides ties (topk, limitk), so it must not depend on the source.
function sorted(series: readonly SeriesData[]): readonly SeriesData[] {
  if (isSorted(series)) return series
  const keyed = series.map((data) => ({ data, key: labelsKey(data.labels) }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
  return keyed.map(({ data }) => data)
}

function isSorted(series: readonly SeriesData[]): boolean {
  let before = ''
  for (const { labels } of series) {
    const key = labelsKey(labels)
    if (key < before) return false
    before = key
  }
  return true
}

class Evaluation {
  readonly notes = new Notes()
  readonly #query: QueryScope
  readonly #settings: Settings
  readonly #data: ReadonlyMap<VectorSelector, readonly SeriesData[]>
  #held = 0

  constructor(
    query: QueryScope,
    settings: Settings,
    data: ReadonlyMap<VectorSelector, readonly SeriesData[]>,
  ) {
    this.#query = query
    this.#settings = settings
    this.#data = data
  }

  evaluate(expr: Expr, grid: Grid): Value {
    switch (expr.kind) {
      case 'number':
        return { type: 'scalar', values: new Float64Array(grid.count).fill(expr.value) }
      case 'string':
        return { type: 'string', value: expr.value }
      case 'paren':
        return this.evaluate(expr.expr, grid)
      case 'vector':
        return this.#vector(expr, grid)
      case 'matrix': {
        const rows = this.#read(expr.vector).map((series) => ({
          labels: series.labels,
          nameless: false,
          ...withoutStale(series.times, series.values),
        }))
        this.#hold(rows.length * grid.count)
        const shifted = shiftGrid(grid, expr.vector, this.#query)
        const windowMs = windowOf(expr.range, this.#query)
        return matrix(rows, windowMs, shifted, expr.vector.edges)
      }
      case 'subquery': {
        const step = this.#settings.subqueryStepMs
        const { inner, shifted, windowMs } = subqueryGrid(expr, grid, this.#query, step)
        const value = this.evaluate(expr.expr, inner)
        return matrix(
          value.type === 'vector' ? samplesOf(value.rows, inner) : [],
          windowMs,
          shifted,
        )
      }
      case 'unary': {
        const value = this.evaluate(expr.expr, grid)
        if (expr.op === '+') return value
        if (value.type === 'scalar') return { type: 'scalar', values: value.values.map((v) => -v) }
        if (value.type !== 'vector') return value
        return {
          ...value,
          rows: value.rows.map((row) => mapRow(row, (v) => -v, { nameless: true })),
        }
      }
      case 'binary':
        return evaluateBinary(
          expr,
          this.evaluate(expr.lhs, grid),
          this.evaluate(expr.rhs, grid),
          grid,
        )
      case 'aggregate':
        return this.#aggregate(expr, grid)
      case 'call':
        return this.#call(expr, grid)
    }
  }

  #vector(selector: VectorSelector, grid: Grid): Value {
    const shifted = shiftGrid(grid, selector, this.#query)
    const series = this.#read(selector)
    this.#hold(series.length * grid.count)
    const { lookbackMs } = this.#settings
    const rows =
      selector.edges === 'smoothed'
        ? smoothedRowsAt(series, shifted, lookbackMs)
        : rowsAt(series, shifted, lookbackMs)
    return { type: 'vector', rows }
  }

  #aggregate(expr: Aggregate, grid: Grid): Value {
    const input = this.evaluate(expr.expr, grid)
    if (input.type !== 'vector') throw new Error(`${expr.op} of a ${input.type}`)
    return aggregations.get(expr.op)!.evaluate({
      grid,
      groups: groupRows(input.rows, expr.labels, expr.without),
      param: expr.param && this.evaluate(expr.param, grid),
      paramPosition: expr.param?.position ?? expr.position,
      notes: this.notes,
    })
  }

  #call(expr: Call, grid: Grid): Value {
    const first = expr.args[0] && unwrap(expr.args[0])
    const ofSamples = expr.name === 'timestamp' && first?.kind === 'vector' ? first : undefined
    return promqlFunctions.get(expr.name)!.evaluate({
      grid,
      query: this.#query,
      position: expr.position,
      exprs: expr.args,
      args: expr.args.map((arg) => this.evaluate(arg, grid)),
      notes: this.notes,
      ...(ofSamples && {
        sampleTimes: rowsAt(
          this.#read(ofSamples),
          shiftGrid(grid, ofSamples, this.#query),
          this.#settings.lookbackMs,
          'time',
        ),
      }),
    })
  }

  #read(selector: VectorSelector): readonly SeriesData[] {
    return this.#data.get(selector) ?? []
  }

  #hold(values: number): void {
    this.#held += values
    const limit = this.#settings.maxSamples
    if (this.#held > limit) throw new PromqlTooLarge({ what: 'values', limit })
  }
}

function matrix(
  rows: MatrixValue['rows'],
  windowMs: number,
  grid: Grid,
  edges?: MatrixValue['edges'],
): MatrixValue {
  const ends = Float64Array.from({ length: grid.count }, (_, step) => timeAt(grid, step))
  return { type: 'matrix', rows, windowMs, ends, ...(edges && { edges }) }
}

/** What an inner evaluation gave, as samples again. */
function samplesOf(rows: readonly Row[], grid: Grid): MatrixValue['rows'] {
  return rows.map(({ labels, nameless, values, present }) => {
    const steps: number[] = []
    for (let step = 0; step < grid.count; step++) if (present[step]) steps.push(step)
    return {
      labels,
      nameless,
      times: Float64Array.from(steps, (step) => timeAt(grid, step)),
      values: Float64Array.from(steps, (step) => values[step]!),
    }
  })
}
