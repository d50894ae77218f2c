/** From one type to another, and numbers that come from the query itself. */
import { emptyRow, type Grid, setValue, timeAt, type Value } from '../grid.ts'
import { type CallContext, type PromqlFunction, rowsOf, scalarOf } from './define.ts'

function perStep(grid: Grid, value: (step: number) => number): Value {
  return {
    type: 'scalar',
    values: Float64Array.from({ length: grid.count }, (_, step) => value(step)),
  }
}

function number(name: string, value: (call: CallContext, step: number) => number): PromqlFunction {
  return {
    name,
    args: [],
    returns: 'scalar',
    evaluate: (call) => perStep(call.grid, (step) => value(call, step)),
  }
}

export const conversionFunctions: readonly PromqlFunction[] = [
  number('time', ({ grid }, step) => timeAt(grid, step) / 1000),
  number('pi', () => Math.PI),
  number('start', ({ query }) => query.startMs / 1000),
  number('end', ({ query }) => query.endMs / 1000),
  number('range', ({ query }) => (query.endMs - query.startMs) / 1000),
  number('step', ({ query }) => query.stepMs / 1000),
  ...(['min_of', 'max_of'] as const).map(
    (name): PromqlFunction => ({
      name,
      args: ['scalar', 'scalar'],
      returns: 'scalar',
      evaluate: ({ grid, args }) => {
        const [a, b] = [scalarOf(args[0]), scalarOf(args[1])]
        const pick = name === 'min_of' ? Math.min : Math.max
        return perStep(grid, (step) => pick(a[step]!, b[step]!))
      },
    }),
  ),
  {
    name: 'vector',
    args: ['scalar'],
    returns: 'vector',
    evaluate: ({ args }) => {
      const values = scalarOf(args[0])
      const present = new Uint8Array(values.length).fill(1)
      return { type: 'vector', rows: [{ labels: {}, nameless: false, values, present }] }
    },
  },
  {
    name: 'scalar',
    args: ['vector'],
    returns: 'scalar',
    evaluate: ({ args, grid }) => {
      const rows = rowsOf(args[0])
      return perStep(grid, (step) => {
        const there = rows.filter((row) => row.present[step])
        return there.length === 1 ? there[0]!.values[step]! : Number.NaN
      })
    },
  },
  {
    name: 'timestamp',
    args: ['vector'],
    returns: 'vector',
    evaluate: ({ args, grid, sampleTimes }) => {
      const rows = (sampleTimes ?? rowsOf(args[0])).map((row) => {
        const made = emptyRow(row.labels, true, grid.count)
        for (let step = 0; step < grid.count; step++)
          if (row.present[step])
            setValue(made, step, (sampleTimes ? row.values[step]! : timeAt(grid, step)) / 1000)
        return made
      })
      return { type: 'vector', rows }
    },
  },
]
