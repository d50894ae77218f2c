/** The door of anti-patterns: detectors over what is declared and what has happened. */
import { type Detection, type DetectorContext, detect } from './detector.ts'
import { detectors } from './detectors/index.ts'

/** All detectors, as of now. */
export async function detectAntipatterns(context: DetectorContext): Promise<Detection[]> {
  const found: Detection[] = []
  for (const detector of detectors) found.push(await detect(detector, context))
  return found
}

export type { Detection, DetectorContext, Reading, Row } from './detector.ts'
