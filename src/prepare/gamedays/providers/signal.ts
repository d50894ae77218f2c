/** The present value of a signal of the model, by the query it had when the drill began. */
import { defineProvider } from './provider.ts'

export const signal = defineProvider({
  type: 'signal',
  async run(provider, { query, querySignal }) {
    const found = await querySignal(query(provider.signal))
    const value = found === null || Number.isNaN(found) ? null : found
    return { value, parts: { value }, done: value !== null, output: String(value ?? 'no value') }
  },
})
