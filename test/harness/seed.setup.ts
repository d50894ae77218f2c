/** Before each file of tests: the properties draw from the one seed. A failure prints its own besides. */
import fc from 'fast-check'
import { testSeed } from './seed.ts'

fc.configureGlobal({ seed: testSeed })
