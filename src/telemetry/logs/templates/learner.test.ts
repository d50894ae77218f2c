/** Templates: lines that say the same follow one, lines that do not follow another, after a restart too. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TemplateLearner } from './learner.ts'
import { maskedWords } from './mask.ts'
import { shapeOf } from './shape.ts'

test.each([
  ['order 4711 placed in 53.2ms', 'order <n> placed in <n>ms'],
  ['2026-01-02T10:11:12.123Z start', '<time> start'],
  ['2026-01-02 10:11:12,123 start', '<time> <time> start'],
  ['from 10.1.2.3:8080 to 10.1.2.4', 'from <ip> to <ip>'],
  ['id 0af7651916cd43dd8448eb211c80319c', 'id <id>'],
  ['id 123e4567-e89b-12d3-a456-426614174000.', 'id <id>.'],
  ['pointer 0xdeadbeef', 'pointer <id>'],
  ['deadbeef is a word, beadfeed too', 'deadbeef is a word, beadfeed too'],
  ['order-17 user_9 {"n":5}', 'order-<n> user_<n> {"n":<n>}'],
  ['failed: x\n  at y (z.js:1)', 'failed: x'],
  ['  much\t space ', 'much space'],
])('%j is masked as %j', (body, masked) => {
  expect(maskedWords(body).join(' ')).toBe(masked)
})

function learned(learner: TemplateLearner, service: string, bodies: string[]) {
  return bodies.map((body, i) => learner.learn(service, body, i))
}

test.each([
  ['order 1 placed', 'order 4711 placed', true],
  ['order 1 placed', 'order  1 placed', true],
  ['id 0af7651916cd43dd8448eb211c80319c.', 'id 1bf7651916cd43dd8448eb211c80319d.', true],
  ['took 1.5ms', 'took 22.75ms', true],
  ['order 1 placed', 'order 1 replaced', false],
  ['a5', 'b5', false],
  ['order5', 'user5', false],
  ['beadfeed', 'deadbeef', false],
  ['one\ntwo', 'one\nthree', true],
  ['', ' ', true],
])('%j and %j have the same shape: %s', (one, other, same) => {
  expect(shapeOf(one) === shapeOf(other)).toBe(same)
})

test('lines of one shape follow one template, and their words with digits masked are alike', () => {
  const word = fc.oneof(
    fc.constantFrom('order', 'placed', 'in', 'x1', '10.0.0.1', '7', '42ms', 'v1.2', 'a-9', 'card:'),
    fc.stringMatching(/^[a-z]{1,6}$/),
  )
  const line = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '))
  fc.assert(
    fc.property(line, fc.nat(9), (body, digit) => {
      const other = body.replace(/\d/g, String(digit))
      const learner = new TemplateLearner()
      expect(learner.learn('s', other, 0)).toBe(learner.learn('s', body, 0))
      expect(shapeOf(other)).toBe(shapeOf(body))
    }),
  )
})

test('values do not make templates, words do', () => {
  const learner = new TemplateLearner()
  const [a, b, c, d] = learned(learner, 'orders', [
    'order 1 placed',
    'order 22 placed',
    'order 3 cancelled',
    'payment of 3 declined',
  ])
  expect(a).toBe(b)
  expect(new Set([a, c, d]).size).toBe(3)
  expect(learner.takeChanged().map(({ text }) => text)).toEqual([
    'order <n> placed',
    'order <n> cancelled',
    'payment of <n> declined',
  ])
  expect(learner.takeChanged()).toEqual([])
})

test('what differs in one word becomes one template that keeps its id, and is told again', () => {
  const learner = new TemplateLearner()
  const [first] = learned(learner, 'auth', ['user alice signed in from web'])
  expect(learner.takeChanged()).toMatchObject([{ id: first }])
  expect(learned(learner, 'auth', ['user bob signed in from web'])).toEqual([first])
  expect(learner.takeChanged()).toMatchObject([{ id: first, text: 'user <*> signed in from web' }])
  expect(learned(learner, 'auth', ['user carol signed in from web'])).toEqual([first])
  expect(learner.takeChanged()).toEqual([])
  // The same words of another service are its own.
  expect(learned(learner, 'other', ['user alice signed in from web'])).not.toEqual([first])
})

test('a new run goes on where the last one was, and what was not written is told again', () => {
  const learner = new TemplateLearner()
  const ids = learned(learner, 'auth', [
    'user alice signed in from web',
    'user bob signed in from web',
  ])
  const changed = learner.takeChanged()
  learner.putBack(changed)
  expect(learner.takeChanged()).toEqual(changed)
  const next = new TemplateLearner()
  next.load(changed)
  expect(next.learn('auth', 'user dave signed in from web', 9)).toBe(ids[0])
  expect(next.takeChanged()).toEqual([])
})

test('text that never repeats is given up, not remembered for ever', () => {
  const learner = new TemplateLearner()
  const word = (i: number) =>
    `w${String.fromCharCode(97 + (i % 26), 97 + (Math.floor(i / 26) % 26))}`
  for (let i = 0; i < 500; i++) learner.learn('noise', `x ${word(i)} ${word(i + 7)}z`, i)
  expect(learner.size).toBe(100)
  expect(learner.learn('noise', '', 0)).toBe(0n)
})
