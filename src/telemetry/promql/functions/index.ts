/** All functions, by name. A family is a file with one list. */
import { conversionFunctions } from './conversion.ts'
import { dateFunctions } from './dates.ts'
import type { PromqlFunction } from './define.ts'
import { histogramFunctions } from './histograms.ts'
import { labelFunctions } from './labels.ts'
import { mathFunctions } from './math.ts'
import { overTimeFunctions } from './over-time.ts'
import { presenceFunctions } from './presence.ts'
import { rateFunctions } from './rate.ts'
import { regressionFunctions } from './regression.ts'
import { sortingFunctions } from './sorting.ts'

export const promqlFunctions: ReadonlyMap<string, PromqlFunction> = new Map(
  [
    ...conversionFunctions,
    ...dateFunctions,
    ...histogramFunctions,
    ...labelFunctions,
    ...mathFunctions,
    ...overTimeFunctions,
    ...presenceFunctions,
    ...rateFunctions,
    ...regressionFunctions,
    ...sortingFunctions,
  ].map((made) => [made.name, made]),
)
