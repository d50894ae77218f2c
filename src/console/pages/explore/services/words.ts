/** Rates and shares of calls in words. */
import type { Data } from '../../../data/index.ts'
import { figure } from '../../../ui/index.ts'

export type Mapped = Data<'services.map'>

/** `14.2 /min`, `38 /s`. */
export function rateWords(perSecond: number): string {
  return perSecond >= 10 ? `${figure(perSecond)} /s` : `${figure(perSecond * 60)} /min`
}

/** `0.4 %`, `none`; what is there and tiny is not rounded away. */
export function errorWords(share: number): string {
  if (share === 0) return 'no errors'
  const percent = share * 100
  return `${percent < 0.1 ? '< 0.1' : figure(Math.round(percent * 10) / 10)} % errors`
}
