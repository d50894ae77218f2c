/** The promise: a figure is short, carries its unit, and what is not known is a dash, never a zero. */
import { describe, expect, it } from 'vitest'
import { count, difference, figure, quantity } from './number.ts'

const plain = (text: string) => text.replaceAll(' ', ' ')

describe('figures', () => {
  it('keeps few digits', () => {
    expect([38.64, 1_940, 18_400, 2.94, 97, 0.1762, 0].map(figure)).toEqual([
      '38.6',
      '1,940',
      '18.4k',
      '2.94',
      '97',
      '0.18',
      '0',
    ])
  })

  it('shows what is not known as a dash without a unit', () => {
    expect(quantity(null, 'ms')).toBe('—')
    expect(figure(Number.NaN)).toBe('—')
  })

  it('puts the unit behind a thin space, a currency in front', () => {
    expect(plain(quantity(412, 'ms'))).toBe('412 ms')
    expect(quantity(18_400, '€')).toBe('€18.4k')
  })

  it('gives differences their sign, and none to a base of nothing', () => {
    expect([plain(difference(86, 100)), plain(difference(131, 100)), difference(1, 0)]).toEqual([
      '−14 %',
      '+31 %',
      '—',
    ])
  })

  it('counts in words', () => {
    expect([count(1, 'alarm'), count(1_200, 'alarm'), count(2, 'entry', 'entries')]).toEqual([
      '1 alarm',
      '1,200 alarms',
      '2 entries',
    ])
  })
})
