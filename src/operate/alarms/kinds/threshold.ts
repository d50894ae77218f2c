/** A signal crosses a bound. */
import { readCondition } from '../condition.ts'
import { type AlarmKind, nameOf } from './kind.ts'

export const threshold: AlarmKind<'threshold'> = {
  kind: 'threshold',
  source({ signal = '', when = '', recover }, { model }) {
    const found = model.find(signal, 'signal')?.spec
    if (!found) return undefined
    const breached = readCondition(when)
    const { query, cadence, every } = found
    return {
      ...{ query, cadence, every, breached, opaque: when === 'present' },
      recovered: recover ? readCondition(recover) : (value) => !breached(value),
    }
  },
  words: ({ signal = '', when = '' }) => ({ looksAt: nameOf(signal), when }),
  picture({ signal = '', when = '' }, model) {
    const query = model.find(signal, 'signal')?.spec.query
    if (query === undefined) return undefined
    return { query, bound: when === 'present' ? null : Number(when.replace(/^[^\d.-]+/, '')) }
  },
}
