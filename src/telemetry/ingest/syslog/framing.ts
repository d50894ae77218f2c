/**
 * Cuts a TCP stream into syslog messages. A message that begins with its length is counted in octets, any other
 * ends with its line; senders may do either, so each message says it anew.
 * Source: RFC 6587, sections 3.4.1 and 3.4.2.
 */
const LINE_FEED = 10
const NUL = 0
const ZERO = 48
const NINE = 57
const SPACE = 32

/** Longer messages are dropped as a whole and counted. */
export const MAX_MESSAGE_BYTES = 65_536
const MAX_LENGTH_DIGITS = 9

export class SyslogFraming {
  #waiting: Buffer = Buffer.alloc(0)
  /** So much of a message that is too long has not arrived yet; Infinity when its line has not ended. */
  #skip = 0
  #tooLong = 0

  /** How many messages were dropped since the last time because they were too long. */
  takeTooLong(): number {
    const count = this.#tooLong
    this.#tooLong = 0
    return count
  }

  /** The messages that are whole with these bytes. */
  push(bytes: Uint8Array): Uint8Array[] {
    const messages: Uint8Array[] = []
    this.#waiting = Buffer.concat([this.#waiting, bytes])
    for (let message = this.#next(); message; message = this.#next())
      if (message.length > 0) messages.push(message)
    return messages
  }

  /** What is left when the sender has closed: a last line without its end. */
  end(): Uint8Array[] {
    const rest = this.#skip > 0 ? Buffer.alloc(0) : this.#waiting
    this.#waiting = Buffer.alloc(0)
    return rest.length > 0 && !isDigit(rest[0]) ? [rest] : []
  }

  /** The next message, an empty one for what is skipped, or undefined while it is not whole. */
  #next(): Buffer | undefined {
    if (this.#waiting.length === 0) return undefined
    if (this.#skip > 0) return this.#skipped()
    if (!isDigit(this.#waiting[0]) || this.#waiting[0] === ZERO) return this.#line()
    const space = this.#waiting.subarray(0, MAX_LENGTH_DIGITS + 1).indexOf(SPACE)
    const digits = this.#waiting.subarray(0, space < 0 ? undefined : space)
    if (!digits.subarray(0, MAX_LENGTH_DIGITS + 1).every(isDigit)) return this.#line()
    if (space < 0) return digits.length > MAX_LENGTH_DIGITS ? this.#line() : undefined
    const length = Number(digits.toString('latin1'))
    if (length > MAX_MESSAGE_BYTES) {
      this.#tooLong++
      this.#waiting = this.#waiting.subarray(space + 1)
      this.#skip = length
      return Buffer.alloc(0)
    }
    return this.#waiting.length < space + 1 + length ? undefined : this.#take(space + 1, length, 0)
  }

  #line(): Buffer | undefined {
    const end = endOfLine(this.#waiting)
    if (end >= 0 && end <= MAX_MESSAGE_BYTES) return this.#take(0, end, 1)
    if (end < 0 && this.#waiting.length <= MAX_MESSAGE_BYTES) return undefined
    this.#tooLong++
    this.#skip = Number.POSITIVE_INFINITY
    return Buffer.alloc(0)
  }

  #skipped(): Buffer | undefined {
    const end = this.#skip === Number.POSITIVE_INFINITY ? endOfLine(this.#waiting) + 1 : this.#skip
    const ended = end > 0 && end <= this.#waiting.length
    if (!ended && Number.isFinite(this.#skip)) this.#skip -= this.#waiting.length
    this.#waiting = ended ? this.#waiting.subarray(end) : Buffer.alloc(0)
    if (!ended) return undefined
    this.#skip = 0
    return Buffer.alloc(0)
  }

  #take(start: number, length: number, after: number): Buffer {
    const message = this.#waiting.subarray(start, start + length)
    this.#waiting = this.#waiting.subarray(start + length + after)
    return message
  }
}

function endOfLine(bytes: Buffer): number {
  const feed = bytes.indexOf(LINE_FEED)
  const nul = bytes.indexOf(NUL)
  return feed < 0 ? nul : nul < 0 ? feed : Math.min(feed, nul)
}

const isDigit = (byte: number | undefined): boolean =>
  byte !== undefined && byte >= ZERO && byte <= NINE
