/** Parameters of a run as they are written: `name=value,other=value`. */
import { defineError } from '#base'

const NotAnInput = defineError('cli.not-an-input', 'bad-input', {
  message: (d: { text: string }) => `"${d.text}" is not a parameter.`,
  hint: 'Write name=value, and a comma between several.',
})

/** Values that are numbers or true and false in JSON are that; all others are text. */
export function readInput(text: string | undefined): Record<string, unknown> {
  const pairs = text ? text.split(',') : []
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name, value] = /^\s*([\w-]+)=(.*)$/s.exec(pair) ?? []
      if (!name) throw new NotAnInput({ text: pair })
      return [name, plain(value!)]
    }),
  )
}

function plain(value: string): unknown {
  return /^(?:true|false|-?\d+(?:\.\d+)?)$/.test(value) ? JSON.parse(value) : value
}
