/** `npm run fuzz -- [runs] [seed]`: the decoders and the readers of events on so many damaged messages. Exit 1 when one of them fails. */
import { fuzzDecoders } from './decoders.ts'
import { fuzzEvents } from './events.ts'

const [runs = '1000000', seed = `${Date.now() % 1_000_000}`] = process.argv.slice(2)
const startedAt = performance.now()
const ofTelemetry = fuzzDecoders(Number(runs), Number(seed))
const ofEvents = fuzzEvents(Math.ceil(Number(runs) / 4), Number(seed))
const formats = { ...ofTelemetry.formats, ...ofEvents.formats }
const failures = [...ofTelemetry.failures, ...ofEvents.failures]
for (const [format, { decoded, refused }] of Object.entries(formats))
  console.log(`${format.padEnd(24)}  ${decoded} decoded, ${refused} refused`)
for (const { format, hex, why } of failures) console.log(`FAILED ${format}\n${hex}\n${why}`)
const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
console.log(`${runs} messages, seed ${seed}, ${failures.length} failures, ${seconds} s`)
process.exitCode = failures.length === 0 ? 0 : 1
