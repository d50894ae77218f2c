/** Parts of a date, in UTC, of each value (seconds since 1970) or of the moment of evaluation. */
import { mapRow, timeAt } from '../grid.ts'
import { type PromqlFunction, rowsOf } from './define.ts'

const DAY_MS = 86_400_000

function part(name: string, read: (date: Date) => number): PromqlFunction {
  const at = (seconds: number) => read(new Date(Math.floor(seconds) * 1000))
  return {
    name,
    args: ['vector'],
    optional: 1,
    returns: 'vector',
    evaluate: ({ args, grid }) => {
      if (args.length > 0) {
        const rows = rowsOf(args[0]).map((row) => mapRow(row, at, { nameless: true }))
        return { type: 'vector', rows }
      }
      const values = Float64Array.from({ length: grid.count }, (_, step) =>
        at(timeAt(grid, step) / 1000),
      )
      const present = new Uint8Array(grid.count).fill(1)
      return { type: 'vector', rows: [{ labels: {}, nameless: false, values, present }] }
    },
  }
}

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS) + 1
}

function daysInMonth(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
}

export const dateFunctions: readonly PromqlFunction[] = [
  part('year', (date) => date.getUTCFullYear()),
  part('month', (date) => date.getUTCMonth() + 1),
  part('day_of_month', (date) => date.getUTCDate()),
  part('day_of_week', (date) => date.getUTCDay()),
  part('day_of_year', dayOfYear),
  part('days_in_month', daysInMonth),
  part('hour', (date) => date.getUTCHours()),
  part('minute', (date) => date.getUTCMinutes()),
]
