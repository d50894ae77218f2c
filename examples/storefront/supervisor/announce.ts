/** Tells whoever watches the shop that a release has arrived, as a CloudEvent of the CDEvents vocabulary. */
import { randomUUID } from 'node:crypto'

export interface Release {
  readonly service: string
  readonly version: string
  readonly previous: string
}

const ATTEMPTS = 6
const FIRST_PAUSE_MS = 250

/** Posts the event, a few times if need be. Never throws: nobody waits for it, and a release is no worse without. */
export async function announceRelease(
  address: string,
  release: Release,
  log: (line: string) => void,
): Promise<void> {
  const id = randomUUID()
  const time = new Date().toISOString()
  const source = 'storefront/supervisor'
  const event = {
    specversion: '1.0',
    id,
    source,
    type: 'dev.cdevents.service.deployed.0.2.0',
    subject: release.service,
    time,
    datacontenttype: 'application/json',
    data: {
      context: {
        version: '0.4.1',
        id,
        source,
        type: 'dev.cdevents.service.deployed.0.2.0',
        timestamp: time,
      },
      subject: {
        id: release.service,
        source,
        type: 'service',
        content: {
          ...release,
          environment: 'production',
          artifactId: `pkg:generic/${release.service}@${release.version}`,
        },
      },
    },
  }
  let why = ''
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await new Promise((done) => setTimeout(done, FIRST_PAUSE_MS * 2 ** attempt))
    try {
      const answer = await fetch(`${address}/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents+json' },
        body: JSON.stringify(event),
        signal: AbortSignal.timeout(2_000),
      })
      if (answer.ok) return
      why = `the answer was ${answer.status}`
    } catch (error) {
      why = (error as Error).message
    }
  }
  log(`nobody was told that ${release.service} ${release.version} was released: ${why}`)
}
