/** Every detector. A new one is a file beside this one and a line in the list. */
import type { Detector } from '../detector.ts'
import { technologyMetricsOnly } from './technology-metrics-only.ts'

export const detectors: readonly Detector[] = [technologyMetricsOnly]
