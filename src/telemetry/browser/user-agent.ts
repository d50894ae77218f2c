/** Device class and browser family, and nothing finer: a handful of values cannot name anybody. */

export type DeviceClass = 'desktop' | 'mobile' | 'tablet' | 'bot'
export type BrowserFamily = 'chrome' | 'safari' | 'firefox' | 'edge' | 'opera' | 'samsung' | 'other'

const FAMILIES: readonly (readonly [RegExp, BrowserFamily])[] = [
  [/Edg(?:e|A|iOS)?\//, 'edge'],
  [/OPR\/|Opera/, 'opera'],
  [/SamsungBrowser\//, 'samsung'],
  [/Firefox\/|FxiOS\//, 'firefox'],
  [/Chrome\/|Chromium\/|CriOS\//, 'chrome'],
  [/Safari\//, 'safari'],
]

export function visitorOf(userAgent: string): { device: DeviceClass; browser: BrowserFamily } {
  const browser = FAMILIES.find(([sign]) => sign.test(userAgent))?.[1] ?? 'other'
  return { browser, device: deviceOf(userAgent) }
}

function deviceOf(userAgent: string): DeviceClass {
  if (/bot\b|crawler|spider/i.test(userAgent)) return 'bot'
  if (/iPad|Tablet|PlayBook|Android(?!.*Mobile)/.test(userAgent)) return 'tablet'
  return /Mobi|iPhone|Android/.test(userAgent) ? 'mobile' : 'desktop'
}
