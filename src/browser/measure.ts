/**
 * What customers feel, measured in their browser: one script without dependencies, at most 3 kB compressed.
 * It stands alone because it runs on pages of other people: it keeps nothing, sets no cookie, and names nobody.
 * Definitions: Largest Contentful Paint, Cumulative Layout Shift, Interaction to Next Paint (web.dev/vitals).
 */
import { createInteractions, createShifts } from './vitals.ts'

interface ErrorSeen {
  readonly message: string
  readonly source: string
  readonly line: number
}

const MOST_ERRORS = 10
const MOST_STEPS = 50

const script = document.currentScript as HTMLScriptElement | null
const refused =
  navigator.doNotTrack === '1' ||
  (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true

if (script) start(script)

function start({ dataset, src }: HTMLScriptElement): void {
  const to = new URL('/api/v1/measurements', src).href
  const chosen = !refused && Math.random() < Number(dataset.sample ?? 1)
  // Made anew for each view of a page; nothing connects two of them.
  const view = Math.random().toString(36).slice(2, 14).padEnd(12, '0')
  const stops: (() => void)[] = []
  const shifts = createShifts()
  const interactions = createInteractions()
  const errors: ErrorSeen[] = []
  const steps: { journey: string; step: string }[] = []
  const vitals: Record<string, number> = {}
  /** What was painted while nobody looked took as long as nobody looked. */
  const seen = document.visibilityState === 'visible'
  let running = false
  let told = false

  function step(journey: string, name: string): void {
    if (running && steps.length < MOST_STEPS) steps.push({ journey, step: name })
  }

  function consent(given: boolean): void {
    if (given && chosen && !running) begin()
    if (!given) {
      running = false
      for (const stop of stops.splice(0)) stop()
      steps.length = errors.length = 0
    }
  }

  function begin(): void {
    running = true
    watch('largest-contentful-paint', ({ startTime }) => paint('lcp', startTime))
    watch('paint', ({ name, startTime }) => {
      if (name === 'first-contentful-paint') paint('fcp', startTime)
    })
    watch('layout-shift', shifts.add)
    watch('event', interactions.add)
    watch('first-input', interactions.add)
    hear(window, 'error', (event) => {
      const { message, filename, lineno } = event as ErrorEvent
      // Pictures and styles that do not load have no message.
      if (message) fault(message, filename, lineno)
    })
    hear(window, 'unhandledrejection', (event) => {
      const { reason } = event as PromiseRejectionEvent
      fault(String((reason as Error | undefined)?.message ?? reason), '', 0)
    })
    hear(document, 'click', ({ target }) => {
      const marked = (target as Element | null)?.closest?.('[data-opsplane-step]')
      if (marked) stepOf(marked.getAttribute('data-opsplane-step'))
    })
    hear(document, 'visibilitychange', () => {
      if (document.visibilityState === 'hidden') send()
    })
    hear(window, 'pagehide', send)
    stepOf(dataset.step)
  }

  /** `checkout:pay` */
  function stepOf(text: string | null | undefined): void {
    const [journey, name] = (text ?? '').split(':')
    if (journey && name) step(journey, name)
  }

  function hear(on: EventTarget, type: string, listener: (event: Event) => void): void {
    on.addEventListener(type, listener, true)
    stops.push(() => on.removeEventListener(type, listener, true))
  }

  function watch(type: string, add: (entry: PerformanceEntry) => void): void {
    try {
      const observer = new PerformanceObserver((list) => list.getEntries().forEach(add))
      observer.observe({ type, buffered: true, durationThreshold: 40 } as PerformanceObserverInit)
      stops.push(() => observer.disconnect())
      pending.push(() => observer.takeRecords().forEach(add))
    } catch {
      // This browser does not measure it; what is not measured is not sent.
    }
  }
  const pending: (() => void)[] = []

  function paint(name: string, atMs: number): void {
    if (seen && !told) vitals[name] = Math.max(0, atMs - activation())
  }

  function fault(message: string, source: string, line: number): void {
    if (errors.length < MOST_ERRORS && !errors.some((error) => error.message === message))
      errors.push({
        message: bare(message).slice(0, 300),
        source: bare(source).slice(0, 200),
        line,
      })
  }

  function send(): void {
    for (const take of pending) take()
    if (!told) {
      const timing = navigation()
      if (timing?.responseStart) vitals.ttfb = Math.max(0, timing.responseStart - activation())
      if (timing?.loadEventEnd) vitals.load = Math.max(0, timing.loadEventEnd - activation())
      if (shifts.supported) vitals.cls = shifts.value()
      const inp = interactions.value()
      if (inp !== undefined) vitals.inp = inp
    } else if (errors.length + steps.length === 0) return
    // Plain text needs no question beforehand, so the page may close at once.
    const sent = navigator.sendBeacon(
      to,
      JSON.stringify({
        site: dataset.site,
        view,
        page: location.pathname,
        release: dataset.release,
        consent: dataset.consent === 'required',
        ...(told ? {} : { vitals }),
        errors,
        steps,
      }),
    )
    if (!sent) return
    told = true
    errors.length = steps.length = 0
  }

  ;(window as unknown as { opsplane: unknown }).opsplane = { step, consent }
  if (dataset.consent !== 'required') consent(true)
}

function navigation(): (PerformanceNavigationTiming & { activationStart?: number }) | undefined {
  return performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined
}

/** A page that was fetched ahead begins when it is shown. */
function activation(): number {
  return navigation()?.activationStart ?? 0
}

/** Without what stands behind a question mark, where names and tokens are. */
function bare(text: string): string {
  return text.replace(/[?#]\S*/g, '')
}
