/**
 * Ships what logs say, at least once: lines are read, sent, and only then counted as read. While the server is
 * away nothing is copied anywhere; the files are the buffer.
 */
import { basename } from 'node:path'
import { type LogGroup, type LogLine, logsRequest } from '../otlp.ts'
import type { Attributes } from '../resource.ts'
import type { Outcome, Sender } from '../sender.ts'
import { FileTail } from './file-tail.ts'
import { Journal, type JournalLine } from './journal.ts'
import { severityOf, timeOf } from './line.ts'
import { readMarks, writeMarks } from './marks.ts'

export interface LogShipper {
  /** Sends one request of what is new; undefined when nothing is. */
  ship(nowMs: number): Promise<Outcome | undefined>
  close(): void
}

export function openLogShipper(options: {
  readonly sender: Sender
  readonly resource: Attributes
  /** Paths; a `*` may stand in the last part. */
  readonly files: readonly string[]
  /** The program that follows the journal, when it is followed. */
  readonly journalctl?: string | undefined
  /** Where the marks are kept. */
  readonly marksFile: string
  readonly warn: (words: string) => void
}): LogShipper {
  const { sender, resource, files, journalctl, marksFile, warn } = options
  const marks = readMarks(marksFile)
  const tail = new FileTail(files, marks?.files)
  const journal = journalctl ? new Journal(journalctl, marks?.journal) : undefined
  const save = () => writeMarks(marksFile, { files: tail.state, journal: journal?.cursor })
  tail.discover(0)
  for (const path of tail.lost)
    warn(`${path} was rotated away and is gone: its last lines are lost`)
  // What is there at the first start began before us; from now on everything counts.
  save()

  return {
    async ship(nowMs) {
      tail.discover(nowMs)
      const taken = tail.take(nowMs)
      const entries = journal?.take(nowMs) ?? []
      if (!taken && entries.length === 0) return undefined
      const groups = [
        ...(taken?.files ?? []).map(({ path, lines }) => fileGroup(path, lines, nowMs)),
        ...journalGroups(entries),
      ]
      const outcome: Outcome =
        groups.length === 0
          ? { kind: 'kept' }
          : await sender.send('/v1/logs', logsRequest(groups, nowMs))
      if (outcome.kind === 'later') return outcome
      if (outcome.kind === 'refused') warn(`lines were refused and are left out: ${outcome.why}`)
      taken?.commit()
      journal?.commit(entries)
      save()
      return outcome
    },
    close() {
      tail.close()
      journal?.close()
    },
  }

  function fileGroup(path: string, lines: readonly string[], nowMs: number): LogGroup {
    const attributes = { 'log.file.name': basename(path), 'log.file.path': path }
    return {
      resource: { ...resource, 'service.name': basename(path).replace(/\.(?:log|txt)\b.*$/, '') },
      lines: lines.map((body) => ({
        timeMs: timeOf(body, nowMs),
        severity: severityOf(body),
        body,
        attributes,
      })),
    }
  }

  function journalGroups(entries: readonly JournalLine[]): LogGroup[] {
    const services = new Map<string, LogLine[]>()
    for (const { service, line } of entries)
      services.set(service, [...(services.get(service) ?? []), line])
    return [...services].map(([service, lines]) => ({
      resource: { ...resource, 'service.name': service },
      lines,
    }))
  }
}
