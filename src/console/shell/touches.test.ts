/** The promise: a fact of the stream asks again what it may have changed, and the ledger always. */
import { expect, it } from 'vitest'
import { touches } from './touches.ts'

it('asks for runs and incidents when a step of a run moves', () => {
  expect(touches('step.succeeded')).toEqual(expect.arrayContaining(['runs', 'incidents', 'ledger']))
})

it('asks for the questions of a noun that it does not know by name', () => {
  expect(touches('widget.made')).toEqual(['widget', 'widgets', 'ledger'])
})
