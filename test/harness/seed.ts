/**
 * The seed of every random history and of every random kill. It is the same in every run, so that what fails here
 * fails again there; `OPSPLANE_TEST_SEED=new` draws another and `OPSPLANE_TEST_SEED=<number>` repeats it.
 */
const given = process.env.OPSPLANE_TEST_SEED ?? '20260105'

export const testSeed = given === 'new' ? Date.now() % 2 ** 31 : Number(given)

/** Says how to repeat a run whose seed was drawn. */
export function saySeed(): void {
  if (given === 'new') console.info(`repeat with OPSPLANE_TEST_SEED=${testSeed}`)
}
