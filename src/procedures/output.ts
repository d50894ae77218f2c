/** What a step says, kept line by line in batches: work in hand, shown live, never part of a decision. */
import type { Sql } from '#base'

const EVERY_MS = 150
const MOST_LINES = 5_000

export interface Output {
  line(stream: 'out' | 'err', text: string): void
  flush(): Promise<void>
}

export function createOutput(
  sql: Sql,
  of: { run: string; step: string; attempt: number },
  hint: () => void,
): Output {
  let waiting: { stream: string; text: string; at: string }[] = []
  let timer: NodeJS.Timeout | undefined
  let lines = 0
  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (waiting.length === 0) return
    const batch = waiting
    waiting = []
    await sql`
      insert into step_output (run, step, attempt, stream, at, text)
      select ${of.run}, ${of.step}, ${of.attempt}, l.stream, l.at, l.text
      from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) as l (stream text, at timestamptz, text text)`
    hint()
  }
  return {
    line(stream, text) {
      if (++lines > MOST_LINES) return
      waiting.push({
        stream,
        text: text.replaceAll('\u0000', '').slice(0, 4_000),
        at: new Date().toISOString(),
      })
      timer ??= setTimeout(() => void flush().catch(() => {}), EVERY_MS)
    },
    flush,
  }
}
