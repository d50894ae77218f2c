/** The file `$OPS_OUTPUT`: lines of key=value, or key<<END … END for longer texts. */
import { SHORTEST_SECRET } from './redact.ts'

const LARGEST = 64 * 1024

export function readOutputs(text: string, secrets: readonly string[]): Record<string, string> {
  const outputs: Record<string, string> = {}
  const lines = text.slice(0, LARGEST).split('\n')
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!
    const long = /^([A-Za-z][\w-]*)<<(\w+)$/.exec(line)
    if (long) {
      const end = lines.indexOf(long[2]!, i + 1)
      outputs[long[1]!] = lines.slice(i + 1, end < 0 ? undefined : end).join('\n')
      i = end < 0 ? lines.length : end
      continue
    }
    const pair = /^([A-Za-z][\w-]*)=(.*)$/.exec(line)
    if (pair) outputs[pair[1]!] = pair[2]!
  }
  for (const [key, value] of Object.entries(outputs))
    if (secrets.some((secret) => secret.length >= SHORTEST_SECRET && value.includes(secret)))
      outputs[key] = '***'
  return outputs
}
