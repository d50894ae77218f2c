/** A short run on every test; `npm run fuzz -- 1000000` is the long one. */
import { expect, test } from 'vitest'
import { fuzzEvents } from './events.ts'

test('damaged events of every format are refused or give what can be kept', () => {
  const { formats, failures } = fuzzEvents(20_000, 20_260_107)
  expect(failures).toEqual([])
  // Damage that is always refused, or never, would test nothing.
  for (const [format, { decoded, refused }] of Object.entries(formats))
    expect({ format, decoded: decoded > 0, refused: refused > 0 }).toEqual({
      ...{ format, decoded: true, refused: true },
    })
})
