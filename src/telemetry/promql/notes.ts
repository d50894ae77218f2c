/** What a reader of the answer should know: warnings that it may be wrong, infos that the query looks odd. */

export interface Note {
  readonly level: 'warning' | 'info'
  readonly message: string
  /** Index of the character in the query it speaks about. */
  readonly position: number
}

/** The note as Prometheus writes it, with the line and the column it speaks about. */
export function noteText({ level, message, position }: Note, query: string): string {
  const before = query.slice(0, position).split('\n')
  return `PromQL ${level}: ${message} (${before.length}:${before.at(-1)!.length + 1})`
}

/** Collects notes of one evaluation, each once. */
export class Notes {
  readonly #notes = new Map<string, Note>()

  warn(message: string, position: number): void {
    this.#add({ level: 'warning', message, position })
  }

  info(message: string, position: number): void {
    this.#add({ level: 'info', message, position })
  }

  all(): readonly Note[] {
    return [...this.#notes.values()]
  }

  #add(note: Note): void {
    this.#notes.set(`${note.position} ${note.message}`, note)
  }
}
