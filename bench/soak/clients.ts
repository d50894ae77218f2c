/**
 * The clients of a soak, in a process of their own: each signal is sent at its rate, whatever the others do. A
 * sender that is behind does not catch up, so what it does not reach is seen in what was sent.
 */
import { logTemplates } from '../load/logs.ts'
import { sampleTemplates } from '../load/samples.ts'
import { OTLP, REMOTE_WRITE, Sender } from '../load/send.ts'
import { spanTemplate } from '../load/spans.ts'
import { RATES, type Signal, type SoakOrder, type SoakTold } from './rates.ts'

const IN_FLIGHT = 8
const PER_REQUEST = { samples: 2_000, lines: 500, spans: 500 }
/** What is later than this is not made good. */
const PATIENCE_MS = 2_000

type Make = (n: number, nowMs: number) => Uint8Array

async function keepSending(
  signal: Signal,
  sender: Sender,
  make: Make,
  endMs: number,
): Promise<void> {
  const everyMs = (PER_REQUEST[signal] / RATES[signal]) * 1_000
  let dueMs = Date.now()
  for (let n = 0; Date.now() < endMs; n++) {
    const waitMs = dueMs - Date.now()
    if (waitMs > 0) await new Promise((resume) => setTimeout(resume, waitMs))
    else if (waitMs < -PATIENCE_MS) dueMs = Date.now()
    dueMs += everyMs
    await sender.send(make(n, Date.now()), PER_REQUEST[signal])
  }
  await sender.done()
}

process.once('message', async ({ url, seconds }: SoakOrder) => {
  const samples = sampleTemplates(RATES.samples, PER_REQUEST.samples)
  const logs = logTemplates(PER_REQUEST.lines, 100)
  const spans = spanTemplate(PER_REQUEST.spans / 10, 250)
  const makes: Record<Signal, Make> = {
    // Every series once a second.
    samples: (n, nowMs) => samples[n % samples.length]!.at(Math.floor(n / samples.length), nowMs),
    lines: (n, nowMs) => Buffer.from(logs[n % logs.length]!.template.at(n, nowMs - 100)),
    spans: (n, nowMs) => Buffer.from(spans.template.at(n, nowMs - 1_000)),
  }
  const senders: Record<Signal, Sender> = {
    samples: new Sender(`${url}/api/v1/write`, REMOTE_WRITE, IN_FLIGHT),
    lines: new Sender(`${url}/v1/logs`, OTLP, IN_FLIGHT),
    spans: new Sender(`${url}/v1/traces`, OTLP, IN_FLIGHT),
  }
  process.send!('sending')
  const endMs = Date.now() + seconds * 1_000
  await Promise.all(
    (Object.keys(RATES) as Signal[]).map((signal) =>
      keepSending(signal, senders[signal], makes[signal], endMs),
    ),
  )
  const told = Object.fromEntries(
    Object.entries(senders).map(([signal, { sent, ackMs }]) => [signal, { ...sent, ackMs }]),
  ) as SoakTold
  process.send!(told, () => process.exit(0))
})
