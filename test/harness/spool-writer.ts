/** Appends to a spool until it is refused, and tells what was acknowledged and why it ended. */
import { type OpsplaneError, silentLog, systemClock } from '#base'
import { Spool } from '../../src/telemetry/store/spool.ts'

const spool = new Spool({
  folder: process.argv[2]!,
  log: silentLog,
  clock: systemClock,
  segmentBytes: 1_000_000,
  segmentMs: 60_000,
  maxBytes: 1_000_000_000,
  onSegment() {},
})
await spool.recover()
let acknowledged = 0
try {
  for (;;) {
    await spool.append(new Map([['samples', Buffer.alloc(24 * 100, (acknowledged % 255) + 1)]]))
    acknowledged++
  }
} catch (error) {
  const { code } = error as OpsplaneError
  process.stdout.write(JSON.stringify({ acknowledged, code }))
  process.exit(0)
}
